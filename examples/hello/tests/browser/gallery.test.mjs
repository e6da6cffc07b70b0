// The gallery of core components, as people see, type and tab through it, and as a checker of accessibility reads it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { runningApp } from "../../../browser/app.mjs";
import { CLIENTS, accessible, picture, startBrowser, visit } from "../../../browser/browser.mjs";
import { until, untilText } from "../../../browser/until.mjs";

let app, browser;

before(async () => {
  app = await runningApp();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await app?.stop();
});

for (const colorScheme of ["light", "dark"]) {
  for (const [size, viewport] of [
    ["wide", { width: 1100, height: 900 }],
    ["narrow", { width: 360, height: 780 }],
  ]) {
    test(`the core components are readable: ${colorScheme}, ${size}`, async () => {
      const visitor = await visit(browser, app.url, { colorScheme });
      const page = await visitor.openLive("/gallery");
      await page.setViewportSize(viewport);
      await page.getByRole("button", { name: "Save" }).click();
      await page.locator(".invalid").first().waitFor();
      await accessible(page, "the page");
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `the page is ${overflow} pixels wider than the window`);
      await page.getByRole("button", { name: "Keep the focus" }).click();
      await page.locator("#trap").waitFor();
      await picture(page, `gallery-${colorScheme}-${size}`);
      await page.getByText("Two, and out").click();
      await page.locator("#trap").waitFor({ state: "detached" });

      await page.getByRole("button", { name: "Open a dialog" }).click();
      await page.locator("dialog[open]").waitFor();
      await accessible(page, "the page with a dialog");
      await picture(page, `gallery-dialog-${colorScheme}-${size}`);
      await page.goto("/");
      await accessible(page, "the messages");
      await visitor.leave();
    });
  }
}

test("a form with rows and a file needs no script", async () => {
  const visitor = await visit(browser, app.url, { javaScript: false });
  const { page } = await visitor.open("/outings/new");
  const save = () => page.getByRole("button", { name: "Save" }).click();
  const birds = () => page.getByLabel("Bird", { exact: true });
  await page.getByLabel("Place").fill("Reeds");
  await birds().fill("Coot");
  await page.getByLabel("Add a bird").check();
  await save();
  assert.equal(await birds().count(), 2);
  assert.equal(await birds().first().inputValue(), "Coot");
  await birds().last().fill("Heron");
  await page.getByLabel("Remove").first().check();
  await page.getByLabel("Photo").setInputFiles({ name: "reeds.png", mimeType: "image/png", buffer: Buffer.from("png") });
  await save();
  assert.deepEqual(await page.locator("#noted dd").allInnerTexts(), ["Reeds", "1 Heron", "reeds.png"]);
  await visitor.leave(/status of 422/);
});

for (const colorScheme of ["light", "dark"]) {
  test(`a form with rows is readable: ${colorScheme}`, async () => {
    const visitor = await visit(browser, app.url, { colorScheme });
    const { page } = await visitor.open("/outings/new");
    await page.getByLabel("Place").fill("Reeds");
    await page.getByLabel("Bird", { exact: true }).fill("Coot");
    await page.getByLabel("Add a bird").check();
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator(".entry").nth(1).waitFor();
    await accessible(page, "the page");
    await picture(page, `outing-${colorScheme}`);
    await visitor.leave(/status of 422/);
  });
}

