// Comes in: elements and markup in a real browser; goes out: what patching must leave of the one and make of the other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser } from "./browser.mjs";
import { Server } from "./server.mjs";

let browser, page;
const server = new Server({});

before(async () => {
  await server.start();
  browser = await startBrowser();
  page = await browser.open(`${server.url}/patch`);
});

after(async () => {
  await browser?.close();
  await server.stop();
});

test("random markup becomes other random markup, and what has the same name stays", async () => {
  const { wrong, patches, named, kept } = await page.run(async () => {
    const { patch, parse } = await import("/bennu/patch.js");
    const { markup } = await import("/tests/markup.mjs");
    const { random } = await import("/tests/model.mjs");
    const next = random(11);
    const counts = { wrong: [], patches: 0, named: 0, kept: 0 };
    const values = (root) =>
      JSON.stringify(
        [...root.querySelectorAll("input,select,textarea")].map((el) => (el.type === "checkbox" ? el.checked : el.value)),
      );
    for (let round = 0; round < 400 && counts.wrong.length === 0; round += 1) {
      const root = document.createElement("div");
      document.body.append(root);
      root.innerHTML = markup(next);
      for (let step = 0; step < 3; step += 1) {
        const before = [...root.querySelectorAll("[id]")];
        root.querySelectorAll("input,textarea").forEach((el) => (el.value = "typed"));
        const text = markup(next);
        const wanted = document.createElement("div");
        wanted.innerHTML = text;
        patch(root, parse(text));
        root.normalize();
        wanted.normalize();
        if (!root.isEqualNode(wanted) || values(root) !== values(wanted)) counts.wrong.push([text, root.innerHTML]);
        for (const el of before) {
          const now = wanted.querySelector(`#${el.id}`);
          if (now?.localName !== el.localName) continue;
          counts.named += 1;
          if (root.querySelector(`#${el.id}`) === el) counts.kept += 1;
        }
        counts.patches += 1;
      }
      root.remove();
    }
    return counts;
  });
  assert.deepEqual(wrong, []);
  assert.equal(patches, 1200);
  assert.ok(named > 500, `${named} elements were in both`);
  assert.equal(kept, named);
});

test("random pages end as the server has them when unchanged roots are skipped", async () => {
  const { wrong, skipped } = await page.run(async () => {
    const { patch, parse } = await import("/bennu/patch.js");
    const { Rendered } = await import("/bennu/rendered.js");
    const { Model } = await import("/tests/model.mjs");
    const counts = { wrong: [], skipped: 0 };
    const shape = (html) => {
      const root = document.createElement("div");
      root.innerHTML = html.replace(/ data-phx-id="[^"]*"/g, "");
      return root;
    };
    for (let seed = 1; seed <= 200; seed += 1) {
      const root = document.createElement("div");
      document.body.append(root);
      const model = new Model(seed);
      const tree = new Rendered("v", model.join());
      root.innerHTML = model.html();
      patch(root, parse(tree.toString()), { join: true });
      for (let step = 0; step < 8; step += 1) {
        tree.merge(model.change());
        const { html } = tree.render({ skip: true });
        counts.skipped += html.split("data-phx-skip").length - 1;
        if (patch(root, parse(html)).missing) patch(root, parse(tree.toString()));
        root.normalize();
        const wanted = shape(model.html());
        wanted.normalize();
        if (!shape(root.innerHTML).isEqualNode(wanted)) counts.wrong.push([seed, step, root.innerHTML, model.html()]);
      }
      root.remove();
    }
    return counts;
  });
  assert.deepEqual(wrong.slice(0, 1), []);
  assert.ok(skipped > 1000, `${skipped} roots were skipped`);
});

test("an element to be skipped that is not in the page asks for a full render", async () => {
  const missing = await page.run(async () => {
    const { patch, parse } = await import("/bennu/patch.js");
    return ['<p data-phx-id="m1" data-phx-skip></p>', '<div><p data-phx-id="m1" data-phx-skip></p></div>', "<p></p>"].map(
      (html) => patch(document.createElement("div"), parse(html)).missing,
    );
  });
  assert.deepEqual(missing, [true, true, false]);
});

test("focus, selection and text of the field in use stay, wherever it moves", async () => {
  const found = await page.run(async () => {
    const { patch, parse } = await import("/bennu/patch.js");
    const root = document.createElement("div");
    document.body.append(root);
    const item = (id) => `<p id="p${id}"><input id="${id}" value="server"></p>`;
    root.innerHTML = item("a") + item("b") + item("c");
    const field = root.querySelector("#a");
    field.focus();
    field.value = "user's";
    field.setSelectionRange(2, 4);
    patch(root, parse(`<section>${item("b")}${item("c")}</section>${item("d")}<em>${item("a").replace("server", "new")}</em>`));
    const { activeElement: active } = document;
    const result = [
      active === field,
      field.isConnected,
      field.value,
      active.selectionStart,
      active.selectionEnd,
      field.parentNode.parentNode.localName,
    ];
    root.remove();
    return result;
  });
  assert.deepEqual(found, [true, true, "user's", 2, 4, "em"]);
});

