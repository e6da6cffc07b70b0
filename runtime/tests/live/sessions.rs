//! Actions of routes, and live sessions, which navigation does not leave.

use bennu::http::Uri;
use bennu::prelude::*;
use bennu::serde_json::{Value, json};

use super::app::{App, Server};
use super::client::{Client, Page, joined};

/// Shows the actions that it was mounted with and that it has now.
pub(crate) struct BoardLive(Option<&'static str>, Option<&'static str>);

impl LiveView for BoardLive {
    type State = App;

    async fn mount(_: Params, _: &Session, socket: &mut Socket<Self>) -> Result<Self> {
        Ok(Self(socket.live_action(), None))
    }

    async fn handle_params(&mut self, _: Params, _: &Uri, socket: &mut Socket<Self>) -> Result {
        self.1 = socket.live_action();
        Ok(())
    }

    fn render(&self) -> impl Render {
        html! { <p>{self.0.unwrap_or("none")}{" "}{self.1.unwrap_or("none")}</p> }
    }
}

#[events]
impl BoardLive {}

/// Joins over the connection of `page`, as a navigation to `path` does.
pub(crate) async fn navigate(client: &mut Client, page: &Page, path: &str) -> Value {
    let mut join = page.join(path);
    join["redirect"] = format!("http://localhost{path}").into();
    client.says(json!(["4", "4", page.topic(), "phx_join", join])).await;
    loop {
        // The join before it ends first.
        let mut frame = client.hears().await;
        if frame[3] == "phx_reply" {
            return frame[4].take();
        }
    }
}

#[tokio::test]
async fn a_view_is_told_the_action_of_its_route() {
    let server = Server::start().await;
    assert!(Page::load(&server, "/boards").await.html.contains("<p>none none</p>"));
    let (page, mut client, _) = joined(&server, "/admin/boards").await;
    assert!(page.html.contains("<p>index index</p>"), "{}", page.html);
    let patch = json!({"url": "http://localhost/admin/boards/7"});
    client.says(json!(["1", "5", page.topic(), "live_patch", patch])).await;
    let reply = client.hears().await;
    assert!(reply[4]["response"]["diff"].to_string().contains("show"), "{reply}");
}

#[tokio::test]
async fn a_view_is_not_mounted_where_its_address_spells_no_parameter() {
    let server = Server::start().await;
    assert_eq!(Page::load(&server, "/admin/boards/seven").await.status, 400);
    let (page, mut client, _) = joined(&server, "/admin/boards/7").await;
    let patch = json!({"url": "http://localhost/admin/boards/seven"});
    client.says(json!(["1", "5", page.topic(), "live_patch", patch])).await;
    assert_eq!(client.hears().await[4]["response"], json!({"link_redirect": true}));
    let reply = navigate(&mut client, &page, "/admin/boards/seven").await;
    assert_eq!(reply["response"], json!({"reason": "unauthorized"}));
}

#[tokio::test]
async fn navigation_stays_inside_of_its_live_session() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/admin/boards").await;
    assert_eq!(navigate(&mut client, &page, "/admin/boards/7").await["status"], "ok");
    for outside in ["/boards", "/counter"] {
        let reply = navigate(&mut client, &page, outside).await;
        assert_eq!(reply["response"], json!({"reason": "unauthorized"}), "{outside}");
    }
    let (page, mut client, _) = joined(&server, "/counter").await;
    assert_eq!(navigate(&mut client, &page, "/admin/boards").await["response"]["reason"], "unauthorized");
    assert_eq!(navigate(&mut client, &page, "/boards").await["status"], "ok");
}

#[tokio::test]
async fn a_patch_stays_inside_of_its_live_session_too() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/admin/boards").await;
    let patch = json!({"url": "http://localhost/boards"});
    client.says(json!(["1", "5", page.topic(), "live_patch", patch])).await;
    assert_eq!(client.hears().await[4]["response"], json!({"link_redirect": true}));
}
