//! Error pages.

use bennu::component::{Context, to_html};
use bennu::endpoint::{Config, ErrorPage, ErrorView};
use bennu::serde_json::{Value, json};
use bennu::testing::Client;
use bennu::{Body, Endpoint};

use super::app::{App, Router, client};

const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

#[tokio::test]
async fn browsers_get_a_page_and_programs_get_json() {
    let mut client = client();
    client.put_header("accept", BROWSER);
    let page = client.get("/nowhere").await;
    assert!(page.html_response(404).contains("<h1>Not Found</h1>"));
    client.put_header("accept", "application/json");
    let error: Value = client.get("/nowhere").await.json_response(404);
    assert_eq!(error["errors"]["detail"], "Not Found");
}

#[tokio::test]
async fn the_format_of_the_pipeline_decides_first() {
    let mut client = client();
    client.put_header("accept", "*/*");
    let error: Value = client.get("/api/missing").await.json_response(404);
    assert_eq!(error, json!({"errors": {"detail": "Not Found", "message": "there is no such item"}}));
    client.get("/refuse").await.html_response(403);
}

#[tokio::test]
async fn what_is_acceptable_to_nobody_is_406() {
    let mut client = client();
    client.put_header("accept", "image/png");
    assert_eq!(client.get("/").await.status(), 406);
    assert_eq!(client.get("/?_format=html").await.status(), 200);
    assert_eq!(client.get("/?_format=xml").await.status(), 406);
}

#[tokio::test]
async fn messages_are_escaped_and_those_of_failures_are_kept_back() {
    let mut client = client();
    assert!(client.get("/refuse").await.html_response(403).contains("not for &lt;you&gt;"));
    let page = client.get("/fail").await;
    assert!(page.html_response(500).contains("<h1>Internal Server Error</h1>"));
    assert!(!page.text().contains("invalid digit"), "{page}");
}

#[tokio::test]
async fn a_panic_is_a_500_of_its_request_alone() {
    let mut client = client();
    let page = client.get("/panic").await;
    assert!(!page.html_response(500).contains("on purpose"));
    assert_eq!(client.get("/").await.status(), 200);
}

#[tokio::test]
async fn error_pages_keep_the_headers_of_plugs() {
    let page = client().get("/refuse").await;
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(page.header("content-length"), Some(page.body().len().to_string().as_str()));
}

#[tokio::test]
async fn a_handler_that_sends_nothing_or_twice_is_a_500() {
    for path in [
        "/raw/nothing",
        "/raw/twice",
        "/raw/bad-header",
        "/raw/bad-status",
        "/raw/bad-status-name",
        "/raw/bad-cookie",
    ] {
        let response = client().get(path).await;
        assert_eq!(response.status(), 500, "{path}");
        assert!(response.header("set-cookie").is_none() && response.header("x-one").is_none(), "{response}");
    }
}

struct Pages;

impl ErrorView for Pages {
    fn html(&self, page: &ErrorPage<'_>) -> Body {
        assert!(page.status != 403, "a page that panics");
        match page.status.as_u16() {
            404 => to_html(&not_found(page.title, page.message), &Context::default()).into(),
            _ => format!("own page: {}", page.title).into(),
        }
    }
}

bennu::embed_templates! {
    "error_html/*.html";

    fn not_found(title: &str, message: Option<&str>);
}

#[tokio::test]
async fn error_pages_can_be_templates_in_files() {
    let config = Config::default().with_error_view(Pages);
    let mut client: Client<Router> = Client::new(Endpoint::new(App::default(), config));
    assert_eq!(
        client.get("/now&here").await.html_response(404).trim_end(),
        "<main class=\"error\"><h1>Not Found</h1><p>no route found for GET /now&amp;here</p></main>"
    );
}

#[tokio::test]
async fn an_application_can_have_pages_of_its_own() {
    let mut client: Client<Router> =
        Client::new(Endpoint::new(App::default(), Config::default().with_error_view(Pages)));
    assert_eq!(client.get("/fail").await.html_response(500), "own page: Internal Server Error");
    client.get("/api/missing").await.json_response::<Value>(404);
    assert_eq!(client.get("/refuse").await.text_response(403), "Forbidden");
}
