// Comes in: form controls and forms; goes out: their live values matched to markup, and the urlencoded text that events of forms
// carry.

import { stateOf } from "./state.js";

const NO_TEXT = new Set(["button", "submit", "reset", "image", "file", "checkbox", "radio"]);

/**
 * Tells whether the element that has the focus is a field that keeps what the user typed. While its form is being submitted it is
 * as any other: that is when servers empty it.
 * @param {Element} el
 * @returns {boolean}
 */
export function isProtected(el) {
  if (el.hasAttribute("phx-patch-focused") || (el.form && stateOf(el.form).submitting)) return false;
  return el.localName === "textarea" || el.localName === "select" || (el.localName === "input" && !NO_TEXT.has(el.type));
}

/**
 * Reads from markup what the live value of a control should be. Patching may take children out of the markup, so this comes first.
 * @param {Element} to markup
 * @returns {((control: Element) => void)|null} sets the value of the control in the page; null for other elements
 */
export function controlSetter(to) {
  switch (to.localName) {
    case "input": {
      const { checked, value, type } = to;
      return (control) => {
        if (type === "file") return;
        if (control.checked !== checked) control.checked = checked;
        if (control.value !== value) control.value = value;
      };
    }
    case "textarea": {
      const { defaultValue, value } = to;
      return (control) => {
        if (control.defaultValue !== defaultValue) control.defaultValue = defaultValue;
        if (control.value !== value) control.value = value;
      };
    }
    case "select": {
      const selected = [...to.options].map((option) => option.selected);
      return (control) =>
        [...control.options].forEach((option, index) => {
          if (option.selected !== selected[index]) option.selected = selected[index] ?? false;
        });
    }
    default:
      return null;
  }
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
