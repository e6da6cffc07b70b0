//! The application that these tests drive.

use std::time::Duration;

use bennu::bytes::Bytes;
use bennu::component::Slot;
use bennu::conn::FlashKind;
use bennu::endpoint::Config;
use bennu::http::StatusCode;
use bennu::plug::{
    accepts, fetch_live_flash, fetch_session, protect_from_forgery, put_root_layout,
    put_secure_browser_headers,
};
use bennu::testing::Client;
use bennu::{Endpoint, Error, Params, Result};
use tokio::sync::Notify;

/// The state: what a slow handler waits for, and what says that it has begun.
#[derive(Debug, Default)]
pub(crate) struct App {
    pub(crate) begun: Notify,
    pub(crate) go_on: Notify,
}

pub(crate) type Conn = bennu::Conn<App>;

bennu::router! {
    /// Every way in.
    pub(crate) Router for App;

    pipeline browser {
        plug accepts(["html"]);
        plug fetch_session;
        plug fetch_live_flash;
        plug put_root_layout(root);
        plug protect_from_forgery;
        plug put_secure_browser_headers;
    }

    pipeline api {
        plug accepts(["json"]);
    }

    scope "/" {
        pipe_through browser;
        get "/" => pages::home;
        post "/messages" => pages::create;
        delete "/messages/{id}" => pages::delete;
        get "/forward" => pages::forward;
        get "/session/{value}" => pages::put_session;
        get "/session" => pages::get_session;
        get "/private.js" => raw::script;
        get "/session-renew" => cookies::renew;
        get "/session-drop" => cookies::drop;
        get "/sign-out" => pages::sign_out;
        get "/big-session" => pages::big_session;
        get "/panic" => pages::panic;
        get "/fail" => pages::fail;
        get "/refuse" => pages::refuse;
    }

    scope "/api" {
        pipe_through api;
        get "/echo" => api::echo;
        post "/echo" => api::echo;
        put "/echo" => api::echo;
        post "/echo/{id}/{*rest}" => api::echo_rest;
        get "/item" => api::item;
        get "/missing" => api::missing;
    }

    pipeline members {
        plug members::fetch_current_user;
        plug members::require_user;
        plug members::Stamp("members");
    }

    scope "/members" {
        pipe_through members;
        get "/" => members::home;
        get "/bare" => members::bare;
    }

    scope "/raw" {
        get "/public.js" => raw::script;
        get "/slow" => raw::slow;
        get "/nothing" => raw::nothing;
        get "/twice" => raw::twice;
        get "/headers" => raw::headers;
        get "/bad-header" => raw::bad_header;
        get "/bad-status" => raw::bad_status;
        get "/bad-status-name" => raw::bad_status_name;
        get "/bad-cookie" => raw::bad_cookie;
        get "/cookies" => raw::cookies;
        get "/sealed-cookies" => cookies::sealed;
        get "/cookie-path" => cookies::path;
        get "/long-cookie" => cookies::long;
        get "/renew" => cookies::renew;
        get "/drop" => cookies::drop;
        get "/ignore" => cookies::ignore;
        get "/before-send" => raw::before_send;
        get "/redirect" => raw::redirect;
        get "/elsewhere" => raw::elsewhere;
        get "/empty" => raw::empty;
        get "/peer" => raw::peer;
        get "/broken-stream" => raw::broken_stream;
        get "/endless" => super::framing::endless;
        post "/body" => raw::body;
    }
}

bennu::component! {
    /// The page around every view.
    pub(crate) fn root(conn: &Conn, inner_block: Slot) {
        <meta name="csrf-token" content={conn.csrf_token()}>
        <p :for={(kind, text) in conn.flash().iter()} class={kind}>{text}</p>
        <main>{inner_block}</main>
    }
}

mod pages {
    use super::*;

    pub(crate) async fn home(conn: &mut Conn) -> Result {
        conn.render(bennu::html! {
            <p>{"home <&>"}</p>
            <bennu::component::form action="/messages"><button>Send</button></bennu::component::form>
        })
    }

    pub(crate) async fn create(conn: &mut Conn) -> Result {
        let message: Params = conn.params("message")?;
        let body = message.str("body").unwrap_or_default();
        if body.is_empty() {
            return conn.put_flash(FlashKind::Error, "Say something.").put_status(422).render("again");
        }
        let text = format!("Stored {body}.");
        conn.put_flash(FlashKind::Info, text).redirect("/")
    }

