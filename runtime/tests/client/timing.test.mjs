// Comes in: events of elements that ask for a pace; goes out: which of them pass, and when.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { cancelForm, flush, paced } from "../../assets/live/timing.js";

const form = {};
const field = (attributes) => ({ form, isConnected: true, getAttribute: (name) => attributes[name] ?? null });
const key = (name) => ({ type: "keydown", key: name });
const input = { type: "input" };

let passed;
const pass = (name) => () => passed.push(name);

beforeEach(() => {
  passed = [];
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

test("without a pace everything passes at once", () => {
  const el = field({});
  paced(el, input, pass(1));
  paced(el, input, pass(2));
  assert.deepEqual(passed, [1, 2]);
});

test("a debounced event passes when no other came for as long", () => {
  const el = field({ "phx-debounce": "300" });
  paced(el, input, pass(1));
  mock.timers.tick(299);
  paced(el, input, pass(2));
  mock.timers.tick(299);
  assert.deepEqual(passed, []);
  mock.timers.tick(1);
  assert.deepEqual(passed, [2]);
});

test("leaving the field lets the debounced event pass, once", () => {
  const el = field({ "phx-debounce": "300" });
  paced(el, input, pass(1));
  flush(el);
  mock.timers.tick(1000);
  flush(el);
  assert.deepEqual(passed, [1]);
});

test("debounce until blur waits for it alone", () => {
  const el = field({ "phx-debounce": "blur" });
  paced(el, input, pass(1));
  paced(el, input, pass(2));
  mock.timers.tick(100000);
  assert.deepEqual(passed, []);
  flush(el);
  assert.deepEqual(passed, [2]);
});

test("an element that is gone lets nothing pass", () => {
  const el = field({ "phx-debounce": "300" });
  paced(el, input, pass(1));
  el.isConnected = false;
  mock.timers.tick(300);
  assert.deepEqual(passed, []);
});

test("what happens in a form takes the place of what waits in its other fields", () => {
  const [a, b, other] = [
    field({ "phx-debounce": "300" }),
    field({ "phx-debounce": "300" }),
    { ...field({ "phx-debounce": "300" }), form: {} },
  ];
  paced(a, input, pass("a"));
  paced(b, input, pass("b"));
  paced(other, input, pass("other"));
  cancelForm(form, b);
  mock.timers.tick(300);
  assert.deepEqual(passed, ["b", "other"]);
});

test("a throttled event passes at once and holds back the next", () => {
  const el = field({ "phx-throttle": "500" });
  paced(el, key("a"), pass(1));
  mock.timers.tick(499);
  paced(el, key("a"), pass(2));
  mock.timers.tick(1);
  paced(el, key("a"), pass(3));
  assert.deepEqual(passed, [1, 3]);
});

test("another key passes although the last is held back", () => {
  const el = field({ "phx-throttle": "500" });
  paced(el, key("a"), pass(1));
  mock.timers.tick(300);
  paced(el, key("b"), pass(2));
  // The wait for the first key must not end that for the second.
  mock.timers.tick(300);
  paced(el, key("b"), pass(3));
  assert.deepEqual(passed, [1, 2]);
});
