// Comes in: what happened on an element of a view; goes out: the `event` push with its payload, and the waiting marks until the
// reply.

import { componentOf, phxValues, viewElement } from "./dom.js";
import { serialize, useAll } from "./fields.js";
import { disable, disableForm, mark } from "./refs.js";
import { stateOf } from "./state.js";

/**
 * What happened.
 * @typedef {object} Cause
 * @property {import("./view.js").View} view
 * @property {Element} el element with the binding
 * @property {string|null} kind `click`, `keydown`, `change`, `submit`, `hook` …
 * @property {object} [data] values of the DOM event, such as `{key: "a"}`
 * @property {HTMLElement} [field] for `change`: the field that changed
 * @property {HTMLElement|null} [submitter] for `submit`: the button
 */

/**
 * Pushes one event to all its targets.
 * @param {Cause} cause
 * @param {{event: string, value?: object, target?: string|number, loading?: string, page_loading?: boolean}} args as of the `push` command
 * @returns {Promise<any>} the reply payload of the last target; rejected when there is no connection
 */
export function pushEvent(cause, args) {
  const { view, el } = cause;
  let last = Promise.resolve();
  eachTarget(view, args.target ?? el.getAttribute?.("phx-target"), (owner, cid) => {
    const payload = { ...payloadOf(cause, args), event: args.event, cid };
    last = owner.request("event", payload, { mark: (ref) => markWaiting(cause, args, owner, ref), loading: args.page_loading });
    if (cause.kind === "submit") submitting(el, last);
  });
  return last;
}

/**
 * Calls back for the view and component that a target names.
 * @param {import("./view.js").View} view the view of the element with the binding
 * @param {string|number|Element|null|undefined} target component number, element, or selector; without one, the view itself
 * @param {(owner: import("./view.js").View, cid: number|undefined) => void} callback
 */
export function eachTarget(view, target, callback) {
  if (target === null || target === undefined) return callback(view, undefined);
  if (/^\d+$/.test(target)) return callback(view, Number(target));
  const found = target instanceof Element ? [target] : document.querySelectorAll(target);
  for (const el of found) {
    const owner = view.liveSocket.views.get(viewElement(el)?.id);
    if (owner) callback(owner, componentOf(el));
  }
  return undefined;
}

/**
 * Sends again what the user had typed into a form before the view was joined anew.
 * @param {import("./view.js").View} view
 * @param {HTMLFormElement} before form in the page
 * @param {HTMLFormElement} after the same form as the new join renders it
 * @returns {Promise<any>}
 */
export function recoverForm(view, before, after) {
  const event = after.getAttribute("phx-auto-recover") ?? after.getAttribute("phx-change");
  const target = after.getAttribute("phx-target");
  const cid = target === null ? undefined : /^\d+$/.test(target) ? Number(target) : componentOf(after);
  const named = [...before.elements].filter((control) => control.name);
  const field = named.find((control) => control.type !== "hidden") ?? named[0];
  const commands = event.startsWith("[") ? JSON.parse(event) : [["push", { event }]];
  const pushes = commands
    .filter(([name, args]) => name === "push" && args.event)
    .map(([, args]) => {
      const payload = changePayload(before, field, phxValues(after), args);
      return view.request("event", { ...payload, event: args.event, cid: args.target ?? cid });
    });
  return Promise.allSettled(pushes);
}

// Until the reply is shown.
function submitting(form, reply) {
  const state = stateOf(form);
  state.submitting = reply;
  const end = () => state.submitting === reply && delete state.submitting;
  reply.then(end, end);
}

function payloadOf(cause, args) {
  const { el, kind, data, field, submitter } = cause;
  if (kind === "change") return changePayload(field.form, field, phxValues(el), args, field === el);
  if (kind === "submit") {
    useAll(el);
    const meta = { ...phxValues(el), ...args.value };
    return { type: "form", value: serialize(el, { submitter }), meta };
  }
  const own = typeof el.value === "string" && !isUnchecked(el) ? { value: el.value } : {};
  return { type: kind, value: { ...data, ...phxValues(el), ...own, ...args.value } };
}

function changePayload(form, field, values, args, alone = false) {
  const meta = { _target: field?.name || "undefined", ...values, ...args.value };
  return { type: "form", value: serialize(form, alone ? { only: field.name } : {}), meta, uploads: {} };
}

function isUnchecked(el) {
  return el.localName === "input" && (el.type === "checkbox" || el.type === "radio") && !el.checked;
}

function markWaiting({ el, kind, field }, { loading }, view, ref) {
  if (!(el instanceof Element) || kind === null) return;
  mark(el, view, ref, kind);
  if (kind === "change" && field.form) {
    mark(field, view, ref, kind);
    mark(field.form, view, ref, kind);
  }
  if (kind === "submit") disableForm(el, view, ref);
  else if (kind === "click" && el.hasAttribute("phx-disable-with")) disable(el);
  if (loading) document.querySelectorAll(loading).forEach((other) => mark(other, view, ref, kind, false));
}
