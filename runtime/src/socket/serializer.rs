//! Version 2 of the wire format: frames become messages, and replies and pushes become frames.
//!
//! A text frame is a JSON array `[join_ref, ref, topic, event, payload]`, whose references are strings or null. A binary
//! frame of a client opens with a zero and the sizes of the first four, one byte each, and ends with the data.

use std::fmt;

use bytes::{Buf, Bytes};
use serde_json::Value;

use super::message::{Message, Payload};
use crate::params::{Budget, decode_json};

/// Whether this format is the one of version `vsn`, as clients name it: 2.0 with any patch number.
pub(crate) fn is_version(vsn: &str) -> bool {
    vsn.strip_prefix("2.0.")
        .is_some_and(|patch| !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A frame that is not a message of this format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a message of version 2")
    }
}

/// How a reply ends a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Ok,
    Error,
}

impl Status {
    fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Error => "error",
        }
    }
}

/// `["4","5","lv:a","event",{..}]` → the message.
pub(crate) fn decode_text(frame: &str) -> Result<Message, Malformed> {
    let Ok(Value::Array(fields)) = decode_json(frame.as_bytes(), BUDGET) else { return Err(Malformed) };
    let Ok([join_ref, reference, topic, event, payload]) = <[Value; 5]>::try_from(fields) else {
        return Err(Malformed);
    };
    Ok(Message {
        join_ref: reference_of(join_ref)?,
        reference: reference_of(reference)?,
        topic: text_of(topic)?,
        event: text_of(event)?,
        payload: Payload::Json(payload),
    })
}

/// What a message may hold: the values of parameters, the four texts and the array around them.
const BUDGET: Budget = Budget { count: 10_005, depth: 33 };

/// How many bytes of memory a text frame may take once it is decoded, for each of its own: `0,` is a value of 32.
pub(crate) const EXPANSION: usize = 16;

fn reference_of(value: Value) -> Result<Option<String>, Malformed> {
    if value.is_null() { Ok(None) } else { text_of(value).map(Some) }
}

fn text_of(value: Value) -> Result<String, Malformed> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(Malformed),
    }
}

/// `00 jr_len ref_len topic_len event_len | join_ref ref topic event | data` → the message.
pub(crate) fn decode_binary(mut frame: Bytes) -> Result<Message, Malformed> {
    const PUSH: u8 = 0;
    if frame.len() < 5 || frame[0] != PUSH {
        return Err(Malformed);
    }
    let lengths = [frame[1], frame[2], frame[3], frame[4]];
    frame.advance(5);
    let [join_ref, reference, topic, event] = lengths.map(|length| take_text(&mut frame, length.into()));
    Ok(Message {
        join_ref: Some(join_ref?).filter(|text| !text.is_empty()),
        reference: Some(reference?).filter(|text| !text.is_empty()),
        topic: topic?,
        event: event?,
        payload: Payload::Binary(frame),
    })
}

fn take_text(frame: &mut Bytes, length: usize) -> Result<String, Malformed> {
    if frame.len() < length {
        return Err(Malformed);
    }
    let text = frame.split_to(length);
    str::from_utf8(&text).map(str::to_owned).map_err(|_| Malformed)
}

