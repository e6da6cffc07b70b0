//! What the log hears of sockets and views, and what a view hears of its page's files.

use std::fs;

use bennu::Endpoint;
use bennu::endpoint::{Config, StaticFiles};
use bennu::path::Path;
use bennu::prelude::*;
use bennu::serde_json::json;
use bennu::testing::Telemetry;
use tracing::Level;

use super::app::{App, Router, Server};
use super::client::{Client, Page, joined};

/// Says whether its page is out of date.
pub(crate) struct StaticsLive(bool);

impl LiveView for StaticsLive {
    type State = App;

    async fn mount(_: Params, _: &Session, socket: &mut Socket<Self>) -> Result<Self> {
        Ok(Self(socket.static_changed()))
    }

    fn render(&self) -> impl Render {
        html! { <p>{if self.0 { "load the page again" } else { "up to date" }}</p> }
    }
}

#[events]
impl StaticsLive {}

#[tokio::test]
async fn a_view_knows_whether_its_page_has_the_newest_files() {
    let directory = std::env::temp_dir().join(format!("bennu-live-statics-{}", std::process::id()));
    fs::create_dir_all(&directory).unwrap();
    fs::write(directory.join("told.css"), "body {}").unwrap();
    let files = StaticFiles::new("/told", &directory).digested(true);
    files.digest().unwrap();
    drop(Endpoint::<Router>::new(App::default(), Config::default()).static_files_of(files));
    fs::remove_dir_all(&directory).unwrap();
    let newest = Path::from_static("/told/told.css").digested();
    assert_ne!(newest, "/told/told.css");

    let server = Server::start().await;
    for (tracked, shown) in [
        (json!([]), "up to date"),
        (json!([format!("http://localhost{newest}?vsn=d")]), "up to date"),
        (json!(["http://localhost/told/told.css"]), "up to date"),
        (
            json!([format!("http://localhost{newest}"), "http://localhost/told/told-0123.css"]),
            "load the page again",
        ),
        (json!("nonsense"), "up to date"),
    ] {
        let page = Page::load(&server, "/statics").await;
        assert!(page.html.contains("up to date"), "a page that is just being made is");
        let mut client = Client::connect(&server, &page).await;
        let mut join = page.join("/statics");
        join["params"]["_track_static"] = tracked.clone();
        client.says(json!(["1", "1", page.topic(), "phx_join", join])).await;
        let reply = client.hears().await.to_string();
        assert!(reply.contains(shown), "{tracked}: {reply}");
    }
}

#[tokio::test]
async fn connections_joins_and_callbacks_are_told_as_they_go() {
    let telemetry = Telemetry::attach();
    let server = Server::start().await;
    assert_eq!(Client::open(&server, "/live/websocket", &[]).await.err(), Some(403));
    let refused = telemetry.event("bennu::socket", "connection refused");
    assert!(refused.field("refused").is_some());
    telemetry.refute("bennu::socket", "connected");
    let (page, mut client, _) = joined(&server, "/counter").await;
    assert_eq!(telemetry.event("bennu::socket", "connected").level, Level::DEBUG);
    assert_eq!(telemetry.event("bennu::socket", "joined").field("topic"), Some(page.topic().as_str()));
    telemetry.refute("bennu::socket", "join refused");
    client.clicks(&page, "increment", json!({})).await;
    for callback in ["mount", "handle_params", "handle_event"] {
        let event = telemetry.event("bennu::live", callback);
        assert!(event.field("view").is_some_and(|view| view.ends_with("CounterLive")), "{callback}");
        assert!(event.field("duration").is_some() && event.field("ok") == Some("true"), "{callback}");
    }
    client.says(json!(["2", "2", "lv:forged", "phx_join", page.join("/counter")])).await;
    assert_eq!(client.hears().await[4]["status"], "error");
    assert_eq!(telemetry.event("bennu::socket", "join refused").field("topic"), Some("lv:forged"));
}
