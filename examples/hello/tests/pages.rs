//! The message board in process: what is asked for comes in, pages and redirects go out.

use bennu::endpoint::Config;
use bennu::testing::{Client, Multipart};
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

#[tokio::test]
async fn rows_of_a_form_come_and_go_without_a_script() {
    let mut client = client().await;
    let page = client.get("/outings/new").await.html_response(200);
    for expected in [
        r#"enctype="multipart/form-data""#,
        r#"<label for="outing_photo">Photo</label>"#,
        r#"<input type="file" id="outing_photo" name="outing[photo]" accept="image/*">"#,
        r#"name="outing[sightings][0][bird]""#,
        r#"name="outing[sightings_sort][]" value="0""#,
        r#"maxlength="40""#,
        r#"step="1" min="1" max="10000""#,
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }

    let sent = Multipart::new()
        .text("outing[place]", "River")
        .text("outing[sightings_drop][]", "0")
        .text("outing[sightings][0][bird]", "Coot")
        .text("outing[sightings][1][bird]", "Heron")
        .text("outing[sightings][1][count]", "0")
        .text("outing[sightings_sort][]", "new");
    let page = client.post_multipart("/outings", sent).await.html_response(422);
    assert!(!page.contains("Coot") && page.contains(r#"value="Heron""#), "{page}");
    assert!(page.contains("must be greater than or equal to 1"), "{page}");
    assert!(page.contains(r#"name="outing[sightings][1][bird]""#), "the new row is the first: {page}");
    assert!(!page.contains("blank"), "nobody has filled in the new row yet: {page}");

    let sent = Multipart::new()
        .text("outing[place]", "River")
        .text("outing[sightings][0][bird]", "Heron")
        .text("outing[sightings][0][count]", "2")
        .text("outing[sightings][1][bird]", "Shoebill")
        .file("outing[photo]", "reeds.png", "image/png", [137, 80, 78, 71]);
    let page = client.post_multipart("/outings", sent).await.html_response(200);
    assert!(page.contains("2 Heron, 1 Shoebill") && page.contains("reeds.png"), "{page}");
}

#[tokio::test]
async fn a_form_must_keep_one_row() {
    let mut client = client().await;
    client.get("/outings/new").await;
    let page = client
        .post("/outings", &[("outing[place]", "River"), ("outing[sightings_drop][]", "")])
        .await
        .html_response(422);
    assert!(page.contains("can&#39;t be blank"), "{page}");
}
