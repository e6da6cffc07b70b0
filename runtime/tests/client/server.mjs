// Comes in: views as plain objects; goes out: a server that speaks their side of the LiveView protocol, with no dependencies.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const CLIENT = new URL("../../assets/live/", import.meta.url);
const TESTS = new URL("./", import.meta.url);
const HANDSHAKE = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/**
 * A server on a port of its own. A view is `{mount(), full(state), event(state, payload), patch(state, url)}`: `full` is the diff of the
 * join, `event` and `patch` return a reply (`{diff}`), `"crash"`, or a promise of one.
 */
export class Server {
  constructor(views) {
    Object.assign(this, { views, log: [], sockets: new Set(), port: 0 });
  }

  async start() {
    this.http = createServer((request, response) => this.page(request, response));
    this.http.on("upgrade", (request, socket) => this.upgrade(request, socket));
    await new Promise((resolve) => this.http.listen(this.port, "127.0.0.1", resolve));
    this.port = this.http.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
  }

  /** Ends all connections without a word, as a crash does. */
  async stop() {
    for (const { socket } of this.sockets) socket.destroy();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  /** The payloads of one event that clients sent, the newest last. */
  sent(event) {
    return this.log.filter((frame) => frame[3] === event).map((frame) => frame[4]);
  }

  /** Pushes a diff to every view of one topic. */
  push(topic, diff) {
    for (const { channels, send } of this.sockets) {
      const channel = channels.get(topic);
      if (channel) send([channel.joinRef, null, topic, "diff", diff]);
    }
  }

  async page({ url }, response) {
    const { pathname } = new URL(url, this.url);
    const [, folder, name] = pathname.split("/");
    const answer = (status, type, body) => response.writeHead(status, { "content-type": type }).end(body);
    const base = { bennu: CLIENT, tests: TESTS }[folder];
    if (base) {
      const source = await readFile(new URL(name, base)).catch(() => null);
      answer(source ? 200 : 404, "text/javascript", source ?? "");
      return;
    }
    const view = this.views[folder];
    const script = view ? '<script type="module" src="/bennu/auto.js"></script>' : "";
    const root = view
      ? `<div id="root" data-phx-main data-phx-session="${folder}" data-phx-static="static">${view.dead ?? ""}</div>`
      : `<h1>${folder}</h1>`;
    const head = '<meta name="csrf-token" content="token"><title data-suffix=" - app">app</title>';
    answer(
      200,
      "text/html",
      `<!DOCTYPE html><html><head><link rel="icon" href="data:,">${head}${view?.head ?? ""}</head><body>${root}${script}</body></html>`,
    );
  }

  upgrade({ headers }, socket) {
    const accept = createHash("sha1")
      .update(headers["sec-websocket-key"] + HANDSHAKE)
      .digest("base64");
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const connection = {
      socket,
      channels: new Map(),
      send: (frame) => socket.writable && socket.write(textFrame(JSON.stringify(frame))),
    };
    this.sockets.add(connection);
    socket.on("close", () => this.sockets.delete(connection)).on("error", () => {});
    let rest = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      rest = readFrames(
        Buffer.concat([rest, chunk]),
        (text) => this.received(connection, JSON.parse(text)),
        () => socket.end(),
      );
    });
  }

  async received({ channels, send }, frame) {
    this.log.push(frame);
    const [joinRef, ref, topic, event, payload] = frame;
    const reply = (response, status = "ok") => send([joinRef, ref, topic, "phx_reply", { status, response }]);
    if (event === "phx_join") {
      const name = payload.redirect ? new URL(payload.redirect).pathname.slice(1) : payload.session.split(":")[0];
      const view = this.views[name];
      if (!view || view.refused) return reply({ reason: view?.refused ?? "unauthorized" }, "error");
      const state = view.mount(payload);
      channels.set(topic, { joinRef, view, state });
      return reply({
        rendered: view.full(state),
        liveview_version: "1.2.12",
        ...(payload.redirect && { container: ["div", { class: name }] }),
      });
    }
    if (event === "phx_leave") {
      channels.delete(topic);
      reply({});
      return send([joinRef, ref, topic, "phx_close", {}]);
    }
    const channel = channels.get(topic);
    if (!channel) return reply({});
    if (event === "live_patch") return reply(channel.view.patch?.(channel.state, payload.url) ?? { link_redirect: true });
    if (event === "cids_destroyed") return reply({ cids: payload.cids });
    if (event !== "event") return reply({});
    const answer = await channel.view.event(channel.state, payload);
    if (answer !== "crash") return reply(answer ?? {});
    channels.delete(topic);
    return send([joinRef, null, topic, "phx_error", { reason: "channel_crash" }]);
  }
}

// Length of the payload: seven bits, or two or eight bytes after them.
function textFrame(text) {
  const data = Buffer.from(text);
  const head = Buffer.alloc(data.length < 126 ? 2 : data.length < 65536 ? 4 : 10);
  head[0] = 0x81;
  if (head.length === 2) head[1] = data.length;
  else if (head.length === 4) {
    head[1] = 126;
    head.writeUInt16BE(data.length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(data.length), 2);
  }
  return Buffer.concat([head, data]);
}

// Returns what is left of an unfinished frame. Clients mask theirs.
function readFrames(buffer, onText, onClose) {
  let rest = buffer;
  for (;;) {
    if (rest.length < 6) return rest;
    const short = rest[1] & 127;
    const start = { 126: 4, 127: 10 }[short] ?? 2;
    if (rest.length < start + 4) return rest;
    const length = short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short;
    const end = start + 4 + length;
    if (rest.length < end) return rest;
    const mask = rest.subarray(start, start + 4);
    const data = Buffer.from(rest.subarray(start + 4, end)).map((byte, index) => byte ^ mask[index & 3]);
    const kind = rest[0] & 15;
    rest = rest.subarray(end);
    if (kind === 1) onText(data.toString());
    else if (kind === 8) onClose();
  }
}
