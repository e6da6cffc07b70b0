//! `path!` and `url!` at run time: queries that serde writes, bases, the page that is being shown.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bennu::endpoint::{Config, Shared};
use bennu::http::Uri;
use bennu::path::Nested;
use bennu::testing::Client;
use bennu::{Endpoint, Params, Result, html};
use serde::Serialize;

type Conn = bennu::Conn<()>;

bennu::router! {
    pub Router for ();

    get "/users" => none;
    get "/users/{id}" => one;
    get "/here" => here;
    get "/tenant" => tenant;
    get "/away" => away;
    get "/page" => page;
    forward "/jobs" => jobs::Router;
    get "/addresses" => addresses;

    static "/source" from "src";
}

/// Where a file is for a conn, before and after it was said to be elsewhere.
async fn addresses(conn: &mut Conn) -> Result {
    let before = url!(conn, "/source/lib.rs");
    conn.put_static_url("https://other.example.com");
    let (url, path) = (url!(conn, "/source/lib.rs"), path!(conn, "/source/lib.rs"));
    conn.text(format!("{before} {url} {path}"))
}

/// Another router, which is forwarded to.
mod jobs {
    use super::{Conn, Result};

    bennu::router! {
        pub(super) Router for ();

        get "/{id}" => show;
    }

    async fn show(conn: &mut Conn, id: i64) -> Result {
        let (own, plain, outer) =
            (path!(conn, "/{id}"), path!("/{id}"), super::path!(conn.shared(), "/users"));
        let (url, here) = (url!(conn, "/{id}"), conn.current_path());
        conn.text(format!("{own} {plain} {outer} {url} {here}"))
    }
}

async fn none(conn: &mut Conn) -> Result {
    conn.text("")
}

async fn one(conn: &mut Conn, _: i64) -> Result {
    conn.text("")
}

async fn here(conn: &mut Conn) -> Result {
    let (path, url) = (conn.current_path(), conn.current_url());
    let (next, far) = (conn.current_path_with(&[("page", 2)]), conn.current_url_with(&[("page", 2)]));
    let (user, all) = (url!(conn, "/users/{7}"), path!(conn, /users));
    conn.text(format!("{path} {url} {next} {far} {user} {all}"))
}

async fn tenant(conn: &mut Conn) -> Result {
    conn.put_router_url("https://tenant.example.com/shop/");
    let (user, all) = (url!(conn, "/users/{7}"), path!(conn, "/users"));
    conn.text(format!("{user} {all}"))
}

async fn away(conn: &mut Conn) -> Result {
    conn.redirect(path!("/users/{7}"))
}

async fn page(conn: &mut Conn) -> Result {
    let id = 7;
    conn.render(html! { <a href={path!("/users/{id}?a=1&b=2")} id={format!("{}", path!(/users))}>{path!("/users")}</a> })
}

#[derive(Serialize)]
struct Search<'s> {
    q: &'s str,
    page: Option<u32>,
    sort: Sort,
    filter: Filter,
    empty: Vec<u8>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Sort {
    Name,
}

#[derive(Serialize)]
struct Filter {
    tags: Vec<&'static str>,
    range: BTreeMap<u8, (f32, bool)>,
}

fn search() -> Search<'static> {
    let range = BTreeMap::from([(1, (0.1, true))]);
    Search {
        q: "a & b",
        page: None,
        sort: Sort::Name,
        filter: Filter { tags: vec!["x", "y"], range },
        empty: Vec::new(),
    }
}

#[test]
fn structs_become_nested_queries() {
    let search = search();
    let path = path!("/users?x=1&{search}#top");
    let expected = "/users?x=1&q=a & b&sort=name&filter[tags][]=x&filter[tags][]=y&filter[range][1][]=0.1&filter[range][1][]=true#top";
    let decoded = path.replace("%20", " ").replace("%26", "&").replace("%5B", "[").replace("%5D", "]");
    assert_eq!(decoded, expected);
    let query = path.split(['?', '#']).nth(1).unwrap_or_default();
    let params = Params::from_urlencoded(query).unwrap();
    assert_eq!(params.str("q"), Some("a & b"));
}

#[test]
fn lists_of_pairs_and_maps_may_hold_structs() {
    let filter = Filter { tags: vec!["x"], range: BTreeMap::new() };
    assert_eq!(path!("/users?{[(\"f\", &filter)]}"), "/users?f%5Btags%5D%5B%5D=x");
    assert_eq!(path!("/users?{BTreeMap::from([(1, &filter)])}"), "/users?1%5Btags%5D%5B%5D=x");
    assert_eq!(path!("/users?{Vec::<(String, Filter)>::new()}&y=1"), "/users?y=1");
    assert_eq!(path!("/users?{serde_json::json!({\"b\": [1], \"a\": null})}"), "/users?b%5B%5D=1&a=");
}

#[test]
fn what_is_no_pairs_is_left_out() {
    assert_eq!(bennu::path::Path::from_static("/users").with_query(&Nested(5)), "/users");
    assert_eq!(bennu::path::Path::from_static("/users").with_query(&Nested([("a", 1, 2)])), "/users");
}

