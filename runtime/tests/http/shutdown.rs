//! What a shutdown waits for and what it does not.

use std::time::Duration;

use tokio::net::TcpListener;

use super::app::{self, config};
use super::wire::Server;

#[tokio::test]
async fn requests_in_flight_are_finished_and_idle_connections_closed() {
    let mut server = Server::start(config()).await;
    let shared = server.endpoint.shared().clone();
    let mut idle = server.connect().await;
    idle.send("GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(idle.response().await.status, "200");
    let mut fresh = server.connect().await;
    let mut busy = server.connect().await;
    busy.send("GET /raw/slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
    shared.state.begun.notified().await;

    server.stop.take().unwrap().send(()).unwrap();
    shared.shutdown.clone().wait_for(|stopping| *stopping).await.unwrap();
    assert!(idle.is_closed().await);
    assert!(fresh.is_closed().await);
    assert!(!server.task.is_finished(), "one request is still on its way");

    shared.state.go_on.notify_one();
    let response = busy.response().await;
    assert_eq!((response.status.as_str(), response.body.as_str()), ("200", "at last"));
    assert!(response.head.contains("connection: close"), "{response:?}");
    assert!(busy.is_closed().await);
    server.task.await.unwrap();
}

/// On an address of its own, since another test may get the same port otherwise.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn nobody_is_accepted_any_more() {
    let mut server = Server::start_on("127.0.0.2:0", config()).await;
    let shared = server.endpoint.shared().clone();
    let mut busy = server.connect().await;
    busy.send("GET /raw/slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
    shared.state.begun.notified().await;
    server.stop.take().unwrap().send(()).unwrap();
    shared.shutdown.clone().wait_for(|stopping| *stopping).await.unwrap();
    assert!(tokio::net::TcpStream::connect(server.address).await.is_err());
    shared.state.go_on.notify_one();
    assert_eq!(busy.response().await.status, "200");
}

/// The signal reaches the whole process. Other tests run servers that listen to no signal.
#[cfg(unix)]
#[tokio::test]
async fn sigterm_is_the_signal() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(app::endpoint().serve(listener));
    // The first response means that the signal is listened to.
    let mut client = super::wire::Client::connect(address).await;
    client.send("GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(client.response().await.status, "200");
    let pid = std::process::id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    serving.await.unwrap().unwrap();
    assert!(client.is_closed().await);
}

#[tokio::test]
async fn tasks_of_sockets_are_told_and_waited_for() {
    let mut server = Server::start(config()).await;
    let shared = server.endpoint.shared().clone();
    let mut shutdown = shared.shutdown.clone();
    let socket = shared.spawn(async move {
        shutdown.wait_for(|stopping| *stopping).await.unwrap();
        "closed"
    });
    server.stop.take().unwrap().send(()).unwrap();
    server.task.await.unwrap();
    assert!(socket.is_finished());
    assert_eq!(socket.await.unwrap(), "closed");
}

#[tokio::test]
async fn what_does_not_finish_in_time_is_cut_off() {
    let mut config = config();
    config.limits.shutdown_timeout = Duration::from_millis(1);
    let mut server = Server::start(config).await;
    let shared = server.endpoint.shared().clone();
    let mut busy = server.connect().await;
    busy.send("GET /raw/slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
    shared.state.begun.notified().await;
    server.stop.take().unwrap().send(()).unwrap();
    server.task.await.unwrap();
    assert!(busy.is_closed().await);
}
