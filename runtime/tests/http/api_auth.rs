//! Programs that say who they are: bearer tokens, keys, scopes and limits.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bennu::auth::jwt::{Claims, Jwt, MemoryRevocations};
use bennu::auth::{ApiKey, AuthError, MemoryLimiter, RateLimiter, Scopes, StoredKey};
use bennu::endpoint::Config;
use bennu::http::Method;
use bennu::plug::{
    accepts, action_fallback, by_api_key, fetch_bearer, rate_limit, require_api_key, require_bearer,
    require_scope,
};
use bennu::serde_json::{Map, Value, json};
use bennu::testing::Client;
use bennu::{Endpoint, Error, Result, token};

/// The state: web tokens and the keys that were given out.
struct App {
    jwt: Jwt,
    keys: Mutex<HashMap<String, (String, &'static str)>>,
}

type Conn = bennu::Conn<App>;

bennu::router! {
    /// An API for programs of several kinds.
    Router for App;

    pipeline api { plug accepts(["json"]); plug action_fallback(problems); }
    pipeline signed { plug require_bearer(by_token); }
    pipeline maybe { plug fetch_bearer(by_token); }
    pipeline web { plug require_bearer(by_web_token); plug require_scope("write"); }
    pipeline keyed { plug require_api_key(by_key); plug rate_limit(3, HOUR, by_api_key); }
    pipeline writers { plug require_scope("videos:write"); }
    pipeline broken { plug require_bearer(breaks); }

    scope "/api" {
        pipe_through api;
        post "/login" => login;

        scope "/signed" { pipe_through signed; get "/" => me; }
        scope "/maybe" { pipe_through maybe; get "/" => me; }
        scope "/web" { pipe_through web; get "/" => me; delete "/" => logout; }
        scope "/keyed" { pipe_through keyed; get "/" => me; scope "/videos" { pipe_through writers; post "/" => me; } }
        scope "/broken" { pipe_through broken; get "/" => me; }
    }
}

const HOUR: Duration = Duration::from_secs(3600);

struct CurrentUser(String);

async fn by_token(conn: &mut Conn, token: &str) -> Result<Option<CurrentUser>> {
    let name: String = token::verify(conn, "user auth", token, Duration::from_secs(60))?;
    Ok(Some(CurrentUser(name)).filter(|user| user.0 != "gone"))
}

async fn by_web_token(conn: &mut Conn, token: &str) -> Result<Option<CurrentUser>> {
    let claims: Claims = conn.state().jwt.verify(token).await?;
    let user = CurrentUser(claims.sub.clone());
    let scope = claims.custom.get("scope").and_then(Value::as_str).unwrap_or_default().to_owned();
    conn.assign(Scopes::new(scope)).assign(claims);
    Ok(Some(user))
}

async fn by_key(conn: &mut Conn, id: &str) -> Result<Option<StoredKey<CurrentUser>>> {
    let found = conn.state().keys.lock().unwrap().get(id).cloned();
    Ok(found.map(|(digest, scopes)| StoredKey::new(digest, CurrentUser(id.to_owned())).scopes(scopes)))
}

async fn breaks(_: &mut Conn, _: &str) -> Result<Option<CurrentUser>> {
    Err(Error::internal("the database is gone"))
}

async fn problems(conn: &mut Conn, error: Error) -> Result {
    let message = match error.source().and_then(|source| source.downcast_ref()) {
        Some(AuthError::MissingToken) => "Missing token",
        Some(AuthError::InvalidToken | AuthError::ExpiredToken) => "Invalid token",
        Some(AuthError::MissingKey) => "Missing API key",
        Some(AuthError::InvalidKey) => "Invalid API key",
        _ if error.status() == 429 => "Rate limit exceeded",
        _ => return Err(error),
    };
    conn.put_status(error.status()).json(&json!({"error": message}))
}

async fn login(conn: &mut Conn) -> Result {
    let issued = conn.state().jwt.sign_with("User:7", json!({"scope": "read write"}));
    conn.put_resp_header("authorization", format!("Bearer {}", issued.token)).json(&issued)
}

async fn logout(conn: &mut Conn) -> Result {
    let claims: &Claims = conn.assigned().expect("the plug assigns them");
    conn.state().jwt.revoke(claims).await?;
    conn.send_resp(204, ())
}

async fn me(conn: &mut Conn) -> Result {
    let name = conn.assigned::<CurrentUser>().map_or("nobody", |user| &user.0).to_owned();
    conn.json(&name)
}

fn client() -> Client<Router> {
    let config = Config::default();
    let jwt = Jwt::new(&config.secret_key_base).issuer("company_api").revocations(MemoryRevocations::new());
    Client::new(Endpoint::new(App { jwt, keys: Mutex::default() }, config))
}

fn app(client: &Client<Router>) -> &App {
    &client.endpoint().shared().state
}

#[tokio::test]
async fn a_bearer_token_lets_in_whom_it_belongs_to() {
    let mut client = client();
    let secret = client.endpoint().shared().secret().clone();
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let token = token::sign(&secret, "user auth", "ana");
        client.put_header("authorization", &format!("{scheme} {token}"));
        assert_eq!(client.get("/api/signed").await.json_response::<String>(200), "ana");
        assert_eq!(client.get("/api/maybe").await.json_response::<String>(200), "ana");
    }
}

