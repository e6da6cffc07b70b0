// Comes in: a seed; goes out: random pages as a server holds them, their HTML, and the diffs from one state to the next.

/** Templates of elements that may stand anywhere; a dynamic at a place listed in `texts` is always text. */
const TEMPLATES = [
  { statics: ["<article>", "</article>\n"], root: true },
  { statics: ['<div class="a">', "<b>", "</b></div>"], root: true },
  { statics: ["", " - ", ""], root: false },
  { statics: ['\n<section data-v="', '"><i>', "</i></section>"], root: true, texts: [0] },
  { statics: ["<hr><u>still</u>"], root: false },
  { statics: ['<input value="', '">'], root: true, texts: [0] },
];
const ENTRIES = [{ statics: ["<div>", "</div>"] }, { statics: ["<code>", "</code><span>", "</span>"] }];

/** Numbers that a seed decides, the same everywhere (the "mulberry32" generator). */
export function random(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** One LiveView's page as its server sees it. Values: text, branches (`template`), lists (`entries`). */
export class Model {
  constructor(seed) {
    this.random = random(seed);
    this.lastKey = 0;
    this.root = this.branch(3, 1);
  }

  /** The HTML that a client must end with. */
  html() {
    return html(this.root);
  }

  /** The full diff of a join. */
  join() {
    const templates = new Templates();
    return { ...full(this.root, templates, true), ...templates.all() };
  }

  /** Changes something and returns the diff, as small as the server would make it. */
  change() {
    const next = this.mutate(this.root, 3);
    const templates = new Templates();
    const diff = difference(this.root, next, templates, true) ?? {};
    this.root = next;
    return { ...diff, ...templates.all() };
  }

  text() {
    return `t${this.random(5)}`;
  }

  value(depth) {
    const kind = depth === 0 ? 0 : this.random(4);
    if (kind === 0) return this.random(5) === 0 ? "" : this.text();
    return kind === 3 ? this.list(depth - 1) : this.branch(depth - 1);
  }

  branch(depth, index = this.random(TEMPLATES.length)) {
    const template = TEMPLATES[index];
    return { template, dynamics: this.dynamics(template, depth) };
  }

  dynamics({ statics, texts = [] }, depth) {
    return statics.slice(1).map((_, place) => (texts.includes(place) ? this.text() : this.value(depth)));
  }

  list(depth) {
    const template = ENTRIES[this.random(ENTRIES.length)];
    return { template, entries: Array.from({ length: 1 + this.random(4) }, () => this.entry(template, depth)) };
  }

  entry(template, depth) {
    this.lastKey += 1;
    return { key: this.lastKey, dynamics: this.dynamics(template, depth) };
  }

  mutate(value, depth) {
    if (typeof value === "string") return this.random(3) ? value : this.value(Math.max(0, depth));
    if (this.random(12) === 0 && value !== this.root) return this.value(Math.max(0, depth));
    const change = (dynamics, { texts = [] }) =>
      dynamics.map((dynamic, place) =>
        texts.includes(place)
          ? this.random(3)
            ? dynamic
            : this.text()
          : this.random(2)
            ? dynamic
            : this.mutate(dynamic, depth - 1),
      );
    const { template } = value;
    if (!value.entries) return { template, dynamics: change(value.dynamics, template) };
    let entries = value.entries.filter(() => this.random(5) > 0);
    if (this.random(2))
      entries = entries
        .map((entry) => [this.random(100), entry])
        .sort(([a], [b]) => a - b)
        .map(([, entry]) => entry);
    entries = entries.map((entry) => (this.random(3) ? entry : { key: entry.key, dynamics: change(entry.dynamics, template) }));
    for (let count = this.random(3); count > 0; count -= 1) {
      entries.splice(this.random(entries.length + 1), 0, this.entry(template, Math.max(0, depth - 1)));
    }
    return { template, entries };
  }
}

class Templates {
  constructor() {
    this.used = [];
  }

  index({ statics }) {
    if (!this.used.includes(statics)) this.used.push(statics);
    return this.used.indexOf(statics);
  }

  all() {
    return this.used.length > 0 ? { p: { ...this.used } } : {};
  }
}

function html(value) {
  if (typeof value === "string") return value;
  const { statics } = value.template;
  const fill = (dynamics) => statics.map((text, index) => (index === 0 ? text : html(dynamics[index - 1]) + text)).join("");
  return value.entries ? value.entries.map(({ dynamics }) => fill(dynamics)).join("") : fill(value.dynamics);
}

function full(value, templates, top = false) {
  if (typeof value === "string") return value;
  const inside = (dynamics) => Object.fromEntries(dynamics.map((dynamic, index) => [index, full(dynamic, templates)]));
  const statics = { s: templates.index(value.template) };
  if (value.entries)
    return { ...statics, k: { ...value.entries.map(({ dynamics }) => inside(dynamics)), kc: value.entries.length } };
  return { ...statics, ...(value.template.root && !top ? { r: 1 } : {}), ...inside(value.dynamics) };
}

// Undefined when nothing changed.
function difference(old, next, templates) {
  if (typeof next === "string") return old === next ? undefined : next;
  if (typeof old === "string" || old.template !== next.template) return full(next, templates);
  if (next.entries) return listDifference(old, next, templates);
  return dynamicsDifference(old.dynamics, next.dynamics, templates);
}

function dynamicsDifference(old, next, templates) {
  const changed = next
    .map((value, index) => [index, difference(old[index], value, templates)])
    .filter(([, diff]) => diff !== undefined);
  return changed.length > 0 ? Object.fromEntries(changed) : undefined;
}

function listDifference(old, next, templates) {
  const keyed = {};
  next.entries.forEach(({ key, dynamics }, index) => {
    const from = old.entries.findIndex((entry) => entry.key === key);
    if (from < 0) {
      keyed[index] = Object.fromEntries(dynamics.map((dynamic, place) => [place, full(dynamic, templates)]));
      return;
    }
    const diff = dynamicsDifference(old.entries[from].dynamics, dynamics, templates);
    if (from !== index) {
      keyed[index] = diff ? [from, diff] : from;
      keyed.km = true;
    } else if (diff) keyed[index] = diff;
  });
  if (Object.keys(keyed).length === 0 && next.entries.length === old.entries.length) return undefined;
  return { k: { ...keyed, kc: next.entries.length } };
}
