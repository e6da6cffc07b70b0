// The counter of the example, a LiveView, under every browser client.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { runningApp } from "./app.mjs";
import { CLIENTS, joined, picture, startBrowser, visit } from "./browser.mjs";
import { until, untilText } from "./until.mjs";

let app, browser;

before(async () => {
  app = await runningApp();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await app?.stop();
});

const count = (page) => page.locator("#count");
const increment = (page) => page.locator("#increment");
const decrement = (page) => page.locator("#decrement");
const clicks = (page) => page.locator("#clicks li");

async function times(number, action) {
  for (let done = 0; done < number; done += 1) await action();
}

for (const client of CLIENTS) {
  describe(client, () => {
    test("the counter counts", async () => {
      const visitor = await visit(browser, app.url, { client });
      const page = await visitor.openLive("/counter");
      await untilText(count(page), "0");

      await times(3, () => increment(page).click());
      await untilText(count(page), "3");
      await times(4, () => decrement(page).click());
      await untilText(count(page), "-1");
      await visitor.leave();
    });

    test("the last ten clicks are listed", async () => {
      const visitor = await visit(browser, app.url, { client });
      const page = await visitor.openLive("/counter");
      assert.equal(await clicks(page).count(), 0);

      await increment(page).click();
      await until(async () => (await clicks(page).count()) === 1, "the first click is not listed");
      const first = await clicks(page).first().innerText();
      await times(9, () => increment(page).click());
      await until(async () => (await clicks(page).count()) === 10, "ten clicks are not listed");
      assert.ok((await clicks(page).allInnerTexts()).includes(first), "the first click is among the ten");

      await decrement(page).click();
      await untilText(count(page), "9");
      assert.equal(await clicks(page).count(), 10, "the eleventh click takes the place of the first");
      await picture(page, `counter-ten-${client.startsWith("Bennu") ? "bennu" : "official"}`);
      await visitor.leave();
    });

    test("two windows count apart", async () => {
      const visitor = await visit(browser, app.url, { client });
      const left = await visitor.openLive("/counter");
      const right = await visitor.openLive("/counter");
      await times(2, () => increment(left).click());
      await decrement(right).click();
      await untilText(count(left), "2");
      await untilText(count(right), "-1");
      await visitor.leave();
    });

    test("a view that crashed is joined again", async () => {
      const visitor = await visit(browser, app.url, { client });
      const page = await visitor.openLive("/counter");
      const other = await visitor.openLive("/counter");
      await increment(page).click();
      await increment(other).click();
      await untilText(count(page), "1");
      await untilText(count(other), "1");

      // No handler has this name; the view's task ends with it, as a panic would end it.
      await increment(page).evaluate((button) => button.setAttribute("phx-click", "no_such_event"));
      await increment(page).click();
      await untilText(count(page), "0");
      await joined(page);
      await increment(page).click();
      await untilText(count(page), "1");

      await increment(other).click();
      await untilText(count(other), "2");
      await visitor.leave();
    });

    test("going away and back starts anew", async () => {
      const visitor = await visit(browser, app.url, { client });
      const page = await visitor.openLive("/counter");
      await increment(page).click();
      await untilText(count(page), "1");
      await page.goto("/");
      await page.goto("/counter");
      await joined(page);
      await untilText(count(page), "0");
      await increment(page).click();
      await untilText(count(page), "1");
      await visitor.leave();
    });
  });
}

test("only the named client runs", async () => {
  for (const client of CLIENTS) {
    const visitor = await visit(browser, app.url, { client });
    const page = await visitor.openLive("/counter");
    const version = await page.evaluate(() => window.liveSocket?.version?.());
    assert.equal(version === "1.2.12", client === CLIENTS[1], `${client}: version ${version}`);
    await visitor.leave();
  }
});

test("the counter is readable without scripts", async () => {
  const visitor = await visit(browser, app.url, { javaScript: false });
  const { page, response } = await visitor.open("/counter");
  assert.equal(response.status(), 200);
  await untilText(count(page), "0");
  await visitor.leave();
});
