// Comes in: the full diff of a join and the diffs after it; goes out: the tree they describe, and its HTML with unchanged roots
// left out on request.
// Pure: no DOM. Wire format: statics `s`, templates `p`, keyed entries `k`/`kc`/`km`, components `c`, `stream`, root flag `r`.

const INDEX = /^\d+$/;
// What may stand before the root tag, then the tag's name.
const ROOT_TAG = /^((?:\s|<!--[\s\S]*?-->)*)<([a-zA-Z][^\s/>]*)/;
const VOID_TAGS = new Set(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]);

let lastMagic = 0;

/** Statics with dynamics between them; as a root it can be named in the page and skipped while unchanged. */
class Node {
  constructor(statics, root) {
    Object.assign(this, { statics, root, dynamics: [], changed: true, magic: root ? (lastMagic += 1) : 0 });
  }
}

/** The same statics around the dynamics of each entry. */
class Comprehension {
  constructor(statics) {
    Object.assign(this, { statics, entries: [], stream: null });
  }
}

/**
 * Takes from a diff what is not markup.
 * @param {object} diff as the server sent it; left as it is
 * @returns {{diff: object, title: string|undefined, reply: any, events: [string, any, boolean?][]}}
 */
export function extract({ t: title, r: reply, e: events = [], ...diff }) {
  return { diff, title, reply, events };
}

/**
 * Tells whether a diff (after `extract`) changes nothing but components.
 * @param {object} diff
 * @returns {boolean}
 */
export function isComponentsOnly(diff) {
  return Object.keys(diff).every((key) => key === "c");
}

/** The rendered tree of one LiveView. */
export class Rendered {
  /**
   * @param {string} viewId DOM id of the view, part of the names that are written into the HTML
   * @param {object} diff the full diff of the join
   */
  constructor(viewId, diff) {
    this.viewId = viewId;
    this.components = new Map();
    this.root = null;
    this.merge(diff);
  }

  /**
   * Merges a diff into the tree.
   * @param {object} diff after `extract`
   */
  merge({ c: components, ...diff }) {
    if (components) this.mergeComponents(components);
    if (diff.s !== undefined || Object.keys(diff).length > 0) this.root = merge(this.root, diff, undefined);
  }

  /**
   * Writes the HTML of the view, or of one component.
   * @param {{cid?: number, skip?: boolean}} [options] `skip`: unchanged roots become empty elements with `data-phx-skip`
   * @returns {{html: string, streams: Array}} the HTML and the stream operations in it, each `[ref, inserts, deletes, reset]`
   */
  render({ cid, skip = false } = {}) {
    const out = { html: "", streams: [], skip, tree: this };
    if (cid === undefined) {
      writeValue(out, this.root);
    } else {
      // What was asked for is written, changed or not.
      if (this.components.has(cid)) this.components.get(cid).changed = true;
      writeComponent(out, cid);
    }
    return { html: out.html, streams: out.streams };
  }

  /** @returns {string} the whole HTML */
  toString() {
    return this.render().html;
  }

  /** Empties the streams: their items live in the page alone once they are patched in. */
  pruneStreams() {
    for (const node of [this.root, ...this.components.values()]) pruneStreams(node);
  }

  /** @returns {number[]} the components of the tree */
  cids() {
    return [...this.components.keys()];
  }

  /**
   * Tells whether a component changed since it was last written.
   * @param {number} cid
   * @returns {boolean}
   */
  isChanged(cid) {
    return this.components.get(cid)?.changed === true;
  }

  /** @param {number[]} cids components that the server deleted */
  deleteComponents(cids) {
    cids.forEach((cid) => this.components.delete(cid));
  }

  // `s: -n` means the tree of component n before this message, `s: n` that of component n as this message leaves it.
  mergeComponents(diffs) {
    const done = new Map();
    const copy = (source, { s: _, ...diff }, tag) => {
      if (!source) throw new Error(`component ${tag} is not here to take statics from`);
      return merge(clone(source), diff, undefined);
    };
    for (const [key, diff] of Object.entries(diffs)) {
      if (diff.s < 0) done.set(Number(key), copy(this.components.get(-diff.s), diff, -diff.s));
    }
    const resolve = (cid) => {
      if (done.has(cid)) return done.get(cid);
      const diff = diffs[cid];
      if (!diff) return this.components.get(cid);
      const node =
        typeof diff.s === "number" ? copy(resolve(diff.s), diff, diff.s) : merge(this.components.get(cid), diff, undefined);
      done.set(cid, node);
      return node;
    };
    for (const key of Object.keys(diffs)) resolve(Number(key));
    for (const [cid, node] of done) this.components.set(cid, node);
  }
}