#[tokio::test]
async fn without_a_token_the_answer_says_which_is_asked_for() {
    let mut client = client();
    for header in [None, Some("Basic YTpi"), Some("ana")] {
        if let Some(header) = header {
            client.put_header("authorization", header);
        }
        let response = client.get("/api/signed").await;
        assert_eq!(response.json_response::<Value>(401), json!({"error": "Missing token"}), "{header:?}");
        assert_eq!(response.header("www-authenticate"), Some("Bearer"));
        assert_eq!(client.get("/api/maybe").await.json_response::<String>(200), "nobody");
    }
}

#[tokio::test]
async fn tokens_that_are_wrong_are_refused_with_what_is_wrong() {
    let mut client = client();
    let secret = client.endpoint().shared().secret().clone();
    let wrong = [
        "garbage".to_owned(),
        token::sign(&secret, "another salt", "ana"),
        token::sign(&token::Secret::random(), "user auth", "ana"),
        token::sign(&secret, "user auth", &7),
        token::sign(&secret, "user auth", "gone"),
        "two words".into(),
        String::new(),
    ];
    for token in wrong {
        client.put_header("authorization", &format!("Bearer {token}"));
        for path in ["/api/signed", "/api/maybe"] {
            let response = client.get(path).await;
            assert_eq!(response.json_response::<Value>(401), json!({"error": "Invalid token"}), "{token}");
            let challenge = response.header("www-authenticate").unwrap();
            assert!(challenge.starts_with("Bearer error=\"invalid_token\""), "{challenge}");
        }
    }
}

#[tokio::test]
async fn a_failing_lookup_is_no_refusal() {
    let mut client = client();
    client.put_header("authorization", "Bearer abc");
    let response = client.get("/api/broken").await;
    assert_eq!(response.assert_error_sent(500), "the database is gone");
    assert_eq!(response.header("www-authenticate"), None);
}

#[tokio::test]
async fn web_tokens_let_in_until_they_are_revoked() {
    let mut client = client();
    let response = client.json(Method::POST, "/api/login", &json!({})).await;
    let issued: Value = response.json_response(200);
    let token = issued["token"].as_str().unwrap().to_owned();
    assert_eq!(token.split('.').count(), 3);
    assert!(issued["expires_at"].as_u64().unwrap() > 1_700_000_000);
    client.put_header("authorization", response.header("authorization").unwrap());
    assert_eq!(client.get("/api/web").await.json_response::<String>(200), "User:7");
    assert_eq!(client.delete("/api/web").await.status(), 204);
    let response = client.get("/api/web").await;
    assert_eq!(response.json_response::<Value>(401), json!({"error": "Invalid token"}));
}

#[tokio::test]
async fn web_tokens_of_other_issuers_keys_and_scopes_are_refused() {
    let mut client = client();
    let secret = client.endpoint().shared().secret().clone();
    let scope = json!({"scope": "write"});
    let expired = Jwt::new(&secret).issuer("company_api").ttl(Duration::ZERO);
    for (jwt, part) in [
        (Jwt::new(&secret).issuer("another"), "the token is not valid"),
        (Jwt::new(&secret), "the token is not valid"),
        (Jwt::new(&token::Secret::random()).issuer("company_api"), "the token is not valid"),
        (expired, "the token has expired"),
    ] {
        let token = jwt.sign_with("User:7", &scope).token;
        client.put_header("authorization", &format!("Bearer {token}"));
        let response = client.get("/api/web").await;
        assert_eq!(response.status(), 401);
        assert!(response.header("www-authenticate").unwrap().contains(part), "{response}");
    }
    let token = app(&client).jwt.sign_with("User:7", Map::from_iter([("scope".into(), json!("read"))])).token;
    client.put_header("authorization", &format!("Bearer {token}"));
    let response = client.get("/api/web").await;
    assert_eq!(response.status(), 403);
    let challenge = response.header("www-authenticate").unwrap();
    assert_eq!(challenge, "Bearer error=\"insufficient_scope\", scope=\"write\"");
}

