//! Pieces come from a task that runs beside the response; a body that gives them out as they come goes to the client.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame};
use tokio::sync::mpsc;
use tokio::time::{Instant, Sleep, sleep};

use super::{Conn, IntoStatus};
use crate::body::BodyError;
use crate::endpoint::Reader;
use crate::{Body, Error, Result};

/// Pieces that wait for a slow client before the task has to.
const WAITING: usize = 8;

/// Where a task puts the pieces of a response: see [`Conn::send_chunked`].
#[derive(Debug)]
pub struct Chunks(mpsc::Sender<Piece>);

#[derive(Debug)]
enum Piece {
    Data(Bytes),
    End,
}

impl Chunks {
    /// Sends a piece, as soon as the client has room for it.
    ///
    /// # Errors
    /// Where the client is gone: return it, there is nothing more to do.
    pub async fn send(&mut self, piece: impl Into<Bytes>) -> Result {
        let piece = piece.into();
        if piece.is_empty() {
            return Ok(());
        }
        self.0.send(Piece::Data(piece)).await.map_err(|_| Error::internal("the client is gone"))
    }
}

/// What is said while there is nothing to say, and how often.
pub(super) struct KeepAlive {
    every: Duration,
    text: &'static str,
    sleep: Pin<Box<Sleep>>,
}

impl KeepAlive {
    pub(super) fn new(every: Duration, text: &'static str) -> Self {
        Self { every, text, sleep: Box::pin(sleep(every)) }
    }

    fn rest(&mut self) {
        self.sleep.as_mut().reset(Instant::now() + self.every);
    }
}

/// The body that the pieces of a task make.
struct StreamBody {
    pieces: mpsc::Receiver<Piece>,
    keep_alive: Option<KeepAlive>,
    ended: bool,
}

impl HttpBody for StreamBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        match self.pieces.poll_recv(cx) {
            Poll::Ready(Some(Piece::Data(data))) => {
                if let Some(keep_alive) = &mut self.keep_alive {
                    keep_alive.rest();
                }
                Poll::Ready(Some(Ok(Frame::data(data))))
            }
            Poll::Ready(Some(Piece::End)) => {
                self.ended = true;
                Poll::Ready(None)
            }
            // The client has to hear that this is not all there was.
            Poll::Ready(None) => {
                self.ended = true;
                Poll::Ready(Some(Err(BodyError::new("what writes it failed"))))
            }
            Poll::Pending => {
                let Some(keep_alive) = &mut self.keep_alive else { return Poll::Pending };
                std::task::ready!(keep_alive.sleep.as_mut().poll(cx));
                keep_alive.rest();
                Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(keep_alive.text.as_bytes())))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.ended
    }
}

impl<S: 'static> Conn<S> {
    /// Answers with a body that `work` writes piece by piece, in a task of its own beside the response: its length need not be known,
    /// and nothing piles up while the client is slow. Where `work` fails or panics, the response breaks off, so that the client does
    /// not take it for whole.
    ///
    /// # Errors
    /// As [`html`](Self::html).
    ///
    /// ```
    /// use bennu::{Conn, Result};
    ///
    /// async fn export(conn: &mut Conn<()>) -> Result {
    ///     conn.put_resp_content_type("text/csv").send_chunked(200, |mut chunks| async move {
    ///         for day in 1..=31 {
    ///             chunks.send(format!("{day},0\n")).await?;
    ///         }
    ///         Ok(())
    ///     })
    /// }
    /// ```
    pub fn send_chunked<F>(
        &mut self,
        status: impl IntoStatus,
        work: impl FnOnce(Chunks) -> F + Send + 'static,
    ) -> Result
    where
        F: Future<Output = Result> + Send + 'static,
    {
        self.put_status(status);
        self.send_pieces(None, work)
    }

    pub(super) fn send_pieces<F>(
        &mut self,
        keep_alive: Option<KeepAlive>,
        work: impl FnOnce(Chunks) -> F + Send + 'static,
    ) -> Result
    where
        F: Future<Output = Result> + Send + 'static,
    {
        let (sender, pieces) = mpsc::channel(WAITING);
        self.send(Body::stream(StreamBody { pieces, keep_alive, ended: false }))?;
        self.shared.spawn(async move {
            let end = sender.clone();
            match work(Chunks(sender)).await {
                // Where the client is gone there is nobody to tell.
                Ok(()) => drop(end.send(Piece::End).await),
                Err(_) if end.is_closed() => {}
                Err(error) => tracing::error!(target: "bennu::endpoint", "a response broke off: {error}"),
            }
        });
        Ok(())
    }

    /// The next bytes of a body that was let through by `Config::pass`, as they arrive; none at its end. The first call says how many
    /// bytes there may be in all, and no piece may take longer than `limits.body_timeout`.
    ///
    /// # Errors
    /// 413 beyond `limit`, 408 where nothing comes in time, 400 where the body breaks off.
    ///
    /// ```
    /// use bennu::{Conn, Result};
    ///
    /// async fn count(conn: &mut Conn<()>) -> Result {
    ///     let mut bytes = 0;
    ///     while let Some(chunk) = conn.read_chunk(1_000_000_000).await? {
    ///         bytes += chunk.len();
    ///     }
    ///     conn.text(bytes.to_string())
    /// }
    /// ```
    pub async fn read_chunk(&mut self, limit: usize) -> Result<Option<Bytes>> {
        if self.reader.is_none() {
            let timeout = self.shared.config.limits.body_timeout;
            self.reader = Some(Reader::new(self.take_body(), limit, timeout)?);
        }
        match &mut self.reader {
            Some(reader) => reader.next().await,
            None => Ok(None),
        }
    }

    /// The whole of a body that was let through by `Config::pass`, if it has at most `limit` bytes.
    ///
    /// # Errors
    /// As [`read_chunk`](Self::read_chunk).
    pub async fn read_body(&mut self, limit: usize) -> Result<Bytes> {
        let mut whole = bytes::BytesMut::new();
        while let Some(chunk) = self.read_chunk(limit).await? {
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }
}