    pub(crate) async fn delete(conn: &mut Conn, id: i64) -> Result {
        conn.text(format!("deleted {id}"))
    }

    pub(crate) async fn forward(conn: &mut Conn) -> Result {
        conn.redirect("/")
    }

    pub(crate) async fn put_session(conn: &mut Conn, value: String) -> Result {
        conn.put_session("value", value).text("put")
    }

    pub(crate) async fn get_session(conn: &mut Conn) -> Result {
        let value: Option<String> = conn.get_session("value");
        conn.text(value.unwrap_or("none".to_owned()))
    }

    pub(crate) async fn sign_out(conn: &mut Conn) -> Result {
        conn.clear_session().text("gone")
    }

    pub(crate) async fn big_session(conn: &mut Conn) -> Result {
        conn.put_session("value", "x".repeat(5000)).text("never seen")
    }

    pub(crate) async fn panic(conn: &mut Conn) -> Result {
        conn.put_session("value", "from a request that panicked");
        panic!("on purpose");
    }

    pub(crate) async fn fail(_conn: &mut Conn) -> Result {
        Err("secret".parse::<i64>().unwrap_err())?;
        Ok(())
    }

    pub(crate) async fn refuse(_conn: &mut Conn) -> Result {
        Err(Error::forbidden("not for <you>"))
    }
}

mod api {
    use super::*;

    pub(crate) async fn echo(conn: &mut Conn) -> Result {
        let params = conn.all_params().clone();
        conn.json(&params)
    }

    pub(crate) async fn echo_rest(conn: &mut Conn, _id: i64, _rest: Vec<String>) -> Result {
        echo(conn).await
    }

    pub(crate) async fn item(conn: &mut Conn) -> Result {
        let id: i64 = conn.params("id")?;
        conn.json(&id)
    }

    pub(crate) async fn missing(_conn: &mut Conn) -> Result {
        Err(Error::not_found("there is no such item"))
    }
}

mod members {
    use bennu::plug::Plug;

    use super::*;

    struct CurrentUser(String);

    pub(crate) async fn fetch_current_user(conn: &mut Conn) -> Result {
        if let Some(name) = conn.req_header("x-user").map(str::to_owned) {
            conn.assign(CurrentUser("nobody".into())).assign(CurrentUser(name));
        }
        Ok(())
    }

    pub(crate) async fn require_user(conn: &mut Conn) -> Result {
        if conn.assigned::<CurrentUser>().is_none() {
            conn.put_flash(FlashKind::Error, "You must be logged in").redirect("/")?;
            conn.halt();
        }
        Ok(())
    }

    /// Says on the response which pipeline it came through.
    pub(crate) struct Stamp(pub(crate) &'static str);

    impl<S: Send + Sync + 'static> Plug<S> for Stamp {
        async fn call(&'static self, conn: &mut bennu::Conn<S>) -> Result {
            conn.put_resp_header("x-stamp", self.0);
            Ok(())
        }
    }

    pub(crate) async fn home(conn: &mut Conn) -> Result {
        let name = conn.assigned::<CurrentUser>().map_or("nobody", |user| &user.0);
        conn.text(format!("Hello, {name}!"))
    }

    bennu::component! {
        /// Another layout.
        fn frame(conn: &Conn, inner_block: Slot) {
            <div id={conn.path()}>{inner_block}</div>
        }
    }

    pub(crate) async fn bare(conn: &mut Conn) -> Result {
        conn.put_root_layout(&frame).render("in a frame")
    }
}

mod cookies {
    use bennu::cookie::{Cookie, SameSite};

    use super::*;

    pub(crate) async fn sealed(conn: &mut Conn) -> Result {
        let seen = (conn.signed_cookie("signed"), conn.encrypted_cookie("encrypted"));
        let signed = Cookie::build(("signed", "readable; ü")).same_site(SameSite::Strict).secure(true);
        conn.put_signed_cookie(signed.max_age(time::Duration::days(1)))
            .put_encrypted_cookie(("encrypted", "secret words"))
            .json(&seen)
    }

    pub(crate) async fn path(conn: &mut Conn) -> Result {
        let path: String = conn.params("path")?;
        conn.put_resp_cookie(Cookie::build(("a", "b")).path(path)).text("set")
    }

    pub(crate) async fn long(conn: &mut Conn) -> Result {
        conn.put_encrypted_cookie(("a", "x".repeat(4_000))).text("never seen")
    }

