//! Hooks of live sessions, before the page and before the join; views of a router that another one forwards to.

use bennu::http::{StatusCode, Uri};
use bennu::live::OnMount;
use bennu::prelude::*;
use bennu::serde_json::json;

use super::app::{App, Server};
use super::client::{Client, Page, joined};

/// Who has logged in.
struct CurrentUser(String);

/// Lets nobody in who is not logged in, or lacks this letter.
pub(crate) enum Require {
    User,
    Letter(char),
}

impl OnMount<App> for Require {
    async fn on_mount<V: LiveView<State = App>>(
        &self,
        params: &Params,
        session: &Session,
        socket: &mut Socket<V>,
    ) -> Result {
        match self {
            Self::User => {
                let Some(user) = session.get("user") else {
                    return Err(socket
                        .put_flash(FlashKind::Error, "Log in first.")
                        .redirect("/login/ana")
                        .halt());
                };
                // As if the user had gone while the page was being loaded.
                if socket.connected() && params.get("gone").is_some() {
                    socket.redirect("/login/ana");
                }
                socket.assign(CurrentUser(user));
            }
            Self::Letter(letter) => {
                let user = socket.assigned::<CurrentUser>().expect("the hook before this one left it");
                if !user.0.contains(*letter) {
                    return Err(Error::new(StatusCode::FORBIDDEN, "not for you"));
                }
            }
        }
        Ok(())
    }
}

struct Greeting(String);

/// A hook without settings is a function.
pub(crate) async fn greet<V: LiveView<State = App>>(
    params: &Params,
    _session: &Session,
    socket: &mut Socket<V>,
) -> Result {
    let user = &socket.assigned::<CurrentUser>().expect("the first hook left it").0;
    let greeting = format!("{} {user}", params.str("greeting").unwrap_or("Hello"));
    socket.assign(Greeting(greeting));
    Ok(())
}

pub(crate) struct MemberLive(String);

impl LiveView for MemberLive {
    type State = App;

    async fn mount(_: Params, _: &Session, socket: &mut Socket<Self>) -> Result<Self> {
        Ok(Self(socket.assigned::<Greeting>().expect("the second hook left it").0.clone()))
    }

    fn render(&self) -> impl Render {
        html! { <p>{self.0}</p> }
    }
}

#[events]
impl MemberLive {}

/// A router for the team alone.
pub(crate) mod team {
    use super::TeamLive;
    use crate::live::app::App;

    bennu::router! {
        pub(crate) Router for App;

        live "/boards/{id: u32}" => TeamLive;
    }
}

/// Shows where it is.
pub(crate) struct TeamLive {
    id: String,
    link: String,
    path: String,
}

impl LiveView for TeamLive {
    type State = App;

    async fn mount(_: Params, _: &Session, socket: &mut Socket<Self>) -> Result<Self> {
        let link = team::path!(socket, "/boards/{1}").to_string();
        Ok(Self { id: String::new(), link, path: String::new() })
    }

    async fn handle_params(&mut self, params: Params, uri: &Uri, _: &mut Socket<Self>) -> Result {
        self.id = params.require("id")?;
        self.path = uri.path().to_owned();
        Ok(())
    }

    fn render(&self) -> impl Render {
        html! { <p>{self.id}" "{self.path}" "{self.link}</p> }
    }
}

#[events]
impl TeamLive {}

async fn log_in(server: &Server, name: &str) -> String {
    Page::load(server, &format!("/login/{name}")).await.cookie
}

#[tokio::test]
async fn hooks_run_in_order_before_the_page_and_before_the_join() {
    let server = Server::start().await;
    let cookie = log_in(&server, "ana").await;
    let page = Page::load_with(&server, "/members?greeting=Hi", &cookie).await;
    assert!(page.html.contains("<p>Hi ana</p>"), "{}", page.html);
    let mut client = Client::connect(&server, &page).await;
    let reply = client.join(&page, "/members?greeting=Hey").await;
    assert!(reply.to_string().contains("Hey ana"), "{reply}");
}

#[tokio::test]
async fn a_hook_may_redirect_or_fail_and_is_the_last() {
    let server = Server::start().await;
    let page = Page::load(&server, "/members").await;
    assert_eq!((page.status, page.headers["location"].to_str().unwrap()), (302, "/login/ana"));
    let cookie = log_in(&server, "bob").await;
    assert_eq!(Page::load_with(&server, "/members", &cookie).await.status, 403);

    let cookie = log_in(&server, "ana").await;
    let page = Page::load_with(&server, "/members?gone", &cookie).await;
    assert_eq!(page.status, 200, "{}", page.html);
    let mut client = Client::connect(&server, &page).await;
    client.says(json!(["1", "1", page.topic(), "phx_join", page.join("/members?gone")])).await;
    let reply = client.hears().await;
    assert_eq!(reply[4]["status"], "error");
    assert_eq!(reply[4]["response"]["redirect"]["to"], "/login/ana", "{reply}");
}

#[tokio::test]
async fn views_of_a_forwarded_router_connect() {
    let server = Server::start().await;
    assert_eq!(Page::load(&server, "/team/boards/x").await.status, 400);
    let (page, mut client, reply) = joined(&server, "/team/boards/7").await;
    for shown in ["7", "/team/boards/7", "/team/boards/1"] {
        assert!(page.html.contains(shown) && reply.to_string().contains(shown), "{shown}: {reply}");
    }
    let patch = json!({"url": "http://localhost/team/boards/8"});
    client.says(json!(["1", "5", page.topic(), "live_patch", patch])).await;
    let diff = client.hears().await[4]["response"]["diff"].to_string();
    assert!(diff.contains("/team/boards/8"), "{diff}");
    // The other router has pipelines of its own, so the browser loads the page.
    let outside = json!({"url": "http://localhost/counter"});
    client.says(json!(["1", "6", page.topic(), "live_patch", outside])).await;
    assert_eq!(client.hears().await[4]["response"], json!({"link_redirect": true}));
}

#[tokio::test]
async fn navigation_does_not_lead_into_another_router() {
    let server = Server::start().await;
    let (page, mut client, _) = joined(&server, "/counter").await;
    let reply = super::sessions::navigate(&mut client, &page, "/team/boards/7").await;
    assert_eq!(reply["response"], json!({"reason": "unauthorized"}));
    let reply = super::sessions::navigate(&mut client, &page, "/boards").await;
    assert_eq!(reply["status"], "ok");
}
