//! All sessions of one person: ended at once, wherever that person signed in.

use std::sync::Arc;

use bennu::endpoint::Config;
use bennu::plug::fetch_session;
use bennu::testing::Client;
use bennu::{Endpoint, Result};

use super::session_store::stores;

type Conn = bennu::Conn<()>;

bennu::router! {
    Router for ();

    pipeline browser { plug fetch_session; }

    scope "/" {
        pipe_through browser;
        get "/" => home;
        get "/sign-in/{name}" => sign_in;
        get "/leave-others" => leave_others;
        get "/end/{name}" => end;
        get "/anonymous" => anonymous;
    }
}

async fn home(conn: &mut Conn) -> Result {
    let name = conn.get_session::<String>("name").unwrap_or("nobody".into());
    conn.text(name)
}

async fn sign_in(conn: &mut Conn, name: String) -> Result {
    conn.renew_session().put_session("name", &name).put_live_socket_id(format!("users:{name}")).text("in")
}

/// A new password: every other session ends, this one goes on.
async fn leave_others(conn: &mut Conn) -> Result {
    let owner = conn.session().live_socket_id().unwrap_or_default().to_owned();
    conn.shared().end_sessions(&owner).await?;
    conn.renew_session().text("alone")
}

async fn end(conn: &mut Conn, name: String) -> Result {
    conn.shared().end_sessions(&format!("users:{name}")).await?;
    conn.text("ended")
}

/// The session is nobody's any more, but goes on.
async fn anonymous(conn: &mut Conn) -> Result {
    conn.delete_session("live_socket_id").text("anonymous")
}

fn client(config: Config) -> Client<Router> {
    Client::new(Endpoint::new((), config))
}

async fn signed_in(client: &Client<Router>, name: &str) -> Client<Router> {
    let mut other = client.recycle();
    other.get(format!("/sign-in/{name}")).await.text_response(200);
    other
}

#[tokio::test]
async fn all_sessions_of_one_person_end_and_those_of_others_stay() {
    for store in stores().await {
        let mut admin = client(Config::default().with_session_store(Arc::clone(&store)));
        let (mut phone, mut laptop) = (signed_in(&admin, "ana").await, signed_in(&admin, "ana").await);
        let mut other = signed_in(&admin, "ben").await;
        assert_eq!(admin.get("/end/ana").await.text_response(200), "ended");
        for client in [&mut phone, &mut laptop] {
            assert_eq!(client.get("/").await.text_response(200), "nobody");
        }
        assert_eq!(other.get("/").await.text_response(200), "ben");
        assert_eq!(admin.get("/end/nobody").await.text_response(200), "ended");
    }
}

#[tokio::test]
async fn a_session_that_is_renewed_afterwards_goes_on() {
    for store in stores().await {
        let admin = client(Config::default().with_session_store(Arc::clone(&store)));
        let (mut phone, mut laptop) = (signed_in(&admin, "ana").await, signed_in(&admin, "ana").await);
        assert_eq!(laptop.get("/leave-others").await.text_response(200), "alone");
        assert_eq!(phone.get("/").await.text_response(200), "nobody");
        assert_eq!(laptop.get("/").await.text_response(200), "ana");
    }
}

#[tokio::test]
async fn a_session_that_is_nobodys_any_more_is_not_ended() {
    for store in stores().await {
        let mut admin = client(Config::default().with_session_store(Arc::clone(&store)));
        let mut phone = signed_in(&admin, "ana").await;
        phone.get("/anonymous").await.text_response(200);
        admin.get("/end/ana").await.text_response(200);
        assert_eq!(phone.get("/").await.text_response(200), "ana");
    }
}

#[tokio::test]
async fn sessions_in_cookies_cannot_be_ended_and_the_error_says_what_to_do() {
    let message = client(Config::default()).get("/end/ana").await.assert_error_sent(500);
    assert!(message.contains("`Config::with_session_store`"), "{message}");
}