    pub(crate) async fn renew(conn: &mut Conn) -> Result {
        conn.renew_session().text("renewed")
    }

    pub(crate) async fn drop(conn: &mut Conn) -> Result {
        conn.put_session("value", "one").drop_session().put_session("value", "two").text("dropped")
    }

    pub(crate) async fn ignore(conn: &mut Conn) -> Result {
        conn.put_session("value", "one").ignore_session_changes().put_session("value", "two").text("ignored")
    }
}

mod raw {
    use super::*;

    pub(crate) async fn slow(conn: &mut Conn) -> Result {
        conn.state().begun.notify_one();
        conn.state().go_on.notified().await;
        conn.text("at last")
    }

    pub(crate) async fn nothing(_conn: &mut Conn) -> Result {
        Ok(())
    }

    pub(crate) async fn twice(conn: &mut Conn) -> Result {
        conn.text("one")?;
        conn.text("two")
    }

    pub(crate) async fn headers(conn: &mut Conn) -> Result {
        conn.put_status(StatusCode::ACCEPTED)
            .put_resp_content_type("text/csv")
            .put_resp_header("x-one", "1")
            .text("a,b")
    }

    pub(crate) async fn bad_header(conn: &mut Conn) -> Result {
        conn.put_resp_header("x-one", "1\r\nset-cookie: a=b").text("never seen")
    }

    pub(crate) async fn bad_status(conn: &mut Conn) -> Result {
        conn.put_status(42).text("never seen")
    }

    pub(crate) async fn bad_status_name(conn: &mut Conn) -> Result {
        conn.put_status("not_fond").text("never seen")
    }

    pub(crate) async fn bad_cookie(conn: &mut Conn) -> Result {
        conn.put_resp_cookie(("a", "b; Domain=example.com")).text("never seen")
    }

    pub(crate) async fn cookies(conn: &mut Conn) -> Result {
        let seen = conn.cookie("seen").unwrap_or("none").to_owned();
        conn.put_resp_cookie(("seen", "1")).delete_resp_cookie("old").text(seen)
    }

    pub(crate) async fn before_send(conn: &mut Conn) -> Result {
        conn.register_before_send(|conn| {
            let order = format!("{}, first registered", conn.resp_headers()["x-order"].to_str().unwrap());
            conn.put_resp_header("x-order", order).put_session("value", "late");
        });
        conn.register_before_send(|conn| {
            conn.put_resp_header("x-order", "last registered");
        });
        conn.text("ok")
    }

    pub(crate) async fn redirect(conn: &mut Conn) -> Result {
        let to: String = conn.params("to")?;
        conn.redirect(to)
    }

    pub(crate) async fn elsewhere(conn: &mut Conn) -> Result {
        conn.put_status(301).redirect_external("https://example.com/ü?a=\"b\"")
    }

    pub(crate) async fn empty(conn: &mut Conn) -> Result {
        conn.send_resp(204, ())
    }

    pub(crate) async fn peer(conn: &mut Conn) -> Result {
        let peer = conn.remote_addr().map(|peer| peer.ip().to_string());
        let host = conn.host();
        let text = format!("{} asks {host}", peer.as_deref().unwrap_or("nobody"));
        conn.put_resp_header("x-scheme", conn.scheme()).text(text)
    }

    pub(crate) async fn script(conn: &mut Conn) -> Result {
        conn.put_resp_content_type("text/javascript").text("secret()")
    }

    pub(crate) async fn broken_stream(conn: &mut Conn) -> Result {
        let stream =
            futures_util::stream::iter([Err::<http_body::Frame<Bytes>, _>(std::io::Error::other("lost"))]);
        conn.send_resp(200, bennu::Body::stream(http_body_util::StreamBody::new(stream)))
    }

    pub(crate) async fn body(conn: &mut Conn) -> Result {
        let body = conn.take_body();
        conn.send_resp(200, body)
    }
}

/// Settings under which tests do not wait for long.
pub(crate) fn config() -> Config {
    let mut config = Config::default();
    config.limits.body = 10_000;
    config.limits.uri = 2_000;
    config.limits.header_bytes = 8_192;
    config.limits.shutdown_timeout = Duration::from_secs(60);
    config.pass = vec!["text/csv".into()];
    config
}

pub(crate) fn endpoint() -> Endpoint<Router> {
    Endpoint::new(App::default(), config())
}

pub(crate) fn client() -> Client<Router> {
    Client::new(endpoint())
}
