//! Signing in through a provider, which these tests run on loopback.

use std::collections::HashMap;
use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bennu::auth::oauth2::{OAuth2, OAuth2Error, OpenId};
use bennu::conn::FlashKind;
use bennu::endpoint::Config;
use bennu::plug::{fetch_flash, fetch_session};
use bennu::serde_json::{Value, json};
use bennu::testing::Client;
use bennu::{Endpoint, Params, Result};
use sha2::{Digest as _, Sha256};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The provider: codes that it gave out with the challenge of their request, and what it is to answer.
mod provider {
    use super::*;

    #[derive(Default)]
    pub(super) struct Provider {
        pub(super) codes: Mutex<HashMap<String, Params>>,
        pub(super) user: Mutex<Option<Value>>,
        pub(super) token: Mutex<Option<Value>>,
    }

    type Conn = bennu::Conn<Provider>;

    bennu::router! {
        /// What a provider answers.
        pub(super) Router for Provider;

        post "/token" => token;
        get "/user" => user;
    }

    async fn token(conn: &mut Conn) -> Result {
        let form = conn.body_params().clone();
        let given = |name: &str| form.str(name).unwrap_or_default().to_owned();
        let request = conn.state().codes.lock().unwrap().remove(&given("code"));
        let wanted = conn.state().token.lock().unwrap().take();
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(given("code_verifier")));
        let is_right = |request: &Params| {
            request.str("code_challenge") == Some(&challenge)
                && request.str("redirect_uri") == Some(&given("redirect_uri"))
                && given("grant_type") == "authorization_code"
                && (given("client_id").as_str(), given("client_secret").as_str())
                    == ("id of app", "secret & more")
        };
        match (request.as_ref().is_some_and(is_right), wanted) {
            (false, _) => conn.put_status(400).json(&json!({"error": "invalid_grant"})),
            (true, Some(answer)) => conn.json(&answer),
            (true, None) => {
                conn.json(&json!({"access_token": "t0ken", "token_type": "bearer", "expires_in": 3600}))
            }
        }
    }

    async fn user(conn: &mut Conn) -> Result {
        if conn.req_header("authorization") != Some("Bearer t0ken") {
            return conn.put_status(401).json(&json!({}));
        }
        let user = conn.state().user.lock().unwrap().clone();
        let ana = json!({"sub": "7", "email": "ana@example.com", "email_verified": true, "name": "Ana"});
        conn.json(&user.unwrap_or(ana))
    }
}

/// The application: who signed in, by provider and id.
struct App {
    oauth2: OAuth2,
    users: Mutex<Vec<(String, String)>>,
}

type Conn = bennu::Conn<App>;

bennu::router! {
    /// An application that lets people sign in through others.
    Router for App;

    pipeline browser { plug fetch_session; plug fetch_flash; }

    scope "/" {
        pipe_through browser;
        get "/" => home;
        get "/auth/{provider}" => request;
        get "/auth/{provider}/callback" => callback;
    }
}

async fn home(conn: &mut Conn) -> Result {
    let user: Option<usize> = conn.get_session("user_id");
    let flash = conn.flash().get(FlashKind::Error).unwrap_or_default().to_owned();
    conn.json(&json!([user, flash]))
}

async fn request(conn: &mut Conn, provider: String) -> Result {
    let oauth2 = conn.state().oauth2.clone();
    oauth2.request(conn, &provider)
}

async fn callback(conn: &mut Conn, provider: String) -> Result {
    let oauth2 = conn.state().oauth2.clone();
    match oauth2.callback(conn, &provider).await {
        Ok(auth) => {
            let key = (auth.provider, auth.uid);
            let mut users = conn.state().users.lock().unwrap();
            let known = users.iter().position(|user| *user == key);
            let id = known.unwrap_or_else(|| {
                users.push(key);
                users.len() - 1
            });
            drop(users);
            conn.renew_session().put_session("user_id", id).redirect("/")
        }
        Err(OAuth2Error::UnknownProvider) => Err(OAuth2Error::UnknownProvider.into()),
        Err(error) => conn.put_flash(FlashKind::Error, error.to_string()).redirect("/"),
    }
}

/// A provider that listens, and a browser of the application that uses it.
struct World {
    provider: Endpoint<provider::Router>,
    serving: JoinHandle<std::io::Result<()>>,
    client: Client<Router>,
}

impl Drop for World {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl World {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let provider = Endpoint::new(provider::Provider::default(), Config::default());
        let serving = tokio::spawn(provider.clone().serve(listener));
        let urls = OpenId {
            authorize_url: format!("{base}/authorize?tenant=1"),
            token_url: format!("{base}/token"),
            user_url: format!("{base}/user"),
        };
        let oauth2 = OAuth2::new("https://app.example/auth/")
            .provider("acme", urls.clone(), "id of app", "secret & more")
            .provider("other", urls, "id of app", "secret & more");
        let app = App { oauth2, users: Mutex::default() };
        Self { provider, serving, client: Client::new(Endpoint::new(app, Config::default())) }
    }

    /// Asks to sign in; gives the parameters that reach the provider, and the code that it sends back.
    async fn begin(&mut self) -> (Params, String) {
        let to = self.client.get("/auth/acme").await.redirected_to();
        let (url, query) = to.split_once("?tenant=1&").unwrap();
        assert!(url.ends_with("/authorize"), "{to}");
        let params = Params::from_urlencoded(query).unwrap();
        let code = format!("code-{}", params.str("state").unwrap());
        let state = self.provider.shared().state.clone();
        state.codes.lock().unwrap().insert(code.clone(), params.clone());
        (params, code)
    }

