//! The frames of HTTP/2, written and read one by one.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::wire::Server;
use Said::{Answered, Goodbye, Pong, Reset};

pub(super) const DATA: u8 = 0;
pub(super) const HEADERS: u8 = 1;
pub(super) const PRIORITY: u8 = 2;
pub(super) const RST_STREAM: u8 = 3;
pub(super) const SETTINGS: u8 = 4;
pub(super) const PUSH_PROMISE: u8 = 5;
pub(super) const PING: u8 = 6;
pub(super) const GOAWAY: u8 = 7;
pub(super) const WINDOW_UPDATE: u8 = 8;
pub(super) const CONTINUATION: u8 = 9;

/// Flags; `END_STREAM` of a setting or a ping is `ACK`.
pub(super) const END_STREAM: u8 = 1;
pub(super) const END_HEADERS: u8 = 4;
pub(super) const PADDED: u8 = 8;
pub(super) const WITH_PRIORITY: u8 = 0x20;
pub(super) const WHOLE: u8 = END_STREAM | END_HEADERS;
pub(super) const ACK: u8 = END_STREAM;

pub(super) const PROTOCOL_ERROR: u32 = 1;
pub(super) const FLOW_CONTROL_ERROR: u32 = 3;
pub(super) const STREAM_CLOSED: u32 = 5;
pub(super) const FRAME_SIZE_ERROR: u32 = 6;
pub(super) const REFUSED_STREAM: u32 = 7;
pub(super) const COMPRESSION_ERROR: u32 = 9;
pub(super) const ENHANCE_YOUR_CALM: u32 = 11;

/// A client that writes its frames itself.
pub(super) struct Frames(pub(super) TcpStream);

/// One frame: kind, flags, stream, payload.
pub(super) type Frame = (u8, u8, u32, Vec<u8>);

/// What the server says to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// The connection is over, for this reason.
    Goodbye(u32),
    /// The request is over, for this reason.
    Reset(u32),
    /// The request is answered.
    Answered,
    /// The ping is answered.
    Pong,
}

impl Frames {
    pub(super) async fn connect(server: &Server) -> Self {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
        let mut this = Self(stream);
        this.send(SETTINGS, 0, 0, &[]).await;
        this
    }

    /// Where the server has given up, there is nothing to send to.
    pub(super) async fn send(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> bool {
        let mut frame = u32::try_from(payload.len()).unwrap().to_be_bytes()[1..].to_vec();
        frame.extend([kind, flags]);
        frame.extend(stream.to_be_bytes());
        frame.extend(payload);
        self.0.write_all(&frame).await.is_ok()
    }

    /// The next frame; none where the connection ends.
    async fn next(&mut self) -> Option<Frame> {
        let mut head = [0; 9];
        self.0.read_exact(&mut head).await.ok()?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut payload = vec![0; length as usize];
        self.0.read_exact(&mut payload).await.ok()?;
        Some((head[3], head[4], u32::from_be_bytes(head[5..].try_into().unwrap()), payload))
    }

    /// The error code of the frame that says goodbye; none where the connection just ends.
    pub(super) async fn goodbye(&mut self) -> Option<u32> {
        let mut code = None;
        while let Some((kind, .., payload)) = self.next().await {
            if kind == GOAWAY {
                code = Some(number(&payload[4..]));
            }
        }
        code
    }

    /// What the server says of `stream`, or of the whole connection. A connection that just ends says nothing.
    pub(super) async fn said(&mut self, stream: u32) -> Option<Said> {
        loop {
            match self.next().await? {
                (GOAWAY, .., payload) => return Some(Goodbye(number(&payload[4..]))),
                (RST_STREAM, _, on, payload) if on == stream => return Some(Reset(number(&payload))),
                (HEADERS, _, on, _) if on == stream => return Some(Answered),
                (PING, ACK, 0, payload) if payload == *b"whatever" => return Some(Pong),
                _ => {}
            }
        }
    }
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_be_bytes(bytes[..4].try_into().unwrap())
}

/// A field of HPACK as a literal that nobody remembers.
fn field((name, value): &(&str, &str)) -> Vec<u8> {
    let text = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    [vec![0], text(name), text(value)].concat()
}

/// Fields as a request or its trailers carry them.
pub(super) fn block(fields: &[(&str, &str)]) -> Vec<u8> {
    fields.iter().flat_map(field).collect()
}
