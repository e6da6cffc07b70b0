//! Views as tasks: independent of each other, alone in their failures, bounded in their lives.

use std::sync::atomic::Ordering;

use bennu::serde_json::json;

use super::app::Server;
use super::client::{Client, Page, joined};

async fn hears_crash(client: &mut Client, page: &Page) {
    assert_eq!(
        client.hears().await,
        json!(["1", "1", page.topic(), "phx_error", {"reason": "channel_crash"}])
    );
}

#[tokio::test]
async fn two_browsers_are_independent() {
    let server = Server::start().await;
    let (first_page, mut first, _) = joined(&server, "/counter").await;
    let (second_page, mut second, _) = joined(&server, "/counter").await;
    first.clicks(&first_page, "increment", json!({})).await;
    first.clicks(&first_page, "increment", json!({})).await;
    assert_eq!(second.clicks(&second_page, "increment", json!({})).await, json!({"diff": {"0": "1"}}));
    assert_eq!(first.clicks(&first_page, "increment", json!({})).await, json!({"diff": {"0": "3"}}));
}

#[tokio::test]
async fn a_failed_view_is_joined_again_with_the_same_tokens() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    let missing = json!({"type": "click", "event": "add", "value": {}});
    let misfit = json!({"type": "click", "event": "add", "value": {"by": "many"}});
    let unknown = json!({"type": "click", "event": "unknown", "value": {}});
    let broken = json!({"type": "form", "event": "save", "value": "%zz"});
    let mut crashes =
        vec![missing, misfit, unknown, broken, json!({}), json!([]), json!({"event": "lv:other"})];
    crashes.extend(["panic", "fail"].map(|event| json!({"type": "click", "event": event, "value": {}})));
    for payload in crashes {
        client.clicks(&page, "increment", json!({})).await;
        client.event(&page, payload).await;
        hears_crash(&mut client, &page).await;
        let again = client.join(&page, "/counter").await;
        assert_eq!(again["rendered"]["0"], "0", "its state is new");
    }
    assert_eq!(server.app().mounted.load(Ordering::Relaxed), 10);
}

#[tokio::test]
async fn a_panic_leaves_other_views_of_the_connection_alone() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    let other = Page::load_with(&server, "/counter/7", &page.cookie).await;
    client.says(json!(["2", "2", other.topic(), "phx_join", other.join("/counter/7")])).await;
    assert_eq!(client.hears().await[4]["status"], "ok");
    client.event(&page, json!({"type": "click", "event": "panic", "value": {}})).await;
    hears_crash(&mut client, &page).await;
    client
        .says(json!(["2", "3", other.topic(), "event", {"type": "click", "event": "increment", "value": {}}]))
        .await;
    assert_eq!(client.hears().await[4]["response"], json!({"diff": {"0": "8"}}));
}

#[tokio::test]
async fn a_mount_that_fails_says_how() {
    let server = Server::start().await;
    let page = Page::load(&server, "/counter?panic").await;
    let mut client = Client::connect(&server, &page).await;
    client.says(json!(["1", "1", page.topic(), "phx_join", page.join("/counter?panic")])).await;
    let crashed = json!({"status": "error", "response": {"reason": "join crashed"}});
    assert_eq!(client.hears().await[4], crashed);

    let page = Page::load(&server, "/gone").await;
    let mut client = Client::connect(&server, &page).await;
    client.says(json!(["1", "1", page.topic(), "phx_join", page.join("/gone")])).await;
    let reply = client.hears().await;
    assert_eq!(
        (&reply[4]["response"]["reason"], &reply[4]["response"]["status"]),
        (&json!("reload"), &json!(404))
    );
    let token = reply[4]["response"]["token"].as_str().unwrap();
    let shown = Page::load_with(&server, "/gone", &format!("__phoenix_reload_status__={token}")).await;
    assert_eq!(shown.status, 404, "the page that is loaded because of it has that status");
    assert_eq!(Page::load(&server, "/gone").await.status, 200);
    let forged = Page::load_with(&server, "/counter", &format!("__phoenix_reload_status__={token}")).await;
    assert_eq!(forged.status, 200, "the status belongs to one view");
}

#[tokio::test]
async fn a_page_whose_mount_fails_is_an_error_page() {
    let server = Server::start().await;
    assert_eq!(Page::load(&server, "/counter/many").await.status, 500);
}

#[tokio::test]
async fn a_page_and_its_connected_view_have_the_same_parameters() {
    let server = Server::start().await;
    let path = "/files/%C3%BC%2F/a%20b//c/?q[]=1&q[]=%26&drive=no";
    let page = Page::load(&server, path).await;
    let shown =
        r#"{"q":["1","&"],"drive":"ü/","rest":["a b","c"]}"#.replace('"', "&quot;").replace('&', "&amp;");
    let shown = shown.replace("&amp;quot;", "&quot;");
    assert!(page.html.contains(&format!("<pre>{shown}</pre>")), "{}", page.html);
    let mut client = Client::connect(&server, &page).await;
    assert_eq!(client.join(&page, path).await["rendered"]["0"], shown);
}

#[tokio::test]
async fn views_read_the_session_of_their_browser() {
    let server = Server::start().await;
    let login = Page::load(&server, "/login/ana").await;
    assert_eq!(login.status, 302);
    let mut page = Page::load_with(&server, "/counter", &login.cookie).await;
    assert!(page.html.contains("<i>ana</i>"), "{}", page.html);
    let mut client = Client::connect(&server, &page).await;
    assert_eq!(client.join(&page, "/counter").await["rendered"]["1"], "ana");
    assert_eq!(client.clicks(&page, "flash", json!({})).await, json!({"diff": {"1": "Welcome!"}}));
    client.event(&page, json!({"type": "click", "event": "lv:clear-flash", "value": {"key": "info"}})).await;
    assert_eq!(client.hears().await[4]["response"], json!({}));
    assert_eq!(client.clicks(&page, "flash", json!({})).await, json!({"diff": {"1": "none"}}));
    page.html = page.html.replace("ana", "bob");
    client.says(json!(["3", "3", page.topic(), "phx_join", page.join("/counter")])).await;
    client.hears().await;
    assert_eq!(client.hears().await[4]["response"]["rendered"]["1"], "ana");
}

#[tokio::test]
async fn what_was_asked_is_answered_in_order() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    for number in 0..300 {
        let event = json!({"type": "click", "event": "increment", "value": {}});
        client.says(json!(["1", number.to_string(), page.topic(), "event", event])).await;
    }
    for number in 0..300 {
        let reply = client.hears().await;
        assert_eq!(reply[1], number.to_string());
        assert_eq!(reply[4]["response"]["diff"]["0"], (number + 1).to_string());
    }
}

#[tokio::test]
async fn a_shutdown_answers_what_was_asked_and_closes() {
    let mut server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    for event in ["wait", "increment"] {
        client.event(&page, json!({"type": "click", "event": event, "value": {}})).await;
    }
    client.says(json!([null, "2", "phoenix", "heartbeat", {}])).await;
    assert_eq!(client.hears().await[1], "2", "all is read");
    server.app().waits.notified().await;
    server.stop();
    server.app().go_on.notify_one();
    assert_eq!(client.hears().await[4]["response"], json!({"diff": {"0": "1"}}));
    assert_eq!(client.hears().await[4]["response"], json!({"diff": {"0": "2"}}));
    assert_eq!(client.hears_close().await, 1012);
    server.stopped().await;
}
