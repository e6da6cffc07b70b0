//! A body comes in, its bytes go out as they arrive, within a number of bytes and in time.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http_body::Body as _;
use http_body_util::BodyExt as _;

use crate::{Body, Error, Result};

/// A body that is being read.
pub(crate) struct Reader {
    body: Body,
    limit: usize,
    left: usize,
    timeout: Duration,
}

impl Reader {
    /// Reads at most `limit` bytes, and waits at most `timeout` for each piece. A length that the client announces is refused
    /// before anything is read.
    pub(crate) fn new(body: Body, limit: usize, timeout: Duration) -> Result<Self> {
        if body.size_hint().lower() > limit as u64 {
            return Err(too_large(limit));
        }
        Ok(Self { body, limit, left: limit, timeout })
    }

    /// The next bytes, of which there is at least one; none at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>> {
        loop {
            let frame = tokio::time::timeout(self.timeout, Pin::new(&mut self.body).frame())
                .await
                .map_err(|_| Error::new(StatusCode::REQUEST_TIMEOUT, "the body did not come in time"))?;
            let Some(frame) = frame else { return Ok(None) };
            let frame = frame.map_err(|error| Error::bad_request("the body broke off").with_source(error))?;
            let Ok(data) = frame.into_data() else { continue };
            self.left = self.left.checked_sub(data.len()).ok_or_else(|| too_large(self.limit))?;
            if !data.is_empty() {
                return Ok(Some(data));
            }
        }
    }
}

fn too_large(limit: usize) -> Error {
    Error::new(StatusCode::PAYLOAD_TOO_LARGE, format!("the body is larger than {limit} bytes"))
}
