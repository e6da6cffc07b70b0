//! The kit that tests applications, tried on one.

use bennu::Body;
use bennu::http::Request;
use bennu::plug::{Plug as _, fetch_flash, protect_from_forgery, scrub_params};
use bennu::serde_json::{self, json};

use super::app::{Router, client};

#[tokio::test]
async fn a_session_can_be_put_in_place() {
    let mut client = client();
    client.get("/session/old").await;
    client.put_session("value", "new").put_session("other", &7);
    assert_eq!(client.get("/session").await.text_response(200), "new");
    assert_eq!(client.session().get::<i64>("other"), Some(7));
}

#[tokio::test]
async fn flash_is_seen_before_the_page_that_shows_it() {
    let mut client = client();
    client.get("/").await;
    client.post("/messages", &[("message[body]", "hi")]).await.redirected_to();
    assert_eq!(client.flash().get("info"), Some("Stored hi."));
    client.get("/").await;
    assert!(client.flash().is_empty());
}

#[tokio::test]
async fn another_window_has_the_cookies_and_few_headers() {
    let mut client = client();
    client.get("/session/kept").await;
    client.put_header("x-user", "ana").put_header("accept", "text/html");
    assert_eq!(client.get("/members").await.status(), 200);
    let mut window = client.recycle();
    assert_eq!(window.get("/session").await.text_response(200), "kept");
    assert_eq!(window.get("/members").await.status(), 302, "`x-user` stays behind");
    window.get("/sign-out").await;
    assert_eq!(client.get("/session").await.text_response(200), "kept");
}

#[tokio::test]
async fn redirects_are_looked_into() {
    let mut client = client();
    let response = client.get("/raw/redirect?to=/session/a%2520b%3Fpage%3D2%23top").await;
    let params = client.redirected_params(&response);
    assert_eq!((params.str("value"), params.str("page")), (Some("a b"), Some("2")));
}

#[tokio::test]
#[should_panic(expected = "no route answers GET /nowhere")]
async fn a_redirect_to_nowhere_is_noticed() {
    let mut client = client();
    let response = client.get("/raw/redirect?to=/nowhere").await;
    let _ = client.redirected_params(&response);
}

#[tokio::test]
async fn errors_that_were_sent_say_what_pages_do_not() {
    let mut client = client();
    let failed = client.get("/fail").await;
    assert_eq!(failed.assert_error_sent(500), "invalid digit found in string");
    assert!(!failed.text().contains("invalid digit"));
    assert_eq!(client.get("/panic").await.assert_error_sent(500), "panicked: on purpose");
    assert_eq!(client.get("/refuse").await.assert_error_sent(403), "not for <you>");
    assert!(client.get("/nowhere").await.assert_error_sent(404).contains("GET /nowhere"));
}

#[tokio::test]
#[should_panic(expected = "expected an error with 204, got\n204 No Content")]
async fn a_status_alone_is_no_error() {
    client().get("/raw/empty").await.assert_error_sent(204);
}

#[tokio::test]
async fn plugs_are_called_alone() {
    let mut client = client();
    client.get("/").await;
    let post = |body: String| {
        let request =
            Request::post("/anywhere?a=1").header("content-type", "application/x-www-form-urlencoded");
        request.body(Body::from(body)).unwrap()
    };
    let mut conn = client.conn(post("_method=put".into())).await.unwrap();
    assert_eq!((conn.method().as_str(), conn.query_params().str("a")), ("PUT", Some("1")));
    assert_eq!(protect_from_forgery(&mut conn).await.unwrap_err().status(), 403);

    let token = client.csrf_token().unwrap().to_owned();
    let mut conn = client.conn(post(format!("_csrf_token={token}"))).await.unwrap();
    protect_from_forgery(&mut conn).await.unwrap();
    fetch_flash(&mut conn).await.unwrap();
    conn.put_session("value", "by a plug").put_flash("info", "Later.").redirect("/").unwrap();
    let response = client.sent(conn).await.unwrap();
    assert_eq!(response.redirected_to(), "/");
    assert_eq!(client.flash().get("info"), Some("Later."));
    assert_eq!(client.get("/session").await.text_response(200), "by a plug");

    assert_eq!(client.conn(post("a=%".into())).await.unwrap_err().status(), 400);
    let silent = client.conn(post(String::new())).await.unwrap();
    assert_eq!(client.sent(silent).await.unwrap_err().status(), 500);
}

