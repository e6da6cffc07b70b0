//! People who sign in with a password: the session, the role, and what is tried with the session's cookie.

use std::time::Duration;

use bennu::conn::FlashKind::{Error as Wrong, Info};
use bennu::cookie::SameSite;
use bennu::endpoint::Config;
use bennu::plug::{Plug, by_client, fetch_flash, fetch_session, protect_from_forgery, rate_limit};
use bennu::session::MemoryStore;
use bennu::testing::Client;
use bennu::{Endpoint, Params, Result};

type Conn = bennu::Conn<()>;

bennu::router! {
    /// An application with people and roles.
    Router for ();

    pipeline browser {
        plug fetch_session;
        plug fetch_flash;
        plug protect_from_forgery;
        plug fetch_current_user;
    }

    pipeline limited { plug rate_limit(100, Duration::from_secs(60), by_client); }

    scope "/" {
        pipe_through browser;
        get "/" => home;
        get "/login" => form;
        post "/login" => create;
        delete "/logout" => delete;

        scope "/account" { pipe_through members; get "/" => home; }
        scope "/admin" { pipe_through admins; get "/" => home; }
    }

    pipeline members { plug require_user; }
    pipeline admins { plug require_user; plug RequireRole("admin"); }

    scope "/limited" { pipe_through limited; get "/" => home; }
}

#[derive(Clone)]
struct CurrentUser {
    name: String,
    role: &'static str,
}

/// Reads who signed in from the session.
async fn fetch_current_user(conn: &mut Conn) -> Result {
    match conn.get_session::<String>("user").as_deref() {
        Some(name @ "ana") => conn.assign(CurrentUser { name: name.into(), role: "admin" }),
        Some(name) => conn.assign(CurrentUser { name: name.into(), role: "user" }),
        None => conn,
    };
    Ok(())
}

async fn require_user(conn: &mut Conn) -> Result {
    if conn.assigned::<CurrentUser>().is_none() {
        conn.put_flash(Wrong, "You must log in").redirect("/")?;
        conn.halt();
    }
    Ok(())
}

