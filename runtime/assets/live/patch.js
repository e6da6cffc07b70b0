// Comes in: an element of the page and the markup it should have; goes out: the same element changed in place, with focus,
// selection and typed text kept.
// Not here: portals (`data-phx-portal`).

import { copyOf, REF_ATTRIBUTES, showWaiting } from "./refs.js";
import { applyKept, stateOf } from "./state.js";
import { controlSetter, isProtected } from "./fields.js";
import { StreamPlan } from "./streams.js";

/**
 * What a patch did.
 * @typedef {object} Report
 * @property {Element[]} added roots of what was inserted
 * @property {Set<Element>} updated elements with a hook that differ from before
 * @property {boolean} missing whether an element to be skipped was not in the page, so that a full render is needed
 */

/**
 * Patches the children of a view's element, or one component.
 * @param {Element} root
 * @param {DocumentFragment} content what should be in `root`; with `self` its only element is what `root` should be
 * @param {object} [options]
 * @param {boolean} [options.self] patch `root` itself
 * @param {boolean} [options.join] first patch of a join: streams start empty
 * @param {boolean} [options.unlocking] `content` is the copy of a locked element: its streams are already patched
 * @param {Array} [options.streams] stream operations of the render
 * @param {(from: Element, to: Element) => void} [options.beforeUpdate] called for elements with a hook that differ
 * @param {(el: Element) => number} [options.onRemove] called for an element with `phx-remove`; returns milliseconds to keep it
 * @returns {Report}
 */
export function patch(root, content, options = {}) {
  const active = document.activeElement;
  const selection = root.contains(active) ? selectionOf(active) : null;
  const morph = new Morph(root, options, active);
  if (options.self) morph.replace(root, content.firstElementChild);
  else morph.children(root, content);
  // An element that was moved has lost the focus.
  if (selection && active !== document.activeElement && active.isConnected) {
    active.focus({ preventScroll: true });
    if (selection.start !== null) active.setSelectionRange(selection.start, selection.end, selection.direction);
  }
  return morph.report;
}

