//! An upgraded connection comes in; its frames go to channels and theirs to it, until one side closes.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::sync::watch;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::error::{Error, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};

use super::Limits;
use super::channel::Topics;
use super::channels::Channels;
use super::memory::Memory;
use super::outlet::{Alarm, Backlog, outlet};
use super::owners::Ticket;
use super::serializer::{EXPANSION, Malformed, decode_binary, decode_text};

/// Why a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closing {
    /// The client closed it, or is gone.
    Gone,
    Malformed,
    InvalidText,
    TooLong,
    Protocol,
    Idle,
    Slow,
    Stuck,
    Disconnected,
    Shutdown,
}

impl Closing {
    /// The close code of RFC 6455 and why; nothing where nobody listens.
    fn frame(self) -> Option<CloseFrame> {
        let (code, reason) = match self {
            Self::Gone => return None,
            Self::Malformed => (CloseCode::Invalid, "not a message of version 2"),
            Self::InvalidText => (CloseCode::Invalid, "text that is not UTF-8"),
            Self::TooLong => (CloseCode::Size, "message too long"),
            Self::Protocol => (CloseCode::Protocol, "protocol error"),
            Self::Idle => (CloseCode::Protocol, "timeout"),
            Self::Slow => (CloseCode::Policy, "reads too slowly"),
            Self::Stuck => (CloseCode::Error, "a channel is stuck"),
            Self::Disconnected => (CloseCode::Away, "disconnected"),
            Self::Shutdown => (CloseCode::Restart, "service restart"),
        };
        Some(CloseFrame { code, reason: reason.into() })
    }
}

/// What the server has to say to the end of a connection.
pub(super) struct Ended {
    /// Turns to true when the server stops.
    pub(super) shutdown: watch::Receiver<bool>,
    /// Where the connection has an owner, who may be disconnected.
    pub(super) ticket: Option<Ticket>,
}

