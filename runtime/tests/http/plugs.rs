//! Pipelines and what plugs leave for others.

use bennu::http::Request;

use super::app::client;

#[tokio::test]
async fn a_plug_leaves_values_for_the_handler_and_the_last_of_a_type_stays() {
    let response = client().put_header("x-user", "Ana").get("/members").await;
    assert_eq!(response.text_response(200), "Hello, Ana!");
    assert_eq!(response.header("x-stamp"), Some("members"), "a plug with an option");
}

#[tokio::test]
async fn a_plug_that_halts_answers_in_place_of_all_that_follow() {
    let mut client = client();
    let response = client.get("/members").await;
    assert_eq!(response.redirected_to(), "/");
    assert_eq!(response.header("x-stamp"), None);
    assert!(client.get("/").await.html_response(200).contains("You must be logged in"));
}

#[tokio::test]
async fn a_handler_can_choose_another_layout() {
    let response = client().put_header("x-user", "Ana").get("/members/bare").await;
    assert_eq!(response.html_response(200), "<div id=\"/members/bare\">in a frame</div>");
}

#[tokio::test]
async fn assigned_values_are_changed_and_taken() {
    let request = Request::get("/").body(bennu::Body::empty()).unwrap();
    let mut conn = client().conn(request).await.unwrap();
    conn.assign(1_u8).assign("text");
    *conn.assigned_mut::<u8>().unwrap() += 1;
    assert_eq!((conn.assigned::<u8>(), conn.assigned::<&str>()), (Some(&2), Some(&"text")));
    assert_eq!((conn.take_assigned::<u8>(), conn.take_assigned::<u8>()), (Some(2), None));
    assert_eq!(conn.assigned::<&str>(), Some(&"text"));
}
