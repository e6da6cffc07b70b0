// Comes in: the element of one LiveView and its channel's messages; goes out: the page kept in line with the server, and the
// view's pushes.
// Not here: uploads and presence.

import { dispatch, setTitle } from "./dom.js";
import { recoverForm } from "./events.js";
import { Hooks } from "./hooks.js";
import { mark, release } from "./refs.js";
import { Renderer } from "./renderer.js";
import { exec } from "./js.js";
import { extract } from "./rendered.js";

const PUSH_TIMEOUT = 30000;
const CHILD_ATTEMPTS = 3;
const STATUS_CLASSES = ["phx-connected", "phx-loading", "phx-error", "phx-client-error", "phx-server-error"];
// The server waits this long before it is worth telling the user that the connection is gone.
const DISCONNECTED_DELAY = 500;

/** One LiveView of the page. */
export class View {
  /**
   * @param {HTMLElement} el container with `data-phx-session`
   * @param {import("./live.js").LiveSocket} liveSocket
   * @param {object} [options]
   * @param {View|null} [options.parent] for nested views
   * @param {string} [options.redirect] target URL, when the view is reached by live navigation
   * @param {string} [options.flash] signed flash of a live redirect
   * @param {number} [options.mounts] how often the view was joined before
   */
  constructor(el, liveSocket, { parent = null, redirect, flash, mounts = 0 } = {}) {
    Object.assign(this, { el, id: el.id, liveSocket, parent, flash, mounts, attempts: 0 });
    this.href = redirect ?? location.href;
    this.redirected = redirect !== undefined;
    this.isMain = parent === null && el.hasAttribute("data-phx-main");
    Object.assign(this, { joined: false, destroyed: false, queue: null, lastRef: 0, lastAnswered: 0, disconnectedTimer: null });
    this.children = new Map();
    this.renderer = new Renderer(this);
    this.hooks = new Hooks(this);
    this.channel = liveSocket.socket.channel(`lv:${this.id}`, () => this.joinPayload());
    this.bindChannel();
  }

  /** Joins the view's channel, now and whenever it is lost. */
  join() {
    this.showStatus("phx-loading");
    this.channel
      .join()
      .receive("ok", (response) => this.guard(() => this.onJoin(response)))
      .receive("error", (response) => this.onJoinError(response))
      .receive("timeout", () => this.onJoinError({ reason: "timeout" }));
  }

  /** Leaves the channel and ends hooks and nested views; the page stays as it is. */
  destroy() {
    Object.assign(this, { destroyed: true, joined: false, queue: null });
    clearTimeout(this.disconnectedTimer);
    this.destroyChildren();
    this.hooks.destroyAll();
    this.answered(Infinity);
    this.channel.leave();
    if (this.liveSocket.views.get(this.id) === this) this.liveSocket.views.delete(this.id);
  }

  /**
   * Pushes a message and applies its reply.
   * @param {string} event
   * @param {any} payload
   * @param {object} [options]
   * @param {(ref: number) => void} [options.mark] marks what waits for the reply
   * @param {boolean} [options.loading] tells the page that it is loading meanwhile
   * @returns {Promise<any>} the reply's own payload for hooks, or the raw reply when it has none; rejected without connection
   */
  request(event, payload, { mark: markWaiting, loading = false } = {}) {
    if (this.channel.state !== "joined" || !this.liveSocket.socket.isConnected()) {
      return quiet(Promise.reject(new Error(`the view is not connected, so "${event}" was not pushed`)));
    }
    const ref = (this.lastRef += 1);
    const { mounts } = this;
    markWaiting?.(ref);
    if (loading) this.liveSocket.pageLoading("start", { to: this.href, kind: "element" });
    return quiet(
      new Promise((resolve, reject) => {
        const done = () => {
          if (loading) this.liveSocket.pageLoading("stop", { to: this.href, kind: "element" });
          this.answered(ref);
        };
        this.channel
          .push(event, payload, PUSH_TIMEOUT)
          .receive("ok", (response) => {
            this.guard(() => {
              done();
              resolve(this.applyReply(response));
            });
          })
          .receive("error", (response) => {
            done();
            reject(new Error(`the server refused "${event}": ${JSON.stringify(response)}`));
          })
          .receive("closed", () => reject(new Error(`the connection was lost before "${event}" was answered`)))
          .receive("timeout", () => {
            reject(new Error(`"${event}" was not answered in time`));
            if (this.mounts === mounts && !this.destroyed) this.liveSocket.reload.soon("a push was not answered");
          });
      }),
    );
  }

