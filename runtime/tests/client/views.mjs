// Comes in: nothing; goes out: the views that the browser tests open, each with its state on the server and the diffs of its
// events.

const escape = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

/** The views by the path they are at, new for each test. */
export function views() {
  return {
    counter: { ...counter },
    form: { ...form },
    keyed,
    components,
    hooks,
    commands,
    parent: { ...parent },
    child,
    locked: { ...locked },
    stale: { refused: "stale" },
  };
}

const link = (id, kind, href) => `<a id="${id}" href="${href}" data-phx-link="${kind}" data-phx-link-state="push">${id}</a>`;

const counter = {
  mount: () => ({ n: 0, query: "" }),
  full: ({ n, query }) => ({
    s: [
      '<p id="count">',
      '</p><button id="inc" phx-click="inc" phx-value-by="2" phx-disable-with="wait"><b>+</b></button>' +
        '<button id="plain" phx-click="inc" phx-value-by="1">1</button>' +
        '<button id="crash" phx-click="crash">crash</button><i id="query">',
      `</i>${link("patch", "patch", "/counter?page=2")}` +
        `${link("patch3", "patch", "/counter?page=3")}${link("form", "redirect", "/form")}${link("other", "redirect", "/parent")}${link("elsewhere", "redirect", "/elsewhere")}`,
    ],
    0: `${n}`,
    1: query,
  }),
  event(state, { event, value }) {
    if (event === "crash") return "crash";
    state.n += Number(value.by);
    return { diff: { 0: `${state.n}`, t: `${state.n}`, e: [["counted", { n: state.n }]] } };
  },
  patch: (_state, url) => (url.includes("/counter") ? { diff: { 1: new URL(url).search } } : null),
};

const form = {
  mount: () => ({ name: "", mail: "", saved: "", seen: "" }),
  fields: ({ name, mail, seen, saved }) => ({ 0: escape(name), 1: escape(mail), 2: escape(seen), 3: escape(saved) }),
  full(state) {
    return {
      s: [
        '<form id="form" phx-change="validate" phx-submit="save" phx-value-extra="x"><input type="hidden" name="h" value="1"><input id="name" name="user[name]" value="',
        '"><input id="mail" name="user[mail]" value="',
        '"><textarea name="user[bio]"></textarea><select name="user[kind]"><option>1</option></select>' +
          '<button id="save" name="act" value="go" phx-disable-with="Saving">Save</button><p id="seen">',
        '</p><p id="saved">',
        '</p><p id="note">',
        "</p></form>",
      ],
      ...this.fields(state),
      4: "",
    };
  },
  // The name comes back in capitals, and empty once it is saved.
  event(state, { event, value }) {
    const name = new URLSearchParams(value).get("user[name]");
    Object.assign(state, { name: name.toUpperCase(), mail: new URLSearchParams(value).get("user[mail]"), seen: name });
    if (event === "save") Object.assign(state, { name: "", saved: name });
    return { diff: this.fields(state) };
  },
};

const keyed = {
  mount: () => ({
    items: [
      ["a", "a"],
      ["b", "b"],
      ["c", "c"],
    ],
  }),
  full: ({ items }) => ({
    p: { 0: ['<li id="', '"><input id="in-', '">', "</li>"], 1: ["<b>", "</b>"] },
    s: [
      "<ul>",
      `</ul>${["rotate", "insert", "reverse", "drop"].map((id) => `<button id="${id}" phx-click="${id}">${id}</button>`).join("")}`,
    ],
    0: { s: 0, k: { ...items.map(([id, text]) => ({ 0: id, 1: id, 2: { s: 1, 0: text } })), kc: items.length } },
  }),
  event(state, { event }) {
    const { items } = state;
    const { length } = items;
    const list = (entries, kc, p) => ({ diff: { ...(p && { p }), 0: { k: { ...entries, kc, km: true } } } });
    if (event === "rotate") {
      state.items = [...items.slice(1), items[0]];
      return list(
        items.map((_, index) => (index + 1) % length),
        length,
      );
    }
    if (event === "insert") {
      const id = `n${length}`;
      state.items = [[id, id], ...items];
      return list([{ 0: id, 1: id, 2: { s: 7, 0: id } }, ...items.map((_, index) => index)], length + 1, { 7: ["<i>", "</i>"] });
    }
    if (event === "reverse") {
      state.items = [...items].reverse();
      state.items[0][1] += "!";
      return list(
        [[length - 1, { 2: { 0: state.items[0][1] } }], ...items.slice(1).map((_, index) => length - 2 - index)],
        length,
      );
    }
    state.items = items.slice(1);
    return list(
      state.items.map((_, index) => index + 1),
      length - 1,
    );
  },
};

