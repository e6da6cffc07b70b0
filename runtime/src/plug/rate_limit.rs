//! A limit comes in, a plug that refuses what goes beyond it goes out.

use std::net::IpAddr;
use std::time::Duration;

use http::StatusCode;
use http::header::RETRY_AFTER;

use super::Plug;
use crate::auth::ApiKeyId;
use crate::{Conn, Error, Result, token};

/// The plug that [`rate_limit`] makes.
#[derive(Clone, Copy, Debug)]
pub struct RateLimit<F> {
    limit: u32,
    window: Duration,
    by: F,
}

/// Lets in `limit` requests of a kind in `window`, which begins with the first of them. `by` says which requests are of a kind:
/// [`by_client`], [`by_api_key`] or a function `fn(&Conn<S>) -> String`. Plugs with the same limit and window count together.
///
/// Every response says how many are left and when the window ends, in seconds since 1970; one that refuses also in how many
/// seconds:
///
/// | header | |
/// |---|---|
/// | `x-rate-limit-limit` | `limit` |
/// | `x-rate-limit-remaining` | how many more are let in |
/// | `x-rate-limit-reset` | when the window ends |
/// | `retry-after` | with 429: in how many seconds it ends |
///
/// What counts is [`Config::with_rate_limiter`](crate::endpoint::Config::with_rate_limiter).
///
/// ```
/// use std::time::Duration;
/// use bennu::endpoint::Config;
/// use bennu::plug::{by_client, rate_limit};
/// use bennu::testing::Client;
/// use bennu::{Conn, Endpoint, Result};
///
/// async fn home(conn: &mut Conn<()>) -> Result {
///     conn.text("home")
/// }
///
/// bennu::router! {
///     /// Every way in.
///     pub Router for ();
///
///     pipeline limited { plug rate_limit(1, Duration::from_secs(60), by_client); }
///
///     scope "/" { pipe_through limited; get "/" => home; }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let mut client = Client::new(Endpoint::<Router>::new((), Config::default()));
/// assert_eq!(client.get("/").await.header("x-rate-limit-remaining"), Some("0"));
/// assert_eq!(client.get("/").await.status(), 429);
/// # }
/// ```
///
/// # Errors
/// The plug fails with 429 beyond the limit, and with whatever the limiter fails with.
#[must_use]
pub const fn rate_limit<F>(limit: u32, window: Duration, by: F) -> RateLimit<F> {
    RateLimit { limit, window, by }
}

/// Requests of one address are of a kind; of an IPv6 address, the network of 64 bits counts, which is what one client has. Behind a
/// proxy that is the proxy's address, unless the endpoint trusts what the proxy says of its clients.
pub fn by_client<S: 'static>(conn: &Conn<S>) -> String {
    conn.remote_addr().map_or_else(String::new, |address| network(address.ip()))
}

fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Requests with one API key are of a kind; the plug stands after [`require_api_key`](super::require_api_key). Without a key, those of
/// one address.
pub fn by_api_key<S: 'static>(conn: &Conn<S>) -> String {
    match conn.assigned::<ApiKeyId>() {
        Some(ApiKeyId(id)) => format!("key {id}"),
        None => by_client(conn),
    }
}

impl<S, F> Plug<S> for RateLimit<F>
where
    S: Send + Sync + 'static,
    F: Fn(&Conn<S>) -> String + Send + Sync + 'static,
{
    async fn call(&'static self, conn: &mut Conn<S>) -> Result {
        let key = format!("{}/{}ms {}", self.limit, self.window.as_millis(), (self.by)(conn));
        let rate = conn.hit(&key, self.limit, self.window).await?;
        // A client that waits as long as it is told is let in: whole seconds, rounded up.
        let seconds = rate.resets_in.as_secs() + u64::from(rate.resets_in.subsec_nanos() > 0);
        let reset = token::now().div_ceil(1_000) + seconds;
        conn.put_resp_header("x-rate-limit-limit", self.limit)
            .put_resp_header("x-rate-limit-remaining", rate.remaining())
            .put_resp_header("x-rate-limit-reset", reset);
        if rate.is_allowed() {
            return Ok(());
        }
        conn.put_resp_header(RETRY_AFTER, seconds.max(1));
        Err(Error::new(StatusCode::TOO_MANY_REQUESTS, "the rate limit is exceeded"))
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn an_address_counts_by_what_one_client_has() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("192.0.2.7"), "192.0.2.7");
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    }
}