#[tokio::test]
async fn keys_let_in_by_digest_and_scope() {
    let mut client = client();
    let key = ApiKey::generate("shop");
    let reader = ApiKey::generate("shop");
    let keep = |key: &ApiKey, scopes| (key.id().to_owned(), (key.digest(), scopes));
    app(&client)
        .keys
        .lock()
        .unwrap()
        .extend([keep(&key, "videos:read videos:write"), keep(&reader, "videos:read")]);

    let response = client.get("/api/keyed").await;
    assert_eq!(response.json_response::<Value>(401), json!({"error": "Missing API key"}));
    let guessed = format!("{}{}", key.id(), "A".repeat(43));
    for wrong in ["x", key.id(), &guessed, ApiKey::generate("shop").expose(), &key.digest()] {
        client.put_header("x-api-key", wrong);
        let response = client.get("/api/keyed").await;
        assert_eq!(response.json_response::<Value>(401), json!({"error": "Invalid API key"}), "{wrong}");
    }
    client.put_header("x-api-key", key.expose());
    assert_eq!(client.get("/api/keyed").await.json_response::<String>(200), key.id());
    assert_eq!(client.json(Method::POST, "/api/keyed/videos", &json!({})).await.status(), 200);
    client.put_header("x-api-key", reader.expose());
    assert_eq!(client.get("/api/keyed").await.status(), 200);
    assert_eq!(client.json(Method::POST, "/api/keyed/videos", &json!({})).await.status(), 403);
}

#[tokio::test(start_paused = true)]
async fn a_key_is_limited_and_the_headers_say_so() {
    let mut client = client();
    let (one, other) = (ApiKey::generate("shop"), ApiKey::generate("shop"));
    let keep = |key: &ApiKey| (key.id().to_owned(), (key.digest(), ""));
    app(&client).keys.lock().unwrap().extend([keep(&one), keep(&other)]);
    client.put_header("x-api-key", one.expose());
    for remaining in ["2", "1", "0"] {
        let response = client.get("/api/keyed").await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.header("x-rate-limit-remaining"), Some(remaining));
        assert_eq!(response.header("x-rate-limit-limit"), Some("3"));
        assert_eq!(response.header("retry-after"), None);
    }
    let response = client.get("/api/keyed").await;
    assert_eq!(response.json_response::<Value>(429), json!({"error": "Rate limit exceeded"}));
    assert_eq!(response.header("x-rate-limit-remaining"), Some("0"));
    assert_eq!(response.header("retry-after"), Some("3600"));
    let reset: u64 = response.header("x-rate-limit-reset").unwrap().parse().unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert!(reset.abs_diff(now + 3600) <= 5, "{reset} {now}");

    client.put_header("x-api-key", other.expose());
    assert_eq!(client.get("/api/keyed").await.status(), 200, "another key has its own window");
    client.put_header("x-api-key", one.expose());
    tokio::time::advance(HOUR - Duration::from_millis(1)).await;
    assert_eq!(client.get("/api/keyed").await.header("retry-after"), Some("1"));
    tokio::time::advance(Duration::from_millis(1)).await;
    assert_eq!(client.get("/api/keyed").await.header("x-rate-limit-remaining"), Some("2"));
}

#[tokio::test]
async fn of_a_thousand_and_a_hundred_at_once_exactly_a_thousand_pass() {
    let limiter = Arc::new(MemoryLimiter::new());
    let tasks: Vec<_> = (0..1_100)
        .map(|_| {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move { limiter.hit("key", 1_000, HOUR).await.unwrap().is_allowed() })
        })
        .collect();
    let mut allowed = 0;
    for task in tasks {
        allowed += usize::from(task.await.unwrap());
    }
    assert_eq!(allowed, 1_000);
}
