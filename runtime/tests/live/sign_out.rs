//! Sessions that a table of tokens revokes, and the sockets of one person, which are closed with them.

use bennu::prelude::*;
use bennu::serde_json::json;
use futures_util::future::join;

use super::app::{App, Server};
use super::client::{Client, Page, joined};

/// Lets in whose session has a token that the table knows.
pub(crate) async fn ensure_authenticated<V: LiveView<State = App>>(
    _params: &Params,
    session: &Session,
    socket: &mut Socket<V>,
) -> Result {
    let message = match session.get::<String>("token") {
        None => "You must log in",
        Some(token) if !socket.state().tokens.lock().unwrap().contains(&token) => "Invalid session",
        Some(_) => return Ok(()),
    };
    Err(socket.put_flash(FlashKind::Error, message).redirect("/tokens/login").halt())
}

/// `/tokens/in/ana` makes a token for a person; `/tokens/out` forgets it.
pub(crate) async fn sign_in(conn: &mut Conn<App>, name: String) -> Result {
    let token = format!("token of {name}");
    conn.state().tokens.lock().unwrap().insert(token.clone());
    conn.renew_session()
        .put_session("token", token)
        .put_live_socket_id(format!("users:{name}"))
        .put_flash(Info, "Logged in successfully")
        .redirect("/tokens/dashboard")
}

pub(crate) async fn sign_out(conn: &mut Conn<App>) -> Result {
    if let Some(token) = conn.get_session::<String>("token") {
        conn.state().tokens.lock().unwrap().remove(&token);
    }
    if let Some(owner) = conn.session().live_socket_id() {
        conn.shared().disconnect(owner);
    }
    conn.clear_session().redirect("/")
}

pub(crate) async fn login(conn: &mut Conn<App>) -> Result {
    let flash: Vec<_> = conn.flash().iter().map(|(kind, text)| format!("{kind}: {text}")).collect();
    conn.text(flash.join(", "))
}

pub(crate) struct DashboardLive;

impl LiveView for DashboardLive {
    type State = App;

    async fn mount(_: Params, _: &Session, _: &mut Socket<Self>) -> Result<Self> {
        Ok(Self)
    }

    fn render(&self) -> impl Render {
        html! { <p>Dashboard</p> }
    }
}

#[events]
impl DashboardLive {}

async fn signed_in(server: &Server, name: &str) -> Page {
    let response = Page::load(server, &format!("/tokens/in/{name}")).await;
    assert_eq!(response.headers["location"], "/tokens/dashboard");
    let page = Page::load_with(server, "/tokens/dashboard", &response.cookie).await;
    assert_eq!(page.status, 200);
    // The page takes the flash out of the session, so its cookie is the newest one.
    Page { cookie: if page.cookie.is_empty() { response.cookie } else { page.cookie.clone() }, ..page }
}

#[tokio::test]
async fn whose_token_is_gone_is_sent_away_with_the_reason() {
    let server = Server::start().await;
    let shown = async |path: &str, cookie: &str| {
        let away = Page::load_with(&server, path, cookie).await;
        assert_eq!((away.status, away.headers["location"].to_str().unwrap()), (302, "/tokens/login"));
        Page::load_with(&server, "/tokens/login", &away.cookie).await.html
    };
    assert_eq!(shown("/tokens/dashboard", "").await, "error: You must log in");
    let page = signed_in(&server, "ana").await;
    let mut client = Client::connect(&server, &page).await;
    client.join(&page, "/tokens/dashboard").await;

    server.endpoint.shared().state.tokens.lock().unwrap().clear();
    assert_eq!(shown("/tokens/dashboard", &page.cookie).await, "error: Invalid session");
    let mut late = Client::connect(&server, &page).await;
    late.says(json!(["1", "1", page.topic(), "phx_join", page.join("/tokens/dashboard")])).await;
    let reply = late.hears().await;
    assert_eq!(reply[4]["response"]["redirect"]["to"], "/tokens/login", "{reply}");
    assert!(reply[4]["response"]["redirect"]["flash"].is_string(), "{reply}");
}

#[tokio::test]
async fn signing_out_closes_the_sockets_of_that_person_alone() {
    let server = Server::start().await;
    let (ana, ben) = join(signed_in(&server, "ana"), signed_in(&server, "ben")).await;
    let mut phone = Client::connect(&server, &ana).await;
    let mut laptop = Client::connect(&server, &ana).await;
    let mut other = Client::connect(&server, &ben).await;
    phone.join(&ana, "/tokens/dashboard").await;
    other.join(&ben, "/tokens/dashboard").await;
    let (_, mut stranger, _) = joined(&server, "/counter").await;

    let out = Page::load_with(&server, "/tokens/out", &ana.cookie).await;
    assert_eq!(out.headers["location"], "/");
    assert_eq!((phone.hears_close().await, laptop.hears_close().await), (1001, 1001));
    for client in [&mut other, &mut stranger] {
        client.says(json!([null, "7", "phoenix", "heartbeat", {}])).await;
        assert_eq!(client.hears().await[4]["status"], "ok");
    }
    assert_eq!(server.endpoint.shared().disconnect("users:ana"), 0, "nobody is left");
    assert_eq!(server.endpoint.shared().disconnect("users:ben"), 1);
    assert_eq!(other.hears_close().await, 1001);
}
