//! What the settings say comes in, sockets that accept connections go out.

use std::io;
use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::Config;
#[cfg(feature = "tls")]
use super::Tls;
use super::connection::Connection;
use super::stream::Stream;

/// A TCP port that accepts connections, and how they are spoken to.
#[derive(Debug)]
pub struct Listener {
    pub(super) tcp: TcpListener,
    pub(super) security: Security,
}

/// What is between TCP and HTTP.
#[derive(Clone, Debug)]
pub(super) enum Security {
    None,
    #[cfg(feature = "tls")]
    Tls(Tls),
}

impl Listener {
    /// Accepts connections under TLS.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn tls(tcp: TcpListener, tls: Tls) -> Self {
        Self { tcp, security: Security::Tls(tls) }
    }
}

impl From<TcpListener> for Listener {
    fn from(tcp: TcpListener) -> Self {
        Self { tcp, security: Security::None }
    }
}

impl Security {
    /// The scheme of its URLs.
    pub(super) fn scheme(&self) -> &'static str {
        match self {
            Self::None => "http",
            #[cfg(feature = "tls")]
            Self::Tls(_) => "https",
        }
    }

    /// The connection, once both sides have shaken hands where they do.
    pub(super) async fn accept(&self, connection: Connection) -> io::Result<Stream> {
        match self {
            Self::None => Ok(Stream::Plain(connection)),
            #[cfg(feature = "tls")]
            Self::Tls(tls) => Ok(Stream::Tls(Box::new(tls.accept(connection).await?))),
        }
    }
}

/// Where an endpoint is served: one listener or several.
///
/// ```no_run
/// use bennu::endpoint::{Listener, Listeners, Tls};
/// use tokio::net::TcpListener;
///
/// # async fn listen(tls: Tls) -> std::io::Result<Listeners> {
/// let http = TcpListener::bind("[::]:80").await?;
/// let https = TcpListener::bind("[::]:443").await?;
/// Ok(Listeners::from([http.into(), Listener::tls(https, tls)]))
/// # }
/// ```
#[derive(Debug)]
pub struct Listeners(pub(super) Vec<Listener>);

impl Listeners {
    /// Listens where `config` says: HTTP on `ip` and `port`, and HTTPS on `ip` and the port of `tls` where it is set.
    ///
    /// # Errors
    /// Where a port cannot be had; the message names the address.
    pub async fn bind(config: &Config) -> io::Result<Self> {
        let http = bind(config.address()).await?;
        #[cfg(feature = "tls")]
        if let Some(tls) = &config.tls {
            let https = bind((config.ip, tls.port()).into()).await?;
            return Ok(Self::from([http.into(), Listener::tls(https, tls.clone())]));
        }
        Ok(http.into())
    }

    /// The addresses, in order: with the port that the system chose where the settings say 0.
    #[must_use]
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.0.iter().filter_map(|listener| listener.tcp.local_addr().ok()).collect()
    }
}

async fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let named =
        |error: io::Error| io::Error::new(error.kind(), format!("cannot listen on {address}: {error}"));
    TcpListener::bind(address).await.map_err(named)
}

impl<L: Into<Listener>> From<L> for Listeners {
    fn from(listener: L) -> Self {
        Self(vec![listener.into()])
    }
}

impl<const N: usize> From<[Listener; N]> for Listeners {
    fn from(listeners: [Listener; N]) -> Self {
        Self(listeners.into())
    }
}
