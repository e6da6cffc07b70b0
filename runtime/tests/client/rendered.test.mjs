// Comes in: diffs as the wire format describes them; goes out: the HTML that the tree must give.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Model } from "./model.mjs";
import { extract, isComponentsOnly, Rendered } from "../../assets/live/rendered.js";

// Names of roots depend on how many there were before, so they are left out where they do not matter.
const html = (tree) => tree.toString().replace(/ data-phx-id="[^"]*"/g, "");
const tree = (diff) => new Rendered("phx-1", diff);
const list = (entries, more = {}) => ({
  s: ["<ul>", "</ul>"],
  0: { s: ["<li>", "</li>"], k: { ...entries, kc: Object.keys(entries).length }, ...more },
});

test("dynamics stand between statics", () => {
  assert.equal(html(tree({ s: ["<p>", " and ", "</p>"], 0: "a", 1: "b" })), "<p>a and b</p>");
});

test("a template without dynamics is its text", () => {
  assert.equal(html(tree({ s: ["<p>still</p>"] })), "<p>still</p>");
});

test("a diff changes what it names and leaves the rest", () => {
  const view = tree({ s: ["", "-", "-", ""], 0: "a", 1: "b", 2: "c" });
  view.merge({ 1: "B" });
  assert.equal(html(view), "a-B-c");
});

test("an empty string is a value", () => {
  const view = tree({ s: ["[", "]"], 0: "x" });
  view.merge({ 0: "" });
  assert.equal(html(view), "[]");
});

test("a nested node is merged without statics and replaced with them", () => {
  const view = tree({ s: ["<div>", "</div>"], 0: { s: ["<b>", "|", "</b>"], 0: "1", 1: "2" } });
  view.merge({ 0: { 1: "two" } });
  assert.equal(html(view), "<div><b>1|two</b></div>");
  view.merge({ 0: { s: ["<i>", "</i>"], 0: "new" } });
  assert.equal(html(view), "<div><i>new</i></div>");
});

test("a branch comes and goes", () => {
  const view = tree({ s: ["", ""], 0: "" });
  view.merge({ 0: { s: ["yes ", ""], 0: "1" } });
  assert.equal(html(view), "yes 1");
  view.merge({ 0: "" });
  assert.equal(html(view), "");
  view.merge({ 0: { s: ["yes ", ""], 0: "2" } });
  assert.equal(html(view), "yes 2");
});

test("statics at the root replace everything", () => {
  const view = tree({ s: ["a", "b"], 0: "1" });
  view.merge({ s: ["x", "y", "z"], 0: "1", 1: "2" });
  assert.equal(html(view), "x1y2z");
});

test("an index stands for a template of the same message", () => {
  const view = tree({ s: 1, p: { 0: ["<b>", "</b>"], 1: ["<p>", "", "</p>"] }, 0: { s: 0, 0: "a" }, 1: { s: 0, 0: "b" } });
  assert.equal(html(view), "<p><b>a</b><b>b</b></p>");
  // The numbers are free in each message.
  view.merge({ p: { 0: ["<i>", "</i>"] }, 0: { s: 0, 0: "A" } });
  assert.equal(html(view), "<p><i>A</i><b>b</b></p>");
});

test("the closest templates win", () => {
  const inner = { p: { 0: ["<i>", "</i>"] }, s: ["(", ")"], k: { 0: { 0: { s: 0, 0: "x" } }, kc: 1 } };
  const view = tree({ s: ["", ""], p: { 0: ["<b>", "</b>"] }, 0: { s: 0, 0: inner } });
  assert.equal(html(view), "<b>(<i>x</i>)</b>");
});

test("templates are found from inside keyed entries, of a new list and of an update", () => {
  const view = tree({
    s: ["", ""],
    p: { 0: ["<li>", "</li>"], 1: ["<b>", "</b>"] },
    0: { s: 0, k: { 0: { 0: { s: 1, 0: "a" } }, kc: 1 } },
  });
  assert.equal(html(view), "<li><b>a</b></li>");
  view.merge({ p: { 7: ["<i>", "</i>"] }, 0: { k: { 1: { 0: { s: 7, 0: "b" } }, kc: 2 } } });
  assert.equal(html(view), "<li><b>a</b></li><li><i>b</i></li>");
});