// The value that `diff` leaves at a place that held `value`. `templates` is the closest `p`.
function merge(value, diff, templates) {
  if (diff === null || typeof diff !== "object") return diff;
  const scope = diff.p ?? templates;
  let target = value;
  if (diff.s !== undefined) {
    const statics = typeof diff.s === "number" ? scope?.[diff.s] : diff.s;
    if (!statics) throw new Error(`template ${diff.s} is not in the diff`);
    target = diff.k ? new Comprehension(statics) : new Node(statics, diff.r !== undefined);
  }
  if (target instanceof Comprehension) mergeComprehension(target, diff, scope);
  else if (target instanceof Node) mergeDynamics(target, diff, scope);
  else throw new Error("a diff without statics for a place that was never rendered");
  return target;
}

function mergeDynamics(node, diff, templates) {
  for (const key of Object.keys(diff)) {
    if (INDEX.test(key)) node.dynamics[key] = merge(node.dynamics[key], diff[key], templates);
  }
  node.changed = true;
}

function mergeComprehension(comprehension, { k: keyed, stream }, templates) {
  if (keyed) comprehension.entries = mergeEntries(comprehension.entries, keyed, templates);
  if (stream) comprehension.stream = stream;
}

// Indexes in `keyed` are those of the list before the diff. An entry that moves away must not be changed in place by
// what comes to its old index.
function mergeEntries(old, keyed, templates) {
  const moved = new Set();
  for (const key of Object.keys(keyed)) {
    const from = Array.isArray(keyed[key]) ? keyed[key][0] : keyed[key];
    if (INDEX.test(key) && typeof from === "number") moved.add(from);
  }
  return Array.from({ length: keyed.kc ?? 0 }, (_, index) => {
    const value = keyed[index];
    if (value === undefined) return present(old, index);
    if (typeof value === "number") return present(old, value);
    if (Array.isArray(value)) return mergeEntry(present(old, value[0]), value[1], templates);
    return mergeEntry(moved.has(index) ? cloneEntry(old[index]) : old[index], value, templates);
  });
}

function present(entries, index) {
  if (!entries[index]) throw new Error(`entry ${index} of a comprehension is missing`);
  return entries[index];
}

function mergeEntry(entry = [], diff, templates) {
  const scope = diff.p ?? templates;
  for (const key of Object.keys(diff)) {
    if (INDEX.test(key)) entry[key] = merge(entry[key], diff[key], scope);
  }
  return entry;
}

function cloneEntry(entry) {
  return entry?.map(clone);
}

// A copy with names of its own, since both may be in the page at once.
function clone(value) {
  if (value instanceof Node) {
    const copy = new Node(value.statics, value.root);
    copy.dynamics = value.dynamics.map(clone);
    return copy;
  }
  if (value instanceof Comprehension) {
    const copy = new Comprehension(value.statics);
    copy.entries = value.entries.map(cloneEntry);
    return copy;
  }
  return value;
}

function writeValue(out, value) {
  if (value instanceof Node) writeNode(out, value, "");
  else if (value instanceof Comprehension) writeComprehension(out, value);
  else if (typeof value === "number") writeComponent(out, value);
  else out.html += value ?? "";
}

// `names` are attributes for the root tag besides the name that every root gets.
function writeNode(out, node, names) {
  const { statics, dynamics, root, magic, changed } = node;
  const found = root && rootTag(statics);
  node.changed = false;
  if (!found) {
    writeParts(out, statics[0], statics, dynamics);
    return;
  }
  const { before, tag, rest, after } = found;
  const start = `${before}<${tag}${names} data-phx-id="m${magic}-${out.tree.viewId}"`;
  if (!out.skip || changed) writeParts(out, start + rest, statics, dynamics);
  else out.html += `${start} data-phx-skip>${VOID_TAGS.has(tag.toLowerCase()) ? "" : `</${tag}>`}${after}`;
}

// The parts around the root tag's name: text before it, the rest of the first static, and text after the root.
const rootTags = new WeakMap();
function rootTag(statics) {
  if (!rootTags.has(statics)) {
    const [found, before, tag] = ROOT_TAG.exec(statics[0]) ?? [];
    const last = statics.at(-1);
    const after = last.slice(last.lastIndexOf(">") + 1);
    rootTags.set(statics, found === undefined ? null : { before, tag, rest: statics[0].slice(found.length), after });
  }
  return rootTags.get(statics);
}

function writeParts(out, first, statics, dynamics) {
  out.html += first;
  for (let index = 1; index < statics.length; index += 1) {
    writeValue(out, dynamics[index - 1]);
    out.html += statics[index];
  }
}

function writeComprehension(out, { statics, entries, stream }) {
  for (const entry of entries) writeParts(out, statics[0], statics, entry);
  if (stream) out.streams.push(stream);
}

function writeComponent(out, cid) {
  const { components, viewId } = out.tree;
  if (components.has(cid)) writeNode(out, components.get(cid), ` data-phx-component="${cid}" data-phx-view="${viewId}"`);
  else console.error(`bennu: component ${cid} is not in the tree`);
}

function pruneStreams(value) {
  if (value instanceof Node) value.dynamics.forEach(pruneStreams);
  if (!(value instanceof Comprehension)) return;
  if (value.stream) {
    value.entries = [];
    value.stream = null;
  } else {
    value.entries.forEach((entry) => entry.forEach(pruneStreams));
  }
}