struct RequireRole(&'static str);

impl Plug<()> for RequireRole {
    async fn call(&'static self, conn: &mut Conn) -> Result {
        if conn.assigned::<CurrentUser>().is_none_or(|user| user.role != self.0) {
            conn.put_flash(Wrong, "Not authorized").redirect("/")?;
            conn.halt();
        }
        Ok(())
    }
}

async fn home(conn: &mut Conn) -> Result {
    let name = conn.assigned::<CurrentUser>().map_or("nobody", |user| &user.name);
    let flash: Vec<_> = conn.flash().iter().map(|(_, text)| text).collect();
    let text = format!("{name} {}", flash.join(", "));
    conn.text(text.trim().to_owned())
}

async fn form(conn: &mut Conn) -> Result {
    conn.render(
        bennu::html! { <bennu::component::form action="/login"><button>Go</button></bennu::component::form> },
    )
}

async fn create(conn: &mut Conn) -> Result {
    let session: Params = conn.params("session")?;
    match (session.str("name"), session.str("password")) {
        (Some(name), Some("right")) => {
            let name = name.to_owned();
            conn.renew_session().put_session("user", name).put_flash(Info, "Welcome back!").redirect("/")
        }
        _ => conn.put_flash(Wrong, "Invalid credentials").render("again"),
    }
}

async fn delete(conn: &mut Conn) -> Result {
    conn.clear_session().put_flash(Info, "Logged out").redirect("/")
}

fn endpoints() -> [Endpoint<Router>; 2] {
    let kept = Config::default().with_session_store(MemoryStore::new());
    [Config::default(), kept].map(|config| Endpoint::new((), config))
}

async fn sign_in(client: &mut Client<Router>, name: &str, password: &str) -> u16 {
    client.get("/login").await;
    let form = [("session[name]", name), ("session[password]", password)];
    client.post("/login", &form).await.status().as_u16()
}

#[tokio::test]
async fn somebody_signs_in_is_welcomed_once_and_signs_out() {
    for endpoint in endpoints() {
        let mut client = Client::new(endpoint);
        assert_eq!(sign_in(&mut client, "ana", "wrong").await, 200);
        assert_eq!(client.get("/").await.text_response(200), "nobody");
        assert_eq!(sign_in(&mut client, "ana", "right").await, 302);
        assert_eq!(client.get("/").await.text_response(200), "ana Welcome back!");
        assert_eq!(client.get("/").await.text_response(200), "ana");
        client.get("/login").await;
        assert_eq!(client.delete("/logout").await.redirected_to(), "/");
        assert_eq!(client.get("/").await.text_response(200), "nobody Logged out");
        assert_eq!(client.get("/").await.text_response(200), "nobody");
    }
}

#[tokio::test]
async fn roles_decide_who_gets_in() {
    for endpoint in endpoints() {
        let mut guest = Client::new(endpoint);
        let mut user = guest.recycle();
        let mut admin = guest.recycle();
        sign_in(&mut user, "ben", "right").await;
        sign_in(&mut admin, "ana", "right").await;
        for client in [&mut guest, &mut user] {
            assert_eq!(client.get("/admin").await.redirected_to(), "/");
        }
        assert_eq!(guest.get("/").await.text_response(200), "nobody You must log in");
        assert_eq!(guest.get("/account").await.redirected_to(), "/");
        assert!(user.get("/").await.text_response(200).contains("Not authorized"));
        assert_eq!(user.get("/account").await.text_response(200), "ben");
        assert_eq!(admin.get("/admin").await.status(), 200);
    }
}

#[tokio::test]
async fn a_session_that_was_planted_before_signing_in_is_not_the_one_afterwards() {
    for endpoint in endpoints() {
        let mut attacker = Client::new(endpoint);
        attacker.get("/login").await;
        let planted = attacker.cookie("_bennu_key").unwrap().to_owned();
        let form_token = attacker.csrf_token().unwrap().to_owned();
        let mut victim = attacker.recycle();
        assert_eq!(sign_in(&mut victim, "ana", "right").await, 302);
        assert_ne!(victim.cookie("_bennu_key"), Some(planted.as_str()));
        assert_eq!(attacker.get("/account").await.redirected_to(), "/", "the planted one did not sign in");
        let form = [("session[name]", "eve"), ("session[password]", "right"), ("_csrf_token", &form_token)];
        assert_eq!(victim.post("/login", &form).await.status(), 403, "forms of before do not count");
    }
}

#[tokio::test]
async fn a_cookie_that_no_other_host_can_set_keeps_what_its_name_promises() {
    let with = |change: fn(&mut Config)| {
        let mut config = Config::default();
        config.session.name = "__Host-session".into();
        config.session.same_site = SameSite::Strict;
        change(&mut config);
        Client::<Router>::new(Endpoint::new((), config))
    };
    let mut client = with(|_| {});
    let response = client.get("/login").await;
    let cookie = response.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-session="), "{cookie}");
    for attribute in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(cookie.split("; ").any(|found| found == attribute), "{attribute} in {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    // What another host of the domain can set has another name, and is not looked at.
    client.put_cookie("session", "tossed").put_cookie("_bennu_key", "tossed");
    assert_eq!(sign_in(&mut client, "ana", "right").await, 302);

    for change in
        [(|config| config.session.domain = Some("example.com".into())) as fn(&mut Config), |config| {
            config.session.path = "/login".into()
        }]
    {
        let response = with(change).get("/login").await;
        assert!(response.assert_error_sent(500).contains("`__Host-`"));
        assert_eq!(response.header("set-cookie"), None);
    }
}

#[tokio::test(start_paused = true)]
async fn the_hundred_and_first_request_of_a_minute_is_refused() {
    let [endpoint, _] = endpoints();
    let mut client = Client::new(endpoint);
    for _ in 0..100 {
        assert_eq!(client.get("/limited").await.status(), 200);
    }
    assert_eq!(client.get("/limited").await.status(), 429);
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(client.get("/limited").await.status(), 200);
}
