// Comes in: a socket over fake WebSockets and a fake clock; goes out: the frames it must send and when.
import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeQuery, Socket } from "../../assets/live/socket.js";
import { decode, encode } from "../../assets/live/serializer.js";
import { FakeClock, fakeWebSockets } from "./fakes.mjs";

function start(options = {}) {
  const clock = new FakeClock();
  const { WebSocket, opened } = fakeWebSockets();
  const socket = new Socket("ws://example.test/live", { clock, WebSocket, ...options });
  socket.connect();
  return { clock, socket, opened, last: () => opened.at(-1) };
}

function joined(options) {
  const started = start(options);
  started.last().open();
  const channel = started.socket.channel("lv:1", () => ({ n: 1 }));
  const push = channel.join();
  started.last().reply(started.last().sent[0]);
  return { ...started, channel, push };
}

test("queries nest as PHP's do", () => {
  assert.equal(
    encodeQuery({ a: { b: 1, c: [2, "x y"] }, d: null, e: undefined, f: "ü&" }),
    "a%5Bb%5D=1&a%5Bc%5D%5B0%5D=2&a%5Bc%5D%5B1%5D=x%20y&d=&f=%C3%BC%26",
  );
});

test("the address carries parameters and version", () => {
  const { last } = start({ params: () => ({ _csrf_token: "t" }) });
  assert.equal(last().url, "ws://example.test/live/websocket?_csrf_token=t&vsn=2.0.0");
});

test("http addresses become WebSocket addresses", () => {
  const { WebSocket, opened } = fakeWebSockets();
  new Socket("https://example.test/live/", { WebSocket }).connect();
  assert.equal(opened[0].url, "wss://example.test/live/websocket?vsn=2.0.0");
});

test("text frames round trip", () => {
  const message = { joinRef: "1", ref: "2", topic: "t", event: "e", payload: { a: [1] } };
  assert.equal(encode(message), '["1","2","t","e",{"a":[1]}]');
  assert.deepEqual(decode(encode(message)), message);
});

function binary(kind, strings, data) {
  const encoded = strings.map((text) => new TextEncoder().encode(text));
  return Uint8Array.from([kind, ...encoded.map((bytes) => bytes.length), ...encoded.flatMap((bytes) => [...bytes]), ...data])
    .buffer;
}

test("binary frames of the server are read", () => {
  const push = decode(binary(0, ["1", "töpic", "ev"], [1, 2]));
  assert.deepEqual(
    { ...push, payload: [...new Uint8Array(push.payload)] },
    { joinRef: "1", ref: null, topic: "töpic", event: "ev", payload: [1, 2] },
  );
  const reply = decode(binary(1, ["1", "7", "t", "ok"], [9]));
  assert.equal(reply.event, "phx_reply");
  assert.equal(reply.ref, "7");
  assert.equal(reply.payload.status, "ok");
  assert.deepEqual([...new Uint8Array(reply.payload.response)], [9]);
  const broadcast = decode(binary(2, ["t", "ev"], []));
  assert.deepEqual([broadcast.joinRef, broadcast.topic, broadcast.event, broadcast.payload.byteLength], [null, "t", "ev", 0]);
});

test("broken frames are errors, and the socket lives on", (t) => {
  assert.throws(() => decode("[1,2]"));
  assert.throws(() => decode("nonsense"));
  assert.throws(() => decode(Uint8Array.from([5]).buffer));
  assert.throws(() => decode(Uint8Array.from([2, 200, 1, 65]).buffer));
  const log = t.mock.method(console, "error", () => {});
  const { last, channel } = joined();
  last().onmessage({ data: "nonsense" });
  assert.equal(log.mock.callCount(), 1);
  assert.equal(channel.state, "joined");
});

test("a join repeats its reference as join reference, and pushes carry it", () => {
  const { last, channel } = joined();
  assert.deepEqual(last().sent[0], ["1", "1", "lv:1", "phx_join", { n: 1 }]);
  channel.push("event", { x: 1 });
  assert.deepEqual(last().sent[1], ["1", "2", "lv:1", "event", { x: 1 }]);
});

