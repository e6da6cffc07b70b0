//! Passwords: hashed where the rest is valid, verified, and set anew by a link that is good once.

use std::sync::Mutex;
use std::time::Duration;

use bennu::auth::Passwords;
use bennu::endpoint::Config;
use bennu::plug::{fetch_flash, fetch_session};
use bennu::prelude::*;
use bennu::repo::Migration;
use bennu::testing::Client;
use bennu::{Changeset, Endpoint, Params, Repo, Result, token};

use crate::repo::databases;

static PASSWORDS: Passwords = Passwords::with_cost(8, 1);

const DAY: Duration = Duration::from_secs(86_400);

bennu::schema! {
    /// Somebody with an account.
    pub(crate) struct Member in "members" {
        email: String,
        password_hash: String,
    }
}

struct App {
    repo: Repo,
    /// Mails: addresses with what they carry.
    sent: Mutex<Vec<(String, String)>>,
}

type Conn = bennu::Conn<App>;

bennu::router! {
    Router for App;

    pipeline browser { plug fetch_session; plug fetch_flash; }

    scope "/" {
        pipe_through browser;
        post "/register" => register;
        post "/login" => login;
        post "/reset" => ask_for_reset;
        post "/reset/{token}" => reset;
    }
}

/// A changeset with the hash of the password, if all else is valid.
async fn registration(params: &Params) -> Result<Changeset<Member>> {
    let changeset = Changeset::from(Member).cast(params, [Member::email]).validate_required([Member::email]);
    let password = params.str("password").unwrap_or_default();
    if !changeset.valid() || password.len() < 12 {
        return Ok(changeset.add_error(Member::password_hash, "should be at least 12 characters"));
    }
    Ok(changeset.put_change(Member::password_hash, PASSWORDS.hash(password).await?))
}

async fn register(conn: &mut Conn) -> Result {
    let params: Params = conn.params("member")?;
    match conn.state().repo.insert(registration(&params).await?).await? {
        Ok(member) => conn.text(format!("member {}", member.id)),
        Err(changeset) => conn.put_status(422).json(&changeset.messages()),
    }
}

async fn find(conn: &Conn, email: &str) -> Result<Option<Member>> {
    Ok(conn.state().repo.get_by(Member::email, email).await?)
}

async fn login(conn: &mut Conn) -> Result {
    let params: Params = conn.params("session")?;
    let member = find(conn, params.str("email").unwrap_or_default()).await?;
    let hash = member.as_ref().map(|member| member.password_hash.as_str());
    let is_right = PASSWORDS.verify(params.str("password").unwrap_or_default(), hash).await?;
    match member.filter(|_| is_right) {
        Some(member) => conn.renew_session().put_session("member", member.id).redirect("/dashboard"),
        None => conn.put_flash(FlashKind::Error, "Invalid email or password").text("again"),
    }
}

/// The link that a mail would carry. It holds what the password was, so that it is good once.
fn reset_token(conn: &Conn, member: &Member) -> String {
    token::encrypt(conn.shared().secret(), "reset", &(member.id, &member.password_hash))
}

async fn ask_for_reset(conn: &mut Conn) -> Result {
    let email: String = conn.params("email")?;
    if let Some(member) = find(conn, &email).await? {
        let token = reset_token(conn, &member);
        conn.state().sent.lock().unwrap().push((email, token));
    }
    conn.put_flash(Info, "If your email is in our system, you will receive instructions.").redirect("/")
}

async fn reset(conn: &mut Conn, token: String) -> Result {
    let password: String = conn.params("password")?;
    let known = token::decrypt::<(i64, String)>(conn.shared().secret(), "reset", &token, DAY).ok();
    let repo = conn.state().repo.clone();
    let member = match known {
        Some((id, hash)) => repo.get::<Member>(id).await?.filter(|member| member.password_hash == hash),
        None => None,
    };
    let Some(member) = member else {
        return conn.put_status(422).text("Reset password link is invalid or it has expired.");
    };
    let hash = PASSWORDS.hash(password).await?;
    repo.update(Changeset::from(&member).put_change(Member::password_hash, hash)).await??;
    conn.text("Password reset successfully.")
}

async fn client() -> Client<Router> {
    let repo = databases::sqlite().await;
    let table =
        "CREATE TABLE members (id INTEGER PRIMARY KEY, email TEXT NOT NULL, password_hash TEXT NOT NULL)";
    repo.migrate(&[Migration::new(1, "create members", table)]).await.unwrap();
    Client::new(Endpoint::new(App { repo, sent: Mutex::default() }, Config::default()))
}

async fn log_in(client: &mut Client<Router>, email: &str, password: &str) -> bool {
    let response = client.post("/login", &[("session[email]", email), ("session[password]", password)]).await;
    if response.status() == 302 {
        return true;
    }
    assert_eq!(response.text_response(200), "again");
    false
}

#[tokio::test]
async fn a_password_is_hashed_where_the_rest_is_valid_and_never_kept() {
    let invalid = Params::from_urlencoded("password=long+enough+words").unwrap();
    assert_eq!(registration(&invalid).await.unwrap().get_change(Member::password_hash), None);
    let mut client = client().await;
    let short = client.post("/register", &[("member[email]", "a@b.c"), ("member[password]", "short")]).await;
    assert_eq!(short.status(), 422);

    let form = [("member[email]", "ana@example.com"), ("member[password]", "long enough words")];
    assert_eq!(client.post("/register", &form).await.text_response(200), "member 1");
    let member = client.endpoint().shared().state.repo.get::<Member>(1).await.unwrap().unwrap();
    assert!(member.password_hash.starts_with("$argon2id$") && !member.password_hash.contains("long"));
    assert!(log_in(&mut client, "ana@example.com", "long enough words").await);
    for (email, password) in [("ana@example.com", "wrong words"), ("nobody@example.com", "long enough words")]
    {
        assert!(!log_in(&mut client, email, password).await, "{email}");
    }
}

#[tokio::test]
async fn a_reset_says_nothing_of_who_has_an_account_and_its_link_is_good_once() {
    let mut client = client().await;
    let form = [("member[email]", "reset@example.com"), ("member[password]", "long enough words")];
    client.post("/register", &form).await.text_response(200);
    let answers = [
        client.post("/reset", &[("email", "reset@example.com")]).await,
        client.post("/reset", &[("email", "nobody@example.com")]).await,
    ];
    let seen =
        answers.each_ref().map(|answer| (answer.status(), answer.redirected_to(), answer.text().to_owned()));
    assert_eq!(seen[0], seen[1]);
    let mails = client.endpoint().shared().state.sent.lock().unwrap().clone();
    let token = match &mails[..] {
        [(email, token)] if email == "reset@example.com" => token,
        other => panic!("{other:?}"),
    };

    let new = [("password", "entirely new words")];
    let forged = format!("{}A", &token[..token.len() - 1]);
    for wrong in ["x", forged.as_str()] {
        assert_eq!(client.post(format!("/reset/{wrong}"), &new).await.status(), 422, "{wrong}");
    }
    let path = format!("/reset/{token}");
    assert_eq!(client.post(&path, &new).await.text_response(200), "Password reset successfully.");
    assert_eq!(client.post(&path, &new).await.status(), 422, "the password is another one by now");
    assert!(log_in(&mut client, "reset@example.com", "entirely new words").await);
    assert!(!log_in(&mut client, "reset@example.com", "long enough words").await);
}
