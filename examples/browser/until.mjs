// Waiting: a condition comes in; its value goes out once it holds, or an error with the reason that it does not.

const PATIENCE = 10_000;
const PAUSE = 25;

/**
 * Asks again until the answer is truthy; an assertion that throws counts as a no.
 * @param {() => any} condition
 * @param {string | (() => string)} complaint for the error, if ten seconds have not been enough
 */
export async function until(condition, complaint) {
  const deadline = Date.now() + PATIENCE;
  let reason;
  do {
    try {
      const value = await condition();
      if (value) return value;
    } catch (error) {
      reason = error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  } while (Date.now() < deadline);
  throw new Error(typeof complaint === "function" ? complaint() : complaint, { cause: reason });
}

/** Waits until the text of an element is `expected`. */
export async function untilText(locator, expected) {
  let text;
  await until(
    async () => (text = (await locator.innerText()).trim()) === expected,
    () => `${locator} says \`${text}\`, not \`${expected}\``,
  );
}
