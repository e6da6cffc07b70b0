//! WebSocket frames of browsers come in, messages on topics go to the channels that joined them, and back.
//!
//! One connection carries many channels. Everything a client controls is bounded: see [`Limits`].

mod channel;
mod channels;
mod handshake;
mod limits;
mod memory;
mod message;
mod origin;
mod outlet;
mod owners;
mod serializer;
mod websocket;

pub use limits::Limits;

pub(crate) use channel::{Ending, Joining, Letter, Mailbox, Run, Seat, Topics};
pub(crate) use handshake::upgrade;
pub(crate) use message::{Message, Payload};
pub(crate) use origin::allowed as origin_allowed;
pub(crate) use owners::Owners;
pub(crate) use serializer::Status;