  /**
   * Marks an element as waiting for a reply.
   * @param {Element} el
   * @param {number} ref
   * @param {string} kind
   */
  markWaiting(el, ref, kind) {
    mark(el, this, ref, kind);
  }

  /**
   * Runs the bindings of one name on the view's elements.
   * @param {string} name such as `phx-connected`
   */
  execAll(name) {
    for (const el of this.el.querySelectorAll(`[${name}]`)) {
      if (this.liveSocket.viewOf(el) === this) exec({ view: this, el, kind: null }, el.getAttribute(name));
    }
  }

  bindChannel() {
    const { channel, liveSocket } = this;
    const on = (event, callback) => channel.on(event, (payload) => this.destroyed || this.guard(() => callback(payload)));
    on("diff", (diff) => this.applyDiff(diff));
    on("redirect", (redirect) => liveSocket.navigation.leave(redirect.to, redirect.flash));
    on("live_redirect", ({ to, kind, flash }) => liveSocket.navigation.navigate(to, kind, { flash }));
    on("live_patch", ({ to, kind }) => liveSocket.navigation.patched(to, kind));
    channel.onError((reason) => this.onError(reason));
    channel.onClose(() => {
      this.joined = false;
      if (!this.destroyed) this.hooks.callAll("disconnected");
    });
  }

  joinPayload() {
    const { el, liveSocket, href, redirected, isMain, mounts, attempts } = this;
    const params = { ...liveSocket.params(el), _mounts: mounts, _mount_attempts: attempts };
    const tracked = [...document.querySelectorAll("[phx-track-static]")]
      .map(({ src, href: link }) => src || link)
      .filter(Boolean);
    if (tracked.length > 0) params._track_static = tracked;
    if (redirected) params._live_referer = liveSocket.navigation.referer;
    this.attempts += 1;
    return {
      url: redirected || !isMain ? undefined : href,
      redirect: redirected ? href : undefined,
      params,
      session: el.getAttribute("data-phx-session"),
      static: el.getAttribute("data-phx-static") || null,
      flash: this.flash,
      sticky: el.hasAttribute("data-phx-sticky"),
    };
  }

  // A diff that does not fit means that page and server have parted: start again from the server's state.
  guard(action) {
    try {
      action();
    } catch (error) {
      console.error("bennu:", error);
      this.liveSocket.reload.soon("a message could not be applied");
    }
  }

  onJoin({ rendered, container, live_patch: patched }) {
    if (this.destroyed) return;
    const rejoin = this.mounts > 0;
    this.mounts += 1;
    this.attempts = 0;
    this.flash = undefined;
    this.answered(Infinity);
    this.destroyChildren();
    if (container) this.setContainer(container[1]);
    const { diff, title, events } = extract(rendered);
    const forms = this.renderer.start(diff, rejoin);
    const queue = [];
    this.queue = queue;
    const finish = () =>
      this.guard(() => {
        // Recovering forms takes time: the channel may be gone again.
        if (this.queue !== queue) return;
        this.renderer.showJoin();
        this.joined = true;
        this.showStatus("phx-connected");
        if (title !== undefined && this.isMain) setTitle(title);
        this.dispatchEvents(events);
        this.liveSocket.joined(this);
        if (patched) this.liveSocket.navigation.patched(patched.to, patched.kind);
        this.queue = null;
        queue.forEach((later) => this.applyDiff(later));
        if (rejoin) this.hooks.callAll("reconnected");
        this.execAll("phx-connected");
      });
    if (forms.length === 0) finish();
    else Promise.all(forms.map(([before, after]) => recoverForm(this, before, after))).then(finish);
  }

  onJoinError({ reason, redirect, live_redirect: liveRedirect, events = [], token }) {
    if (this.destroyed) return;
    const { navigation, reload } = this.liveSocket;
    this.dispatchEvents(events);
    // What cannot be reached over this socket may be a page of its own.
    const elsewhere = this.redirected && this.mounts === 0 && (reason === "unauthorized" || reason === "stale");
    if (redirect) navigation.leave(redirect.to, redirect.flash);
    else if (elsewhere) navigation.leave(this.href, this.flash);
    else if (liveRedirect) navigation.navigate(liveRedirect.to, liveRedirect.kind, { flash: liveRedirect.flash });
    else if (reason === "parent_redirect") this.destroy();
    else if (reason === "stale" || reason === "unauthorized") reload.now(`the join was refused: ${reason}`, this.href);
    else if (reason === "reload") reload.withStatus(token, this.href);
    else {
      this.showError("phx-server-error");
      if (this.parent === null) reload.soon(`the join failed: ${reason}`, this.href);
      else if (this.attempts >= CHILD_ATTEMPTS) this.channel.leave();
    }
  }

