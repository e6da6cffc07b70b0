// Comes in: nothing but a Chromium (CHROMIUM, by default Debian's); goes out: its pages, driven over the DevTools protocol on a
// pipe.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--remote-debugging-pipe",
];
const PATIENCE = 20000;

/** A browser with an empty profile. */
export async function startBrowser() {
  const profile = await mkdtemp(join(tmpdir(), "bennu-client-"));
  const process_ = spawn(process.env.CHROMIUM ?? "/usr/bin/chromium", [...FLAGS, `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => process_.on("exit", resolve));
  await new Promise((resolve, reject) => process_.on("spawn", resolve).on("error", reject));
  return new Browser(new Pipe(process_.stdio[3], process_.stdio[4]), async () => {
    process_.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });
}

/** Commands and events as JSON, each ended by a zero byte. */
class Pipe {
  constructor(input, output) {
    Object.assign(this, { input, last: 0, waiting: new Map(), listeners: new Map() });
    let rest = "";
    output.setEncoding("utf8").on("data", (chunk) => {
      const messages = (rest + chunk).split("\0");
      rest = messages.pop();
      messages.forEach((message) => this.received(JSON.parse(message)));
    });
  }

  send(method, params = {}, sessionId = undefined) {
    const id = (this.last += 1);
    this.input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject, method }));
  }

  received({ id, method, params, result, error, sessionId }) {
    if (id === undefined) return this.listeners.get(sessionId)?.(method, params);
    const { resolve, reject, method: sent } = this.waiting.get(id);
    this.waiting.delete(id);
    return error ? reject(new Error(`${sent}: ${error.message}`)) : resolve(result);
  }
}

class Browser {
  constructor(pipe, close) {
    Object.assign(this, { pipe, close });
  }

  /** A new window. */
  async open(url) {
    const { targetId } = await this.pipe.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.pipe.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this.pipe, sessionId, targetId);
    this.pipe.listeners.set(sessionId, (method, params) => page.heard(method, params));
    await page.send("Runtime.enable");
    await page.send("Page.enable");
    await page.send("Page.navigate", { url });
    await page.until(() => document.readyState === "complete");
    return page;
  }
}

class Page {
  constructor(pipe, sessionId, targetId) {
    Object.assign(this, { pipe, sessionId, targetId, exceptions: [] });
  }

  send(method, params) {
    return this.pipe.send(method, params, this.sessionId);
  }

  heard(method, params) {
    if (method === "Runtime.exceptionThrown")
      this.exceptions.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
  }

  /** Runs a function in the page and returns what it returns. */
  async run(callback, ...args) {
    const expression = `(${callback})(...${JSON.stringify(args)})`;
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Waits until a function in the page returns something true. */
  async until(callback, ...args) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      // While the page is being replaced there is nothing to ask.
      const value = await this.run(callback, ...args).catch(() => undefined);
      if (value) return value;
      if (Date.now() > end)
        throw new Error(`not so in time: ${callback} ${JSON.stringify(args)}\n${await this.run(() => document.body.outerHTML)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Waits until an element has exactly this text. */
  async untilText(selector, text) {
    await this.until((wanted, value) => document.querySelector(wanted)?.textContent === value, selector, text);
  }

  /** Clicks in the middle of an element, as a mouse does. */
  async click(selector) {
    const [x, y] = await this.run((wanted) => {
      const el = document.querySelector(wanted);
      el.scrollIntoView({ block: "center" });
      const { left, top, width, height } = el.getBoundingClientRect();
      return [left + width / 2, top + height / 2];
    }, selector);
    for (const type of ["mousePressed", "mouseReleased"])
      await this.send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
  }

  /** Types text into what has the focus, key by key. */
  async type(text) {
    for (const key of text) {
      await this.send("Input.dispatchKeyEvent", { type: "keyDown", key, text: key });
      await this.send("Input.dispatchKeyEvent", { type: "keyUp", key });
    }
  }

  async close() {
    await this.pipe.send("Target.closeTarget", { targetId: this.targetId });
    if (this.exceptions.length > 0) throw new Error(`the page threw:\n${this.exceptions.join("\n")}`);
  }
}
