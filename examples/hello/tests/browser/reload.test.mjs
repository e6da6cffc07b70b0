// Files change and the app starts anew, while somebody works on it and has its pages open.

import assert from "node:assert/strict";
import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { App, cannotRestart } from "../../../browser/app.mjs";
import { startBrowser, visit } from "../../../browser/browser.mjs";

const ASSETS = join(import.meta.dirname, "../../assets");

let browser;

before(async () => (browser = await startBrowser()));
after(async () => await browser?.close());

/** Chromium writes each failed attempt to connect on the console. */
const CONNECTION_REFUSED = /net::ERR_/;

/** What an editor does to a file that it saves, but for its content. */
const save = async (name) => await utimes(join(ASSETS, name), new Date(), new Date());

const mark = async (page) => await page.evaluate(() => (window.sameDocument = true));
const isNew = async (page) => await page.waitForFunction(() => document.readyState === "complete" && !window.sameDocument);

test("style sheets are exchanged, and pages load themselves again", { skip: cannotRestart }, async (t) => {
  const app = await App.start({ LIVE_RELOAD: "true" });
  t.after(() => app.stop());
  const visitor = await visit(browser, app.url);
  const { page } = await visitor.open("/");
  await page.waitForLoadState("load");
  await mark(page);

  const sheets = page.locator("link[rel=stylesheet]");
  const before = await sheets.count();
  await save("hello.css");
  await page.locator("link[href*='hello.css?live_reload=']").waitFor({ state: "attached" });
  await page.waitForFunction((count) => document.querySelectorAll("link[rel=stylesheet]").length === count, before);
  assert.equal(await page.evaluate(() => window.sameDocument), true, "the page stayed");

  await save("hello.svg");
  await isNew(page);

  await mark(page);
  await app.kill();
  await app.launch();
  await isNew(page);
  await visitor.leave(CONNECTION_REFUSED);
});
