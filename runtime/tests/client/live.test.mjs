// Comes in: small views behind a real socket, in a real browser; goes out: what users see and what the server hears.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { startBrowser } from "./browser.mjs";
import { Server } from "./server.mjs";
import { views } from "./views.mjs";

let browser, server, page;

before(async () => {
  browser = await startBrowser();
});

after(() => browser?.close());

beforeEach(async () => {
  server = new Server(views());
  await server.start();
});

afterEach(async () => {
  await page?.close();
  page = undefined;
  await server.stop();
});

async function open(path) {
  page = await browser.open(`${server.url}/${path}`);
  await joined();
}

const joined = (selector = "#root") =>
  page.until((wanted) => document.querySelector(wanted)?.classList.contains("phx-connected"), selector);
const value = (selector) => page.run((wanted) => document.querySelector(wanted).value, selector);
const texts = (selector) => page.run((wanted) => [...document.querySelectorAll(wanted)].map((el) => el.textContent), selector);
const events = () => server.sent("event").map(({ event }) => event);

/** Holds back replies until the returned function is called. */
function hold(name) {
  const view = server.views[name];
  const { event } = view;
  let release;
  const wait = new Promise((resolve) => (release = resolve));
  view.event = async (...args) => {
    await wait;
    return event.apply(view, args);
  };
  return release;
}

test("a view is joined with its address, tokens and parameters", async () => {
  await open("counter?a=1");
  const [payload] = server.sent("phx_join");
  assert.deepEqual(payload, {
    url: `${server.url}/counter?a=1`,
    params: { _csrf_token: "token", _mounts: 0, _mount_attempts: 0 },
    session: "counter",
    static: "static",
    sticky: false,
  });
});

test("clicks change the page, its title, and tell the page's scripts", async () => {
  await open("counter");
  await page.run(() => window.addEventListener("phx:counted", ({ detail }) => (window.counted = detail)));
  await page.click("#inc");
  await page.untilText("#count", "2");
  assert.deepEqual(server.sent("event"), [{ type: "click", event: "inc", value: { by: "2", value: "" } }]);
  assert.deepEqual(await page.run(() => window.counted), { n: 2 });
  assert.equal(await page.run(() => document.title), "2 - app");
});

test("a click waits for its answer, and a second one meanwhile is dropped", async () => {
  await open("counter");
  const release = hold("counter");
  await page.click("#inc");
  await page.until(() => document.querySelector("#inc").classList.contains("phx-click-loading"));
  assert.equal(await page.run(() => document.querySelector("#inc").textContent), "wait");
  await page.run(() => document.querySelector("#inc").click());
  release();
  await page.untilText("#count", "2");
  assert.deepEqual(events(), ["inc"]);
  assert.equal(
    await page.run(() => document.querySelector("#inc").outerHTML),
    '<button id="inc" phx-click="inc" phx-value-by="2" phx-disable-with="wait"><b>+</b></button>',
  );
});

test("a second click before the answer is taken for a double click", async () => {
  await open("counter");
  const release = hold("counter");
  await page.click("#plain");
  await page.until(() => document.querySelector("#plain").classList.contains("phx-click-loading"));
  await page.click("#plain");
  await page.click("#inc");
  release();
  await page.untilText("#count", "3");
  assert.deepEqual(
    server.sent("event").map(({ value: { by } }) => by),
    ["1", "2"],
  );
  await page.click("#plain");
  await page.untilText("#count", "4");
});

test("two windows are two views", async () => {
  await open("counter");
  const other = await browser.open(`${server.url}/counter`);
  await page.click("#inc");
  await page.untilText("#count", "2");
  await other.untilText("#count", "0");
  await other.close();
});

test("a crash shows, the view is joined again, and nothing is left waiting", async () => {
  await open("counter");
  await page.click("#inc");
  await page.untilText("#count", "2");
  await page.click("#crash");
  await page.until(() => document.querySelector("#root").className === "phx-loading phx-error phx-server-error");
  await joined();
  await page.untilText("#count", "0");
  assert.equal(server.sent("phx_join").at(-1).params._mounts, 1);
  assert.equal(await page.run(() => document.querySelectorAll("[data-phx-ref-src]").length), 0);
  await page.click("#inc");
  await page.untilText("#count", "2");
});

test("a restart of the server is survived, and what was typed is sent again", async () => {
  await open("form");
  await page.run(() => document.querySelector("#name").focus());
  await page.type("Ada");
  await page.untilText("#seen", "Ada");
  await server.stop();
  await page.until(() => document.querySelector("#root").className === "phx-loading phx-error phx-client-error");
  server.log = [];
  await server.start();
  await joined();
  await page.untilText("#seen", "Ada");
  assert.equal(await value("#name"), "Ada");
  assert.deepEqual(
    server.sent("event").map(({ event, meta }) => [event, meta._target]),
    [["validate", "user[name]"]],
  );
});

