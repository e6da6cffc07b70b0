//! What a shutdown waits for and what it does not.

use std::time::Duration;

use tokio::net::TcpStream;

use super::app::config;
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
    assert!(TcpStream::connect(server.address).await.is_err(), "nobody listens any more");
    assert!(!server.task.is_finished(), "one request is still on its way");

    shared.state.go_on.notify_one();
    let response = busy.response().await;
    assert_eq!((response.status.as_str(), response.body.as_str()), ("200", "at last"));
    assert!(response.head.contains("connection: close"), "{response:?}");
    assert!(busy.is_closed().await);
    server.task.await.unwrap();
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
