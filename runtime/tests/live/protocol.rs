//! The frames of one view, byte by byte where it matters.

use bennu::serde_json::json;

use super::app::Server;
use super::client::{Client, Page, joined};

#[tokio::test]
async fn a_page_holds_its_view_and_what_it_needs_to_connect() {
    let server = Server::start().await;
    let page = Page::load(&server, "/counter").await;
    assert_eq!(page.status, 200);
    assert!(page.html.contains("<title>Counter</title>"), "{}", page.html);
    assert!(page.html.contains("<p>0</p><i></i><b>/counter</b></div>"), "{}", page.html);
    assert!(page.html.contains(" data-phx-main "), "{}", page.html);
    assert!(page.attribute("id").starts_with("phx-"));
    assert_ne!(page.attribute("id"), Page::load(&server, "/counter").await.attribute("id"));
}

#[tokio::test]
async fn a_join_shows_what_the_page_shows() {
    let server = Server::start().await;
    let (_, _, response) = joined(&server, "/counter/41").await;
    assert_eq!(
        response.to_string(),
        r#"{"rendered":{"0":"41","1":"","2":"/counter/41","s":0,"p":{"0":["<p>","</p><i>","</i><b>","</b>"]},"t":"Counter"},"liveview_version":"1.2.12"}"#
    );
}

#[tokio::test]
async fn an_event_is_answered_with_what_changed() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    client.event(&page, json!({"type": "click", "event": "increment", "value": {"value": ""}})).await;
    let reply = format!(
        r#"["1","9","{}","phx_reply",{{"status":"ok","response":{{"diff":{{"0":"1"}}}}}}]"#,
        page.topic()
    );
    assert_eq!(client.hears().await.to_string(), reply);
    assert_eq!(client.clicks(&page, "add", json!({"by": "41"})).await, json!({"diff": {"0": "42"}}));
    assert_eq!(client.clicks(&page, "add", json!({"by": -2})).await, json!({"diff": {"0": "40"}}));
    assert_eq!(client.clicks(&page, "nothing", json!({})).await, json!({}));
}

#[tokio::test]
async fn a_form_reaches_its_handler_decoded() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    let form = json!({
        "type": "form", "event": "save", "value": "user%5Bname%5D=A%26na+%C3%BC&user[_unused_tags][]=",
        "meta": {"_target": "user[name]"}, "uploads": {},
    });
    client.event(&page, form).await;
    let reply = client.hears().await;
    assert_eq!(
        reply[4]["response"],
        json!({"diff": {"1": "A&amp;na ü&lt;[&quot;user&quot;, &quot;name&quot;]&gt;"}})
    );
}

#[tokio::test]
async fn hooks_are_answered_and_told() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    client.event(&page, json!({"type": "hook", "event": "echo", "value": {"a": [1, null]}})).await;
    assert_eq!(client.hears().await[4]["response"], json!({"diff": {"r": {"a": [1, null]}}}));
    let told = client.clicks(&page, "announce", json!({})).await;
    assert_eq!(told, json!({"diff": {"0": "1", "t": "Told", "e": [["told", [1, 2]]]}}));
}

#[tokio::test]
async fn a_heartbeat_is_answered() {
    let server = Server::start().await;
    let page = Page::load(&server, "/counter").await;
    let mut client = Client::connect(&server, &page).await;
    client.says(json!([null, "1", "phoenix", "heartbeat", {}])).await;
    let reply = r#"[null,"1","phoenix","phx_reply",{"status":"ok","response":{}}]"#;
    assert_eq!(client.hears().await.to_string(), reply);
}

#[tokio::test]
async fn a_view_can_be_left_and_joined_again() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    client.says(json!(["1", "2", page.topic(), "phx_leave", {}])).await;
    assert_eq!(
        client.hears().await,
        json!(["1", "2", page.topic(), "phx_reply", {"status": "ok", "response": {}}])
    );
    assert_eq!(client.hears().await, json!(["1", "1", page.topic(), "phx_close", {}]));
    client.join(&page, "/counter").await;
    assert_eq!(client.clicks(&page, "increment", json!({})).await, json!({"diff": {"0": "1"}}));
}

#[tokio::test]
async fn a_second_join_closes_the_first() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    client.clicks(&page, "increment", json!({})).await;
    client.says(json!(["2", "2", page.topic(), "phx_join", page.join("/counter")])).await;
    assert_eq!(client.hears().await, json!(["1", "1", page.topic(), "phx_close", {}]));
    let reply = client.hears().await;
    assert_eq!(reply[0], "2");
    assert_eq!(reply[4]["response"]["rendered"]["0"], "0");
}

#[tokio::test]
async fn messages_that_no_view_takes_are_answered() {
    let server = Server::start().await;
    let page = Page::load(&server, "/counter").await;
    let mut client = Client::connect(&server, &page).await;
    client.says(json!(["1", "2", "lv:nobody", "event", {}])).await;
    let unmatched = json!(["1", "2", "lv:nobody", "phx_reply", {"status": "error", "response": {"reason": "unmatched topic"}}]);
    assert_eq!(client.hears().await, unmatched);
    client.says(json!(["1", "2", "lv:nobody", "phx_leave", {}])).await;
    assert_eq!(client.hears().await[4], json!({"status": "ok", "response": {}}));
}

#[tokio::test]
async fn events_of_components_that_are_gone_are_answered() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    client.event(&page, json!({"type": "click", "event": "increment", "value": {}, "cid": 1})).await;
    assert_eq!(client.hears().await[4], json!({"status": "ok", "response": {}}));
    client.says(json!(["1", "9", page.topic(), "cids_will_destroy", {"cids": [1]}])).await;
    assert_eq!(client.hears().await[4], json!({"status": "ok", "response": {}}));
    client.says(json!(["1", "9", page.topic(), "cids_destroyed", {"cids": [1]}])).await;
    assert_eq!(client.hears().await[4], json!({"status": "ok", "response": {"cids": []}}));
}