/**
 * Parses markup.
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// Inputs such as checkboxes have no selection: reading it gives null or throws.
function selectionOf(el) {
  try {
    return { start: el.selectionStart ?? null, end: el.selectionEnd, direction: el.selectionDirection };
  } catch {
    return { start: null };
  }
}

class Morph {
  // What is moved loses the focus, so `active` is what had it at the start.
  constructor(root, options, active) {
    Object.assign(this, { root, options, active });
    this.report = { added: [], updated: new Set(), missing: false };
    this.streams = new StreamPlan(options.unlocking ? [] : (options.streams ?? []));
    this.claimed = new Set();
    this.index = new Map();
    for (const el of root.querySelectorAll("[id],[data-phx-id]")) {
      if (el.id) this.index.set(`#${el.id}`, el);
      if (el.dataset.phxId) this.index.set(el.dataset.phxId, el);
    }
  }

  // The element of the page that `to` should become, wherever it is now.
  find(to, parent) {
    const found = this.index.get(to.getAttribute("data-phx-id")) ?? (to.id && this.index.get(`#${to.id}`));
    if (!found || this.claimed.has(found) || found.localName !== to.localName || found.contains(parent)) return null;
    if (stateOf(found).leaving) return null;
    // What is inside a nested view belongs to that view.
    if (found.parentElement && found.parentElement !== parent && nestedView(found.parentElement, this.root)) return null;
    return found;
  }

  children(from, to) {
    if (this.streams.isContainer(to) && !this.options.unlocking) this.streams.children(this, from, to);
    else this.list(from, [...from.childNodes], [...to.childNodes]);
  }

  // Makes `wanted` out of `present`, the children of `parent`: reuse by name or by kind, remove, place, then go deeper.
  list(parent, present, wanted) {
    const pairs = this.pair(parent, present, wanted);
    const used = new Set(pairs.map(([from]) => from));
    for (const node of present) if (!used.has(node)) this.remove(node);
    const still = staying(parent, pairs);
    let next = null;
    for (let index = pairs.length - 1; index >= 0; index -= 1) {
      const [from, to] = pairs[index];
      const node = from ?? to;
      if (!still.has(from)) parent.insertBefore(node, next);
      next = node;
    }
    for (const [from, to] of pairs) {
      if (from) this.node(from, to);
      else this.inserted(to);
    }
  }

  pair(parent, present, wanted) {
    const matches = wanted.map((to) => {
      const found = isKeyed(to) ? this.find(to, parent) : null;
      if (found) this.claimed.add(found);
      return found;
    });
    // A join names all roots anew: what has no id is then matched by its place.
    const named = this.options.join ? (node) => Boolean(node.id) : isKeyed;
    const loose = present.filter((node) => !named(node) && !this.claimed.has(node) && !stateOf(node).leaving);
    let start = 0;
    return wanted.map((to, order) => {
      if (matches[order] || (to.nodeType === 1 && to.hasAttribute("data-phx-skip"))) return [matches[order], to];
      // An element without a name of its own, or one from the dead render that has just got one.
      if (isKeyed(to) && to.id) return [null, to];
      const index = loose.findIndex((node, at) => at >= start && isSameKind(node, to));
      if (index < 0) return [null, to];
      start = index + 1;
      return [loose[index], to];
    });
  }

  remove(node) {
    if (node.nodeType !== 1) return node.remove();
    const state = stateOf(node);
    if (state.leaving) return undefined;
    const wait = node.hasAttribute("phx-remove") ? (this.options.onRemove?.(node) ?? 0) : 0;
    if (wait === 0) return node.remove();
    state.leaving = true;
    return setTimeout(() => node.remove(), wait);
  }

  // New markup may hold elements that are already in the page, further up or elsewhere.
  inserted(node) {
    if (node.nodeType !== 1) return;
    if (node.hasAttribute("data-phx-skip")) this.report.missing = true;
    for (const to of node.querySelectorAll("[id],[data-phx-id]")) {
      if (!node.contains(to)) continue;
      const found = this.find(to, to.parentElement);
      if (found) {
        this.claimed.add(found);
        to.replaceWith(found);
        this.element(found, to);
      } else if (to.hasAttribute("data-phx-skip")) this.report.missing = true;
    }
    if (!this.options.unlocking) {
      for (const container of [node, ...node.querySelectorAll("[phx-update=stream]")]) this.streams.inserted(container);
    }
    this.report.added.push(node);
  }

  replace(from, to) {
    if (from.localName === to.localName) return this.element(from, to);
    from.replaceWith(to);
    return this.inserted(to);
  }

  node(from, to) {
    if (from.nodeType === 1) this.element(from, to);
    else if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
  }

  element(from, to) {
    if (to.hasAttribute("data-phx-skip")) return;
    if (from.hasAttribute("data-phx-ref-lock")) {
      const inner = new Morph(copyOf(from), { ...this.options, beforeUpdate: undefined, onRemove: undefined }, null);
      inner.element(copyOf(from), to);
      this.report.missing ||= inner.report.missing;
      return;
    }
    if (from !== this.root && from.hasAttribute("data-phx-session")) {
      syncView(from, to);
      return;
    }
    const equal = from.isEqualNode(to);
    if (equal && !mayDiffer(to)) return;
    if (from.hasAttribute("phx-hook") && !equal) {
      this.options.beforeUpdate?.(from, to);
      this.report.updated.add(from);
    }
    const ignored = to.getAttribute("phx-update") === "ignore";
    const focused = from === this.active && isProtected(from);
    syncAttributes(from, to, ignored, focused);
    if (!ignored) {
      const setControl = focused ? null : controlSetter(to);
      if (from.localName === "template") from.innerHTML = to.innerHTML;
      // A text area's children are its text: that comes with its value, and the focused one keeps it.
      else if (from.localName !== "textarea") this.children(from, to);
      setControl?.(from);
    }
    applyKept(from);
    showWaiting(from);
  }
}

// Nodes with the same markup may still differ in what the user typed or chose, and streams in what is to be deleted.
const LIVE = "input,select,textarea,option,[phx-update=stream]";

const mayDiffer = (to) => to.matches(LIVE) || to.querySelector(LIVE) !== null;

function isKeyed(node) {
  return node.nodeType === 1 && (node.id !== "" || node.hasAttribute("data-phx-id"));
}

function isSameKind(from, to) {
  return from.nodeType === to.nodeType && from.localName === to.localName && from.namespaceURI === to.namespaceURI;
}

function nestedView(el, root) {
  const view = el.closest("[data-phx-session]");
  return view !== null && view !== root && root.contains(view);
}

// The nodes that can stay where they are while the others move around them: the longest run in rising order.
function staying(parent, pairs) {
  const position = new Map();
  let count = 0;
  for (let node = parent.firstChild; node; node = node.nextSibling) position.set(node, (count += 1));
  const nodes = pairs.map(([from]) => from).filter((from) => from && position.has(from));
  const tails = [];
  const before = new Map();
  for (const node of nodes) {
    let low = 0;
    for (let high = tails.length; low < high;) {
      const middle = (low + high) >> 1;
      if (position.get(tails[middle]) < position.get(node)) low = middle + 1;
      else high = middle;
    }
    before.set(node, tails[low - 1]);
    tails[low] = node;
  }
  const still = new Set();
  for (let node = tails.at(-1); node; node = before.get(node)) still.add(node);
  return still;
}

function syncAttributes(from, to, ignored, focused) {
  const { ignoredAttributes = [] } = stateOf(from);
  const leave = (name) =>
    (ignored && !name.startsWith("data-")) || (focused && name === "value") || ignoredAttributes.includes(name);
  for (const { name, value, namespaceURI } of to.attributes) {
    if (leave(name)) continue;
    if (from.getAttribute(name) === value) continue;
    if (namespaceURI) from.setAttributeNS(namespaceURI, name, value);
    else from.setAttribute(name, value);
  }
  for (const { name } of [...from.attributes]) {
    if (to.hasAttribute(name) || REF_ATTRIBUTES.includes(name) || name === "data-phx-stream") continue;
    if (!leave(name)) from.removeAttribute(name);
  }
}

// The container of a nested view: its content is the nested view's, its session only ever gets better than none.
function syncView(from, to) {
  for (const { name, value } of [...to.attributes]) {
    const kept =
      name === "data-phx-static" || name === "class" || (name === "data-phx-session" && from.getAttribute(name) !== "");
    if (!kept && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
}
