// Comes in: an element; goes out: what the client remembers of it outside the page, and the changes by JS commands that outlive
// patches.

const states = new WeakMap();

/**
 * The client's own memory of an element.
 * @param {Element} el
 * @returns {Record<string, any>} an object that lives as long as the element
 */
export function stateOf(el) {
  let state = states.get(el);
  if (!state) states.set(el, (state = {}));
  return state;
}

/**
 * Applies a change now and again after each patch of the element, until another change of the same name replaces it.
 * @param {Element} el
 * @param {string} name such as `class:open` or `attr:title`
 * @param {(el: Element) => void} change
 */
export function keep(el, name, change) {
  const state = stateOf(el);
  state.kept ??= new Map();
  state.kept.set(name, change);
  change(el);
}

/**
 * Applies again what was kept of an element.
 * @param {Element} el
 */
export function applyKept(el) {
  states.get(el)?.kept?.forEach((change) => change(el));
}
