//! A listener comes in; its connections are served until somebody says stop, and then until they are done.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

use super::connection::Connection;
use super::{Endpoint, Limits};
use crate::Body;
use crate::router::Router;

/// How long to wait where a connection cannot be accepted, for instance because too many files are open.
const PAUSE: Duration = Duration::from_millis(50);

/// The number of headers for which hyper has room without allocating.
const HYPERS_HEADERS: usize = 100;

impl<R: Router> Endpoint<R> {
    /// Serves the connections of `listener` until the process gets SIGTERM or SIGINT (Ctrl-C), then shuts down: no connection
    /// is accepted any more, idle ones are closed, requests in flight are finished, sockets are told to close. What is not
    /// done after `limits.shutdown_timeout` is cut off.
    ///
    /// # Errors
    /// Where the signals cannot be listened to. What goes wrong with a single connection is logged at level debug.
    pub async fn serve(self, listener: TcpListener) -> io::Result<()> {
        let stop = stop_signal()?;
        self.serve_until(listener, stop).await;
        Ok(())
    }

    /// The same until `stop` is ready.
    pub async fn serve_until(self, listener: TcpListener, stop: impl Future<Output = ()>) {
        if let Ok(address) = listener.local_addr() {
            tracing::info!(target: "bennu::endpoint", "listening on http://{address}");
        }
        let limits = &self.shared().config.limits;
        let slots = Arc::new(Semaphore::new(limits.connections.clamp(1, Semaphore::MAX_PERMITS)));
        let http = Arc::new(http(limits));
        let mut connections = JoinSet::new();
        let mut stop = pin!(stop);
        loop {
            tokio::select! {
                biased;
                () = &mut stop => break,
                Some(_) = connections.join_next() => {}
                (stream, peer, slot) = accept(&listener, &slots) => {
                    connections.spawn(self.clone().serve_connection(Arc::clone(&http), stream, peer, slot));
                }
            }
        }
        drop(listener);
        self.shut_down(connections).await;
    }

    async fn shut_down(self, mut connections: JoinSet<()>) {
        let shared = self.shared();
        let limit = shared.config.limits.shutdown_timeout;
        tracing::info!(target: "bennu::endpoint", "shutting down");
        shared.begin_shutdown();
        let finished = async {
            while connections.join_next().await.is_some() {}
            shared.finished().await;
        };
        if tokio::time::timeout(limit, finished).await.is_err() {
            tracing::warn!(
                target: "bennu::endpoint",
                connections = connections.len(),
                "cut off what did not finish within {limit:?}"
            );
            connections.shutdown().await;
        }
    }

    async fn serve_connection(
        self,
        http: Arc<http1::Builder>,
        stream: TcpStream,
        peer: SocketAddr,
        slot: OwnedSemaphorePermit,
    ) {
        // Responses are written whole: waiting for more to send would only delay them.
        let _ = stream.set_nodelay(true);
        let stream = Connection::new(stream);
        let started = stream.started();
        let mut shutdown = self.shared().shutdown.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let endpoint = self.clone();
            async move { Ok::<_, Infallible>(endpoint.handle(request.map(Body::from), Some(peer)).await) }
        });
        let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service).with_upgrades());
        let outcome = tokio::select! {
            outcome = connection.as_mut() => outcome,
            () = stopping(&mut shutdown) => {
                // hyper would wait for the first request of a connection that has brought none yet.
                if !started.load(Ordering::Relaxed) {
                    return;
                }
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = outcome {
            tracing::debug!(target: "bennu::endpoint", %peer, %error, "connection ended");
        }
        drop(slot);
    }
}

/// Ready when the endpoint shuts down.
async fn stopping(shutdown: &mut watch::Receiver<bool>) {
    // The channel lives as long as what the endpoint shares; were it gone, that would be a shutdown, too.
    let _ = shutdown.wait_for(|stopping| *stopping).await;
}

fn http(limits: &Limits) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .max_header_size(limits.header_bytes);
    if limits.headers != HYPERS_HEADERS {
        http.max_headers(limits.headers);
    }
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
