//! One handler, many formats, and the layouts around pages.

use bennu::conn::template;
use bennu::endpoint::Config;
use bennu::plug::{accepts, put_layout, put_layout_for, put_root_layout, put_root_layout_for};
use bennu::prelude::*;
use bennu::serde_json::{Value, json};
use bennu::testing::Client;
use bennu::{Endpoint, formats};

type Conn = bennu::Conn<()>;

bennu::router! {
    Router for ();

    pipeline everything {
        plug accepts(["html", "json", "csv", "xml"]);
        plug put_root_layout(root);
    }

    pipeline admin {
        plug put_layout(admin);
        plug put_layout_for("print", stamp);
    }

    pipeline documents {
        plug accepts(["html", "print", "svg"]);
        plug put_root_layout(root);
        plug put_root_layout_for("print", admin);
        plug put_root_layout_for("print", paper);
        plug put_root_layout_for("svg", drawing);
    }

    scope "/" {
        pipe_through everything;
        get "/item/{id}" => show;
        get "/own" => own_layout;
        get "/none" => no_layout;
        get "/looks" => looks_at_the_conn;

        scope "/admin" {
            pipe_through admin;
            get "/item/{id}" => show;
            get "/part" => part;
        }
    }

    scope "/documents" {
        pipe_through [documents, admin];
        get "/{id}" => document;
        get "/{id}/bare" => bare_document;
    }

    get "/anything/{id}" => show;
    get "/html" => html_text;
    get "/only" => looks_only;
}

component! {
    fn root(conn: &Conn, inner_block: Slot) { <main id={conn.path()}>{inner_block}</main> }
}

component! {
    fn admin(_conn: &Conn, inner_block: Slot) { <nav>Admin</nav>{inner_block} }
}

component! {
    fn stamp(_conn: &Conn, inner_block: Slot) { <u>Copy</u>{inner_block} }
}

component! {
    fn paper(_conn: &Conn, inner_block: Slot) { <div class="paper">{inner_block}</div> }
}

component! {
    fn drawing(_conn: &Conn, inner_block: Slot) { <svg>{inner_block}</svg> }
}

component! {
    fn item(id: i64) { <b>{id}</b> }
}

async fn show(conn: &mut Conn, id: i64) -> Result {
    conn.render_as(formats! {
        html => item(id),
        json => json!({"id": id}),
        csv => format!("id\n{id}\n"),
        text => if id < 0 { Err(Error::not_found("no such item"))? } else { id.to_string() },
    })
}

async fn document(conn: &mut Conn, id: i64) -> Result {
    conn.render_as(formats! {
        html => item(id),
        print => template(item(-id)),
        svg => template(item(id)),
    })
}

async fn bare_document(conn: &mut Conn, id: i64) -> Result {
    conn.delete_layout().delete_root_layout().put_root_layout_for("svg", &drawing).render(item(id))
}

async fn own_layout(conn: &mut Conn) -> Result {
    conn.put_root_layout(&admin).render("own")
}

async fn no_layout(conn: &mut Conn) -> Result {
    conn.delete_root_layout().render("none")
}

async fn part(conn: &mut Conn) -> Result {
    conn.delete_layout().render("part")
}

async fn looks_at_the_conn(conn: &mut Conn) -> Result {
    conn.render(place(conn))
}

component! {
    fn place(conn: &Conn) { <i>{conn.action_name()}</i> }
}

async fn looks_only(conn: &Conn) -> Result {
    conn.json(&(conn.path(), conn.action_name()))
}

async fn html_text(conn: &mut Conn) -> Result {
    conn.html("<p>ready</p>")
}

fn client() -> Client<Router> {
    Client::new(Endpoint::new((), Config::default()))
}

#[tokio::test]
async fn the_wanted_format_is_sent_and_no_other_is_made() {
    let mut client = client();
    assert_eq!(client.get("/item/7").await.html_response(200), "<main id=\"/item/7\"><b>7</b></main>");
    let csv = client.get("/item/7?_format=csv").await;
    assert_eq!((csv.header("content-type"), csv.text()), (Some("text/csv; charset=utf-8"), "id\n7\n"));
    client.put_header("accept", "application/json");
    assert_eq!(client.get("/item/7").await.json_response::<Value>(200), json!({"id": 7}));
    assert_eq!(client.get("/item/-1").await.json_response::<Value>(200), json!({"id": -1}));
}

#[tokio::test]
async fn a_format_that_a_page_does_not_have_is_406() {
    let response = client().get("/item/7?_format=xml").await;
    let message = response.assert_error_sent(406);
    assert_eq!(message, "there is no `xml` of this, only `html`, `json`, `csv`, `text`");
}

#[tokio::test]
async fn without_accepts_the_page_itself_negotiates() {
    let mut client = client();
    assert_eq!(client.get("/anything/7").await.html_response(200), "<b>7</b>");
    assert_eq!(client.get("/anything/7?_format=text").await.text_response(200), "7");
    client.get("/anything/-7?_format=text").await.assert_error_sent(404);
    client.put_header("accept", "image/png");
    client.get("/anything/7").await.assert_error_sent(406);
}

#[tokio::test]
async fn an_inner_layout_stands_inside_of_the_root_layout() {
    let mut client = client();
    let page = client.get("/admin/item/7").await.html_response(200);
    assert_eq!(page, "<main id=\"/admin/item/7\"><nav>Admin</nav><b>7</b></main>");
    let part = client.get("/admin/part").await.html_response(200);
    assert_eq!(part, "<main id=\"/admin/part\">part</main>");
    assert_eq!(client.get("/own").await.html_response(200), "<nav>Admin</nav>own");
    assert_eq!(client.get("/none").await.html_response(200), "none");
    let json = client.get("/admin/item/7?_format=json").await.json_response::<Value>(200);
    assert_eq!(json, json!({"id": 7}), "layouts are for pages");
}

#[tokio::test]
async fn every_format_has_layouts_of_its_own() {
    let mut client = client();
    let html = client.get("/documents/7").await.html_response(200);
    assert_eq!(html, "<main id=\"/documents/7\"><nav>Admin</nav><b>7</b></main>");
    let print = client.get("/documents/7?_format=print").await.html_response(200);
    assert_eq!(print, "<div class=\"paper\"><u>Copy</u><b>-7</b></div>", "the last one of a format counts");
    let svg = client.get("/documents/7?_format=svg").await;
    assert_eq!(svg.header("content-type"), Some("image/svg+xml"));
    assert_eq!(svg.text(), "<svg><b>7</b></svg>");
    assert_eq!(client.get("/documents/7/bare").await.html_response(200), "<b>7</b>");
    assert_eq!(client.get("/documents/7/bare?_format=print").await.html_response(200), "<b>7</b>");
    let svg = client.get("/documents/7/bare?_format=svg").await;
    assert_eq!((svg.header("content-type"), svg.text()), (Some("image/svg+xml"), "<svg><b>7</b></svg>"));
}

#[tokio::test]
async fn a_page_may_look_at_its_conn() {
    let page = client().get("/looks").await.html_response(200);
    assert_eq!(page, "<main id=\"/looks\"><i>looks_at_the_conn</i></main>");
    assert_eq!(client().get("/html").await.html_response(200), "<p>ready</p>");
    let only: [String; 2] = client().get("/only").await.json_response(200);
    assert_eq!(only, ["/only", "looks_only"]);
}
