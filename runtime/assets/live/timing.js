// Comes in: an event of an element with `phx-debounce` or `phx-throttle`; goes out: the callback now, later, or never.

import { stateOf } from "./state.js";

const waiting = new Map();

/**
 * Calls back as often as the element allows. `phx-debounce="blur"` waits for the loss of focus, `phx-debounce="300"` for
 * 300 ms without a further event, `phx-throttle="300"` lets one event pass in 300 ms; a key other than the last passes at once.
 * @param {Element} el
 * @param {Event} event
 * @param {() => void} callback
 */
export function paced(el, event, callback) {
  const debounce = el.getAttribute("phx-debounce");
  const throttle = el.getAttribute("phx-throttle");
  if (debounce !== null) {
    cancel(el);
    const timer = debounce === "blur" ? undefined : setTimeout(() => flush(el), Number(debounce) || 0);
    waiting.set(el, { timer, callback });
  } else if (throttle !== null) {
    const state = stateOf(el);
    const held = state.throttled?.type === event.type && state.throttled.key === event.key;
    if (held) return;
    const throttled = (state.throttled = { type: event.type, key: event.key });
    setTimeout(() => state.throttled === throttled && delete state.throttled, Number(throttle) || 0);
    callback();
  } else {
    callback();
  }
}

/**
 * Calls back now what waits on an element.
 * @param {Element} el
 */
export function flush(el) {
  const entry = waiting.get(el);
  if (!entry) return;
  cancel(el);
  if (el.isConnected) entry.callback();
}

/**
 * Drops what waits in a form: the event that happens now carries all its fields.
 * @param {HTMLFormElement|null} form
 * @param {Element} [except]
 */
export function cancelForm(form, except) {
  if (!form) return;
  for (const el of [...waiting.keys()]) if (el !== except && (el === form || el.form === form)) cancel(el);
}

function cancel(el) {
  clearTimeout(waiting.get(el)?.timer);
  waiting.delete(el);
}
