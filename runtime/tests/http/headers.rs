//! Headers that browsers heed, and what is tried with headers.

use bennu::component::Slot;
use bennu::conn::Download;
use bennu::cookie::Cookie;
use bennu::endpoint::Config;
use bennu::plug::{
    merge_resp_headers, put_content_security_policy, put_root_layout, put_secure_browser_headers,
};
use bennu::testing::Client;
use bennu::{Endpoint, Result};

type Conn = bennu::Conn<()>;

bennu::component! {
    fn root(conn: &Conn, inner_block: Slot) {
        <script nonce={conn.csp_nonce()}></script>{inner_block}
    }
}

bennu::router! {
    /// Handlers that take what they set from the request.
    Router for ();

    pipeline strict {
        plug put_root_layout(root);
        plug put_secure_browser_headers;
        plug merge_resp_headers([("x-frame-options", "DENY"), ("referrer-policy", "no-referrer")]);
        plug put_content_security_policy("script-src 'nonce-{nonce}'");
    }

    scope "/page" { pipe_through strict; get "/" => page; }

    get "/header" => header;
    get "/name" => name;
    get "/type" => content_type;
    get "/redirect" => redirect;
    get "/external" => external;
    get "/cookie" => cookie;
    get "/cookie-name" => cookie_name;
    get "/cookie-domain" => cookie_domain;
    get "/signed" => signed;
    get "/delete-cookie" => delete_cookie;
    get "/download" => download;
    get "/event" => event;
}

fn given(conn: &Conn) -> String {
    conn.query_params().str("value").unwrap_or_default().to_owned()
}

async fn page(conn: &mut Conn) -> Result {
    conn.render("page")
}

async fn header(conn: &mut Conn) -> Result {
    let value = given(conn);
    conn.put_resp_header("x-given", value).text("set")
}

async fn name(conn: &mut Conn) -> Result {
    let name = given(conn);
    conn.put_resp_header(name, "1").text("set")
}

async fn content_type(conn: &mut Conn) -> Result {
    let kind = given(conn);
    conn.put_resp_content_type(&kind).text("set")
}

async fn redirect(conn: &mut Conn) -> Result {
    let to = given(conn);
    conn.redirect(to)
}

async fn external(conn: &mut Conn) -> Result {
    let to = given(conn);
    conn.redirect_external(format!("https://example.com/{to}"))
}

async fn cookie(conn: &mut Conn) -> Result {
    let value = given(conn);
    conn.put_resp_cookie(("given", value)).text("set")
}

async fn cookie_name(conn: &mut Conn) -> Result {
    let name = given(conn);
    conn.put_resp_cookie((name, "1")).text("set")
}

async fn cookie_domain(conn: &mut Conn) -> Result {
    let domain = given(conn);
    conn.put_resp_cookie(Cookie::build(("given", "1")).domain(domain)).text("set")
}

async fn signed(conn: &mut Conn) -> Result {
    let name = given(conn);
    conn.put_signed_cookie((name, "1")).text("set")
}

async fn delete_cookie(conn: &mut Conn) -> Result {
    let name = given(conn);
    conn.delete_resp_cookie(name).text("set")
}

async fn download(conn: &mut Conn) -> Result {
    let name = given(conn);
    conn.send_download(Download::bytes(name, "content")).await
}

async fn event(conn: &mut Conn) -> Result {
    let name = given(conn);
    conn.text(bennu::conn::Event::new("data").name(&name).id(&name).to_string())
}

fn client() -> Client<Router> {
    Client::new(Endpoint::new((), Config::default()))
}

#[tokio::test]
async fn later_plugs_change_the_headers_that_browsers_heed() {
    let response = client().get("/page").await;
    assert_eq!(response.header("x-frame-options"), Some("DENY"));
    assert_eq!(response.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(response.headers().get_all("content-security-policy").iter().count(), 1);
}

#[tokio::test]
async fn every_response_has_a_nonce_of_its_own() {
    let mut client = client();
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let response = client.get("/page").await;
        let policy = response.header("content-security-policy").unwrap();
        let nonce = policy.strip_prefix("script-src 'nonce-").unwrap().strip_suffix('\'').unwrap().to_owned();
        assert_eq!(nonce.len(), 24);
        assert!(response.text().contains(&format!("<script nonce=\"{nonce}\">")), "{response}");
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

/// Line breaks, alone and together, and what ends a header elsewhere.
const BREAKS: [&str; 6] = [
    "%0d%0aset-cookie:%20a=b",
    "%0aset-cookie:%20a=b",
    "%0dset-cookie:%20a=b",
    "a%0d%0a%0d%0abody",
    "%00",
    "%7f",
];

#[tokio::test]
async fn no_function_that_sets_a_header_lets_a_line_break_through() {
    let paths = [
        "/header",
        "/name",
        "/type",
        "/redirect",
        "/cookie",
        "/cookie-name",
        "/cookie-domain",
        "/signed",
        "/delete-cookie",
    ];
    for path in paths {
        for text in BREAKS {
            let response = client().get(format!("{path}?value={text}")).await;
            assert_eq!(response.status(), 500, "{path} {text}");
            assert_eq!(response.header("set-cookie"), None, "{path} {text}");
            assert!(response.header("location").is_none() && response.header("x-given").is_none());
        }
    }
}

#[tokio::test]
async fn names_and_addresses_are_encoded_and_add_no_header() {
    for text in BREAKS {
        for path in ["/external", "/download"] {
            let response = client().get(format!("{path}?value={text}")).await;
            assert!(matches!(response.status().as_u16(), 200 | 302), "{path} {text}\n{response}");
            assert_eq!(response.header("set-cookie"), None, "{path} {text}");
        }
        let event = client().get(format!("/event?value={text}")).await.text_response(200);
        assert_eq!(event.lines().filter(|line| !line.is_empty()).count(), 3, "{event:?}");
    }
    let response = client().get("/download?value=a%22;filename=b.exe").await;
    let disposition = response.header("content-disposition").unwrap();
    assert!(!disposition.contains("\";filename=b"), "{disposition}");
}

#[tokio::test]
async fn redirects_stay_here_however_they_are_spelt() {
    let local = ["/", "/a?next=//evil.example", "/a%2fb", "/%2f/evil.example"];
    for to in local {
        let encoded: String = form_urlencoded(to);
        let response = client().get(format!("/redirect?value={encoded}")).await;
        assert_eq!(response.redirected_to(), to);
    }
    for to in [
        "",
        "evil.example",
        "//evil.example",
        "///evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/%09/evil.example",
        "/\n/evil.example",
        "/\r/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\0/evil.example",
        "\u{1}//evil.example",
        "/\\/evil.example",
        "/\t\\evil.example",
    ] {
        let response = client().get(format!("/redirect?value={}", form_urlencoded(to))).await;
        assert_eq!(response.status(), 500, "{to:?}");
        assert_eq!(response.header("location"), None, "{to:?}");
    }
}

fn form_urlencoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}