#[test]
fn every_base_begins_a_url() {
    let mut config = Config::default();
    config.url.host = "example.com".into();
    config.url.port = Some(80);
    assert_eq!(url!(config, "/users"), "http://example.com/users");
    assert_eq!(url!(Endpoint::<Router>::new((), config.clone()), "/users/{1}"), "http://example.com/users/1");
    assert_eq!(url!(Shared::new((), config), /users/{1}), "http://example.com/users/1");
    assert_eq!(url!("https://example.org:8443/a/?x#y", "/users"), "https://example.org:8443/a/users");
    let uri = Uri::from_static("http://example.com/prefix");
    assert_eq!(url!(uri, "/users/{\"1-hello\"}"), "http://example.com/prefix/users/1-hello");
    assert_eq!(path!(uri, "/users/{\"1-hello\"}"), "/prefix/users/1-hello");
    assert_eq!(url!(&uri, unverified "/elsewhere"), "http://example.com/prefix/elsewhere");
}

#[test]
fn static_files_are_paths_too() {
    assert_eq!(path!("/source/path/mod.rs#top"), "/source/path/mod.rs#top");
    assert_eq!(path!(/source/lib.rs), "/source/lib.rs");
    let name = "a b.css";
    assert_eq!(path!("/source/{name}"), "/source/a%20b.css");
}

#[tokio::test]
async fn static_files_may_have_another_address() {
    let mut config = Config::default();
    assert_eq!(url!(config, "/source/lib.rs"), "http://localhost:4000/source/lib.rs");
    config.url.path = "/shop".into();
    assert_eq!(path!(config, "/source/lib.rs"), "/shop/source/lib.rs");
    config.static_url = Some("https://cdn.example.com/v1/".into());
    assert_eq!(url!(config, "/source/lib.rs"), "https://cdn.example.com/v1/source/lib.rs");
    assert_eq!(path!(config, "/source/lib.rs"), "/v1/source/lib.rs");
    assert_eq!(url!(config, "/users"), "http://localhost:4000/shop/users", "pages stay where they are");

    let endpoint = Endpoint::<Router>::new((), config);
    assert_eq!(url!(endpoint, "/source/lib.rs"), "https://cdn.example.com/v1/source/lib.rs");
    let mut client = Client::new(endpoint);
    let addresses = client.get(path!("/addresses")).await.text_response(200);
    assert_eq!(
        addresses,
        "https://cdn.example.com/v1/source/lib.rs https://other.example.com/source/lib.rs /source/lib.rs"
    );
}

#[tokio::test]
async fn pages_redirects_and_tests_use_it() {
    let mut client = Client::new(Endpoint::<Router>::new((), Config::default()));
    assert_eq!(client.get(path!("/away")).await.header("location"), Some("/users/7"));
    assert_eq!(
        client.get(path!("/page")).await.html_response(200),
        r#"<a href="/users/7?a=1&amp;b=2" id="/users">/users</a>"#
    );
}

#[tokio::test]
async fn a_forwarded_router_knows_what_stands_before_it() {
    let mut config = Config::default();
    config.url.path = "/shop/".into();
    let mut client = Client::new(Endpoint::<Router>::new((), config));
    assert_eq!(
        client.get("/jobs/7?x=1").await.text_response(200),
        "/shop/jobs/7 /7 /shop/users http://localhost:4000/shop/jobs/7 /shop/jobs/7?x=1"
    );
}

#[tokio::test]
async fn a_conn_knows_its_url() {
    let mut client = Client::new(Endpoint::<Router>::new((), Config::default()));
    assert_eq!(
        client.get("/here?page=1").await.text_response(200),
        "/here?page=1 http://localhost:4000/here?page=1 /here?page=2 http://localhost:4000/here?page=2 \
         http://localhost:4000/users/7 /users"
    );
    assert_eq!(
        client.get(path!("/tenant")).await.text_response(200),
        "https://tenant.example.com/shop/users/7 /shop/users"
    );
}

#[test]
fn text_is_borrowed_and_values_fit_without_growing() {
    assert!(matches!(Cow::from(path!("/users?page=2#top")), Cow::Borrowed(_)));
    let text = "caf\u{e9} noir";
    let path = String::from(path!("/users/{7}?q={text}"));
    assert_eq!(path, "/users/7?q=caf%C3%A9%20noir");
    // What was asked for at first, which is the one time that memory is asked for.
    assert_eq!(path.capacity(), "/users/".len() + 24);
}

#[test]
fn numbers_are_written_to_their_last_digit() {
    assert_eq!(path!("/users/{i64::MIN}"), "/users/-9223372036854775808");
    assert_eq!(path!("/users/{u64::MAX}"), "/users/18446744073709551615");
    for number in [0, 7, -7, 10, 99, 100, -100, 12_345] {
        assert_eq!(path!("/users/{number}"), *format!("/users/{number}"));
    }
}
