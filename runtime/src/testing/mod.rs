//! Drives an application in process, as a browser would, without ports.
//!
#![doc = include_str!("../../docs/testing.md")]

mod bypass;
mod client;
mod factory;
mod jar;
mod markup;
mod mock;
mod multipart;
mod postgres;
mod response;
mod sandbox;
mod telemetry;

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures_util::FutureExt as _;

use crate::Result;

pub use client::Client;
pub use factory::{Factory, sequence};
pub use mock::Mock;
pub use multipart::Multipart;
pub use postgres::PostgresServer;
pub use response::Response;
pub use sandbox::Sandbox;
pub use telemetry::{Event, Telemetry};

/// How long a session may take to be read.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a future gives that is mostly ready at once, such as a read of a session, where a test cannot wait for it by `await`.
#[track_caller]
fn wait_for<T: Send>(future: impl Future<Output = Result<T>> + Send) -> T {
    let mut future = pin!(future);
    if let Some(output) = future.as_mut().now_or_never() {
        return output.expect("the session can be read");
    }
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("the system gives what a runtime needs");
        runtime.block_on(async { tokio::time::timeout(PATIENCE, future).await })
    };
    match std::thread::scope(|scope| scope.spawn(run).join()).expect("reading does not panic") {
        Ok(output) => output.expect("the session can be read"),
        // The task that serves the connection may be waiting for this very thread.
        Err(_) => panic!("the session does not come; try `#[tokio::test(flavor = \"multi_thread\")]`"),
    }
}
