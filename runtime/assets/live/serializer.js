// Comes in: a message of a channel or a frame of the socket; goes out: the Phoenix V2 text frame or the message that the frame
// carries.

/**
 * A message of the Phoenix V2 protocol.
 * @typedef {object} Message
 * @property {string|null} joinRef reference of the join that the message belongs to; null for broadcasts
 * @property {string|null} ref reference that a reply repeats; null for pushes of the server
 * @property {string} topic
 * @property {string} event
 * @property {any} payload JSON value, or an ArrayBuffer when the frame was binary
 */

const PUSH = 0;
const REPLY = 1;
const BROADCAST = 2;

/**
 * Encodes a message as a V2 text frame.
 * @param {Message} message
 * @returns {string}
 */
export function encode({ joinRef, ref, topic, event, payload }) {
  return JSON.stringify([joinRef, ref, topic, event, payload]);
}

/**
 * Decodes a text or binary frame of the server.
 * @param {string|ArrayBuffer} frame
 * @returns {Message}
 * @throws {Error} when the frame is not a V2 frame
 */
export function decode(frame) {
  if (typeof frame !== "string") return decodeBinary(frame);
  const parts = JSON.parse(frame);
  if (!Array.isArray(parts) || parts.length !== 5) throw new Error("a frame must be an array of five values");
  const [joinRef, ref, topic, event, payload] = parts;
  return { joinRef, ref, topic, event, payload };
}

// Layout: kind, one length byte for each string, the strings, the data. Which strings there are depends on the kind.
function decodeBinary(buffer) {
  const bytes = new Uint8Array(buffer);
  const text = new TextDecoder();
  const names = [
    ["joinRef", "topic", "event"],
    ["joinRef", "ref", "topic", "status"],
    ["topic", "event"],
  ][bytes[0]];
  if (!names) throw new Error(`unknown kind of binary frame: ${bytes[0]}`);
  let offset = 1 + names.length;
  const found = {};
  names.forEach((name, index) => {
    const end = offset + bytes[1 + index];
    if (!(end <= bytes.length)) throw new Error("a binary frame ends early");
    found[name] = text.decode(bytes.subarray(offset, end));
    offset = end;
  });
  const data = buffer.slice(offset);
  const { joinRef = null, ref = null, topic, event, status } = found;
  switch (bytes[0]) {
    case PUSH:
      return { joinRef, ref: null, topic, event, payload: data };
    case REPLY:
      return { joinRef, ref, topic, event: "phx_reply", payload: { status, response: data } };
    case BROADCAST:
      return { joinRef: null, ref: null, topic, event, payload: data };
  }
}