test("a template that is not there is an error", () => {
  assert.throws(() => tree({ s: 3, p: { 0: [""] } }), /template 3/);
});

test("a list grows, shrinks and changes in place", () => {
  const view = tree(list({ 0: { 0: "a" }, 1: { 0: "b" } }));
  view.merge({ 0: { k: { 2: { 0: "c" }, kc: 3 } } });
  assert.equal(html(view), "<ul><li>a</li><li>b</li><li>c</li></ul>");
  view.merge({ 0: { k: { 1: { 0: "B" }, kc: 2 } } });
  assert.equal(html(view), "<ul><li>a</li><li>B</li></ul>");
  view.merge({ 0: { k: { kc: 0 } } });
  assert.equal(html(view), "<ul></ul>");
});

test("entries move: numbers and pairs name the list before the diff", () => {
  const view = tree(list({ 0: { 0: "a" }, 1: { 0: "b" }, 2: { 0: "c" } }));
  view.merge({ 0: { k: { 0: 2, 1: [0, { 0: "A" }], 2: 1, kc: 3, km: true } } });
  assert.equal(html(view), "<ul><li>c</li><li>A</li><li>b</li></ul>");
  view.merge({ 0: { k: { 0: 1, 1: 0, kc: 2, km: true } } });
  assert.equal(html(view), "<ul><li>A</li><li>c</li></ul>");
});

test("a new entry at the place of one that moved away leaves that one as it was", () => {
  const view = tree({ s: ["", ""], 0: { s: ["<", ":", ">"], k: { 0: { 0: "a", 1: { s: ["(", ")"], 0: "1" } }, kc: 1 } } });
  view.merge({ 0: { k: { 0: { 0: "n", 1: { s: ["[", "]"], 0: "2" } }, 1: 0, kc: 2, km: true } } });
  assert.equal(html(view), "<n:[2]><a:(1)>");
  view.merge({ 0: { k: { 0: { 1: { 0: "3" } }, 1: [1, { 1: { 0: "4" } }], kc: 2 } } });
  assert.equal(html(view), "<n:[3]><a:(4)>");
});

test("a nested list in an entry moves along and is merged", () => {
  const inner = (value) => ({ s: ["(", ")"], k: { 0: { 0: value }, kc: 1 } });
  const view = tree({ s: ["", ""], 0: { s: ["<", ">"], k: { 0: { 0: inner("a") }, 1: { 0: inner("b") }, kc: 2 } } });
  view.merge({ 0: { k: { 0: [1, { 0: { k: { 1: { 0: "B" }, kc: 2 } } }], 1: 0, kc: 2, km: true } } });
  assert.equal(html(view), "<(b)(B)><(a)>");
});

test("a list takes the place of nothing and goes again", () => {
  const view = tree({ s: ["<ul>", "</ul>"], 0: "" });
  view.merge({ 0: { s: ["<li>", "</li>"], k: { 0: { 0: "a" }, kc: 1 } } });
  assert.equal(html(view), "<ul><li>a</li></ul>");
  view.merge({ 0: "" });
  assert.equal(html(view), "<ul></ul>");
});

test("a diff for what was never rendered, or an entry that is not there, is an error", () => {
  assert.throws(() => tree({ s: ["", ""], 0: "" }).merge({ 0: { 0: "x" } }), /never rendered/);
  assert.throws(() => tree(list({ 0: { 0: "a" } })).merge({ 0: { k: { kc: 2 } } }), /entry 1/);
});

