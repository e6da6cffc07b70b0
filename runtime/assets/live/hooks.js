// Comes in: the elements with `phx-hook` in a view and the page's hook definitions; goes out: their callbacks, called as the
// elements come, change and go.

import { viewElement } from "./dom.js";
import { eachTarget, pushEvent } from "./events.js";
import { exec } from "./js.js";

/**
 * One hook on one element: `this` in the callbacks of a definition. Callbacks: `mounted`, `beforeUpdate`, `updated`, `destroyed`,
 * `disconnected`, `reconnected`.
 */
export class Hook {
  /**
   * @param {import("./view.js").View} view
   * @param {Element} el
   * @param {object} callbacks
   */
  constructor(view, el, callbacks) {
    this.el = el;
    this.liveSocket = view.liveSocket;
    this.__view = view;
    this.__listeners = [];
    Object.assign(this, callbacks);
  }

  /**
   * Pushes an event to the view.
   * @param {string} event
   * @param {any} [payload]
   * @param {(reply: any) => void} [onReply]
   * @returns {Promise<any>|undefined} the reply, when no callback is given
   */
  pushEvent(event, payload = {}, onReply) {
    return answer(this.__push(event, payload, this.__view, undefined), onReply);
  }

  /**
   * Pushes an event to a component.
   * @param {string|number|Element} target selector, element or component number
   * @param {string} event
   * @param {any} [payload]
   * @param {(reply: any) => void} [onReply]
   * @returns {Promise<any>|undefined} the reply of the last target, when no callback is given
   */
  pushEventTo(target, event, payload = {}, onReply) {
    let last = Promise.resolve();
    eachTarget(this.__view, target, (view, cid) => (last = this.__push(event, payload, view, cid)));
    return answer(last, onReply);
  }

  /**
   * Calls back for events that the server pushes to the page.
   * @param {string} event
   * @param {(payload: any) => void} callback
   * @returns {object} to be handed to `removeHandleEvent`
   */
  handleEvent(event, callback) {
    const listener = { name: `phx:${event}`, call: ({ detail }) => callback(detail) };
    window.addEventListener(listener.name, listener.call);
    this.__listeners.push(listener);
    return listener;
  }

  /** @param {object} listener what `handleEvent` returned */
  removeHandleEvent(listener) {
    window.removeEventListener(listener.name, listener.call);
  }

  /** @param {string} commands encoded JS commands, run on the hook's element */
  exec(commands) {
    exec({ view: this.__view, el: this.el, kind: "hook" }, commands);
  }

  __push(event, value, view, cid) {
    const payload = { type: "hook", event, value, cid };
    return view.request("event", payload, { mark: (ref) => view.markWaiting(this.el, ref, "hook") });
  }
}

function answer(promise, onReply) {
  if (!onReply) return promise;
  promise.then(onReply, () => {});
  return undefined;
}

/** The hooks of one view. */
export class Hooks {
  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.view = view;
    this.active = new Map();
  }

  /**
   * Brings the hooks in line with the page.
   * @param {Set<Element>} [updated] elements that a patch changed
   */
  sync(updated = new Set()) {
    const { el: root, liveSocket } = this.view;
    const present = new Set();
    for (const el of root.querySelectorAll("[phx-hook]")) if (viewElement(el) === viewElement(root)) present.add(el);
    for (const el of this.active.keys()) if (!present.has(el)) this.destroy(el);
    for (const el of present) {
      if (this.active.has(el)) {
        if (updated.has(el)) this.call(el, "updated");
        continue;
      }
      const callbacks = liveSocket.hooks[el.getAttribute("phx-hook")];
      if (!callbacks) console.error(`bennu: no hook named "${el.getAttribute("phx-hook")}"`, el);
      else this.mount(el, callbacks);
    }
  }

  /**
   * Calls one callback of one element's hook.
   * @param {Element} el
   * @param {string} name
   * @param {any[]} args
   */
  call(el, name, ...args) {
    const hook = this.active.get(el);
    hook?.[name]?.(...args);
  }

  /** @param {string} name callback to call on all hooks */
  callAll(name) {
    for (const el of [...this.active.keys()]) this.call(el, name);
  }

  /** Ends all hooks. */
  destroyAll() {
    for (const el of [...this.active.keys()]) this.destroy(el);
  }

  mount(el, callbacks) {
    const hook = typeof callbacks === "function" ? new callbacks(this.view, el) : new Hook(this.view, el, callbacks);
    this.active.set(el, hook);
    this.call(el, "mounted");
  }

  destroy(el) {
    const hook = this.active.get(el);
    this.call(el, "destroyed");
    hook.__listeners.forEach((listener) => hook.removeHandleEvent(listener));
    this.active.delete(el);
  }
}
