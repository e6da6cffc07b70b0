//! What a client said on a topic, however it was written on the wire.

use bytes::Bytes;
use serde_json::Value;

/// One message from a client.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Message {
    /// The reference of the join that this message belongs to; clients of version 1 do not send it.
    pub(crate) join_ref: Option<String>,
    /// What the answer repeats, so that the client finds its question.
    pub(crate) reference: Option<String>,
    pub(crate) topic: String,
    pub(crate) event: String,
    pub(crate) payload: Payload,
}

/// What a message carries.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Payload {
    Json(Value),
    Binary(Bytes),
}

impl Payload {
    /// The JSON value, or null for binary data.
    pub(crate) fn into_json(self) -> Value {
        match self {
            Self::Json(value) => value,
            Self::Binary(_) => Value::Null,
        }
    }
}
