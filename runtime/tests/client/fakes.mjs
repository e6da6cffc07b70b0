// Comes in: what a test does with time and connections; goes out: a clock that moves when told, and WebSockets whose server is
// the test.

/** Timers in the order of their time. */
export class FakeClock {
  constructor() {
    Object.assign(this, { now: 0, timers: new Map(), last: 0 });
  }

  setTimeout = (callback, delay) => {
    this.last += 1;
    this.timers.set(this.last, { at: this.now + delay, callback });
    return this.last;
  };

  clearTimeout = (timer) => this.timers.delete(timer);

  /** Lets `milliseconds` pass. */
  advance(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      const due = [...this.timers].filter(([, { at }]) => at <= end).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.now = due[1].at;
      due[1].callback();
    }
    this.now = end;
  }
}

/** A WebSocket class whose instances are listed in `opened`. */
export function fakeWebSockets() {
  const opened = [];
  class FakeWebSocket {
    constructor(url) {
      Object.assign(this, { url, readyState: 0, sent: [], closedWith: null });
      opened.push(this);
    }

    open() {
      this.readyState = 1;
      this.onopen();
    }

    send(frame) {
      this.sent.push(JSON.parse(frame));
    }

    close(code) {
      this.readyState = 3;
      this.closedWith = code;
    }

    /** The server closes. */
    drop(code = 1006) {
      this.readyState = 3;
      this.onclose({ code });
    }

    receive(...frame) {
      this.onmessage({ data: JSON.stringify(frame) });
    }

    /** Answers a message that was sent. */
    reply([joinRef, ref, topic], response = {}, status = "ok") {
      this.receive(joinRef, ref, topic, "phx_reply", { status, response });
    }
  }
  return { WebSocket: FakeWebSocket, opened };
}
