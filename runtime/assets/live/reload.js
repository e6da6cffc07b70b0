// Comes in: reasons to start the page over; goes out: page loads, at first at once or after seconds, and slower when they do not
// help.

import { setCookie } from "./dom.js";

const STATUS_SECONDS = 60;
const MANY = 10;
const MANY_DELAY = 30000;
const DELAY = 5000;

const key = () => `bennu:reloads:${location.pathname}`;

/** Page loads with a limit. The count is kept for the tab and the path, and forgotten when a view is joined. */
export class Reload {
  /** @param {import("./live.js").LiveSocket} liveSocket */
  constructor(liveSocket) {
    this.liveSocket = liveSocket;
    this.timer = null;
  }

  /**
   * Loads the page at once the first time, later as `soon` does.
   * @param {string} reason for the console
   * @param {string} [href] page to load, by default this one
   */
  now(reason, href) {
    this.start(reason, href, this.count() === 0 ? 0 : this.delay());
  }

  /**
   * Loads the page after 5 to 10 seconds, from the tenth time in a row after 30.
   * @param {string} reason for the console
   * @param {string} [href] page to load, by default this one
   */
  soon(reason, href) {
    this.start(reason, href, this.delay());
  }

  /**
   * Loads the page, and lets the server show the error that stopped the join.
   * @param {string} token what the server needs to know its error again
   * @param {string} href
   */
  withStatus(token, href) {
    setCookie("__phoenix_reload_status__", token, STATUS_SECONDS);
    this.now("the view could not be mounted", href);
  }

  /** A view is joined: the count starts again. */
  reset() {
    sessionStorage.removeItem(key());
  }

  start(reason, href = location.href, delay) {
    if (this.timer !== null) return;
    console.error(`bennu: loading the page again in ${Math.round(delay / 1000)} s: ${reason}`);
    sessionStorage.setItem(key(), this.count() + 1);
    this.liveSocket.socket.disconnect();
    this.timer = setTimeout(() => {
      if (href === location.href) location.reload();
      else location.assign(href);
    }, delay);
  }

  count() {
    return Number(sessionStorage.getItem(key())) || 0;
  }

  delay() {
    return this.count() >= MANY ? MANY_DELAY : DELAY + Math.random() * DELAY;
  }
}
