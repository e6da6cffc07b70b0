//! What a client may ask for at most, and how long it may take.

use std::time::Duration;

/// What a client may ask for at most. Beyond it, the answer is what the last column says.
///
/// | field | default | beyond it |
/// |---|---|---|
/// | `body` | 8,000,000 bytes | 413 |
/// | `multipart` | 8,000,000 bytes | 413 |
/// | `multipart_parts` | 1,000 | 413 |
/// | `uri` | 8,192 bytes | 414 |
/// | `header_bytes` | 65,536 bytes | 431 |
/// | `headers` | 100 | 431 |
/// | `params` | 10,000 values | 400 |
/// | `params_depth` | 32 levels | 400 |
/// | `header_timeout` | 30 s | connection closed |
/// | `body_timeout` | 30 s between two parts | 408 |
/// | `idle_timeout` | 60 s | connection closed |
/// | `write_timeout` | 30 s | connection closed |
/// | `connections` | 20,000 | waits to be accepted |
/// | `requests` | 10,000 | 503 with `retry-after: 1` |
/// | `streams` | 100 | refused by HTTP/2 |
/// | `shutdown_timeout` | 30 s | connection closed |
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a request body.
    pub body: usize,
    /// Bytes of a form with files; what is no file counts for `body` as well.
    pub multipart: usize,
    /// Fields and files of a form with files.
    pub multipart_parts: usize,
    /// Bytes of a request's path with its query.
    pub uri: usize,
    /// Bytes of all headers of a request with its first line; at least 8,192.
    pub header_bytes: usize,
    /// Headers of a request of HTTP/1; those of HTTP/2 are bounded by `header_bytes`.
    pub headers: usize,
    /// Parameters of a query or of a body, each value in a JSON body counted.
    pub params: usize,
    /// How deep parameters nest.
    pub params_depth: usize,
    /// How long the head of a request may take from its first byte; of a new connection, from its beginning, with TLS.
    pub header_timeout: Duration,
    /// How long the next part of a body may take.
    pub body_timeout: Duration,
    /// How long a connection may wait for its next request.
    pub idle_timeout: Duration,
    /// How long a client may go without taking anything of what is sent to it.
    pub write_timeout: Duration,
    /// Connections at a time; further ones wait to be accepted.
    pub connections: usize,
    /// Requests that are worked on at a time, from their head to the head of their response; further ones are turned away
    /// before anything is done for them.
    pub requests: usize,
    /// Requests at a time on one connection of HTTP/2.
    pub streams: u32,
    /// How long a shutdown waits for requests and sockets that are in flight.
    pub shutdown_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 8_000_000,
            multipart: 8_000_000,
            multipart_parts: 1_000,
            uri: 8 * 1024,
            header_bytes: 64 * 1024,
            headers: 100,
            params: 10_000,
            params_depth: 32,
            header_timeout: Duration::from_secs(30),
            body_timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_secs(60),
            write_timeout: Duration::from_secs(30),
            connections: 20_000,
            requests: 10_000,
            streams: 100,
            shutdown_timeout: Duration::from_secs(30),
        }
    }
}
