//! The greeting of Phoenix's guide: a name in the path comes in, a page within two layouts goes out.

use bennu::Endpoint;
use bennu::endpoint::Config;
use bennu::plug::*;
use bennu::prelude::*;
use bennu::testing::Client;

type Conn = bennu::Conn<()>;

bennu::router! {
    Router for ();

    pipeline browser {
        plug accepts(["html"]);
        plug fetch_session;
        plug fetch_live_flash;
        plug put_root_layout(root);
        plug put_layout(app);
        plug protect_from_forgery;
        plug put_secure_browser_headers;
    }

    scope "/" {
        pipe_through browser;
        get "/hello/{messenger}" => hello::show;
    }
}

mod hello {
    use super::*;

    pub(super) async fn show(conn: &mut Conn, messenger: String) -> Result {
        conn.put_page_title(format!("Hello, {messenger}")).render(super::show(&messenger))
    }
}

bennu::embed_templates! {
    "greeting/*.html";

    /// The page.
    fn show(messenger: &str);
}

component! {
    /// Says who greets.
    fn greet(messenger: &str) { <h2>Hello World, from {messenger}!</h2> }

    fn root(conn: &Conn, inner_block: Slot) {
        <!DOCTYPE html>
        <html lang="en">
            <head><.live_title>{conn.page_title()}</.live_title></head>
            <body>{inner_block}</body>
        </html>
    }

    fn app(_conn: &Conn, inner_block: Slot) { <main>{inner_block}</main> }
}

#[tokio::test]
async fn the_greeting_comes_in_both_layouts() {
    let mut client = Client::new(Endpoint::<Router>::new((), Config::default()));
    let page = client.get("/hello/Frank").await.html_response(200);
    assert_eq!(
        page,
        concat!(
            r#"<!DOCTYPE html><html lang="en"><head><title>Hello, Frank</title></head>"#,
            "<body><main><section><h2>Hello World, from Frank!</h2></section></main></body></html>"
        )
    );
    let page = client.get("/hello/%3Cb%3E").await.html_response(200);
    assert!(page.contains("<h2>Hello World, from &lt;b&gt;!</h2>"), "{page}");
    assert_eq!(client.get("/hello").await.status(), 404);
}
