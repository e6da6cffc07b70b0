// Chromium: settings come in; pages go out that remember every complaint they made.
//
//   CHROMIUM     the browser's binary, by default Debian's
//   SCREENSHOTS  a folder to put pictures of the pages in; none are made without it

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

import { useOfficialClients } from "./official.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The browser clients that every LiveView must work with. */
export const CLIENTS = ["Bennu's client", "the official clients"];

/** A browser with a profile of its own, empty at the start and gone at the end. */
export async function startBrowser() {
  return await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/**
 * One visitor: what its windows share are the cookies.
 * @param {import("playwright-core").Browser} browser
 * @param {string} url of the app
 * @param {object} [options]
 * @param {string} [options.client] one of CLIENTS
 * @param {"light" | "dark"} [options.colorScheme]
 * @param {boolean} [options.javaScript]
 */
export async function visit(browser, url, { client = CLIENTS[0], colorScheme = "light", javaScript = true } = {}) {
  const context = await browser.newContext({
    baseURL: url,
    colorScheme,
    javaScriptEnabled: javaScript,
    viewport: { width: 900, height: 720 },
  });
  context.setDefaultTimeout(10_000);
  if (client === CLIENTS[1]) await useOfficialClients(context);
  return new Visitor(context);
}

class Visitor {
  constructor(context) {
    this.context = context;
    this.complaints = [];
  }

  /** A new window at `path`, with the response that it got. */
  async open(path) {
    const page = await this.context.newPage();
    page.on("pageerror", (error) => this.complaints.push(`${page.url()}: ${error.stack ?? error}`));
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(complaint(page, message));
    });
    const response = await page.goto(path);
    return { page, response };
  }

  /** A window on a LiveView, after it has joined. */
  async openLive(path) {
    const { page } = await this.open(path);
    await joined(page);
    return page;
  }

  /**
   * Closes all windows; whatever the browser complained of fails the test.
   * @param {RegExp} [expected] complaints that the test provoked
   */
  async leave(expected) {
    await this.context.close();
    const unexpected = this.complaints.filter((text) => !expected?.test(text));
    assert.deepEqual(unexpected, [], "complaints on the browser's console");
  }
}

function complaint(page, message) {
  const { url, lineNumber } = message.location();
  return `${page.url()}: ${message.text()} (${url}:${lineNumber})`;
}

/** Waits until the page's LiveView is connected. */
export async function joined(page) {
  await page.locator("[data-phx-main].phx-connected").waitFor({ state: "attached" });
}

/** Keeps a picture of the whole page for people to look at. */
export async function picture(page, name) {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Fails with every rule of accessibility that the page breaks, and where. */
export async function accessible(page, what) {
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join("\n  ")}`);
  assert.deepEqual(found, [], what);
}
