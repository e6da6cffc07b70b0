// The app goes away and comes back: what browsers that are still open, and the database, make of it.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";

import { App, cannotRestart } from "../../../browser/app.mjs";
import { CLIENTS, joined, startBrowser, visit } from "../../../browser/browser.mjs";
import { untilText } from "../../../browser/until.mjs";

let browser;

before(async () => (browser = await startBrowser()));
after(async () => await browser?.close());

/** Chromium writes each failed attempt to connect, and each file that it could not fetch, on the console. */
const CONNECTION_REFUSED = /WebSocket connection to|net::ERR_/;

for (const client of CLIENTS) {
  describe(client, () => {
    test("an open counter survives a restart", { skip: cannotRestart }, async (t) => {
      const app = await App.start();
      t.after(() => app.stop());
      const visitor = await visit(browser, app.url, { client });
      const page = await visitor.openLive("/counter");
      await page.evaluate(() => (window.sameDocument = true));
      await page.locator("#increment").click();
      await untilText(page.locator("#count"), "1");

      await app.kill();
      await page.locator("[data-phx-main]:not(.phx-connected)").waitFor({ state: "attached" });
      await app.launch();
      await joined(page);
      await untilText(page.locator("#count"), "0");
      await page.locator("#increment").click();
      await untilText(page.locator("#count"), "1");
      assert.equal(await page.evaluate(() => window.sameDocument), true, "the page was not loaded again");

      await visitor.leave(CONNECTION_REFUSED);
    });
  });
}

test("what was answered is kept when the app is killed", { skip: cannotRestart }, async (t) => {
  const app = await App.start();
  t.after(() => app.stop());
  const visitor = await visit(browser, app.url);
  const { page } = await visitor.open("/");
  const texts = [];
  for (let number = 0; number < 5; number += 1) {
    texts.push(`Kept ${number} ${randomUUID()}`);
    await page.locator('[name="message[author]"]').fill("Ada");
    await page.locator('[name="message[body]"]').fill(texts.at(-1));
    await page.getByRole("button", { name: "Post message" }).click();
    await page.getByText(texts.at(-1)).waitFor();
  }

  await app.kill();
  await app.launch();
  await page.reload();
  for (const text of texts) await page.getByText(text).waitFor();
  await visitor.leave(CONNECTION_REFUSED);
});
