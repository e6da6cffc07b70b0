// Comes in: form controls and forms; goes out: their live values matched to markup, and the urlencoded text that events of forms carry.

import { stateOf } from "./state.js";

const NO_TEXT = new Set(["button", "submit", "reset", "image", "file"]);

/**
 * Tells whether an element is the form field that the user is in.
 * @param {Element} el
 * @returns {boolean}
 */
export function isFocusedField(el) {
  if (el !== document.activeElement) return false;
  if (el.hasAttribute("phx-patch-focused")) return false;
  return el.localName === "textarea" || el.localName === "select" || (el.localName === "input" && !NO_TEXT.has(el.type));
}

/**
 * Sets the live value of a control to what the markup says; the focused one keeps its own.
 * @param {Element} from control in the page
 * @param {Element} to markup
 * @param {boolean} focused
 */
export function syncControl(from, to, focused) {
  if (focused) return;
  switch (from.localName) {
    case "input":
      if (from.type === "file") return;
      if (from.checked !== to.checked) from.checked = to.checked;
      if (from.value !== to.value) from.value = to.value;
      return;
    case "textarea":
      if (from.value !== to.value) from.value = to.value;
      return;
    case "select":
      syncSelect(from, to);
      return;
    case "option":
      // Without a select around it the choice shows here; with one, the select decides.
      if (!from.closest("select")) from.selected = to.selected;
  }
}

function syncSelect(from, to) {
  const wanted = [...to.options].map((option) => option.selected);
  if (from.multiple) [...from.options].forEach((option, index) => (option.selected = wanted[index] ?? false));
  else if (from.selectedIndex !== to.selectedIndex) from.selectedIndex = to.selectedIndex;
}

/**
 * Notes that the user has been in a field, so that it no longer counts as unused.
 * @param {Element} el
 */
export function use(el) {
  stateOf(el).used = true;
}

/**
 * Notes that a form was submitted: all its fields count as used.
 * @param {HTMLFormElement} form
 */
export function useAll(form) {
  stateOf(form).used = true;
  for (const control of form.elements) use(control);
}

/**
 * Writes a form as the value of an event.
 * @param {HTMLFormElement} form
 * @param {object} [options]
 * @param {HTMLElement|null} [options.submitter] its name and value are added
 * @param {string} [options.only] name of the one field to write
 * @returns {string} urlencoded; fields that nobody used are preceded by an `_unused_` entry; files are left out
 */
export function serialize(form, { submitter = null, only } = {}) {
  const unused = unusedNames(form, submitter);
  const params = new URLSearchParams();
  for (const [name, value] of formEntries(form, submitter)) {
    if (typeof value !== "string" || (only !== undefined && name !== only)) continue;
    const mark = unusedKey(name);
    if (unused.has(name) && !params.has(mark)) params.append(mark, "");
    params.append(name, value);
  }
  return params.toString();
}

function formEntries(form, submitter) {
  const owned = submitter?.form === form && !submitter.disabled && ["submit", "image"].includes(submitter.type);
  return new FormData(form, owned ? submitter : null);
}

// `user[name]` becomes `user[_unused_name]`, `user[tags][]` becomes `user[_unused_tags][]`.
function unusedKey(name) {
  return name.replace(/([^[\]]+)(\]?(?:\[\])?)$/, "_unused_$1$2");
}

function unusedNames(form, submitter) {
  const groups = new Map();
  if (form.hasAttribute("phx-no-unused-field") || stateOf(form).used) return groups;
  for (const control of form.elements) {
    const group = groups.get(control.name) ?? { hidden: true, used: false };
    group.hidden &&= control.type === "hidden";
    group.used ||= control === submitter || stateOf(control).used === true || control.hasAttribute("phx-no-unused-field");
    groups.set(control.name, group);
  }
  for (const [name, { hidden, used }] of groups) if (hidden || used) groups.delete(name);
  return groups;
}