    async fn finish(&mut self, query: &str) -> (Option<usize>, String) {
        let response = self.client.get(format!("/auth/acme/callback?{query}")).await;
        assert_eq!(response.redirected_to(), "/");
        self.client.get("/").await.json()
    }

    async fn sign_in(&mut self) -> (Option<usize>, String) {
        let (params, code) = self.begin().await;
        self.finish(&format!("code={code}&state={}", params.str("state").unwrap())).await
    }
}

#[tokio::test]
async fn somebody_signs_in_once_and_is_known_the_second_time() {
    let mut world = World::new().await;
    assert_eq!(world.sign_in().await, (Some(0), String::new()));
    assert_eq!(world.sign_in().await, (Some(0), String::new()));
    *world.provider.shared().state.user.lock().unwrap() = Some(json!({"sub": "8"}));
    assert_eq!(world.sign_in().await, (Some(1), String::new()));
    let users = world.client.endpoint().shared().state.users.lock().unwrap().clone();
    assert_eq!(users, [("acme".to_owned(), "7".to_owned()), ("acme".into(), "8".into())]);
}

#[tokio::test]
async fn the_provider_is_asked_with_state_and_challenge() {
    let mut world = World::new().await;
    let (one, _) = world.begin().await;
    let (two, _) = world.begin().await;
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "id of app"),
        ("redirect_uri", "https://app.example/auth/acme/callback"),
        ("scope", "openid email profile"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(one.str(name), Some(value), "{name}");
    }
    for name in ["state", "code_challenge"] {
        assert_eq!(one.str(name).unwrap().len(), 43);
        assert_ne!(one.str(name), two.str(name));
    }
    assert!(one.str("client_secret").is_none());
}

#[tokio::test]
async fn an_answer_that_this_session_did_not_ask_for_signs_nobody_in() {
    let mut world = World::new().await;
    let (params, code) = world.begin().await;
    let state = params.str("state").unwrap().to_owned();
    let mut victim = Client::new(world.client.endpoint().clone());
    let attack = format!("/auth/acme/callback?code={code}&state={state}");
    victim.get(&attack).await;
    assert_eq!(victim.get("/").await.json::<Value>()[0], Value::Null, "a session that asked for nothing");
    for changed in ["", "&state=", "&state=x", "&state[]=x"] {
        let (_, code) = world.begin().await;
        let (user, flash) = world.finish(&format!("code={code}{changed}")).await;
        assert!(user.is_none() && flash.contains("sign in again"), "{changed}: {flash}");
    }
    let (params, _) = world.begin().await;
    let (user, _) = world.finish(&format!("state={}", params.str("state").unwrap())).await;
    assert!(user.is_none(), "there is no code");
}

#[tokio::test]
async fn a_request_counts_once_and_for_its_provider() {
    let mut world = World::new().await;
    let (params, code) = world.begin().await;
    let query = format!("code={code}&state={}", params.str("state").unwrap());
    let response = world.client.get(format!("/auth/other/callback?{query}")).await;
    assert_eq!(response.redirected_to(), "/");
    let (user, flash) = world.finish(&query).await;
    assert!(user.is_none() && flash.contains("sign in again"), "{flash}");
}

#[tokio::test]
async fn what_the_provider_refuses_signs_nobody_in() {
    let mut world = World::new().await;
    let (params, _) = world.begin().await;
    let state = params.str("state").unwrap().to_owned();
    let (user, flash) = world.finish(&format!("error=access_denied&state={state}")).await;
    assert_eq!((user, flash.as_str()), (None, "the provider refused with `access_denied`"));

    let (params, _) = world.begin().await;
    let state = params.str("state").unwrap().to_owned();
    let (user, flash) = world.finish(&format!("code=stolen&state={state}")).await;
    assert_eq!((user, flash.as_str()), (None, "the provider's answer cannot be used: invalid_grant"));
}

#[tokio::test]
async fn answers_that_make_no_sense_sign_nobody_in() {
    let mut world = World::new().await;
    for token in [
        json!({}),
        json!([]),
        json!({"access_token": "t0ken"}),
        json!({"access_token": "t0ken", "token_type": "mac"}),
        json!({"access_token": "", "token_type": "bearer"}),
        json!({"access_token": "a\r\nb", "token_type": "bearer"}),
        json!({"access_token": "wrong", "token_type": "bearer"}),
        json!({"error": "bad_verification_code", "access_token": "t0ken", "token_type": "bearer"}),
        json!({"access_token": "t0ken", "token_type": "bearer", "padding": "x".repeat(2_000_000)}),
    ] {
        *world.provider.shared().state.token.lock().unwrap() = Some(token);
        let (user, flash) = world.sign_in().await;
        assert!(user.is_none() && flash.contains("answer cannot be used"), "{flash}");
    }
    for user in [json!({}), json!({"sub": null}), json!([])] {
        *world.provider.shared().state.user.lock().unwrap() = Some(user);
        assert!(world.sign_in().await.0.is_none());
    }
}

#[tokio::test]
async fn a_provider_that_is_gone_signs_nobody_in_and_one_that_is_unknown_is_404() {
    let mut world = World::new().await;
    world.serving.abort();
    let _ = (&mut world.serving).await;
    let (user, flash) = world.sign_in().await;
    assert!(user.is_none() && flash.contains("cannot be reached"), "{flash}");
    assert_eq!(world.client.get("/auth/nobody").await.status(), 404);
    assert_eq!(world.client.get("/auth/nobody/callback").await.status(), 404);
}