test("a crash while forms are sent again loses nothing of them", async () => {
  await open("form");
  await page.run(() => document.querySelector("#name").focus());
  await page.type("Ada");
  await page.untilText("#seen", "Ada");
  const view = server.views.form;
  const { event } = view;
  let crashes = 2;
  view.event = (...args) => ((crashes -= 1) >= 0 ? "crash" : event.apply(view, args));
  await page.click("#mail");
  await page.type("m");
  await page.until(() => document.querySelector("#root").classList.contains("phx-server-error"));
  await page.until(
    () =>
      document.querySelector("#root").classList.contains("phx-connected") &&
      document.querySelector("#seen").textContent === "Ada",
  );
  assert.deepEqual([await value("#name"), await value("#mail"), crashes], ["ADA", "m", -1]);
});

test("forms send all fields, mark those nobody used, and keep the one in use", async () => {
  await open("form");
  await page.click("#name");
  await page.type("a");
  await page.untilText("#seen", "a");
  const [first] = server.sent("event");
  assert.equal(
    decodeURIComponent(first.value),
    "h=1&user[name]=a&user[_unused_mail]=&user[mail]=&user[_unused_bio]=&user[bio]=&user[_unused_kind]=&user[kind]=1",
  );
  assert.deepEqual([first.type, first.event, first.meta], ["form", "validate", { _target: "user[name]", extra: "x" }]);
  // The server shouts, but not into the field that is in use.
  assert.equal(await value("#name"), "a");
  await page.click("#mail");
  await page.type("m");
  await page.until(() => document.querySelector("#name").value === "A");
  assert.equal(await value("#mail"), "m");
});

test("a submit disables the form, carries its button, and takes the server's values", async () => {
  await open("form");
  const release = hold("form");
  await page.click("#name");
  await page.type("x");
  await page.type("\r");
  await page.until(() => document.querySelector("#save").disabled && document.querySelector("#name").readOnly);
  assert.equal(await page.run(() => document.querySelector("#save").textContent), "Saving");
  release();
  await page.untilText("#saved", "x");
  assert.deepEqual(events(), ["validate", "save"]);
  assert.match(server.sent("event").at(-1).value, /&act=go$/);
  assert.deepEqual(
    await page.run(() => [
      document.querySelector("#save").disabled,
      document.querySelector("#name").readOnly,
      document.activeElement.id,
    ]),
    [false, false, "name"],
  );
  assert.equal(await value("#name"), "");
});

test("what the user types while an answer is late is not overwritten", async () => {
  await open("form");
  const release = hold("form");
  await page.click("#name");
  await page.type("a");
  await page.until(() => document.querySelector("form").hasAttribute("data-phx-ref-lock"));
  server.push("lv:root", { 4: "pushed" });
  await page.type("b");
  assert.deepEqual(await texts("#note"), [""]);
  release();
  await page.untilText("#seen", "ab");
  await page.untilText("#note", "pushed");
  assert.equal(await value("#name"), "ab");
});

test("what was pushed to a form that waits shows once the answer is there, components too", async () => {
  await open("locked");
  const release = hold("locked");
  await page.click("#field");
  await page.type("a");
  await page.until(() => document.querySelector("form").hasAttribute("data-phx-ref-lock"));
  server.push("lv:root", { 0: "pushed" });
  server.push("lv:root", { c: { 1: { 0: "new" } } });
  // A reply that comes back shows that what was sent before it has been seen.
  await page.run(() => window.liveSocket.main.request("ping", {}));
  assert.deepEqual(await texts("#note,#part"), ["", "old"]);
  release();
  await page.untilText("#note", "pushed");
  await page.untilText("#part", "new");
  assert.equal(await value("#field"), "a");
});

test("keyed entries move with their elements, focus and text", async () => {
  await open("keyed");
  await page.run(() => {
    window.items = new Map([...document.querySelectorAll("li")].map((el) => [el.id, el]));
    document.querySelector("#in-b").focus();
  });
  await page.type("kept");
  for (const [button, order] of [
    ["rotate", "b c a"],
    ["insert", "n3 b c a"],
    ["reverse", "a! c b n3"],
    ["drop", "c b n3"],
  ]) {
    await page.run((id) => document.getElementById(id).click(), button);
    await page.until((wanted) => [...document.querySelectorAll("li")].map((el) => el.textContent).join(" ") === wanted, order);
  }
  const [same, focus] = await page.run(() => [
    [...window.items].every(([id, el]) => [null, el].includes(document.getElementById(id))),
    document.activeElement.id,
  ]);
  assert.deepEqual([same, focus, await value("#in-b")], [true, "in-b", "kept"]);
});

