//! Redirects, navigation and patches.

use bennu::serde_json::json;

use super::app::Server;
use super::client::{Client, Page, joined};

#[tokio::test]
async fn a_redirect_shows_what_is_left_to_show_and_ends_the_view() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    client.event(&page, json!({"type": "click", "event": "redirect", "value": {"to": "/counter/3"}})).await;
    assert_eq!(client.hears().await, json!(["1", null, page.topic(), "diff", {"0": "1"}]));
    let reply = client.hears().await;
    let redirect = &reply[4]["response"]["redirect"];
    assert_eq!(redirect["to"], "/counter/3");
    assert_eq!(client.hears().await, json!(["1", "1", page.topic(), "phx_close", {}]));

    let flash = redirect["flash"].as_str().unwrap();
    let cookies = format!("{}; __phoenix_flash__={flash}", page.cookie);
    let next = Page::load_with(&server, "/counter/3", &cookies).await;
    let mut client = Client::connect(&server, &Page { cookie: page.cookie.clone(), ..next.clone() }).await;
    client.join(&next, "/counter/3").await;
    assert_eq!(client.clicks(&next, "flash", json!({})).await, json!({"diff": {"1": "Moved."}}));
}

#[tokio::test]
async fn a_navigation_joins_the_next_view_over_the_same_connection() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    let response = client.clicks(&page, "navigate", json!({"to": "/counter/3"})).await;
    assert_eq!(response, json!({"live_redirect": {"to": "/counter/3", "kind": "replace"}}));
    assert_eq!(client.hears().await[3], "phx_close");
    let mut join = page.join("/counter");
    join.as_object_mut().unwrap().remove("url");
    join["redirect"] = "http://localhost/counter/3".into();
    client.says(json!(["4", "4", page.topic(), "phx_join", join])).await;
    let reply = client.hears().await;
    assert_eq!(reply[4]["response"]["rendered"]["0"], "3");
    assert_eq!(reply[4]["response"]["container"], json!(["div", {}]));
}

#[tokio::test]
async fn a_patch_keeps_the_view() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    client.clicks(&page, "increment", json!({})).await;
    client.event(&page, json!({"type": "click", "event": "patch", "value": {"to": "/counter/9?a=1"}})).await;
    let patched = json!(["1", null, page.topic(), "live_patch", {"to": "/counter/9?a=1", "kind": "push"}]);
    assert_eq!(client.hears().await, patched);
    assert_eq!(client.hears().await[4]["response"], json!({"diff": {"2": "/counter/9"}}));

    let back = json!({"url": "http://localhost/counter#top"});
    client.says(json!(["1", "5", page.topic(), "live_patch", back])).await;
    assert_eq!(client.hears().await[4]["response"], json!({"diff": {"2": "/counter"}}));
    client.says(json!(["1", "6", page.topic(), "live_patch", back])).await;
    assert_eq!(client.hears().await[4]["response"], json!({}));
    client.says(json!(["1", "7", page.topic(), "live_patch", {"url": "http://localhost/gone"}])).await;
    assert_eq!(client.hears().await[4]["response"], json!({"link_redirect": true}));
    assert_eq!(client.clicks(&page, "increment", json!({})).await, json!({"diff": {"0": "2"}}));
}

#[tokio::test]
async fn a_patch_while_mounting_is_announced_with_the_join_and_redirects_the_page() {
    let server = Server::start().await;
    let moved = Page::load(&server, "/counter?hop").await;
    assert_eq!((moved.status, moved.headers["location"].to_str().unwrap()), (302, "/counter/5"));

    let page = Page::load(&server, "/counter").await;
    let mut client = Client::connect(&server, &page).await;
    let response = client.join(&page, "/counter?hop").await;
    assert_eq!(response["live_patch"], json!({"to": "/counter/5", "kind": "push"}));
    assert_eq!(response["rendered"]["2"], "/counter/5");
}

#[tokio::test]
async fn patches_in_a_circle_and_to_elsewhere_end_the_view() {
    let server = Server::start().await;
    for to in ["/counter?loop", "/gone", "//evil.example", "https://evil.example"] {
        let (page, mut client, _) = joined(&server, "/counter").await;
        client.event(&page, json!({"type": "click", "event": "patch", "value": {"to": to}})).await;
        let mut heard = client.hears().await;
        while heard[3] == "live_patch" {
            heard = client.hears().await;
        }
        assert_eq!(heard[3], "phx_error", "{to}");
    }
    for event in ["redirect", "navigate"] {
        let (page, mut client, _) = joined(&server, "/counter").await;
        client
            .event(&page, json!({"type": "click", "event": event, "value": {"to": "//evil.example"}}))
            .await;
        assert_eq!(client.hears().await[3], "phx_error", "{event}");
    }
}

#[tokio::test]
async fn a_mount_may_send_its_browser_away() {
    let server = Server::start().await;
    let moved = Page::load(&server, "/away").await;
    assert_eq!((moved.status, moved.headers["location"].to_str().unwrap()), (302, "/counter"));
    let next = Page::load_with(&server, "/counter", &moved.cookie).await;
    let mut client = Client::connect(&server, &next).await;
    let mut join = next.join("/away");
    join["redirect"] = "http://localhost/away".into();
    client.says(json!(["1", "1", next.topic(), "phx_join", join])).await;
    let reply = client.hears().await;
    assert_eq!(reply[4]["status"], "error");
    assert_eq!(reply[4]["response"]["redirect"]["to"], "/counter");
    assert!(reply[4]["response"]["redirect"]["flash"].is_string());
}
