// Comes in: the elements that an event concerns and the number of its push; goes out: loading classes, disabled controls and
// locks until the reply.
// A locked element is patched in a copy, so that what the user does meanwhile is not overwritten by older renders.

import { stateOf } from "./state.js";

/** Attributes that the client owns while a push waits for its reply. */
export const REF_ATTRIBUTES = ["data-phx-ref-src", "data-phx-ref-loading", "data-phx-ref-lock"];

/**
 * Marks an element as waiting.
 * @param {Element} el
 * @param {{id: string}} view
 * @param {number} ref number of the push
 * @param {string|null} kind `click`, `change`, `submit` …: gives the class `phx-<kind>-loading`
 * @param {boolean} [lock] keeps patches away from the element, by default true
 */
export function mark(el, view, ref, kind, lock = true) {
  el.setAttribute("data-phx-ref-src", view.id);
  el.setAttribute("data-phx-ref-loading", ref);
  if (lock) el.setAttribute("data-phx-ref-lock", ref);
  if (kind === null) return;
  const state = stateOf(el);
  const name = `phx-${kind}-loading`;
  state.loading = (state.loading ?? new Set()).add(name);
  el.classList.add(name);
}

/**
 * Disables the controls of a form while its submit waits.
 * @param {HTMLFormElement} form
 * @param {{id: string}} view
 * @param {number} ref
 */
export function disableForm(form, view, ref) {
  for (const control of form.elements) {
    mark(control, view, ref, null);
    if (control.tagName === "BUTTON" || control.type === "submit") disable(control);
    else if ("readOnly" in control && !control.readOnly) {
      control.readOnly = true;
      stateOf(control).writable = true;
    }
  }
}

/**
 * Shows the text of `phx-disable-with` and disables the control.
 * @param {HTMLElement} el
 */
export function disable(el) {
  const state = stateOf(el);
  const text = el.getAttribute("phx-disable-with");
  if (text && state.enabledContent === undefined) {
    const isInput = el.localName === "input";
    state.enabledContent = isInput ? el.value : [...el.childNodes];
    if (isInput) el.value = text;
    else el.replaceChildren(text);
  }
  if ("disabled" in el && !el.disabled) {
    el.disabled = true;
    state.enabled = true;
  }
}

/**
 * Ends the waiting of every element of a view whose push is answered.
 * @param {{id: string}} view
 * @param {number} ref number of the answered push; Infinity for all
 * @param {(el: Element, copy: Element) => void} catchUp called for a locked element and the patched copy of it
 */
export function release(view, ref, catchUp) {
  // Outer elements first: catching up may replace inner ones.
  for (const el of document.querySelectorAll(`[data-phx-ref-src="${CSS.escape(view.id)}"]`)) {
    if (!(ref === Infinity || Number(el.getAttribute("data-phx-ref-loading")) === ref) || !el.isConnected) continue;
    restore(el, stateOf(el));
    const { copy } = stateOf(el);
    delete stateOf(el).copy;
    if (copy) catchUp(el, copy);
  }
}

/**
 * The copy of a locked element that patches go to meanwhile.
 * @param {Element} el
 * @returns {Element}
 */
export function copyOf(el) {
  const state = stateOf(el);
  if (!state.copy) {
    state.copy = el.cloneNode(true);
    const originals = [el, ...el.querySelectorAll("*")];
    const copies = [state.copy, ...state.copy.querySelectorAll("*")];
    copies.forEach((copy, index) => restore(copy, copied(stateOf(originals[index]))));
  }
  return state.copy;
}

/**
 * Puts back what waiting shows, after a patch has overwritten it.
 * @param {Element} el
 */
export function showWaiting(el) {
  if (el.hasAttribute("data-phx-ref-loading")) stateOf(el).loading?.forEach((name) => el.classList.add(name));
}

function restore(el, state) {
  REF_ATTRIBUTES.forEach((name) => el.removeAttribute(name));
  state.loading?.forEach((name) => el.classList.remove(name));
  if (el.getAttribute("class") === "") el.removeAttribute("class");
  const { enabledContent } = state;
  if (typeof enabledContent === "string") el.value = enabledContent;
  else if (enabledContent) el.replaceChildren(...enabledContent);
  if (state.enabled) el.disabled = false;
  if (state.writable) el.readOnly = false;
  for (const name of ["loading", "enabledContent", "enabled", "writable"]) delete state[name];
}

// The state of an element for a copy of it, with nodes of its own.
function copied(state) {
  const { enabledContent } = state;
  return Array.isArray(enabledContent)
    ? { ...state, enabledContent: enabledContent.map((node) => node.cloneNode(true)) }
    : { ...state };
}