#[tokio::test]
async fn empty_texts_of_a_parameter_are_scrubbed() {
    let request = Request::get("/?user[name]=&user[tags][]=+&user[tags][]=a&other=");
    let mut conn = client().conn(request.body(Body::empty()).unwrap()).await.unwrap();
    const USER: &bennu::plug::ScrubParams = &scrub_params("user");
    USER.call(&mut conn).await.unwrap();
    let scrubbed = json!({"user": {"name": null, "tags": [null, "a"]}, "other": ""});
    assert_eq!(serde_json::to_value(conn.all_params()).unwrap(), scrubbed);
    const NOBODY: &bennu::plug::ScrubParams = &scrub_params("nobody");
    let error = NOBODY.call(&mut conn).await.unwrap_err();
    assert_eq!(
        (error.status().as_u16(), error.to_string().as_str()),
        (400, "the parameter `nobody` is missing")
    );
}

#[tokio::test]
async fn flash_is_cleared_and_merged() {
    let request = Request::get("/").body(Body::empty()).unwrap();
    let mut conn = client().conn(request).await.unwrap();
    let mut other = bennu::conn::Flash::default();
    other.put("info", "New.");
    conn.put_flash("info", "Old.").put_flash("error", "Wrong.").merge_flash(other);
    assert_eq!((conn.flash().get("info"), conn.flash().get("error")), (Some("New."), Some("Wrong.")));
    assert!(conn.clear_flash().flash().is_empty());
}

#[tokio::test]
async fn forms_are_pairs_or_nest_as_values_do() {
    let mut client = client();
    client.get("/").await;
    let token = client.csrf_token().unwrap().to_owned();
    let nested = json!({"a": {"b": ["1", 2], "c d": "&="}, "e": null, "f": true});
    for (sent, mut read) in [
        (
            client.post("/api/echo", &nested).await,
            json!({"a": {"b": ["1", "2"], "c d": "&="}, "e": "", "f": "true"}),
        ),
        (client.post("/api/echo", &[("a[b][]", "1"), ("x", "")]).await, json!({"a": {"b": ["1"]}, "x": ""})),
        (client.put("/api/echo", &()).await, json!({})),
    ] {
        read["_csrf_token"] = token.clone().into();
        assert_eq!(sent.json_response::<serde_json::Value>(200), read);
    }
    let own = client.post("/api/echo", &[("_csrf_token", "mine")]).await;
    assert_eq!(own.json_response::<serde_json::Value>(200), json!({"_csrf_token": "mine"}));
}

#[tokio::test]
async fn redirects_are_followed() {
    let mut client = client();
    client.get("/").await;
    let created = client.post("/messages", &[("message[body]", "can't")]).await;
    let page = client.follow_redirect(&created).await;
    assert!(page.html_text(200).contains("Stored can't."), "{page}");
}

#[tokio::test]
async fn headers_and_values_of_the_session_are_taken_back() {
    let mut client = client();
    client.put_header("x-user", "ana").put_session("value", "old").put_session("other", &1);
    assert_eq!(client.get("/members").await.status(), 200);
    client.delete_header("x-user").delete_session("value");
    client.get("/members").await.assert_status(302);
    assert_eq!(client.get("/session").await.text_response(200), "none");
    assert_eq!(client.session().get::<i64>("other"), Some(1));
}

#[tokio::test]
async fn a_failed_assertion_shows_the_beginning_of_the_body() {
    let mut client = client();
    client.put_session("value", &"x".repeat(3_000));
    let short = client.get("/session").await;
    assert!(short.to_string().ends_with("xxx"), "{short}");
    client.put_header("content-type", "text/csv");
    let request = Request::post("/raw/body").body(Body::from("y".repeat(9_000))).unwrap();
    let long = client.request(request).await;
    assert!(long.to_string().ends_with("yyy\u{2026} (9000 bytes in all)"), "{long}");
    assert!(long.to_string().len() < 5_000);
}

#[tokio::test]
async fn a_pipeline_of_the_router_runs_alone() {
    let mut client = client();
    let members = || Request::get("/anywhere").body(Body::empty()).unwrap();
    let mut conn = client.conn(members()).await.unwrap();
    Router::pipeline_members(&mut conn).await.unwrap();
    assert!(conn.halted());
    assert_eq!(client.sent(conn).await.unwrap().redirected_to(), "/");
    client.put_header("x-user", "ana");
    let mut conn = client.conn(members()).await.unwrap();
    Router::pipeline_members(&mut conn).await.unwrap();
    assert!(!conn.halted() && !conn.sent());
    assert_eq!(conn.resp_headers()["x-stamp"], "members");
}
