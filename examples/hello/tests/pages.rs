//! The message board in process: what is asked for comes in, pages and redirects go out.

use bennu::endpoint::Config;
use bennu::testing::Client;
use hello::router::Router;

async fn client() -> Client<Router> {
    let endpoint = hello::endpoint(":memory:", Config::default()).await.expect("a database in memory");
    Client::new(endpoint)
}

#[tokio::test]
async fn an_empty_board_shows_the_form() {
    let mut client = client().await;
    let page = client.get("/").await.html_response(200);
    assert!(page.contains("Nothing here yet"), "{page}");
    assert!(page.contains(r#"name="message[body]""#), "{page}");
    assert!(!page.contains("can't be blank") && !page.contains("can&#39;t be blank"), "{page}");
}

#[tokio::test]
async fn a_valid_message_is_stored_and_announced_once() {
    let mut client = client().await;
    client.get("/").await;
    let answer = client
        .post("/messages", &[("message[author]", "Ada"), ("message[body]", "<b>Hello</b> & welcome")])
        .await;
    assert_eq!(answer.redirected_to(), "/");
    let page = client.get("/").await.html_response(200);
    assert!(page.contains("Your message is on the board."), "{page}");
    assert!(page.contains("&lt;b&gt;Hello&lt;/b&gt; &amp; welcome"), "{page}");
    let page = client.get("/").await.html_response(200);
    assert!(!page.contains("Your message is on the board."), "the flash is shown once:\n{page}");
}

#[tokio::test]
async fn an_invalid_message_comes_back_with_its_values_and_errors() {
    let mut client = client().await;
    client.get("/").await;
    let page =
        client.post("/messages", &[("message[author]", "B"), ("message[body]", "")]).await.html_response(422);
    assert!(page.contains(r#"value="B""#), "{page}");
    assert!(page.contains("should be at least 2 character(s)"), "{page}");
    assert!(page.contains("blank"), "{page}");
}

#[tokio::test]
async fn the_same_message_twice_is_an_error_at_its_field() {
    let mut client = client().await;
    client.get("/").await;
    let fields = [("message[author]", "Ada"), ("message[body]", "once")];
    assert_eq!(client.post("/messages", &fields).await.redirected_to(), "/");
    let page = client.post("/messages", &fields).await.html_response(422);
    assert!(page.contains("has already been taken"), "{page}");
}

#[tokio::test]
async fn a_message_has_a_page_of_its_own() {
    let mut client = client().await;
    client.get("/").await;
    client.post("/messages", &[("message[author]", "Ada"), ("message[body]", "Hello")]).await;
    let page = client.get("/messages/1").await.html_response(200);
    assert!(page.contains("Hello") && page.contains("Ada"), "{page}");
    client.get("/messages/2").await.html_response(404);
    client.get("/messages/two").await.html_response(400);
}

#[tokio::test]
async fn the_counter_is_there_before_the_socket() {
    let page = client().await.get("/counter").await.html_response(200);
    assert!(page.contains("data-phx-main") && page.contains("No clicks yet."), "{page}");
}