test("components are patched alone, and reported when they are gone", async () => {
  await open("components");
  await page.click("[data-phx-component='2'] button");
  await page.until(() => document.querySelectorAll("section b")[1].textContent === "21");
  assert.deepEqual([await texts("section b"), server.sent("event").at(-1).cid], [["1", "21"], 2]);
  await page.click("#hide");
  await page.until(() => document.querySelectorAll("section b").length === 1);
  for (const event of ["cids_will_destroy", "cids_destroyed"]) {
    await until(() => server.sent(event).length > 0);
    assert.deepEqual(server.sent(event), [{ cids: [2] }]);
  }
});

async function until(done) {
  const end = Date.now() + 10000;
  while (!done()) {
    assert.ok(Date.now() < end, `not so in time: ${done}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test("hooks live with their elements, push, and hear", async () => {
  await open("hooks");
  const reply = await page.run(() => window.hook.pushEvent("hello", { a: 1 }));
  assert.deepEqual(reply, { got: { a: 1 } });
  await page.run(() => window.hook.pushEvent("change"));
  await page.run(() => window.hook.pushEvent("remove"));
  assert.deepEqual(await page.run(() => window.calls), ["mounted 0", "beforeUpdate 0 1", "updated 1", "heard 1", "destroyed"]);
});

test("JS commands act, and their changes outlive patches", async () => {
  await open("commands");
  await page.click("#go");
  const state = () =>
    page.run(() => {
      const el = document.querySelector("#target");
      return [el.className, el.title, document.querySelector("#box").style.display, document.activeElement.id];
    });
  assert.deepEqual(await state(), ["on", "kept", "none", "field"]);
  await page.untilText("#target", "1");
  assert.deepEqual(await state(), ["on", "kept", "none", "field"]);
  assert.deepEqual(
    server.sent("event").map(({ event, value: sent }) => [event, sent]),
    [["go", { by: 3, value: "" }]],
  );
});

test("nested views live and crash apart from their parent", async () => {
  await open("parent");
  await joined("#child");
  await page.click("#child-inc");
  await page.untilText("#child-count", "1");
  await page.click("#inc");
  await page.untilText("#count", "1");
  await page.untilText("#child-count", "1");
  await page.click("#child-crash");
  await page.until(() => document.querySelector("#child").classList.contains("phx-server-error"));
  await joined("#child");
  await page.untilText("#child-count", "0");
  await page.untilText("#count", "1");
});

test("a nested view is joined with the session that its parent's new join gives it", async () => {
  await open("parent");
  await joined("#child");
  await page.click("#crash");
  await page.until(() => document.querySelector("#root").classList.contains("phx-server-error"));
  await joined();
  await joined("#child");
  assert.deepEqual(
    server.sent("phx_join").map(({ session, params }) => [session, params._mounts]),
    [
      ["parent", 0],
      ["child:0", 0],
      ["parent", 1],
      ["child:1", 1],
    ],
  );
  await page.click("#child-inc");
  await page.untilText("#child-count", "1");
});

test("navigation brings new elements, even under old names", async () => {
  await open("counter");
  await page.run(() => (window.old = document.querySelector("#count")));
  await page.click("#other");
  await joined("#child");
  assert.equal(await page.run(() => document.querySelector("#count") === window.old), false);
});

test("links patch and navigate without loading the page, and the history leads back", async () => {
  await open("counter");
  await page.run(() => (window.same = true));
  await page.click("#patch");
  await page.untilText("#query", "?page=2");
  assert.equal(await page.run(() => location.search), "?page=2");
  await page.click("#form");
  await page.until(() => document.querySelector("#root.form.phx-connected form") !== null);
  assert.equal(await page.run(() => location.pathname), "/form");
  await page.run(() => history.back());
  await page.until(() => document.querySelector("#root.counter.phx-connected #count") !== null);
  assert.equal(await page.run(() => location.search), "?page=2");
  assert.equal(server.sent("live_patch").length, 1);
  await page.click("#patch3");
  await page.untilText("#query", "?page=3");
  await page.run(() => history.back());
  await page.untilText("#query", "?page=2");
  assert.equal(await page.run(() => window.same), true);
  await page.click("#elsewhere");
  await page.untilText("h1", "elsewhere");
  assert.equal(await page.run(() => window.same === undefined), true);
});

test("a refused join loads the page again, once at first", async () => {
  page = await browser.open(`${server.url}/stale`);
  await until(() => server.sent("phx_join").length === 2);
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(server.sent("phx_join").length, 2);
});