test("a box or a button that has the focus is as the server wants it: nobody types into it", async () => {
  const found = await page.run(async () => {
    const { patch, parse } = await import("/bennu/patch.js");
    const root = document.createElement("div");
    document.body.append(root);
    const boxes = '<input id="a" type="checkbox" name="rows[]" value="new"><input id="b" type="radio" checked><input id="c" value="server">';
    root.innerHTML = boxes;
    const states = ["a", "b", "c"].map((id) => {
      const field = root.querySelector(`#${id}`);
      field.focus();
      field.checked = !field.checked;
      field.value = field.type === "text" ? "user's" : field.value;
      patch(root, parse(`<p>one more</p>${boxes}`));
      return [document.activeElement === field, field.type === "text" ? field.value : field.checked];
    });
    root.remove();
    return states;
  });
  assert.deepEqual(found, [
    [true, false],
    [true, true],
    [true, "user's"],
  ]);
});

test("what is to be ignored keeps its content and takes data attributes", async () => {
  const html = await page.run(async () => {
    const { patch, parse } = await import("/bennu/patch.js");
    const root = document.createElement("div");
    root.innerHTML = '<p id="i" phx-update="ignore" class="mine" data-a="1"><b>mine</b></p>';
    patch(root, parse('<p id="i" phx-update="ignore" class="new" data-b="2"><i>new</i></p>'));
    return root.innerHTML;
  });
  assert.equal(html, '<p id="i" phx-update="ignore" class="mine" data-b="2"><b>mine</b></p>');
});

test("streams insert, update, delete, limit and reset", async () => {
  const steps = await page.run(async () => {
    const { patch, parse } = await import("/bennu/patch.js");
    const root = document.createElement("div");
    root.innerHTML = '<ul id="u" phx-update="stream"><li id="none">none</li><li id="a">a</li><li id="b">b</li></ul>';
    const show = (items, inserts, { deletes = [], reset = false, text = "", join = false } = {}) => {
      const children = `<li id="none">none</li>${items.map((id) => `<li id="${id}">${id}${text}</li>`).join("")}`;
      const rows = inserts.map(([id, at, limit = null, updateOnly = false]) => [id, at, limit, updateOnly]);
      patch(root, parse(`<ul id="u" phx-update="stream">${children}</ul>`), {
        join,
        streams: [["0", rows, deletes, ...(reset ? [true] : [])]],
      });
      return [...root.querySelectorAll("li")].map((el) => el.textContent).join(" ");
    };
    return {
      join: show(
        ["a", "b"],
        [
          ["b", -1],
          ["a", -1],
        ],
        { join: true },
      ),
      append: show(["c"], [["c", -1]]),
      prepend: show(["z"], [["z", 0]]),
      index: show(["m"], [["m", 1]]),
      update: show(["a"], [["a", 0]], { text: "*" }),
      delete: show([], [], { deletes: ["b"] }),
      updateOnly: show(["q"], [["q", -1, null, true]]),
      first: show(["f"], [["f", 0, 3]]),
      last: show(["g"], [["g", -1, -2]]),
      reset: show(
        ["g", "x"],
        [
          ["x", -1],
          ["g", -1],
        ],
        { reset: true },
      ),
      rejoin: show(["n"], [["n", -1]], { join: true }),
    };
  });
  assert.deepEqual(steps, {
    join: "a b none",
    append: "a b c none",
    prepend: "z a b c none",
    index: "z m a b c none",
    update: "z m a* b c none",
    delete: "z m a* c none",
    updateOnly: "z m a* c none",
    first: "f z m none",
    last: "m g none",
    reset: "g x none",
    rejoin: "n none",
  });
});

test("a stream that is new in the page stands as it was written, with what asks for another place there", async () => {
  const found = await page.run(async () => {
    const { patch, parse } = await import("/bennu/patch.js");
    const root = document.createElement("div");
    const rows = [
      ["c", -1, null, true],
      ["b", 0, null, false],
      ["a", -1, null, false],
    ];
    const items = ["a", "b", "c"].map((id) => `<li id="${id}">${id}</li>`).join("");
    patch(root, parse(`<div><ul id="u" phx-update="stream"><li id="none">none</li>${items}</ul></div>`), {
      streams: [["0", rows, []]],
    });
    return [...root.querySelectorAll("li")].map((el) => el.textContent).join(" ");
  });
  assert.equal(found, "b none a");
});

test("no more is moved than has to be", async () => {
  const moves = await page.run(async () => {
    const { patch, parse } = await import("/bennu/patch.js");
    const root = document.createElement("div");
    const items = (order) => parse([...order].map((id) => `<p id="${id}">${id}</p>`).join(""));
    root.append(items("abcdef"));
    const observer = new MutationObserver(() => {});
    observer.observe(root, { childList: true });
    return ["abcdef", "bcdefa", "abcdef", "afbcde", "fbcdea"].map((order) => {
      patch(root, items(order));
      if (root.textContent !== order) throw new Error(root.textContent);
      return observer.takeRecords().filter(({ addedNodes }) => addedNodes.length > 0).length;
    });
  });
  assert.deepEqual(moves, [0, 1, 1, 1, 1]);
});

test("markup with a name twice is shown as it is", async () => {
  const html = await page.run(async () => {
    const { patch, parse } = await import("/bennu/patch.js");
    const root = document.createElement("div");
    root.innerHTML = '<p id="a">1</p>';
    patch(root, parse('<p id="a">2</p><p id="a">3</p>'));
    return root.innerHTML;
  });
  assert.equal(html, '<p id="a">2</p><p id="a">3</p>');
});