const components = {
  mount: () => ({ 1: 1, 2: 2 }),
  full: () => ({
    s: ["<section>", "", '</section><button id="hide" phx-click="hide">hide</button>'],
    0: 1,
    1: 2,
    c: {
      1: { s: ["<div><b>", '</b><button phx-click="more" phx-target="', '">more</button></div>'], r: 1, 0: "1", 1: "1" },
      2: { s: 1, 0: "2", 1: "2" },
    },
  }),
  event(state, { event, cid }) {
    if (event === "hide") return { diff: { 1: "" } };
    state[cid] = `${state[cid]}1`;
    return { diff: { c: { [cid]: { 0: state[cid] } } } };
  },
};

const hooks = {
  head: `<script>
    window.calls = [];
    const note = (text) => window.calls.push(text);
    window.liveHooks = { Box: {
      mounted() { window.hook = this; note("mounted " + this.el.dataset.n); this.handleEvent("changed", ({ n }) => note("heard " + n)); },
      beforeUpdate(to) { note("beforeUpdate " + this.el.dataset.n + " " + to.dataset.n); },
      updated() { note("updated " + this.el.dataset.n); },
      destroyed() { note("destroyed"); },
    } };
  </script>`,
  mount: () => ({}),
  full: () => ({ s: ['<div id="box" phx-hook="Box" data-n="', '"></div>'], 0: "0" }),
  event(_state, { event, value }) {
    if (event === "hello") return { diff: { r: { got: value } } };
    return { diff: event === "change" ? { 0: "1", e: [["changed", { n: 1 }]] } : { s: ["gone"] } };
  },
};

const GO = [
  ["toggle_class", { names: ["on"], to: "#target" }],
  ["set_attr", { attr: ["title", "kept"], to: "#target" }],
  ["hide", { to: "#box" }],
  ["focus", { to: "#field" }],
  ["push", { event: "go", value: { by: 3 } }],
];

const commands = {
  mount: () => ({}),
  full: () => ({
    s: [
      `<button id="go" phx-click="${escape(JSON.stringify(GO))}">go</button><p id="target">`,
      '</p><div id="box">box</div><input id="field">',
    ],
    0: "0",
  }),
  event: () => ({ diff: { 0: "1" } }),
};

const parent = {
  mount: ({ params }) => ({ n: 0, mounts: params._mounts }),
  // Each mount gives its child a session of its own.
  full: ({ mounts }) => ({
    s: [
      '<p id="count">',
      '</p><button id="inc" phx-click="inc">inc</button><button id="crash" phx-click="crash">crash</button>' +
        `<div id="child" data-phx-session="child:${mounts}" data-phx-static="" data-phx-parent-id="root"></div>`,
    ],
    0: "0",
  }),
  event(state, { event }) {
    if (event === "crash") return "crash";
    state.n += 1;
    return { diff: { 0: `${state.n}` } };
  },
};

const child = {
  mount: () => ({ n: 0 }),
  full: () => ({
    s: [
      '<p id="child-count">',
      '</p><button id="child-inc" phx-click="inc">inc</button><button id="child-crash" phx-click="crash">crash</button>',
    ],
    0: "0",
  }),
  event(state, { event }) {
    if (event === "crash") return "crash";
    state.n += 1;
    return { diff: { 0: `${state.n}` } };
  },
};

// Its replies carry nothing: what shows after them was pushed before.
const locked = {
  mount: () => ({}),
  full: () => ({
    s: ['<form phx-change="change"><input id="field" name="field"><p id="note">', "</p>", "</form>"],
    0: "",
    1: 1,
    c: { 1: { s: ['<p id="part">', "</p>"], r: 1, 0: "old" } },
  }),
  event: () => ({}),
};