test("roots are named, and skipped while unchanged", () => {
  const view = tree({
    s: ["", "", ""],
    0: { s: ["<p>", "</p>"], r: 1, 0: "a" },
    1: { s: ['<!-- x -->\n<input value="', '">\n'], r: 1, 0: "b" },
  });
  const names = [...view.toString().matchAll(/data-phx-id="(m\d+-phx-1)"/g)].map((match) => match[1]);
  assert.equal(new Set(names).size, 2);
  view.merge({ 0: { 0: "A" } });
  assert.equal(
    view.render({ skip: true }).html,
    `<p data-phx-id="${names[0]}">A</p><!-- x -->\n<input data-phx-id="${names[1]}" data-phx-skip>\n`,
  );
  assert.equal(html(view), '<p>A</p><!-- x -->\n<input value="b">\n');
});

test("a changed node inside an unchanged root is written", () => {
  const view = tree({ s: ["", ""], 0: { s: ["<p>", "</p>"], r: 1, 0: { s: ["<b>", "</b>"], r: 1, 0: "a" } } });
  view.toString();
  view.merge({ 0: { 0: { 0: "z" } } });
  assert.equal(view.render({ skip: true }).html.replace(/ data-phx-id="[^"]*"/g, ""), "<p><b>z</b></p>");
  assert.match(view.render({ skip: true }).html, /^<p data-phx-id="[^"]*" data-phx-skip><\/p>$/);
});

test("a component stands where its number is and carries it", () => {
  const view = tree({ s: ["<div>", "</div>"], 0: 1, c: { 1: { s: ['<b class="x">', "</b>"], r: 1, 0: "a" } } });
  assert.equal(html(view), '<div><b data-phx-component="1" data-phx-view="phx-1" class="x">a</b></div>');
  view.merge({ c: { 1: { 0: "b" } } });
  assert.equal(view.isChanged(1), true);
  assert.equal(
    view.render({ cid: 1, skip: true }).html.replace(/ data-phx-id="[^"]*"/g, ""),
    '<b data-phx-component="1" data-phx-view="phx-1" class="x">b</b>',
  );
  assert.equal(view.isChanged(1), false);
  assert.deepEqual(view.cids(), [1]);
  view.deleteComponents([1]);
  assert.deepEqual(view.cids(), []);
});

test("s: n takes the statics of component n in the same message, in any order", () => {
  const nested = (value) => ({ s: ["<i>", "</i>"], 0: value });
  const view = tree({
    s: ["", "", ""],
    0: 1,
    1: 2,
    c: { 1: { s: 2, 0: { 0: "x" } }, 2: { s: ["<b>", "</b>"], r: 1, 0: nested("y") } },
  });
  assert.match(html(view), /^<b [^>]*component="1"[^>]*><i>x<\/i><\/b><b [^>]*component="2"[^>]*><i>y<\/i><\/b>$/);
  // Each has a name of its own.
  const names = [...view.toString().matchAll(/data-phx-id="([^"]*)"/g)].map((match) => match[1]);
  assert.equal(new Set(names).size, 2);
});

test("s: -n takes the statics that component n had before the message", () => {
  const view = tree({ s: ["", "", ""], 0: 1, 1: "", c: { 1: { s: ["<b>", "</b>"], r: 1, 0: { s: ["old ", ""], 0: "1" } } } });
  view.merge({ 1: 2, c: { 1: { 0: { s: ["new ", ""], 0: "1" } }, 2: { s: -1, 0: { 0: "2" } } } });
  assert.match(html(view), /<b [^>]*>new 1<\/b><b [^>]*component="2"[^>]*>old 2<\/b>/);
});

test("component references go through chains, and to nothing are an error", () => {
  const view = tree({
    s: ["", "", "", ""],
    0: 1,
    1: 2,
    2: 3,
    c: { 1: { s: ["<b>", "</b>"], r: 1, 0: "1" }, 2: { s: 1, 0: "2" }, 3: { s: 2, 0: "3" } },
  });
  assert.match(html(view), /<b [^>]*>1<\/b><b [^>]*>2<\/b><b [^>]*>3<\/b>/);
  assert.throws(() => view.merge({ c: { 9: { s: -8, 0: "x" } } }), /component 8/);
});

test("a list in a component has templates of its own", () => {
  const keyed = { p: { 0: ["<i>", "</i>"] }, s: ["<li>", "</li>"], k: { 0: { 0: { s: 0, 0: "a" } }, kc: 1 } };
  const view = tree({ s: ["", ""], p: { 0: ["wrong"] }, 0: 1, c: { 1: { s: ["<ul>", "</ul>"], r: 1, 0: keyed } } });
  assert.match(html(view), /<ul [^>]*><li><i>a<\/i><\/li><\/ul>/);
});

test("components may stand in entries and in each other", () => {
  const view = tree({
    s: ["", ""],
    0: { s: ["<li>", "</li>"], k: { 0: { 0: 1 }, kc: 1 } },
    c: { 1: { s: ["<b>", "</b>"], r: 1, 0: 2 }, 2: { s: ["<i>", "</i>"], r: 1, 0: "deep" } },
  });
  assert.equal(html(view).replace(/ data-phx-[a-z]+="[^"]*"/g, ""), "<li><b><i>deep</i></b></li>");
});

test("streams are handed out once and then forgotten", () => {
  const stream = ["0", [["a", -1, null, false]], []];
  const view = tree({ s: ["<ul>", "</ul>"], 0: { s: ['<li id="', '"></li>'], k: { 0: { 0: "a" }, kc: 1 }, stream } });
  const first = view.render();
  assert.equal(first.html, '<ul><li id="a"></li></ul>');
  assert.deepEqual(first.streams, [stream]);
  view.pruneStreams();
  assert.deepEqual(view.render(), { html: "<ul></ul>", streams: [] });
  const next = ["0", [["b", 0, null, false]], ["a"], true];
  view.merge({ 0: { k: { 0: { 0: "b" }, kc: 1 }, stream: next } });
  assert.deepEqual(view.render(), { html: '<ul><li id="b"></li></ul>', streams: [next] });
});

test("a stream in a component is forgotten as well", () => {
  const keyed = { s: ["<li>", "</li>"], k: { 0: { 0: "a" }, kc: 1 }, stream: ["0", [["a", -1, null, false]], []] };
  const view = tree({ s: ["", ""], 0: 1, c: { 1: { s: ["<ul>", "</ul>"], r: 1, 0: keyed } } });
  assert.equal(view.render().streams.length, 1);
  view.pruneStreams();
  assert.equal(view.render().streams.length, 0);
});

test("extract takes title, reply and events, and nothing else", () => {
  const diff = { t: "title", r: { ok: 1 }, e: [["name", { a: 1 }]], 0: "x", c: { 1: {} } };
  assert.deepEqual(extract(diff), {
    diff: { 0: "x", c: { 1: {} } },
    title: "title",
    reply: { ok: 1 },
    events: [["name", { a: 1 }]],
  });
  assert.deepEqual(extract({}), { diff: {}, title: undefined, reply: undefined, events: [] });
});

test("a diff of components alone is told apart", () => {
  assert.equal(isComponentsOnly({ c: { 1: {} } }), true);
  assert.equal(isComponentsOnly({ c: { 1: {} }, 0: "x" }), false);
});

test("random pages end as the server has them, whatever the diffs", () => {
  let lists = 0;
  let moves = 0;
  for (let seed = 1; seed <= 300; seed += 1) {
    const model = new Model(seed);
    const view = tree(model.join());
    assert.equal(html(view), model.html(), `join of seed ${seed}`);
    for (let step = 1; step <= 8; step += 1) {
      // As it travels: nothing is shared between server and client.
      const diff = JSON.parse(JSON.stringify(model.change()));
      lists += JSON.stringify(diff).split('"kc"').length - 1;
      moves += JSON.stringify(diff).split('"km"').length - 1;
      view.merge(diff);
      assert.equal(html(view), model.html(), `step ${step} of seed ${seed}: ${JSON.stringify(diff)}`);
    }
  }
  assert.ok(lists > 1000 && moves > 300, `the pages have lists (${lists}) that move (${moves})`);
});
