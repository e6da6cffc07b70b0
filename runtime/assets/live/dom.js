// Comes in: elements, selectors and names; goes out: the small questions and events that the other modules share.

/**
 * The element of the view that an element belongs to.
 * @param {Element} el
 * @returns {Element|null} null outside of views
 */
export function viewElement(el) {
  return el.closest("[data-phx-session]");
}

/**
 * The component that an element belongs to.
 * @param {Element} el
 * @returns {number|undefined} undefined when it belongs to the view itself
 */
export function componentOf(el) {
  const component = el.closest("[data-phx-component],[data-phx-session]");
  return component?.hasAttribute("data-phx-component") ? Number(component.dataset.phxComponent) : undefined;
}

/**
 * Dispatches a custom event.
 * @param {EventTarget} target
 * @param {string} name
 * @param {any} [detail]
 * @param {{bubbles?: boolean, cancelable?: boolean}} [options] bubbling unless told otherwise
 * @returns {boolean} false when a listener prevented the default
 */
export function dispatch(target, name, detail = {}, { bubbles = true, cancelable = true } = {}) {
  return target.dispatchEvent(new CustomEvent(name, { bubbles, cancelable, detail }));
}

/**
 * Reads the content of a `<meta name=…>`.
 * @param {string} name
 * @returns {string|undefined}
 */
export function meta(name) {
  return document.querySelector(`meta[name="${name}"]`)?.content;
}

/**
 * Sets a cookie of the page's own path space.
 * @param {string} name
 * @param {string} value
 * @param {number} seconds
 */
export function setCookie(name, value, seconds) {
  document.cookie = `${name}=${value}; max-age=${seconds}; path=/; samesite=lax`;
}

/**
 * Sets the page's title inside the prefix and suffix that its element asks for.
 * @param {string|null} title empty: the element's default
 */
export function setTitle(title) {
  const { prefix = "", suffix = "", default: fallback = "" } = document.querySelector("title")?.dataset ?? {};
  document.title = `${prefix}${title || fallback}${suffix}`;
}

/**
 * The values of `phx-value-*` attributes.
 * @param {Element} el
 * @returns {Record<string, string>}
 */
export function phxValues(el) {
  const values = {};
  for (const { name, value } of el.attributes) if (name.startsWith("phx-value-")) values[name.slice(10)] = value;
  return values;
}
