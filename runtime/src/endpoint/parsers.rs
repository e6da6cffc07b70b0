//! Query and body of a request come in, its parameters go out; or the status that says what is wrong with them.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HOST};
use http::{Method, StatusCode, Version};

use super::reader::Reader;
use crate::params::Budget;
use crate::upload;
use crate::{Body, Conn, Error, Params, Result};

/// Reads query and body into the conn's parameters, within the limits; the body not where it `forwards` to a service.
pub(super) async fn read_params<S: 'static>(conn: &mut Conn<S>, forwards: bool) -> Result {
    let limits = conn.shared().config.limits;
    check_host(conn)?;
    let budget = Budget { count: limits.params, depth: limits.params_depth };
    let uri = conn.uri();
    let query = uri.query().unwrap_or_default();
    if uri.path().len() + query.len() > limits.uri {
        return Err(Error::new(
            StatusCode::URI_TOO_LONG,
            format!("the URI is longer than {} bytes", limits.uri),
        ));
    }
    if !query.is_empty() {
        let params = Params::urlencoded(query.as_bytes(), budget)?;
        conn.put_query_params(params);
    }
    if forwards || !matches!(*conn.method(), Method::POST | Method::PUT | Method::PATCH | Method::DELETE) {
        return Ok(());
    }
    let Some(format) = format_of_body(conn)? else { return Ok(()) };
    // A compressed body may be small here and fill the memory there.
    if let Some(encoding) = conn.req_header(CONTENT_ENCODING).filter(|encoding| *encoding != "identity") {
        let message = format!("bodies with the encoding `{}` are not read here", encoding.escape_debug());
        return Err(Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    let mut whole = async || read(conn.take_body(), limits.body, limits.body_timeout).await;
    let params = match format {
        Format::Urlencoded => Params::urlencoded(&whole().await?, budget)?,
        Format::Json => Params::json(&whole().await?, budget)?,
        // In a box: other requests need no room for what reading files takes.
        Format::Multipart => Box::pin(upload::read(conn, budget)).await?,
    };
    conn.put_body_params(params);
    Ok(())
}

/// RFC 9112 (3.2): a request of HTTP/1.1 names its host, once. What did not come over a connection may do without.
fn check_host<S: 'static>(conn: &Conn<S>) -> Result {
    if conn.peer_addr().is_none() || conn.request().version != Version::HTTP_11 {
        return Ok(());
    }
    match conn.headers().get_all(HOST).iter().count() {
        1 => Ok(()),
        0 => Err(Error::bad_request("the request has no `host` header")),
        _ => Err(Error::bad_request("the request has more than one `host` header")),
    }
}

/// The bodies that are read as parameters.
enum Format {
    Urlencoded,
    Json,
    Multipart,
}

/// How to read the body; none where there is none, or where the handler will read it.
fn format_of_body<S: 'static>(conn: &Conn<S>) -> Result<Option<Format>> {
    if conn.body().is_empty() {
        return Ok(None);
    }
    let content_type = conn.req_header(CONTENT_TYPE).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim_ascii().to_ascii_lowercase();
    if essence == "application/x-www-form-urlencoded" {
        return Ok(Some(Format::Urlencoded));
    }
    if essence == "multipart/form-data" {
        return Ok(Some(Format::Multipart));
    }
    if essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json")) {
        return Ok(Some(Format::Json));
    }
    if conn.shared().config.pass.iter().any(|range| passes(range, &essence)) {
        return Ok(None);
    }
    let message = match essence.as_str() {
        "" => "the body has no content type".to_owned(),
        other => format!("bodies of type `{}` are not read here", other.escape_debug()),
    };
    Err(Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message))
}

/// Whether `range` (`text/csv`, `image/*`, `*/*`) takes in the content type.
fn passes(range: &str, essence: &str) -> bool {
    match range.strip_suffix("/*") {
        Some("*") => true,
        Some(kind) => essence.split_once('/').is_some_and(|(other, _)| other == kind),
        None => range == essence,
    }
}

/// The whole body, if it keeps within `limit` bytes and no part takes longer than `timeout`.
async fn read(body: Body, limit: usize, timeout: Duration) -> Result<Bytes> {
    let mut reader = Reader::new(body, limit, timeout)?;
    let Some(first) = reader.next().await? else { return Ok(Bytes::new()) };
    let Some(second) = reader.next().await? else { return Ok(first) };
    let mut whole = BytesMut::from(first);
    whole.extend_from_slice(&second);
    while let Some(data) = reader.next().await? {
        whole.extend_from_slice(&data);
    }
    Ok(whole.freeze())
}

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use http_body::Frame;
    use http_body_util::StreamBody;

    use super::*;

    fn chunks(chunks: &[&'static str]) -> Body {
        let frames: Vec<_> =
            chunks.iter().map(|chunk| Ok::<_, std::io::Error>(Frame::data(Bytes::from(*chunk)))).collect();
        Body::stream(StreamBody::new(stream::iter(frames)))
    }

    #[tokio::test]
    async fn chunks_are_put_together_up_to_the_limit() {
        const LONG: Duration = Duration::from_secs(3600);
        for parts in [&["abc"][..], &["a", "bc"], &["", "a", "", "b", "c"]] {
            assert_eq!(read(chunks(parts), 3, LONG).await.unwrap(), "abc");
            assert_eq!(read(chunks(parts), 2, LONG).await.unwrap_err().status(), 413);
        }
        assert_eq!(read("abc".into(), 2, LONG).await.unwrap_err().status(), 413);
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_is_given_up() {
        let body = Body::stream(StreamBody::new(stream::pending::<Result<Frame<Bytes>, std::io::Error>>()));
        assert_eq!(read(body, 3, Duration::ZERO).await.unwrap_err().status(), 408);
    }

    #[test]
    fn ranges_of_types_pass() {
        assert!(passes("*/*", "text/csv") && passes("text/*", "text/csv") && passes("text/csv", "text/csv"));
        assert!(!passes("text/*", "image/png") && !passes("text/csv", "text/html"));
    }
}