  onError(reason) {
    if (this.destroyed) return;
    const crashed = this.liveSocket.socket.isConnected();
    if (crashed) console.warn(`bennu: the view ${this.id} crashed on the server`, reason);
    this.queue = null;
    if (this.joined) this.hooks.callAll("disconnected");
    this.joined = false;
    // Nested views belong to the process that is gone: the next join of this view brings their new sessions.
    this.destroyChildren();
    this.showError(crashed ? "phx-server-error" : "phx-client-error");
  }

  applyReply(response) {
    const { diff, redirect, live_redirect: liveRedirect, live_patch: patched } = response;
    const { navigation } = this.liveSocket;
    const reply = diff ? this.applyDiff(diff) : undefined;
    if (redirect) navigation.leave(redirect.to, redirect.flash);
    if (liveRedirect) navigation.navigate(liveRedirect.to, liveRedirect.kind, { flash: liveRedirect.flash });
    if (patched) navigation.patched(patched.to, patched.kind);
    return reply ?? response;
  }

  // Returns the reply payload that the diff carries.
  applyDiff(raw) {
    const { diff, title, reply, events } = extract(raw);
    if (this.queue) {
      this.queue.push(raw);
      return reply;
    }
    if (!this.joined) return reply;
    if (title !== undefined) setTitle(title);
    this.dispatchEvents(events.filter(([, , early]) => early));
    if (Object.keys(diff).length > 0) this.renderer.update(diff);
    this.dispatchEvents(events.filter(([, , early]) => !early));
    return reply;
  }

  dispatchEvents(events) {
    for (const [name, detail] of events) dispatch(window, `phx:${name}`, detail, { bubbles: true, cancelable: false });
  }

  answered(ref) {
    this.lastAnswered = ref === Infinity ? this.lastRef : Math.max(ref, this.lastAnswered);
    release(this, ref, (el, copy) => this.renderer.catchUp(el, copy));
  }

  setContainer(attributes) {
    for (const { name } of [...this.el.attributes]) {
      if (name !== "id" && !name.startsWith("data-phx-")) this.el.removeAttribute(name);
    }
    for (const [name, value] of Object.entries(attributes)) this.el.setAttribute(name, value);
  }

  /** Joins the nested views that are new in the page and ends those that are gone; called after each patch. */
  syncChildren() {
    const found = this.el.querySelectorAll(`[data-phx-session][data-phx-parent-id="${CSS.escape(this.id)}"]`);
    const present = new Set(found);
    for (const [id, { view }] of this.children) {
      if (view && !present.has(view.el)) {
        view.destroy();
        this.children.delete(id);
      }
    }
    for (const el of found) {
      const child = this.children.get(el.id) ?? { view: null, mounts: 0 };
      if (child.view || el.getAttribute("data-phx-session") === "") continue;
      child.view = this.liveSocket.addView(el, { parent: this, mounts: child.mounts });
      this.children.set(el.id, child);
    }
  }

  // Their elements stay; how often each was joined is remembered for the next time.
  destroyChildren() {
    for (const child of this.children.values()) {
      if (!child.view) continue;
      child.mounts = child.view.mounts;
      child.view.el.setAttribute("data-phx-session", "");
      child.view.destroy();
      child.view = null;
    }
  }

  showStatus(...names) {
    clearTimeout(this.disconnectedTimer);
    this.el.classList.remove(...STATUS_CLASSES);
    this.el.classList.add(...names);
  }

  showError(name) {
    this.showStatus("phx-loading", "phx-error", name);
    this.disconnectedTimer = setTimeout(() => this.execAll("phx-disconnected"), DISCONNECTED_DELAY);
    if (this.isMain) this.liveSocket.pageLoading("start", { to: this.href, kind: "error" });
  }
}

// Most callers have no use for the failure of a push: it is not an error of the page then.
function quiet(promise) {
  promise.catch(() => {});
  return promise;
}