test("a join waits for the socket, a push for the join", () => {
  const { socket, last } = start();
  const channel = socket.channel("lv:1", () => ({}));
  channel.join();
  channel.push("event", {});
  assert.equal(last().sent.length, 0);
  last().open();
  assert.deepEqual(
    last().sent.map(([, , , event]) => event),
    ["phx_join"],
  );
  last().reply(last().sent[0]);
  assert.deepEqual(
    last().sent.map(([, , , event]) => event),
    ["phx_join", "event"],
  );
});

test("each reply reaches its push once, by status", () => {
  const { last, channel } = joined();
  const got = [];
  for (const name of ["a", "b"]) {
    channel
      .push(name, {})
      .receive("ok", (response) => got.push([name, "ok", response]))
      .receive("error", (response) => got.push([name, "error", response]));
  }
  const [, a, b] = last().sent;
  last().reply(b, { reason: "no" }, "error");
  last().reply(a, { x: 1 });
  last().reply(a, { x: 2 });
  assert.deepEqual(got, [
    ["b", "error", { reason: "no" }],
    ["a", "ok", { x: 1 }],
  ]);
});

test("a push without reply times out", () => {
  const { clock, channel } = joined();
  let timeouts = 0;
  channel.push("event", {}, 5000).receive("timeout", () => (timeouts += 1));
  clock.advance(4999);
  assert.equal(timeouts, 0);
  clock.advance(1);
  assert.equal(timeouts, 1);
});

test("events of the server reach the channel, those of an older join do not", () => {
  const { last, channel } = joined();
  const got = [];
  channel.on("diff", (payload) => got.push(payload));
  last().receive("1", null, "lv:1", "diff", 1);
  last().receive("0", null, "lv:1", "diff", 2);
  last().receive(null, null, "lv:1", "diff", 3);
  last().receive("1", null, "lv:2", "diff", 4);
  assert.deepEqual(got, [1, 3]);
});

test("a heartbeat goes out every 30 s and a missing answer reconnects", () => {
  const { clock, last, opened } = joined();
  clock.advance(30000);
  const beat = last().sent.at(-1);
  assert.deepEqual([beat[0], ...beat.slice(2)], [null, "phoenix", "heartbeat", {}]);
  last().reply(beat);
  clock.advance(30000);
  assert.equal(last().sent.filter(([, , , event]) => event === "heartbeat").length, 2);
  assert.equal(opened.length, 1);
  clock.advance(30000);
  assert.equal(opened[0].closedWith, 1000);
  clock.advance(10);
  assert.equal(opened.length, 2);
});

test("the socket reconnects after longer and longer waits, and starts over once it is open", () => {
  const { clock, last, opened } = start();
  for (const wait of [10, 50, 100, 150, 200, 250, 500, 1000, 2000, 5000, 5000]) {
    const before = opened.length;
    last().drop();
    clock.advance(wait - 1);
    assert.equal(opened.length, before, `nothing before ${wait} ms`);
    clock.advance(1);
    assert.equal(opened.length, before + 1, `a connection after ${wait} ms`);
  }
  last().open();
  last().drop(1000);
  const before = opened.length;
  clock.advance(10);
  assert.equal(opened.length, before + 1);
});

test("nothing reconnects after disconnect", () => {
  const { clock, socket, opened, channel } = joined();
  let errors = 0;
  channel.onError(() => (errors += 1));
  socket.disconnect();
  assert.equal(opened[0].closedWith, 1000);
  assert.equal(errors, 1);
  clock.advance(120000);
  assert.equal(opened.length, 1);
});

test("a channel is joined again, with a new reference, when the socket is back", () => {
  const { clock, last, channel } = joined();
  let errors = 0;
  let closed = 0;
  channel.onError(() => (errors += 1));
  channel.push("event", {}).receive("closed", () => (closed += 1));
  last().drop();
  assert.deepEqual([errors, closed, channel.state], [1, 1, "errored"]);
  clock.advance(10);
  last().open();
  const [join] = last().sent;
  assert.equal(join[3], "phx_join");
  assert.equal(join[0], join[1]);
  assert.notEqual(join[1], "1");
  last().reply(join);
  assert.equal(channel.state, "joined");
});

