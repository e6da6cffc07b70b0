//! Build tools beside the server: started with it, ended with it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use bennu::endpoint::Watcher;
use bennu::testing::Telemetry;

use super::app::config;
use super::wire::Server;

/// A tool that writes its id and a variable into a file, and then waits for ever.
fn tool(name: &str) -> (Watcher, PathBuf) {
    let directory = std::env::temp_dir().join(format!("bennu-watcher-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let script = "echo $$ $TOLD > new && mv new pid && exec sleep 3600";
    let watcher = Watcher::new("sh", ["-c", script]).directory(&directory).env("TOLD", "development");
    (watcher, directory)
}

/// What the tool wrote, once it has: the directory of its process, and the variable.
async fn begun(directory: &Path) -> (PathBuf, String) {
    loop {
        if let Ok(text) = std::fs::read_to_string(directory.join("pid")) {
            let (pid, told) = text.trim().split_once(' ').unwrap();
            return (Path::new("/proc").join(pid), told.to_owned());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Returns when the process is gone, or is but waited for.
async fn ended(process: &Path) {
    let runs = || std::fs::read_to_string(process.join("stat")).is_ok_and(|stat| !stat.contains(") Z "));
    while runs() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_watcher_runs_as_long_as_the_server() {
    let (watcher, directory) = tool("server");
    let mut config = config();
    config.watchers.push(watcher);
    let mut server = Server::start(config).await;
    let (process, told) = begun(&directory).await;
    assert!(process.exists() && told == "development");
    server.stop.take().unwrap().send(()).unwrap();
    server.task.await.unwrap();
    ended(&process).await;
    std::fs::remove_dir_all(directory).unwrap();
}

#[tokio::test]
async fn a_watcher_runs_without_a_server_until_it_is_dropped() {
    let (watcher, directory) = tool("alone");
    let watching = watcher.start().unwrap();
    let (process, _) = begun(&directory).await;
    drop(watching);
    ended(&process).await;
    std::fs::remove_dir_all(directory).unwrap();
    assert!(Watcher::new("no-such-tool-anywhere", ["x"]).start().is_err());
}

#[tokio::test]
async fn a_watcher_that_is_not_there_is_logged_and_the_server_runs() {
    let telemetry = Telemetry::attach();
    let mut config = config();
    config.watchers.push(Watcher::new("no-such-tool-anywhere", [""; 0]));
    let server = Server::start(config).await;
    assert_eq!(server.status("GET /raw/peer HTTP/1.1\r\nHost: a\r\n\r\n").await, "200");
    let event = telemetry.event("bennu::endpoint", "the watcher `no-such-tool-anywhere` cannot be started");
    assert!(event.field("error").is_some());
}
