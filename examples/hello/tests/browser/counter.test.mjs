// The counter of the example, a LiveView, under every browser client.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { runningApp } from "../../../browser/app.mjs";
import { CLIENTS, joined, picture, startBrowser, visit } from "../../../browser/browser.mjs";
import { untilText } from "../../../browser/until.mjs";

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

/** Clicks once for each of the counts that are to follow: a client drops clicks while the last is unanswered. */
async function click(button, ...counts) {
  for (const expected of counts) {
    await button.click();
    await untilText(count(button.page()), String(expected));
  }
}

for (const client of CLIENTS) {
  describe(client, () => {
    test("the counter counts", async () => {
      const visitor = await visit(browser, app.url, { client });
      const page = await visitor.openLive("/counter");
      await untilText(count(page), "0");

      await click(increment(page), 1, 2, 3);
      await click(decrement(page), 2, 1, 0, -1);
      await visitor.leave();
    });

    test("the last ten clicks are listed", async () => {
      const visitor = await visit(browser, app.url, { client });
      const page = await visitor.openLive("/counter");
      assert.equal(await clicks(page).count(), 0);

      await click(increment(page), 1);
      const first = await clicks(page).allInnerTexts();
      assert.equal(first.length, 1);
      await click(increment(page), 2, 3, 4, 5, 6, 7, 8, 9, 10);
      const ten = await clicks(page).allInnerTexts();
      assert.equal(ten.length, 10);
      assert.ok(ten.includes(first[0]), "the first click is among the ten");

      await click(decrement(page), 9);
      const last = await clicks(page).allInnerTexts();
      assert.equal(last.length, 10);
      assert.ok(!last.includes(first[0]), "the eleventh click takes the place of the first");
      await picture(page, `counter-ten-${client.startsWith("Bennu") ? "bennu" : "official"}`);
      await visitor.leave();
    });

    test("two windows count apart", async () => {
      const visitor = await visit(browser, app.url, { client });
      const left = await visitor.openLive("/counter");
      const right = await visitor.openLive("/counter");
      await click(increment(left), 1, 2);
      await click(decrement(right), -1);
      await untilText(count(left), "2");
      await visitor.leave();
    });

    test("a view that crashed is joined again", async () => {
      const visitor = await visit(browser, app.url, { client });
      const page = await visitor.openLive("/counter");
      const other = await visitor.openLive("/counter");
      await click(increment(page), 1);
      await click(increment(other), 1);

      // No handler has this name; the view's task ends with it, as a panic would end it.
      await increment(page).evaluate((button) => button.setAttribute("phx-click", "no_such_event"));
      await increment(page).click();
      await untilText(count(page), "0");
      await joined(page);
      await click(increment(page), 1);

      await click(increment(other), 2);
      await visitor.leave();
    });

    test("going away and back starts anew", async () => {
      const visitor = await visit(browser, app.url, { client });
      const page = await visitor.openLive("/counter");
      await click(increment(page), 1);
      await page.goto("/");
      await page.goto("/counter");
      await joined(page);
      await untilText(count(page), "0");
      await click(increment(page), 1);
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