test("a crashed channel is joined again after 1, 2, 5, 10, 10 s", () => {
  const { clock, last, channel } = joined();
  let oks = 0;
  channel.joinPush.receive("ok", () => (oks += 1));
  last().receive("1", null, "lv:1", "phx_error", { reason: "channel_crash" });
  assert.equal(channel.state, "errored");
  for (const wait of [1000, 2000, 5000, 10000, 10000]) {
    const before = last().sent.length;
    clock.advance(wait - 1);
    assert.equal(last().sent.length, before);
    clock.advance(1);
    assert.equal(last().sent.length, before + 1);
    last().reply(last().sent.at(-1), { reason: "still down" }, "error");
  }
  clock.advance(10000);
  last().reply(last().sent.at(-1));
  assert.deepEqual([oks, channel.state], [1, "joined"]);
});

test("a join that is not answered in 10 s is taken back and tried again", () => {
  const { clock, last, socket } = start();
  last().open();
  socket.channel("lv:1", () => ({})).join();
  clock.advance(10000);
  assert.deepEqual(
    last().sent.map(([, , , event]) => event),
    ["phx_join", "phx_leave"],
  );
  clock.advance(1000);
  assert.equal(last().sent.at(-1)[3], "phx_join");
  assert.equal(last().sent.at(-1)[0], last().sent.at(-1)[1]);
});

test("phx_close ends a channel for good", () => {
  const { clock, last, channel, socket } = joined();
  let closes = 0;
  channel.onClose(() => (closes += 1));
  last().receive("1", null, "lv:1", "phx_close", {});
  assert.deepEqual([closes, channel.state, socket.channels.length], [1, "closed", 0]);
  const before = last().sent.length;
  clock.advance(20000);
  assert.equal(last().sent.length, before);
});

test("leave tells the server, fails what waits, and hears no more", () => {
  const { last, channel } = joined();
  const got = [];
  channel.on("diff", () => got.push("diff"));
  channel.push("event", {}).receive("closed", () => got.push("closed"));
  channel.leave();
  assert.equal(last().sent.at(-1)[3], "phx_leave");
  assert.equal(last().sent.at(-1)[0], "1");
  last().receive("1", null, "lv:1", "diff", {});
  assert.deepEqual(got, ["closed"]);
});

test("a topic that is joined by a new channel is not disturbed by the old one's end", () => {
  const { last, channel, socket } = joined();
  channel.leave();
  const next = socket.channel("lv:1", () => ({}));
  next.join();
  last().receive("1", null, "lv:1", "phx_close", {});
  last().reply(last().sent.at(-1));
  assert.equal(next.state, "joined");
});

test("a channel that came back starts its waits over", () => {
  const { clock, last } = joined();
  for (let crash = 1; crash <= 2; crash += 1) {
    last().receive(last().sent.at(-1)[0], null, "lv:1", "phx_error", {});
    const before = last().sent.length;
    clock.advance(1000);
    assert.equal(last().sent.length, before + 1, `crash ${crash}`);
    last().reply(last().sent.at(-1));
  }
});

test("the time of a push starts when it is sent", () => {
  const { clock, socket, last } = start();
  const channel = socket.channel("lv:1", () => ({}));
  channel.join();
  let timeouts = 0;
  channel.push("event", {}, 5000).receive("timeout", () => (timeouts += 1));
  clock.advance(4000);
  last().open();
  last().reply(last().sent[0]);
  clock.advance(4000);
  assert.equal(timeouts, 0);
  clock.advance(1000);
  assert.equal(timeouts, 1);
});

test("disconnect ends the wait for a reconnect", () => {
  const { clock, socket, last, opened } = joined();
  last().drop();
  socket.disconnect();
  clock.advance(120000);
  assert.equal(opened.length, 1);
});

test("what a given-up connection still reports is not heard", () => {
  const { clock, last, opened } = joined();
  clock.advance(60000);
  assert.equal(opened[0].closedWith, 1000);
  clock.advance(10);
  last().open();
  opened[0].onclose?.({ code: 1000 });
  opened[0].onmessage?.({ data: '[null,null,"lv:1","phx_close",{}]' });
  assert.equal(opened.length, 2);
  clock.advance(10000);
  assert.equal(opened.length, 2);
  assert.equal(last().sent[0][3], "phx_join");
});