/// The answer to the message `reference`; `response` is JSON.
pub(crate) fn encode_reply(
    join_ref: Option<&str>,
    reference: Option<&str>,
    topic: &str,
    status: Status,
    response: &str,
) -> String {
    let mut frame = open(join_ref, reference, topic, "phx_reply", response.len() + 40);
    frame.push_str(r#"{"status":""#);
    frame.push_str(status.as_str());
    frame.push_str(r#"","response":"#);
    frame.push_str(response);
    frame.push_str("}]");
    frame
}

/// What the server says unasked; `payload` is JSON.
pub(crate) fn encode_push(
    join_ref: Option<&str>,
    reference: Option<&str>,
    topic: &str,
    event: &str,
    payload: &str,
) -> String {
    let mut frame = open(join_ref, reference, topic, event, payload.len() + 1);
    frame.push_str(payload);
    frame.push(']');
    frame
}

/// `["4","5","topic","event",` with room for what follows.
fn open(join_ref: Option<&str>, reference: Option<&str>, topic: &str, event: &str, rest: usize) -> String {
    let mut frame = String::with_capacity(rest + topic.len() + event.len() + 32);
    frame.push('[');
    for reference in [join_ref, reference] {
        match reference {
            Some(reference) => push_json(&mut frame, reference),
            None => frame.push_str("null"),
        }
        frame.push(',');
    }
    for text in [topic, event] {
        push_json(&mut frame, text);
        frame.push(',');
    }
    frame
}

/// Appends `text` as a JSON string.
pub(crate) fn push_json(out: &mut String, text: &str) {
    let plain = text.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\');
    if plain {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        out.push_str(&Value::from(text).to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn a_text_frame_is_an_array_of_five() {
        let message = decode_text(r#"["4","5","lv:a","event",{"type":"click"}]"#).unwrap();
        assert_eq!(message.join_ref.as_deref(), Some("4"));
        assert_eq!(message.reference.as_deref(), Some("5"));
        assert_eq!((message.topic.as_str(), message.event.as_str()), ("lv:a", "event"));
        assert_eq!(message.payload, Payload::Json(json!({"type": "click"})));
        for wrong in [
            "",
            "{}",
            "[]",
            r#"[null,null,"a","b"]"#,
            r#"[1,null,"a","b",{}]"#,
            r#"[null,null,"a","b",{},1]"#,
        ] {
            assert_eq!(decode_text(wrong), Err(Malformed), "{wrong}");
        }
    }

    #[test]
    fn there_are_not_more_values_than_memory_for_them() {
        let frame = |count: usize| format!("[null,null,\"a\",\"b\",[0{}]]", ",0".repeat(count - 1));
        assert!(decode_text(&frame(9_999)).is_ok());
        assert_eq!(decode_text(&frame(20_000)), Err(Malformed));
    }

    #[test]
    fn a_binary_frame_has_one_byte_sizes() {
        let frame = Bytes::from_static(b"\x00\x01\x02\x05\x09412lvu:0chunk");
        assert_eq!(decode_binary(frame), Err(Malformed), "the sizes are more than there is");
        let frame = Bytes::from_static(b"\x00\x01\x02\x05\x05412lvu:0chunk\xff\x00");
        let message = decode_binary(frame).unwrap();
        assert_eq!(message.join_ref.as_deref(), Some("4"));
        assert_eq!(message.reference.as_deref(), Some("12"));
        assert_eq!((message.topic.as_str(), message.event.as_str()), ("lvu:0", "chunk"));
        assert_eq!(message.payload, Payload::Binary(Bytes::from_static(b"\xff\x00")));
        assert_eq!(decode_binary(Bytes::from_static(b"\x01\x00\x00\x00\x00")), Err(Malformed));
    }

    #[test]
    fn a_reply_repeats_both_references() {
        let frame = encode_reply(None, Some("1"), "phoenix", Status::Ok, "{}");
        assert_eq!(frame, r#"[null,"1","phoenix","phx_reply",{"status":"ok","response":{}}]"#);
    }

    #[test]
    fn texts_are_escaped() {
        let frame = encode_push(Some("1"), None, "a\"\u{1}", "phx_close", "{}");
        assert_eq!(frame, r#"["1",null,"a\"\u0001","phx_close",{}]"#);
    }

    proptest! {
        #[test]
        fn decoding_never_panics(text in ".*", bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let _ = decode_text(&text);
            let _ = decode_binary(bytes.into());
        }

        #[test]
        fn what_a_client_sends_comes_back(
            references in (prop::option::of(".{1,8}"), prop::option::of(".{1,8}")),
            topic in ".{0,20}",
            event in ".{0,20}",
            data in prop::collection::vec(any::<u8>(), 0..64),
        ) {
            let (join_ref, reference) = references;
            let text = encode_push(join_ref.as_deref(), reference.as_deref(), &topic, &event, r#"{"a":1}"#);
            let message = decode_text(&text).unwrap();
            prop_assert_eq!(&message.join_ref, &join_ref);
            prop_assert_eq!((&message.topic, &message.event), (&topic, &event));

            let texts = [join_ref.clone().unwrap_or_default(), reference.unwrap_or_default(), topic, event];
            let mut frame = vec![0];
            frame.extend(texts.iter().map(|text| text.len() as u8));
            frame.extend(texts.iter().flat_map(|text| text.bytes()));
            frame.extend(&data);
            let message = decode_binary(frame.into()).unwrap();
            prop_assert_eq!(&message.join_ref, &join_ref);
            prop_assert_eq!(message.payload, Payload::Binary(data.into()));
        }
    }
}
