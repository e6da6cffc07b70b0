//! Listeners come in; their connections are served until somebody says stop, and then until they are done.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use http::{Request, Version};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

use super::connection::Connection;
use super::listener::Security;
use super::pace::{Late, Pace, Sending};
use super::{Endpoint, Limits, Listener, Listeners, Peer};
use crate::Body;
use crate::path::{Base as _, Path};
use crate::router::Router;

/// How long to wait where a connection cannot be accepted, for instance because too many files are open.
const PAUSE: Duration = Duration::from_millis(50);

/// The number of headers for which hyper has room without allocating.
const HYPERS_HEADERS: usize = 100;

/// What reads and writes HTTP.
type Http = auto::Builder<TokioExecutor>;

impl<R: Router> Endpoint<R> {
    /// Listens where the settings say, and [serves](Self::serve) what comes: all that a `main` has to do.
    ///
    /// # Errors
    /// Where a port cannot be had; otherwise as [`serve`](Self::serve).
    pub async fn run(self) -> io::Result<()> {
        let listeners = Listeners::bind(&self.shared().config).await?;
        self.serve(listeners).await
    }

    /// Serves the connections of a `TcpListener`, or of several [`Listeners`], until the process gets SIGTERM or SIGINT
    /// (Ctrl-C), then shuts down: no connection is accepted any more, idle ones are closed, requests in flight are finished,
    /// sockets are told to close. What is not done after `limits.shutdown_timeout` is cut off.
    ///
    /// # Errors
    /// Where the signals cannot be listened to. What goes wrong with a single connection is logged at level debug.
    pub async fn serve(self, listeners: impl Into<Listeners>) -> io::Result<()> {
        let stop = stop_signal()?;
        self.serve_until(listeners, stop).await;
        Ok(())
    }

    /// The same until `stop` is ready. The [watchers](super::Watcher) of the settings run as long.
    pub async fn serve_until(self, listeners: impl Into<Listeners>, stop: impl Future<Output = ()>) {
        let limits = &self.shared().config.limits;
        let slots = Arc::new(Semaphore::new(limits.connections.clamp(1, Semaphore::MAX_PERMITS)));
        let http = Arc::new(http(limits));
        let (closing, closed) = watch::channel(false);
        let listeners = listeners.into();
        self.log_addresses(&listeners);
        let _watching = super::watcher::start(&self.shared().config.watchers);
        #[cfg(feature = "live-reload")]
        let _reloading =
            super::live_reload::start(self.shared().config.live_reload.as_ref(), &self.0.static_files);
        let listening = listeners.0.into_iter().map(|listener| {
            self.clone().listen(listener, Arc::clone(&http), Arc::clone(&slots), closed.clone())
        });
        let mut listening = pin!(join_all(listening));
        let connections = tokio::select! {
            // Without any listener, there is nothing to wait for.
            connections = &mut listening => connections,
            () = stop => {
                closing.send_replace(true);
                listening.await
            }
        };
        self.shut_down(connections).await;
    }

    /// Where it listens, and where people find it.
    fn log_addresses(&self, listeners: &Listeners) {
        for listener in &listeners.0 {
            if let Ok(address) = listener.tcp.local_addr() {
                tracing::info!(target: "bennu::endpoint", "running at {address} ({})", listener.security.scheme());
            }
        }
        let url = self.url(&Path::from_static("/"));
        tracing::info!(target: "bennu::endpoint", "access it at {url}");
    }