for (const client of CLIENTS) {
  describe(client, () => {
    const open = async () => {
      const visitor = await visit(browser, app.url, { client });
      return [visitor, await visitor.openLive("/gallery")];
    };
    const errors = (page, field) => page.locator(`#profile_${field}_errors .error`);

    test("an input complains once it was used", async () => {
      const [visitor, page] = await open();
      await page.getByLabel("Name", { exact: true }).fill("A");
      await untilText(errors(page, "name"), "should be at least 2 character(s)");
      assert.equal(await page.locator("#profile .error").count(), 1, "nobody has come to the others yet");
      assert.equal(await page.getByLabel("Name", { exact: true }).getAttribute("aria-describedby"), "profile_name_errors");
      await page.getByLabel("Email").fill("ada");
      await untilText(errors(page, "email"), "must have an @");
      await page.getByLabel("Name", { exact: true }).fill("Ada");
      await until(async () => (await errors(page, "name").count()) === 0, "the name is right now");
      await visitor.leave();
    });

    test("every type of input is sent and shown again", async () => {
      const [visitor, page] = await open();
      await page.getByRole("button", { name: "Save" }).click();
      await untilText(errors(page, "country"), "can't be blank");
      await page.getByLabel("Name", { exact: true }).fill("Ada");
      await page.getByLabel("Age", { exact: true }).fill("36");
      await page.getByLabel("Date of birth").fill("1815-12-10");
      // As people do: what has the focus keeps what was chosen while an earlier answer arrives.
      await page.getByLabel("Country").focus();
      await page.getByLabel("Country").selectOption("fr");
      await page.getByLabel("Pro", { exact: true }).check();
      await page.getByLabel("Rivers").check();
      await page.getByLabel("Boats").check();
      await page.getByLabel("About you").fill("\n<b>line</b>");
      await page.getByLabel("I accept the terms").check();
      await page.getByRole("button", { name: "Save" }).click();
      await untilText(errors(page, "email"), "can't be blank");
      let texts;
      await until(async () => (texts = await page.locator("#profile .error").allInnerTexts()).length === 1, () => `more than the email is missing: ${texts}`);
      await page.getByLabel("Email").fill("ada@example.org");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Welcome, Ada.").waitFor();
      assert.deepEqual(await page.locator("#saved dd").allInnerTexts(), [
        "ada@example.org",
        "36",
        "1815-12-10",
        "fr",
        "pro",
        "Rivers, Boats",
        "<b>line</b>",
        "false",
      ]);
      await until(async () => (await page.getByLabel("Age", { exact: true }).inputValue()) === "", "the form is empty again");
      await visitor.leave();
    });

    test("rows of a form come, go and keep what was typed", async () => {
      const [visitor, page] = await open();
      const form = page.locator("form#outing");
      const birds = () => form.getByLabel("Bird", { exact: true }).evaluateAll((inputs) => inputs.map((input) => input.value));
      const rows = async (expected) => {
        let actual;
        await until(async () => (actual = await birds()).join() === expected.join(), () => `the birds are ${actual}, not ${expected}`);
      };
      await rows([""]);
      await form.getByLabel("Place").fill("River");
      await form.getByLabel("Bird", { exact: true }).fill("Coot");
      for (const [index, bird] of ["Heron", "Shoebill"].entries()) {
        await form.getByLabel("Add a bird").click();
        await form.locator(".entry").nth(index + 1).waitFor();
        await until(async () => !(await form.getByLabel("Add a bird").isChecked()), "the box adds one bird, once");
        await form.getByLabel("Bird", { exact: true }).nth(index + 1).fill(bird);
      }
      await rows(["Coot", "Heron", "Shoebill"]);
      assert.equal(await form.locator(".error").count(), 0, "nobody has come to the others yet");

      // The row that goes takes its input with it; the others stay the elements that they are, under new names.
      const heron = await form.getByLabel("Bird", { exact: true }).nth(1).elementHandle();
      await form.getByLabel("Remove").first().click();
      await rows(["Heron", "Shoebill"]);
      assert.equal(await heron.getAttribute("name"), "outing[sightings][0][bird]");
      assert.equal(await form.locator("input[type=checkbox]:checked").count(), 0);

      await form.getByLabel("How many").first().fill("0");
      await untilText(form.locator(".entry").first().locator(".error"), "must be greater than or equal to 1");
      assert.ok(await form.evaluate((form) => !form.checkValidity()), "the browser knows the rule, too");
      await form.getByRole("button", { name: "Note it" }).click();
      await form.getByLabel("How many").first().fill("2");
      await until(async () => (await form.locator(".error").count()) === 0, "all is right now");
      await form.getByRole("button", { name: "Note it" }).click();
      await page.locator("#noted").waitFor();
      assert.deepEqual(await page.locator("#noted dd").allInnerTexts(), ["River", "2 Heron, 1 Shoebill"]);
      await rows([""]);

      await form.getByLabel("Remove").click();
      await untilText(form.locator(".fields > .error"), "can't be blank");
      await rows([]);
      await visitor.leave();
    });

    test("a row is clicked, a dialog opens, closes, and outlives patches", async () => {
      const [visitor, page] = await open();
      await page.getByText("Shoebill").click();
      await untilText(page.locator("#chosen"), "You chose bird 2.");
      const dialog = page.locator("#confirm");
      await page.getByRole("button", { name: "Open a dialog" }).click();
      await dialog.waitFor();
      assert.ok(await dialog.evaluate((el) => el.matches(":modal")), "it lies over the page");
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      await page.getByRole("button", { name: "Open a dialog" }).click();
      await dialog.getByRole("button", { name: "Keep it" }).click();
      await dialog.waitFor({ state: "hidden" });
      await visitor.leave();
    });

    test("the focus stays in its trap", async () => {
      const [visitor, page] = await open();
      await page.getByRole("button", { name: "Keep the focus" }).click();
      const focused = (id) => until(() => page.evaluate((id) => document.activeElement.id === id, id), `${id} has the focus`);
      await focused("trap-one");
      await page.keyboard.press("Shift+Tab");
      await focused("trap-two");
      await page.keyboard.press("Tab");
      await focused("trap-one");
      await page.getByText("Two, and out").click();
      await page.locator("#trap").waitFor({ state: "detached" });
      await visitor.leave();
    });
  });
}
