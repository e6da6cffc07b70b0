//! A response comes in; where it is worth it and the client takes it, the same response goes out compressed.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body::{Body as _, Frame};

use super::encoding::{Accepted, Encoding, put_vary};
use super::packing::{Effort, Packer, pack};
use crate::Body;
use crate::body::BodyError;

/// Bytes of a body that are compressed at once; larger ones are compressed piece by piece, so that others get their turn.
const AT_ONCE: usize = 64 * 1024;

/// The order in which encodings are chosen for what is compressed while the client waits: Zstandard is as tight as Brotli at the
/// same speed or faster, gzip is there for everybody.
const PREFERRED: [Encoding; 3] = [Encoding::Zstd, Encoding::Brotli, Encoding::Gzip];

/// Which responses are compressed: texts and other content that becomes smaller, by Zstandard, Brotli or gzip as
/// `accept-encoding` says.
///
/// | field | default |
/// |---|---|
/// | `threshold` | 1,024 bytes |
/// | `content_types` | none besides those that are known to become smaller |
///
/// Left alone is what has a `content-encoding` already, a part of a file, server-sent events, and what says `no-transform` in
/// its `cache-control`. A strong ETag becomes a weak one.
///
/// Whoever can put text into a page, watch how long it is, and see the same page again and again, can find out other text in it
/// (BREACH). CSRF tokens are masked anew for each page and give nothing away. Where a page shows another secret beside what a
/// visitor typed, have its action say `no-transform`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Compression {
    /// Bytes below which a response is sent as it is.
    pub threshold: usize,
    /// Further content types, such as `application/x-ndjson`.
    pub content_types: Vec<String>,
}

impl Default for Compression {
    fn default() -> Self {
        Self { threshold: 1_024, content_types: Vec::new() }
    }
}

impl Compression {
    /// Compresses what is worth it. The response to a `HEAD` request gets the headers alone.
    pub(super) fn apply(
        &self,
        response: Response<Body>,
        accepted: Accepted,
        is_head: bool,
    ) -> Response<Body> {
        if !self.is_for(&response, is_head) {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        put_vary(&mut parts.headers);
        let Some(encoding) = accepted.best_of(PREFERRED).next() else {
            return Response::from_parts(parts, body);
        };
        let packed = match body.as_bytes() {
            _ if is_head => Ok(Body::empty()),
            Some(bytes) if bytes.len() <= AT_ONCE => pack(bytes, encoding, Effort::Quick).map(Body::from),
            _ => Packer::new(encoding, Effort::Quick).map(|packer| Body::stream(Packed::new(body, packer))),
        };
        match packed {
            Ok(packed) => {
                let length = packed.size_hint().exact().filter(|_| !is_head);
                put_encoding(&mut parts.headers, encoding, length);
                Response::from_parts(parts, packed)
            }
            Err(error) => {
                tracing::error!(target: "bennu::endpoint", %error, "a response could not be compressed");
                super::call::bare(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    fn is_for(&self, response: &Response<Body>, is_head: bool) -> bool {
        let headers = response.headers();
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let length = match response.body().size_hint().exact() {
            Some(length) if !is_head => Some(length),
            _ => text(CONTENT_LENGTH).and_then(|length| length.parse().ok()),
        };
        let is_small = length.is_some_and(|length| length < self.threshold as u64);
        let has_content = match response.status() {
            StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT => false,
            status => !status.is_informational(),
        };
        !is_small
            && has_content
            && !headers.contains_key(CONTENT_ENCODING)
            && !headers.contains_key(CONTENT_RANGE)
            && !text(CACHE_CONTROL).is_some_and(|value| value.contains("no-transform"))
            && text(CONTENT_TYPE).is_some_and(|content_type| self.shrinks(content_type))
    }

    fn shrinks(&self, content_type: &str) -> bool {
        let essence = content_type.split(';').next().unwrap_or_default().trim_ascii().to_ascii_lowercase();
        let is_text = essence.starts_with("text/") && essence != "text/event-stream";
        is_text
            || essence.ends_with("+json")
            || essence.ends_with("+xml")
            || KNOWN.contains(&essence.as_str())
            || self.content_types.iter().any(|further| further.eq_ignore_ascii_case(&essence))
    }
}

/// Content that becomes smaller, besides texts.
const KNOWN: [&str; 9] = [
    "application/javascript",
    "application/json",
    "application/vnd.ms-fontobject",
    "application/wasm",
    "application/xml",
    "font/otf",
    "font/ttf",
    "image/bmp",
    "image/x-icon",
];

fn put_encoding(headers: &mut HeaderMap, encoding: Encoding, length: Option<u64>) {
    headers.insert(CONTENT_ENCODING, encoding.header());
    headers.remove(ACCEPT_RANGES);
    headers.remove(CONTENT_LENGTH);
    headers.extend(length.map(|length| (CONTENT_LENGTH, length.into())));
    // The same content, but other bytes.
    let strong = headers.get(ETAG).filter(|etag| !etag.as_bytes().starts_with(b"W/"));
    if let Some(weak) =
        strong.and_then(|etag| HeaderValue::from_bytes(&[b"W/", etag.as_bytes()].concat()).ok())
    {
        headers.insert(ETAG, weak);
    }
}

/// A body that is compressed as it goes out.
struct Packed {
    body: Body,
    /// What is there and not compressed yet.
    waiting: Bytes,
    /// Whether clients may wait for each piece of the body.
    is_live: bool,
    packer: Option<Packer>,
}

impl Packed {
    fn new(body: Body, packer: Packer) -> Self {
        let is_live = body.as_bytes().is_none();
        Self { body, waiting: Bytes::new(), is_live, packer: Some(packer) }
    }

    /// Compresses a piece of what waits.
    fn pack(&mut self) -> Result<Bytes, BodyError> {
        let piece = self.waiting.split_to(self.waiting.len().min(AT_ONCE));
        let flush = self.is_live && self.waiting.is_empty();
        match &mut self.packer {
            Some(packer) => packer.pack(&piece, flush).map_err(BodyError::new),
            None => Ok(piece),
        }
    }
}

impl http_body::Body for Packed {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        loop {
            if !self.waiting.is_empty() {
                match self.pack() {
                    Ok(packed) if packed.is_empty() => continue,
                    packed => return Poll::Ready(Some(packed.map(Frame::data))),
                }
            }
            if self.packer.is_none() {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                // Nothing that is compressed here has trailers.
                Some(Ok(frame)) => self.waiting = frame.into_data().unwrap_or_default(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    let end = self.packer.take().map(Packer::finish);
                    return Poll::Ready(end.map(|end| end.map(Frame::data).map_err(BodyError::new)));
                }
            }
        }
    }
}
