// Comes in: the socket's URL, parameters and hooks; goes out: every LiveView of the page joined, and its events, links and
// history handled.
// Not here yet: the long-poll fallback, uploads, portals, infinite scroll, presence.

import { Bindings } from "./bindings.js";
import { dispatch, viewElement } from "./dom.js";
import { FocusWrap } from "./focus_wrap.js";
import { Hook, Hooks } from "./hooks.js";
import { exec } from "./js.js";
import { Navigation } from "./navigation.js";
import { Reload } from "./reload.js";
import { Socket } from "./socket.js";
import { View } from "./view.js";

export { Hook, Socket };

const NORMAL_CLOSE = 1000;

/** The LiveViews of a page and the socket under them. */
export class LiveSocket {
  /**
   * @param {string} url endpoint, such as `/live`
   * @param {object} [options]
   * @param {object|((el: Element|null) => object)} [options.params] sent with the connection and with each join
   * @param {Record<string, object>} [options.hooks] definitions for `phx-hook`, by name
   * @param {object} [options.socket] further options of `Socket`
   */
  constructor(url, { params = {}, hooks = {}, socket = {} } = {}) {
    this.params = typeof params === "function" ? params : () => params;
    this.hooks = { "Phoenix.FocusWrap": FocusWrap, ...hooks };
    this.socket = new Socket(url, { params: () => this.params(null), ...socket });
    this.views = new Map();
    this.main = null;
    /** How many patches are under way: focus events are then not the user's. */
    this.patching = 0;
    this.afterJoin = null;
    this.bound = false;
    this.reload = new Reload(this);
    this.navigation = new Navigation(this);
    this.bindings = new Bindings(this);
    this.page = new Page(this);
  }

  /** Joins the page's views; without a view in the page only its JS commands and hooks are alive. */
  connect() {
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.connect(), { once: true });
      return;
    }
    const roots = document.querySelectorAll("[data-phx-session]:not([data-phx-parent-id])");
    this.bind(roots.length > 0);
    for (const el of roots) if (!this.views.has(el.id)) this.addView(el);
    this.page.hooks.sync();
    if (roots.length > 0) this.socket.connect();
  }

  /** Closes the socket; the views stay as they are until `connect` is called again. */
  disconnect() {
    this.socket.disconnect();
  }

  /** @returns {boolean} whether the socket is open */
  isConnected() {
    return this.socket.isConnected();
  }

  /**
   * Runs encoded JS commands on an element.
   * @param {Element} el
   * @param {string} commands
   */
  execJS(el, commands) {
    exec({ view: this.viewOf(el), el, kind: null }, commands);
  }

  /**
   * The view that an element belongs to.
   * @param {Element} el
   * @returns {View|Page} the page itself for elements outside of views
   */
  viewOf(el) {
    return this.views.get(viewElement(el)?.id) ?? this.page;
  }

  /**
   * Joins the view of a container.
   * @param {HTMLElement} el
   * @param {object} [options] as of `View`
   * @returns {View}
   */
  addView(el, options) {
    const view = new View(el, this, options);
    this.views.set(el.id, view);
    if (view.isMain) {
      this.main = view;
      this.pageLoading("start", { to: view.href, kind: "initial" });
    }
    view.join();
    return view;
  }

  /**
   * Puts the view of another URL in the place of the main view.
   * @param {string} redirect
   * @param {string|undefined} flash
   * @param {() => void} done called once it is joined
   */
  replaceMain(redirect, flash, done) {
    const { el } = this.main;
    this.main.destroy();
    document.activeElement?.blur();
    this.main = new View(el, this, { redirect, flash });
    this.views.set(el.id, this.main);
    this.afterJoin = done;
    this.main.join();
  }

  /**
   * Called by a view once it is joined and shown.
   * @param {View} view
   */
  joined(view) {
    if (view !== this.main) return;
    this.reload.reset();
    const done = this.afterJoin ?? (() => this.pageLoading("stop", { to: view.href, kind: "initial" }));
    this.afterJoin = null;
    done();
  }

  /**
   * Tells the page that it loads, or has loaded.
   * @param {"start"|"stop"} phase
   * @param {{to: string, kind: "initial"|"patch"|"redirect"|"element"|"error"}} detail
   */
  pageLoading(phase, detail) {
    dispatch(window, `phx:page-loading-${phase}`, detail, { cancelable: false });
  }

  /** The page goes away: the socket's end is not an error any more. */
  unload() {
    for (const view of [...this.views.values()]) if (view.parent === null) view.destroy();
    this.socket.disconnect();
  }

  bind(live) {
    if (this.bound) return;
    this.bound = true;
    this.navigation.bind();
    this.bindings.bind();
    if (!live) return;
    this.navigation.bindHistory();
    window.addEventListener("pagehide", () => this.unload());
    // A page out of the back-forward cache shows a state that the server has forgotten.
    window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    // The server closes normally when it wants the page to start over; all other closes reconnect.
    this.socket.onClose(({ code }) => {
      if (code === NORMAL_CLOSE && this.main) this.reload.soon("the server closed the socket");
    });
  }
}

/** What is outside of all views: its JS commands and hooks work, its pushes have nobody to go to. */
class Page {
  constructor(liveSocket) {
    this.liveSocket = liveSocket;
    this.id = "";
    this.hooks = new Hooks(this);
  }

  get el() {
    return document.body;
  }

  request(event) {
    const refused = Promise.reject(new Error(`"${event}" was not pushed: the element is in no LiveView`));
    refused.catch(() => {});
    return refused;
  }

  markWaiting() {}
}
