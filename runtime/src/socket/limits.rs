//! What one connection may use, as numbers with defaults.

use std::time::Duration;

/// What one socket connection may use before it is refused, closed or made to wait.
///
/// ```
/// use bennu::socket::Limits;
///
/// let limits = Limits { max_message: 64 * 1024, ..Limits::default() };
/// assert_eq!(limits.max_channels, 100);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Sockets at a time over all clients, default 100,000; further ones are refused with 503.
    pub max_connections: usize,
    /// Bytes of one message from a client, default 1 MiB; a longer one closes the connection with code 1009.
    pub max_message: usize,
    /// Channels that one connection may have joined at a time, default 100; further joins are answered with an error.
    pub max_channels: usize,
    /// Messages that may wait for one channel, default 128; while it is full, nothing more is read from the client.
    pub max_pending: usize,
    /// Bytes of memory that all waiting messages of a connection may take, default 4 MiB; while they do, nothing more is
    /// read either. A longer message waits until it is the only one.
    pub max_pending_bytes: usize,
    /// Frames that may wait for a client, default 1024; a client that lets it overflow is closed with code 1008.
    pub max_backlog_frames: usize,
    /// Bytes that may wait for a client before the next frame overflows, default 4 MiB; closed in the same way.
    pub max_backlog_bytes: usize,
    /// How long a client may say nothing, default 60 s; then it is closed with code 1002. Clients send a heartbeat
    /// every 30 s.
    pub idle_timeout: Duration,
    /// How long one frame may take to leave, default 30 s; a client that reads slower is closed.
    pub send_timeout: Duration,
    /// How long channels may take to finish what they are doing once the connection is gone, default 5 s; then they
    /// are dropped.
    pub drain_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_connections: 100_000,
            max_message: 1024 * 1024,
            max_channels: 100,
            max_pending: 128,
            max_pending_bytes: 4 * 1024 * 1024,
            max_backlog_frames: 1024,
            max_backlog_bytes: 4 * 1024 * 1024,
            idle_timeout: Duration::from_secs(60),
            send_timeout: Duration::from_secs(30),
            drain_timeout: Duration::from_secs(5),
        }
    }
}
