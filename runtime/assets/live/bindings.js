// Comes in: the DOM events of the page; goes out: the `phx-*` bindings they reach, run on the view that owns the element.
// Not here: uploads and drop targets, infinite scroll (`phx-viewport-*`).

import { use } from "./fields.js";
import { exec } from "./js.js";
import { stateOf } from "./state.js";
import { cancelForm, flush, paced } from "./timing.js";

/** The listeners of a page. */
export class Bindings {
  /** @param {import("./live.js").LiveSocket} liveSocket */
  constructor(liveSocket) {
    this.liveSocket = liveSocket;
  }

  /** Starts listening. */
  bind() {
    const on = (name, callback) => window.addEventListener(name, (event) => this.liveSocket.patching || callback(event));
    on("click", (event) => this.click(event));
    on("keydown", (event) => this.key(event, "keydown"));
    on("keyup", (event) => this.key(event, "keyup"));
    on("focusin", (event) => this.targeted(event, "focus"));
    on("focusout", (event) => {
      flush(event.target);
      this.targeted(event, "blur");
    });
    for (const kind of ["focus", "blur"]) on(kind, (event) => event.target === window && this.windowed(event, kind));
    on("input", (event) => this.change(event));
    on("change", (event) => this.change(event));
    on("submit", (event) => this.submit(event));
    on("reset", (event) => this.reset(event));
  }

  // Runs a binding's value for the view that owns `el`.
  run(el, kind, value, cause = {}) {
    if (el.isConnected) exec({ view: this.liveSocket.viewOf(el), el, kind, ...cause }, value);
  }

  click(event) {
    const el = event.target.closest?.("[phx-click]");
    for (const other of document.querySelectorAll("[phx-click-away]")) {
      if (other.contains(event.target) || other.getClientRects().length === 0) continue;
      this.run(other, "click", other.getAttribute("phx-click-away"));
    }
    if (!el || el.disabled) return;
    if (el.getAttribute("href") === "#") event.preventDefault();
    // Until the last click is answered, another on the same element is taken for a double click.
    if (el.hasAttribute("data-phx-ref-src")) return;
    paced(el, event, () => this.run(el, "click", el.getAttribute("phx-click")));
  }

  key(event, kind) {
    const data = { key: event.key };
    const wanted = (el) => {
      const key = el.getAttribute("phx-key");
      return key === null || key.toLowerCase() === event.key?.toLowerCase();
    };
    this.targeted(event, kind, data, wanted) || this.windowed(event, kind, data, wanted);
  }

  // Returns whether the target has a binding of its own.
  targeted(event, kind, data, wanted = () => true) {
    const el = event.target;
    const value = el.getAttribute?.(`phx-${kind}`);
    if (!value) return false;
    if (wanted(el)) paced(el, event, () => this.run(el, kind, value, { data }));
    return true;
  }

  windowed(event, kind, data, wanted = () => true) {
    for (const el of document.querySelectorAll(`[phx-window-${kind}]`)) {
      if (wanted(el)) paced(el, event, () => this.run(el, kind, el.getAttribute(`phx-window-${kind}`), { data }));
    }
  }

  change(event) {
    const field = event.target;
    if (!field.form) return;
    const el = field.hasAttribute("phx-change") ? field : field.form;
    const value = el.getAttribute("phx-change");
    if (!value || (field.type === "number" && field.validity.badInput)) return;
    // Browsers report most changes twice, as `input` and then as `change`.
    const state = stateOf(field);
    const repeated = event.type === "change" && state.reported;
    state.reported = event.type === "input";
    if (repeated) return;
    use(field);
    cancelForm(field.form, field);
    paced(field, event, () => this.run(el, "change", value, { field }));
  }

  submit(event) {
    const form = event.target;
    const value = form.getAttribute("phx-submit");
    if (!value) return;
    event.preventDefault();
    cancelForm(form);
    if (form.classList.contains("phx-submit-loading")) return;
    this.run(form, "submit", value, { submitter: event.submitter });
  }

  // The fields have their old values back once the event is over.
  reset({ target: form }) {
    const field = [...form.elements].find((control) => control.name && control.type !== "hidden");
    if (form.hasAttribute("phx-change") && field) setTimeout(() => field.dispatchEvent(new Event("input", { bubbles: true })));
  }
}