    /// Accepts connections until the endpoint closes; those that are open then go out.
    async fn listen(
        self,
        listener: Listener,
        http: Arc<Http>,
        slots: Arc<Semaphore>,
        mut closed: watch::Receiver<bool>,
    ) -> JoinSet<()> {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                biased;
                () = told(&mut closed) => return connections,
                Some(_) = connections.join_next() => {}
                (stream, peer, slot) = accept(&listener.tcp, &slots) => {
                    let (endpoint, http, security) = (self.clone(), Arc::clone(&http), listener.security.clone());
                    connections.spawn(async move {
                        endpoint.serve_connection(&http, &security, stream, peer).await;
                        drop::<OwnedSemaphorePermit>(slot);
                    });
                }
            }
        }
    }

    async fn shut_down(self, mut connections: Vec<JoinSet<()>>) {
        let shared = self.shared();
        let limit = shared.config.limits.shutdown_timeout;
        tracing::info!(target: "bennu::endpoint", "shutting down");
        shared.begin_shutdown();
        let finished = async {
            for connections in &mut connections {
                while connections.join_next().await.is_some() {}
            }
            shared.finished().await;
        };
        if tokio::time::timeout(limit, finished).await.is_err() {
            tracing::warn!(
                target: "bennu::endpoint",
                connections = connections.iter().map(JoinSet::len).sum::<usize>(),
                "cut off what did not finish within {limit:?}"
            );
            for connections in &mut connections {
                connections.shutdown().await;
            }
        }
    }

    /// Serves one client, until it or the endpoint is done, or the client is too slow.
    async fn serve_connection(self, http: &Http, security: &Security, stream: TcpStream, peer: SocketAddr) {
        // Responses are written whole: waiting for more to send would only delay them.
        let _ = stream.set_nodelay(true);
        let pace = Arc::new(Pace::new());
        let limits = self.shared().config.limits;
        let mut shutdown = self.shared().shutdown.clone();
        let stream = tokio::select! {
            stream = security.accept(Connection::new(stream, Arc::clone(&pace))) => stream,
            _ = pace.late(&limits) => return,
            () = told(&mut shutdown) => return,
        };
        let stream = match stream {
            Ok(stream) => stream,
            Err(error) => return tracing::debug!(target: "bennu::endpoint", %peer, %error, "no TLS"),
        };
        let peer = Peer { address: peer, is_secure: security.scheme() == "https" };
        let noted = Arc::clone(&pace);
        let service = service_fn(move |request: Request<Incoming>| {
            let in_flight = noted.begin(request.version() == Version::HTTP_2);
            let endpoint = self.clone();
            async move {
                // In a box: a connection keeps room for this future, and most connections wait for their next request.
                let response = Box::pin(endpoint.handle(request.map(Body::from), Some(peer))).await;
                Ok::<_, Infallible>(response.map(|body| Sending::new(body, in_flight)))
            }
        });
        let mut connection = pin!(http.serve_connection_with_upgrades(TokioIo::new(stream), service));
        let outcome = tokio::select! {
            outcome = connection.as_mut() => outcome,
            late = pace.late(&limits) => {
                tracing::debug!(target: "bennu::endpoint", peer = %peer.address, ?late, "connection cut off");
                if late != Late::Idle {
                    return;
                }
                connection.as_mut().graceful_shutdown();
                tokio::time::timeout(limits.header_timeout, connection).await.unwrap_or(Ok(()))
            }
            () = told(&mut shutdown) => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = outcome {
            tracing::debug!(target: "bennu::endpoint", peer = %peer.address, %error, "connection ended");
        }
    }
}

/// Ready when the channel says so, as it does when everything shuts down.
async fn told(channel: &mut watch::Receiver<bool>) {
    // The sender lives as long as what the endpoint shares; were it gone, that would be a shutdown, too.
    let _ = channel.wait_for(|told| *told).await;
}

fn http(limits: &Limits) -> Http {
    let mut http = Http::new(TokioExecutor::new());
    // How long a client may take is watched by `Pace`.
    http.http1()
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        .max_buf_size(limits.header_bytes.max(8_192));
    if limits.headers != HYPERS_HEADERS {
        http.http1().max_headers(limits.headers);
    }
    #[cfg(feature = "http2")]
    http.http2()
        .timer(TokioTimer::new())
        .max_header_list_size(limits.header_bytes.try_into().unwrap_or(u32::MAX))
        .max_concurrent_streams(limits.streams)
        // Who asks and takes it back at once makes work for nothing: CVE-2023-44487, and its mirror image CVE-2025-8671.
        .max_pending_accept_reset_streams(20)
        .max_local_error_reset_streams(1_024)
        .keep_alive_interval(limits.idle_timeout / 2)
        .keep_alive_timeout(limits.header_timeout);
    http
}

/// The next connection, as soon as there is room for it.
async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    let slot = Arc::clone(slots).acquire_owned().await.expect("nobody closes the semaphore");
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, slot),
            Err(error) => {
                tracing::warn!(target: "bennu::endpoint", %error, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without Ctrl-C there is no way to stop but to end the process.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
