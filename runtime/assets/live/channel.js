// Comes in: a topic, join parameters and the socket's messages for the topic; goes out: pushes with references, their replies,
// and the join kept alive.

const REJOIN_DELAYS = [1000, 2000, 5000];
const REJOIN_LAST = 10000;

/** Calls back after delays that grow with each try, until reset. */
export class Backoff {
  /**
   * @param {{setTimeout: Function, clearTimeout: Function}} clock
   * @param {number[]} delays milliseconds before the first tries
   * @param {number} last milliseconds before every later try
   * @param {() => void} callback
   */
  constructor(clock, delays, last, callback) {
    Object.assign(this, { clock, delays, last, callback, tries: 0, timer: null });
  }

  /** Starts the next wait; a wait under way is replaced. */
  schedule() {
    this.clock.clearTimeout(this.timer);
    const delay = this.delays[this.tries] ?? this.last;
    this.tries += 1;
    this.timer = this.clock.setTimeout(() => this.callback(), delay);
  }

  /** Forgets the tries and the wait under way. */
  reset() {
    this.tries = 0;
    this.clock.clearTimeout(this.timer);
  }
}

/** One message that waits for its reply. Statuses: `ok`, `error`, `timeout`, and `closed` when the channel went away first. */
export class Push {
  /**
   * @param {Channel} channel
   * @param {string} event
   * @param {() => any} payload called at each send
   * @param {number} timeout milliseconds until the status is `timeout`
   */
  constructor(channel, event, payload, timeout) {
    Object.assign(this, { channel, event, payload, timeout, ref: null, timer: null, callbacks: [] });
  }

  /**
   * Registers a callback for one status.
   * @param {"ok"|"error"|"timeout"|"closed"} status
   * @param {(response: any) => void} callback
   * @returns {Push}
   */
  receive(status, callback) {
    this.callbacks.push([status, callback]);
    return this;
  }

  /** Sends the message, as a new one each time. */
  send() {
    const { channel } = this;
    channel.pending.delete(this.ref);
    this.startTimer();
    this.ref = channel.socket.makeRef();
    channel.pending.set(this.ref, this);
    if (this === channel.joinPush) channel.joinRef = this.ref;
    const { ref, event } = this;
    channel.socket.send({ joinRef: channel.joinRef, ref, topic: channel.topic, event, payload: this.payload() });
  }

  /** Starts the time that the reply may take. */
  startTimer() {
    const { clock } = this.channel.socket;
    clock.clearTimeout(this.timer);
    this.timer = clock.setTimeout(() => this.settle("timeout", {}), this.timeout);
  }

  /**
   * Ends the wait.
   * @param {"ok"|"error"|"timeout"|"closed"} status
   * @param {any} response
   */
  settle(status, response) {
    this.channel.socket.clock.clearTimeout(this.timer);
    this.channel.pending.delete(this.ref);
    for (const [wanted, callback] of this.callbacks) if (wanted === status) callback(response);
  }
}

/** One topic of a socket. States: `closed`, `joining`, `joined`, `errored`, `leaving`. */
export class Channel {
  /**
   * @param {import("./socket.js").Socket} socket
   * @param {string} topic
   * @param {() => any} params join payload, asked for at each join
   */
  constructor(socket, topic, params) {
    Object.assign(this, { socket, topic, state: "closed", joinRef: null, pending: new Map(), waiting: [] });
    this.listeners = { error: [], close: [] };
    this.bindings = new Map();
    this.rejoin = new Backoff(socket.clock, REJOIN_DELAYS, REJOIN_LAST, () => socket.isConnected() && this.sendJoin());
    this.joinPush = new Push(this, "phx_join", params, socket.timeout)
      .receive("ok", () => this.joined())
      .receive("error", () => this.fail())
      .receive("timeout", () => {
        // The server may still be busy with the join: tell it that nobody waits any more.
        if (socket.isConnected()) this.sendRaw("phx_leave");
        this.fail();
      });
  }

  /**
   * Joins now, or as soon as the socket is open. The reply comes through the returned push, at every rejoin again.
   * @returns {Push}
   */
  join() {
    if (this.socket.isConnected()) this.sendJoin();
    else this.state = "errored";
    return this.joinPush;
  }

  /**
   * Pushes an event; before the join is answered it waits.
   * @param {string} event
   * @param {any} payload
   * @param {number} [timeout] milliseconds, by default the socket's
   * @returns {Push}
   */
  push(event, payload, timeout = this.socket.timeout) {
    const push = new Push(this, event, () => payload, timeout);
    if (this.state === "joined" && this.socket.isConnected()) push.send();
    else {
      push.startTimer();
      this.waiting.push(push);
    }
    return push;
  }

  /**
   * Calls back for an event that the server pushes.
   * @param {string} event
   * @param {(payload: any) => void} callback
   */
  on(event, callback) {
    this.bindings.set(event, [...(this.bindings.get(event) ?? []), callback]);
  }

  /** @param {(reason: any) => void} callback called when the channel crashed or the socket closed */
  onError(callback) {
    this.listeners.error.push(callback);
  }

  /** @param {() => void} callback called when the server closed the channel, or the leave is done */
  onClose(callback) {
    this.listeners.close.push(callback);
  }

  /** Leaves the topic; the server is told if it can be. */
  leave() {
    const told = this.state === "joined" || this.state === "joining";
    this.state = "leaving";
    this.rejoin.reset();
    this.drop();
    if (told && this.socket.isConnected()) this.sendRaw("phx_leave");
    this.close();
  }

  /**
   * Takes a message of this topic.
   * @param {import("./serializer.js").Message} message
   */
  receive({ joinRef, ref, event, payload }) {
    if (joinRef !== null && joinRef !== this.joinRef) return;
    if (event === "phx_reply") this.pending.get(ref)?.settle(payload.status, payload.response);
    else if (event === "phx_close") this.close();
    else if (event === "phx_error") this.crash(payload);
    else for (const callback of this.bindings.get(event) ?? []) callback(payload);
  }

  /** The socket opened: what was joined before is joined again at once. */
  socketOpened() {
    this.rejoin.reset();
    if (this.state === "errored") this.sendJoin();
  }

  /**
   * The socket closed.
   * @param {any} reason
   */
  socketClosed(reason) {
    this.rejoin.reset();
    if (this.state === "joined" || this.state === "joining") this.crash(reason);
  }

  sendJoin() {
    this.state = "joining";
    this.joinPush.send();
  }

  sendRaw(event) {
    const { joinRef, topic } = this;
    this.socket.send({ joinRef, ref: this.socket.makeRef(), topic, event, payload: {} });
  }

  joined() {
    this.state = "joined";
    this.rejoin.reset();
    this.waiting.splice(0).forEach((push) => push.send());
  }

  fail() {
    this.state = "errored";
    if (this.socket.isConnected()) this.rejoin.schedule();
  }

  crash(reason) {
    if (this.state === "closed" || this.state === "leaving") return;
    this.fail();
    this.drop();
    this.listeners.error.forEach((callback) => callback(reason));
  }

  close() {
    this.rejoin.reset();
    this.state = "closed";
    this.drop();
    this.socket.remove(this);
    this.listeners.close.forEach((callback) => callback());
  }

  // Replies that can no longer come; the join itself is sent again, so it only stops its timer.
  drop() {
    this.socket.clock.clearTimeout(this.joinPush.timer);
    this.pending.delete(this.joinPush.ref);
    for (const push of [...this.pending.values(), ...this.waiting.splice(0)]) push.settle("closed", {});
  }
}
