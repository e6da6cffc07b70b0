// Comes in: clicks on live links, the browser's history, and navigation asked for by the server; goes out: patches, new main
// views, page loads, history entries.

import { dispatch, meta, setCookie } from "./dom.js";
import { mark } from "./refs.js";

const FLASH_SECONDS = 60;

/** Moves between URLs. Entries of the history carry `{epoch, scroll}`; one epoch is the time of one main view. */
export class Navigation {
  /** @param {import("./live.js").LiveSocket} liveSocket */
  constructor(liveSocket) {
    this.liveSocket = liveSocket;
    this.current = location.href;
    this.referer = undefined;
    this.lastLink = 0;
  }

  /** Starts listening to links. */
  bind() {
    window.addEventListener("click", (event) => this.confirm(event), true);
    window.addEventListener("click", (event) => this.click(event));
  }

  /** Takes over the history, on pages that have a view. */
  bindHistory() {
    history.scrollRestoration = "manual";
    this.epoch = history.state?.epoch ?? newEpoch();
    const scroll = history.state?.scroll;
    history.replaceState({ epoch: this.epoch, scroll }, "");
    if (scroll) window.scrollTo(0, scroll);
    window.addEventListener("popstate", (event) => this.popped(event));
    window.addEventListener("pagehide", () => this.keepScroll());
  }

  /**
   * Asks the main view to show another URL of its own.
   * @param {string} href
   * @param {"push"|"replace"|null} kind null: the history is already there
   * @param {Element} [el] link that was clicked
   */
  patch(href, kind, el) {
    const { main, socket } = this.liveSocket;
    if (!main?.joined || !socket.isConnected()) return this.leave(href);
    const link = (this.lastLink += 1);
    const url = absolute(href);
    this.liveSocket.pageLoading("start", { to: url, kind: "patch" });
    const stop = () => this.liveSocket.pageLoading("stop", { to: url, kind: "patch" });
    const waiting = (ref) => el && mark(el, main, ref, "click");
    return main.request("live_patch", { url }, { mark: waiting }).then((reply) => {
      stop();
      if (reply?.link_redirect) this.navigate(href, kind);
      else if (link === this.lastLink) this.patched(href, kind, kind === null);
    }, stop);
  }

  /**
   * Notes a URL that the main view already shows.
   * @param {string} to
   * @param {"push"|"replace"|null} kind
   * @param {boolean} [pop] whether the history moved, so that nothing is written
   */
  patched(to, kind, pop = false) {
    this.keepScroll();
    this.write(to, kind);
    this.arrived(true, pop);
  }

  /**
   * Replaces the main view by the one of another URL, over the same socket.
   * @param {string} href
   * @param {"push"|"replace"|null} kind null: the history is already there
   * @param {{flash?: string, scroll?: number, epoch?: string}} [options]
   */
  navigate(href, kind, { flash, scroll = 0, epoch = newEpoch() } = {}) {
    const { liveSocket } = this;
    if (!liveSocket.main || !liveSocket.socket.isConnected()) {
      this.leave(href, flash);
      return;
    }
    const to = absolute(href);
    if (!dispatch(window, "phx:before-navigate", { href: to, patch: false, pop: kind === null })) return;
    this.lastLink += 1;
    this.referer = this.current;
    this.keepScroll();
    liveSocket.pageLoading("start", { to, kind: "redirect" });
    liveSocket.replaceMain(to, flash, () => {
      this.epoch = epoch;
      this.write(to, kind);
      this.scrollTo(scroll);
      liveSocket.pageLoading("stop", { to, kind: "redirect" });
      this.arrived(false, kind === null);
    });
  }

  /**
   * Loads a page the ordinary way.
   * @param {string} to
   * @param {string} [flash] signed flash, handed to the server in a cookie
   */
  leave(to, flash) {
    const url = new URL(to, location.href);
    if (url.protocol !== "http:" && url.protocol !== "https:") throw new Error(`no page to go to: ${url.href}`);
    if (flash) setCookie("__phoenix_flash__", flash, FLASH_SECONDS);
    location.assign(url.href);
  }

  /**
   * Submits a form the ordinary way.
   * @param {HTMLFormElement} form
   */
  submitForm(form) {
    this.liveSocket.unload();
    HTMLFormElement.prototype.submit.call(form);
  }

  write(to, kind) {
    const href = absolute(to);
    this.current = href;
    if (this.liveSocket.main) this.liveSocket.main.href = href;
    if (kind === null) return;
    if (kind === "replace") history.replaceState({ epoch: this.epoch }, "", href);
    else history.pushState({ epoch: this.epoch }, "", href);
  }

  arrived(patch, pop) {
    dispatch(window, "phx:navigate", { href: this.current, patch, pop }, { cancelable: false });
    if (!pop && location.hash) this.scrollTo(0);
  }

  scrollTo(scroll) {
    const anchor = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (anchor && scroll === 0) anchor.scrollIntoView();
    else window.scrollTo(0, scroll);
  }

  keepScroll() {
    // Going back already moved to the other entry: this scroll is not its own.
    if (location.href === this.current) history.replaceState({ ...history.state, scroll: window.scrollY }, "");
  }

  popped({ state }) {
    const href = location.href;
    const sameDocument = withoutHash(href) === withoutHash(this.current) && (state === null || href !== this.current);
    if (sameDocument) {
      this.current = href;
      if (state === null) history.replaceState({ epoch: this.epoch }, "");
      return;
    }
    if (!this.liveSocket.main) return;
    if (state?.epoch === this.epoch) this.patch(href, null);
    else this.navigate(href, null, { scroll: state?.scroll, epoch: state?.epoch });
  }

  // Elements with `data-confirm` ask first, whatever they then do.
  confirm(event) {
    const message = event.target.closest?.("[data-confirm]")?.getAttribute("data-confirm");
    if (message && !window.confirm(message)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }

  click(event) {
    const link = event.target.closest?.("[data-phx-link],[data-method]");
    if (!link || event.defaultPrevented) return;
    if (link.hasAttribute("data-method")) {
      event.preventDefault();
      submitMethod(link);
      return;
    }
    const { main, socket } = this.liveSocket;
    const elsewhere =
      event.button > 0 ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      event.altKey ||
      (link.target && link.target !== "_self") ||
      link.hasAttribute("download") ||
      link.origin !== location.origin;
    if (elsewhere || !main?.joined || !socket.isConnected()) return;
    event.preventDefault();
    const kind = link.getAttribute("data-phx-link-state") ?? "push";
    if (link.getAttribute("data-phx-link") === "patch") this.patch(link.href, kind, link);
    else this.navigate(link.href, kind);
  }
}

const absolute = (href) => new URL(href, location.href).href;
const withoutHash = (href) => href.replace(/#.*$/, "");
const newEpoch = () => `${Date.now()}-${Math.random()}`;

// A link with another method than GET becomes a form, so that it carries the CSRF token.
function submitMethod(link) {
  const form = document.createElement("form");
  const method = link.getAttribute("data-method");
  form.method = method === "get" ? "get" : "post";
  form.action = link.getAttribute("data-to") ?? link.href;
  form.target = link.target;
  form.hidden = true;
  const fields = { _csrf_token: link.getAttribute("data-csrf") ?? meta("csrf-token") ?? "" };
  if (method !== "get" && method !== "post") fields._method = method;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}