impl Ended {
    /// Why the server ends the connection, as soon as it does.
    async fn closing(&mut self) -> Closing {
        let disconnected = async {
            match &mut self.ticket {
                Some(ticket) => ticket.disconnected().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            // The sender is gone with the server itself.
            _ = self.shutdown.wait_for(|down| *down) => Closing::Shutdown,
            () = disconnected => Closing::Disconnected,
        }
    }
}

/// Serves one connection to its end.
pub(super) async fn serve<IO>(io: IO, topics: Arc<dyn Topics>, limits: Limits, mut ended: Ended)
where
    IO: AsyncRead + AsyncWrite + Unpin,
{
    let config = WebSocketConfig::default()
        .read_buffer_size(1024)
        .write_buffer_size(4096)
        .max_message_size(Some(limits.max_message))
        .max_frame_size(Some(limits.max_message));
    let socket = WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await;
    let (mut sink, mut frames) = socket.split();
    let (outlet, mut backlog) = outlet(&limits);
    let alarm = backlog.alarm();
    let mut channels = Channels::new(topics, outlet, limits);
    let closing = {
        let reading = read(&mut frames, &mut channels, limits);
        exchange(reading, &mut sink, &mut backlog, &alarm, limits, &mut ended).await
    };
    Box::pin(end(sink, frames, channels, backlog, closing, limits)).await;
}

/// Says goodbye as `closing` demands, and lets the channels finish.
async fn end<IO>(
    mut sink: SplitSink<WebSocketStream<IO>, Frame>,
    frames: SplitStream<WebSocketStream<IO>>,
    mut channels: Channels,
    mut backlog: Backlog,
    closing: Closing,
    limits: Limits,
) where
    IO: AsyncRead + AsyncWrite + Unpin,
{
    if closing == Closing::Shutdown {
        let writing = write(&mut sink, &mut backlog, limits.send_timeout);
        tokio::select! { () = channels.drain() => (), _ = writing => () }
    }
    tracing::debug!(target: "bennu::socket", ?closing, "connection closes");
    if let Ok(socket) = sink.reunite(frames) {
        close(socket, &mut backlog, closing).await;
    }
    drop(backlog);
    channels.drain().await;
}

/// Reads and writes at once, until either side is at its end or something else ends them.
async fn exchange<IO>(
    reading: impl Future<Output = Closing>,
    sink: &mut SplitSink<WebSocketStream<IO>, Frame>,
    backlog: &mut Backlog,
    alarm: &Alarm,
    limits: Limits,
    ended: &mut Ended,
) -> Closing
where
    IO: AsyncRead + AsyncWrite + Unpin,
{
    tokio::select! {
        closing = reading => closing,
        closing = write(sink, backlog, limits.send_timeout) => closing,
        () = alarm.overflow() => Closing::Slow,
        closing = ended.closing() => closing,
    }
}

async fn read<IO>(
    frames: &mut SplitStream<WebSocketStream<IO>>,
    channels: &mut Channels,
    limits: Limits,
) -> Closing
where
    IO: AsyncRead + AsyncWrite + Unpin,
{
    let idle_timeout = limits.idle_timeout;
    let memory = Memory::new(limits.max_pending_bytes);
    let mut deadline = Instant::now() + idle_timeout;
    loop {
        let frame = tokio::select! {
            frame = frames.next() => frame,
            () = channels.reap() => continue,
            () = tokio::time::sleep_until(deadline) => return Closing::Idle,
        };
        let (weight, decoded) = match frame {
            None => return Closing::Gone,
            Some(Err(error)) => return closing_for(&error),
            Some(Ok(Frame::Text(text))) => (text.len() * EXPANSION, decode_text(&text)),
            Some(Ok(Frame::Binary(bytes))) => (bytes.len(), decode_binary(bytes)),
            // Pings are answered by the layer below, and after a close it reports the end.
            Some(Ok(_)) => {
                deadline = Instant::now() + idle_timeout;
                continue;
            }
        };
        let message = match decoded {
            Ok(message) => message,
            Err(Malformed) => return Closing::Malformed,
        };
        // What is rare is boxed here and below: the future of an idle connection stays small.
        let weight = match memory.try_take(weight) {
            Some(weight) => weight,
            None => match Box::pin(timeout(idle_timeout, memory.take(weight))).await {
                Ok(Some(weight)) => weight,
                _ => return Closing::Stuck,
            },
        };
        if let Err(waiting) = channels.receive(message, weight)
            && !Box::pin(waiting.deliver(idle_timeout)).await
        {
            return Closing::Stuck;
        }
        deadline = Instant::now() + idle_timeout;
    }
}

fn closing_for(error: &Error) -> Closing {
    match error {
        Error::Capacity(_) => Closing::TooLong,
        Error::Utf8(_) => Closing::InvalidText,
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => Closing::Gone,
        Error::Protocol(_) => Closing::Protocol,
        _ => Closing::Gone,
    }
}

/// Sends what waits, and flushes whenever nothing more waits.
async fn write<IO>(
    sink: &mut SplitSink<WebSocketStream<IO>, Frame>,
    backlog: &mut Backlog,
    send_timeout: Duration,
) -> Closing
where
    IO: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(first) = backlog.next().await {
        let mut next = Some(first);
        while let Some(frame) = next {
            match timeout(send_timeout, sink.feed(Frame::text(frame))).await {
                Ok(Ok(())) => next = backlog.try_next(),
                Ok(Err(_)) => return Closing::Gone,
                Err(_) => return Closing::Slow,
            }
        }
        match timeout(send_timeout, sink.flush()).await {
            Ok(Ok(())) => (),
            Ok(Err(_)) => return Closing::Gone,
            Err(_) => return Closing::Slow,
        }
    }
    Closing::Gone
}

/// Sends what still waits and the close frame, then reads on until the client has closed as well.
async fn close<IO>(mut socket: WebSocketStream<IO>, backlog: &mut Backlog, closing: Closing)
where
    IO: AsyncRead + AsyncWrite + Unpin,
{
    const PATIENCE: Duration = Duration::from_secs(2);
    let Some(frame) = closing.frame() else { return };
    let farewell = async {
        while let Some(frame) = backlog.try_next() {
            socket.feed(Frame::text(frame)).await?;
        }
        socket.close(Some(frame)).await
    };
    if matches!(timeout(PATIENCE, farewell).await, Ok(Ok(()))) {
        let _ = timeout(PATIENCE, read_out(&mut socket)).await;
    }
}

/// Reads up to the client's close frame, or to the end of the connection where it sends none that can be found: a connection
/// that is closed over unread bytes is reset, and the client might never see why.
async fn read_out<IO>(socket: &mut WebSocketStream<IO>)
where
    IO: AsyncRead + AsyncWrite + Unpin,
{
    const MOST: usize = 64 * 1024 * 1024;
    let mut read = 0;
    while let Some(Ok(frame)) = socket.next().await {
        read += frame.len();
        if frame.is_close() || read > MOST {
            return;
        }
    }
    let mut buffer = vec![0; 16 * 1024];
    while read < MOST {
        match socket.get_mut().read(&mut buffer).await {
            Ok(count) if count > 0 => read += count,
            _ => return,
        }
    }
}
