//! Bytes from memory, from a connection or from any stream come in; one `http_body::Body` goes out.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

/// The body of a request or a response.
///
/// ```
/// use bennu::Body;
///
/// let body = Body::from("hello");
/// assert_eq!(body.as_bytes(), Some(&b"hello"[..]));
/// assert!(Body::empty().is_empty());
/// ```
#[derive(Default)]
pub struct Body(Kind);

type Stream = Pin<Box<dyn HttpBody<Data = Bytes, Error = BodyError> + Send>>;

#[derive(Default)]
enum Kind {
    #[default]
    Empty,
    Full(Bytes),
    Incoming(hyper::body::Incoming),
    /// The mutex is never contended: it makes the body `Sync`, which a borrowed conn in a `Send` future needs.
    Stream(Mutex<Stream>),
}

/// A body that broke off, or that its source could not give.
#[derive(Debug)]
pub struct BodyError(Box<dyn StdError + Send + Sync>);

impl BodyError {
    /// An error with its cause.
    pub fn new(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self(cause.into())
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body broke off: {}", self.0)
    }
}

impl StdError for BodyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.0)
    }
}

impl Body {
    /// A body without bytes.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Kind::Empty)
    }

    /// A body that another one feeds: an axum body, a file, a channel. A `Body` and hyper's `Incoming` stay as they are.
    pub fn stream<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn StdError + Send + Sync>>,
    {
        let mut body = Some(body);
        let any: &mut dyn Any = &mut body;
        if let Some(same) = any.downcast_mut::<Option<Self>>() {
            return same.take().unwrap_or_default();
        }
        if let Some(incoming) = any.downcast_mut::<Option<hyper::body::Incoming>>() {
            return incoming.take().map(Self::from).unwrap_or_default();
        }
        let Some(body) = body else { return Self::empty() };
        let body = http_body_util::BodyExt::map_err(body, BodyError::new);
        Self(Kind::Stream(Mutex::new(Box::pin(body))))
    }

    /// The bytes, where they are in memory; none of a body that still has to come.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Kind::Empty => Some(&[]),
            Kind::Full(bytes) => Some(bytes),
            Kind::Incoming(_) | Kind::Stream(_) => None,
        }
    }

    /// Whether it is known to be without bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.is_end_stream()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_bytes() {
            Some(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            None => f.write_str("Body(stream)"),
        }
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match &mut self.0 {
            Kind::Empty => Poll::Ready(None),
            Kind::Full(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Kind::Empty;
                Poll::Ready(if bytes.is_empty() { None } else { Some(Ok(Frame::data(bytes))) })
            }
            Kind::Incoming(incoming) => Pin::new(incoming)
                .poll_frame(cx)
                .map(|frame| frame.map(|frame| frame.map_err(BodyError::new))),
            Kind::Stream(stream) => {
                stream.get_mut().unwrap_or_else(PoisonError::into_inner).as_mut().poll_frame(cx)
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Full(bytes) => bytes.is_empty(),
            Kind::Incoming(incoming) => incoming.is_end_stream(),
            Kind::Stream(stream) => stream.lock().unwrap_or_else(PoisonError::into_inner).is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Incoming(incoming) => incoming.size_hint(),
            Kind::Stream(stream) => stream.lock().unwrap_or_else(PoisonError::into_inner).size_hint(),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Full(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl From<()> for Body {
    fn from((): ()) -> Self {
        Self::empty()
    }
}

impl From<hyper::body::Incoming> for Body {
    fn from(incoming: hyper::body::Incoming) -> Self {
        Self(Kind::Incoming(incoming))
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    #[tokio::test]
    async fn every_kind_gives_its_bytes_and_its_size() {
        let stream = || Body::stream(http_body_util::Full::new(Bytes::from_static(b"abc")));
        let bodies: [Body; 5] = [
            "abc".into(),
            String::from("abc").into(),
            b"abc".to_vec().into(),
            Bytes::from("abc").into(),
            stream(),
        ];
        for body in bodies {
            assert_eq!(body.size_hint().exact(), Some(3));
            assert!(!body.is_empty());
            assert_eq!(body.collect().await.unwrap().to_bytes(), "abc");
        }
        assert!(Body::from("").is_empty());
    }

    #[tokio::test]
    async fn a_broken_stream_says_so() {
        let frames = [Ok(Frame::data(Bytes::from("a"))), Err(std::io::Error::other("reset"))];
        let body = Body::stream(http_body_util::StreamBody::new(futures_util::stream::iter(frames)));
        let error = body.collect().await.unwrap_err();
        assert_eq!(error.to_string(), "the body broke off: reset");
    }

    #[test]
    fn it_is_send_and_sync() {
        fn check<T: Send + Sync>() {}
        check::<Body>();
    }
}
