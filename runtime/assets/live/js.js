// Comes in: the value of a binding, an event's name or encoded JS commands, and where it fired; goes out: the push or the changes
// of the page.

import { dispatch } from "./dom.js";
import { pushEvent } from "./events.js";
import { keep, stateOf } from "./state.js";

const DEFAULT_TIME = 200;
const DISPLAYS = {
  TR: "table-row",
  TD: "table-cell",
  TH: "table-cell",
  TBODY: "table-row-group",
  LI: "list-item",
  SPAN: "inline",
};
const FOCUSABLE =
  "a[href],area[href],input:not([disabled]):not([type=hidden]),select:not([disabled]),textarea:not([disabled])," +
  "button:not([disabled]),iframe,[tabindex]:not([tabindex='-1'])";
const focusStack = [];

/**
 * Runs the value of a binding.
 * @param {import("./events.js").Cause} cause
 * @param {string} value an event's name, or a JSON array of `[command, arguments]`
 */
export function exec(cause, value) {
  for (const [name, args] of commandsOf(value)) {
    const command = COMMANDS[name];
    if (!command) {
      console.error(`bennu: no JS command named "${name}"`, cause.el);
      continue;
    }
    for (const el of command.once ? [cause.el] : targets(cause.el, args.to)) (command.once ?? command)(el, args, cause);
  }
}

/**
 * How long the transitions of a binding's commands take.
 * @param {string} value
 * @returns {number} milliseconds
 */
export function duration(value) {
  const times = commandsOf(value).map(([, { transition, outs, time = DEFAULT_TIME }]) => ((transition ?? outs) ? time : 0));
  return Math.max(0, ...times);
}

function commandsOf(value) {
  return value.startsWith("[") ? JSON.parse(value) : [["push", { event: value }]];
}

function targets(el, to) {
  if (to === undefined || to === null) return [el];
  if (typeof to === "string") return [...document.querySelectorAll(to)];
  if (to.closest) return [el.closest(to.closest)].filter(Boolean);
  return [...el.querySelectorAll(to.inner)];
}

const isVisible = (el) => el.getClientRects().length > 0;

function setClass(el, name, on) {
  keep(el, `class:${name}`, (target) => target.classList.toggle(name, on));
}

function setAttribute(el, name, value) {
  keep(el, `attr:${name}`, (target) => (value === null ? target.removeAttribute(name) : target.setAttribute(name, value)));
}

function setDisplay(el, display) {
  keep(el, "display", (target) => (target.style.display = display));
}

// Runs `[during, start, end]` classes over `time`, then `done`. Without classes it is done at once.
function transition(el, classes, time = DEFAULT_TIME, done = () => {}) {
  const [during = [], start = [], end = []] = classes ?? [];
  if (during.length + start.length + end.length === 0) return done();
  const toggle = (names, on) => names.forEach((name) => setClass(el, name, on));
  toggle([...during, ...start], true);
  toggle(end, false);
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      toggle(start, false);
      toggle(end, true);
    }),
  );
  return setTimeout(() => {
    toggle([...during, ...start, ...end], false);
    for (const name of [...during, ...start, ...end]) stateOf(el).kept.delete(`class:${name}`);
    done();
  }, time);
}

function show(el, { display, transition: classes, time }) {
  if (isVisible(el)) return;
  dispatch(el, "phx:show-start");
  setDisplay(el, display ?? DISPLAYS[el.tagName] ?? "block");
  transition(el, classes, time, () => dispatch(el, "phx:show-end"));
}

function hide(el, { transition: classes, time }) {
  if (!isVisible(el)) return;
  dispatch(el, "phx:hide-start");
  transition(el, classes, time, () => {
    setDisplay(el, "none");
    dispatch(el, "phx:hide-end");
  });
}

function changeClasses(el, { names, transition: classes, time }, on) {
  names.forEach((name) => setClass(el, name, on(name)));
  transition(el, classes, time);
}

/**
 * What takes the focus within an element, in the order of the page.
 * @param {Element} el
 * @returns {HTMLElement[]}
 */
export function focusable(el) {
  return [...el.querySelectorAll(FOCUSABLE)].filter(isVisible);
}

function focusFirst(el) {
  (focusable(el)[0] ?? el).focus();
}

// A command is called for each target of its `to`; one in `{once}` for the element of the binding alone.
const COMMANDS = {
  push: { once: (_el, args, cause) => pushEvent(cause, args) },
  navigate: {
    once: (_el, { href, replace }, { view }) => view.liveSocket.navigation.navigate(href, replace ? "replace" : "push"),
  },
  patch: { once: (el, { href, replace }, { view }) => view.liveSocket.navigation.patch(href, replace ? "replace" : "push", el) },
  pop_focus: { once: () => focusStack.pop()?.focus() },
  show,
  hide,
  toggle: (el, { ins, outs, ...args }) =>
    isVisible(el) ? hide(el, { ...args, transition: outs }) : show(el, { ...args, transition: ins }),
  add_class: (el, args) => changeClasses(el, args, () => true),
  remove_class: (el, args) => changeClasses(el, args, () => false),
  toggle_class: (el, args) => changeClasses(el, args, (name) => !el.classList.contains(name)),
  transition: (el, { transition: classes, time }) => transition(el, classes, time),
  set_attr: (el, { attr: [name, value] }) => setAttribute(el, name, value),
  remove_attr: (el, { attr }) => setAttribute(el, attr, null),
  toggle_attr: (el, { attr: [name, first, second] }) => {
    if (second !== undefined) setAttribute(el, name, el.getAttribute(name) === first ? second : first);
    else setAttribute(el, name, el.hasAttribute(name) ? null : first);
  },
  ignore_attrs: (el, { attrs }) => (stateOf(el).ignoredAttributes = attrs),
  dispatch: (el, { event, detail, bubbles }, cause) => dispatch(el, event, { ...detail, dispatcher: cause.el }, { bubbles }),
  focus: (el) => el.focus(),
  focus_first: focusFirst,
  push_focus: (el) => focusStack.push(el),
  exec: (el, { attr }, cause) => el.hasAttribute(attr) && exec({ ...cause, el }, el.getAttribute(attr)),
};
