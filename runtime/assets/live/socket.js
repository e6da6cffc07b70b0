// Comes in: the endpoint's URL and connection parameters; goes out: one WebSocket that heartbeats, reconnects, and carries
// channels by topic.
// Not here: the long-poll fallback and binary pushes of the client (uploads). Binary frames of the server are understood.

import { Backoff, Channel } from "./channel.js";
import { decode, encode } from "./serializer.js";

const RECONNECT_DELAYS = [10, 50, 100, 150, 200, 250, 500, 1000, 2000];
const RECONNECT_LAST = 5000;

/**
 * Writes nested parameters as a query string: `{a: {b: 1}, c: [2]}` becomes `a[b]=1&c[0]=2`, percent-encoded.
 * Undefined values are left out.
 * @param {Record<string, any>} params
 * @param {string} [prefix] name that the keys are nested in
 * @returns {string}
 */
export function encodeQuery(params, prefix) {
  return Object.entries(params)
    .flatMap(([key, value]) => {
      const name = prefix === undefined ? key : `${prefix}[${key}]`;
      if (value === undefined) return [];
      if (value !== null && typeof value === "object") return encodeQuery(value, name) || [];
      return [`${encodeURIComponent(name)}=${encodeURIComponent(value ?? "")}`];
    })
    .join("&");
}

/** A Phoenix socket, protocol version 2.0.0. */
export class Socket {
  /**
   * @param {string} url endpoint, such as `/live` or `wss://host/live`; `/websocket` is added
   * @param {object} [options]
   * @param {object|(() => object)} [options.params] sent in the query of the URL at each connect
   * @param {number} [options.timeout] milliseconds for joins and pushes, by default 10000
   * @param {number} [options.heartbeat] milliseconds between heartbeats, by default 30000
   * @param {typeof WebSocket} [options.WebSocket] the class to connect with
   * @param {{setTimeout: Function, clearTimeout: Function}} [options.clock] timers, replaced in tests
   */
  constructor(url, { params = {}, timeout = 10000, heartbeat = 30000, ...rest } = {}) {
    this.url = url;
    this.params = typeof params === "function" ? params : () => params;
    this.timeout = timeout;
    this.heartbeatInterval = heartbeat;
    this.WebSocket = rest.WebSocket ?? globalThis.WebSocket;
    this.clock = rest.clock ?? {
      setTimeout: (callback, delay) => setTimeout(callback, delay),
      clearTimeout: (timer) => clearTimeout(timer),
    };
    Object.assign(this, { connection: null, lastRef: 0, channels: [], heartbeatTimer: null, heartbeatRef: null });
    this.listeners = { open: [], close: [] };
    this.reconnect = new Backoff(this.clock, RECONNECT_DELAYS, RECONNECT_LAST, () => this.connect());
  }

  /** @returns {string} address of the WebSocket, with the parameters of this moment */
  endpoint() {
    const address = new URL(`${this.url.replace(/\/$/, "")}/websocket`, globalThis.location?.href);
    address.protocol = address.protocol.replace("http", "ws");
    address.search = [encodeQuery(this.params()), "vsn=2.0.0"].filter(Boolean).join("&");
    return address.href;
  }

  /** Connects, unless that is done or under way. */
  connect() {
    if (this.connection) return;
    const connection = new this.WebSocket(this.endpoint());
    this.connection = connection;
    connection.binaryType = "arraybuffer";
    connection.onopen = () => this.opened();
    connection.onmessage = (event) => this.received(event.data);
    connection.onclose = (event) => this.closed(event);
  }

  /** Closes for good: nothing reconnects until `connect` is called. */
  disconnect() {
    this.reconnect.reset();
    this.detach()?.close(1000);
    this.channels.forEach((channel) => channel.socketClosed({ code: 1000 }));
  }

  /** @returns {boolean} whether messages can be sent now */
  isConnected() {
    return this.connection?.readyState === 1;
  }

  /**
   * Opens a channel object; `join` it to join it.
   * @param {string} topic
   * @param {() => any} params join payload, asked for at each join
   * @returns {Channel}
   */
  channel(topic, params) {
    const channel = new Channel(this, topic, params);
    this.channels.push(channel);
    return channel;
  }

  /** @param {Channel} channel removed from the socket, by the channel itself */
  remove(channel) {
    this.channels = this.channels.filter((other) => other !== channel);
  }

  /** @param {() => void} callback called each time the socket opened */
  onOpen(callback) {
    this.listeners.open.push(callback);
  }

  /** @param {(event: {code: number}) => void} callback called each time the socket closed unasked */
  onClose(callback) {
    this.listeners.close.push(callback);
  }

  /** @returns {string} a reference that no other message of this socket has */
  makeRef() {
    this.lastRef += 1;
    return String(this.lastRef);
  }

  /** @param {import("./serializer.js").Message} message sent if the socket is open, dropped if not */
  send(message) {
    if (this.isConnected()) this.connection.send(encode(message));
  }

  opened() {
    this.reconnect.reset();
    this.scheduleHeartbeat();
    this.listeners.open.forEach((callback) => callback());
    this.channels.slice().forEach((channel) => channel.socketOpened());
  }

  closed(event) {
    this.detach();
    this.listeners.close.forEach((callback) => callback(event));
    this.channels.slice().forEach((channel) => channel.socketClosed(event));
    this.reconnect.schedule();
  }

  received(frame) {
    let message;
    try {
      message = decode(frame);
    } catch (error) {
      console.error("bennu: the server sent a frame that cannot be read:", error);
      return;
    }
    if (message.ref !== null && message.ref === this.heartbeatRef) this.heartbeatRef = null;
    // A message may close channels, so go through those of this moment.
    for (const channel of this.channels.slice()) if (channel.topic === message.topic) channel.receive(message);
  }

  scheduleHeartbeat() {
    this.clock.clearTimeout(this.heartbeatTimer);
    this.heartbeatTimer = this.clock.setTimeout(() => this.beat(), this.heartbeatInterval);
  }

  beat() {
    if (this.heartbeatRef !== null) {
      // A dead connection may take minutes to report its close, so it counts as closed now.
      const connection = this.connection;
      this.closed({ code: 1006, reason: "heartbeat timeout" });
      connection.close(1000, "heartbeat timeout");
      return;
    }
    this.heartbeatRef = this.makeRef();
    this.send({ joinRef: null, ref: this.heartbeatRef, topic: "phoenix", event: "heartbeat", payload: {} });
    this.scheduleHeartbeat();
  }

  // Forgets the connection, so that nothing it still reports is heard.
  detach() {
    const { connection } = this;
    this.clock.clearTimeout(this.heartbeatTimer);
    this.heartbeatRef = null;
    this.connection = null;
    if (connection) connection.onopen = connection.onmessage = connection.onclose = null;
    return connection;
  }
}
