// Comes in: the diffs of one view; goes out: its part of the page patched, and hooks, nested views and destroyed components told.

import { exec, duration } from "./js.js";
import { dispatch } from "./dom.js";
import { copyOf } from "./refs.js";
import { parse, patch } from "./patch.js";
import { isComponentsOnly, Rendered } from "./rendered.js";
import { stateOf } from "./state.js";

/** Keeps the page in line with the rendered tree of a view. */
export class Renderer {
  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.view = view;
    this.rendered = null;
    this.doomed = new Set();
  }

  /**
   * Takes the full diff of a join; the page is not touched yet.
   * @param {object} diff
   * @param {boolean} rejoin
   * @returns {[HTMLFormElement, HTMLFormElement][]} for a rejoin: forms to be recovered, as they are and as they will be
   */
  start(diff, rejoin) {
    this.rendered = new Rendered(this.view.id, diff);
    this.doomed.clear();
    return rejoin ? this.formsToRecover() : [];
  }

  /** Shows what `start` took. */
  showJoin() {
    this.clearForNavigation();
    this.patchView({ join: true, skip: false });
  }

  /**
   * Merges a diff and shows it.
   * @param {object} diff after `extract`
   */
  update(diff) {
    this.rendered.merge(diff);
    const cids = Object.keys(diff.c ?? {}).map(Number);
    if (isComponentsOnly(diff)) this.patchComponents(cids);
    else this.patchView({ skip: true, cids });
  }

  /**
   * Brings a locked element up to date once its push is answered.
   * @param {Element} el
   * @param {Element} copy the copy that was patched meanwhile
   */
  catchUp(el, copy) {
    const content = document.createDocumentFragment();
    content.append(copy);
    const reports = this.patching(() => [patch(el, content, { ...this.callbacks(), self: true, unlocking: true })]);
    if (this.view.joined) this.patched(reports);
  }

  patchView({ join = false, skip, cids = [] }) {
    const { view, rendered } = this;
    const reports = this.patching(() => {
      const reports = [];
      const run = (skipped) => {
        const { html, streams } = rendered.render({ skip: skipped });
        const report = patch(view.el, parse(html), { ...this.callbacks(), join, streams });
        reports.push(report);
        return !report.missing;
      };
      if (!run(skip)) run(false);
      for (const cid of cids) if (rendered.isChanged(cid)) reports.push(...this.patchComponent(cid));
      return reports;
    });
    rendered.pruneStreams();
    this.patched(reports, join);
  }

  patchComponents(cids) {
    const reports = this.patching(() => cids.flatMap((cid) => (this.rendered.isChanged(cid) ? this.patchComponent(cid) : [])));
    if (reports.some(({ missing }) => missing)) return this.patchView({ skip: false });
    this.rendered.pruneStreams();
    return this.patched(reports);
  }

  // A component that is not in the page is left for the render that puts it there.
  patchComponent(cid) {
    const { view, rendered } = this;
    const selector = `[data-phx-component="${cid}"][data-phx-view="${CSS.escape(view.id)}"]`;
    let el = view.el.querySelector(selector);
    if (!el) return [];
    const locked = outermostLock(el, view.el);
    if (locked && locked !== el) el = copyOf(locked).querySelector(selector);
    if (!el) return [];
    const { html, streams } = rendered.render({ cid, skip: true });
    return [patch(el, parse(html), { ...this.callbacks(), self: true, streams })];
  }

  callbacks() {
    const { view } = this;
    return {
      beforeUpdate: (from, to) => view.hooks.call(from, "beforeUpdate", to),
      onRemove: (el) => {
        const commands = el.getAttribute("phx-remove");
        exec({ view, el, kind: "remove" }, commands);
        return duration(commands);
      },
    };
  }

  // Moving elements fires focus events that nobody caused: bindings ignore what happens meanwhile.
  patching(action) {
    const { liveSocket } = this.view;
    liveSocket.patching += 1;
    try {
      return action();
    } finally {
      liveSocket.patching -= 1;
    }
  }

  patched(reports, join = false) {
    const { view } = this;
    const updated = new Set(reports.flatMap((report) => [...report.updated]));
    view.hooks.sync(updated);
    view.syncChildren();
    for (const el of reports.flatMap(({ added }) => added)) this.mounted(el);
    if (join) this.mounted(view.el);
    this.destroyComponents();
    dispatch(window, "phx:update", {}, { cancelable: false });
    const form = view.el.querySelector("form[phx-trigger-action]");
    if (form && view.liveSocket.viewOf(form) === view) view.liveSocket.navigation.submitForm(form);
  }

  mounted(added) {
    const { view } = this;
    for (const el of [added, ...added.querySelectorAll("[phx-mounted]")]) {
      const state = stateOf(el);
      if (state.mounted || !el.hasAttribute("phx-mounted") || !el.isConnected || view.liveSocket.viewOf(el) !== view) continue;
      state.mounted = true;
      exec({ view, el, kind: null }, el.getAttribute("phx-mounted"));
    }
  }

  // Two steps, as the server may render a component again between them.
  destroyComponents() {
    const { view, rendered, doomed } = this;
    const gone = this.missingComponents().filter((cid) => !doomed.has(cid));
    if (gone.length === 0) return;
    gone.forEach((cid) => doomed.add(cid));
    const forget = () => gone.forEach((cid) => doomed.delete(cid));
    view
      .request("cids_will_destroy", { cids: gone })
      .then(() => {
        const still = new Set(this.missingComponents());
        const cids = gone.filter((cid) => still.has(cid));
        if (cids.length === 0) return undefined;
        return view.request("cids_destroyed", { cids }).then((reply) => rendered.deleteComponents(reply.cids ?? []));
      })
      .then(forget, forget);
  }

  missingComponents() {
    const { view, rendered } = this;
    const cids = rendered.cids();
    // What is in the copy of a locked element is not in the page yet.
    if (cids.length === 0 || view.el.querySelector("[data-phx-ref-lock]")) return [];
    const found = view.el.querySelectorAll(`[data-phx-component][data-phx-view="${CSS.escape(view.id)}"]`);
    const present = new Set([...found].map((el) => Number(el.dataset.phxComponent)));
    return cids.filter((cid) => !present.has(cid));
  }

  formsToRecover() {
    const { view, rendered } = this;
    const selector = "form[id][phx-change]:not([phx-auto-recover=ignore])";
    const content = parse(rendered.toString());
    return [...view.el.querySelectorAll(selector)]
      .filter((form) => view.liveSocket.viewOf(form) === view && form.elements.length > 0)
      .map((form) => [form, content.querySelector(`#${CSS.escape(form.id)}`)])
      .filter(([, after]) => after?.matches(selector));
  }

  // A page reached by navigation starts empty: what was there belongs to another view. Sticky views move along.
  clearForNavigation() {
    const { view } = this;
    if (!view.redirected || view.mounts > 1) return;
    const sticky = view.el.querySelectorAll("[data-phx-sticky]");
    view.el.replaceChildren(...sticky);
  }
}

function outermostLock(el, root) {
  let found = null;
  for (let at = el.closest("[data-phx-ref-lock]"); at && root.contains(at); at = at.parentElement?.closest("[data-phx-ref-lock]"))
    found = at;
  return found;
}
