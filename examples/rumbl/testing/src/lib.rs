//! What the tests of Rumbl share: a database for each of them, and rows to begin with.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use bennu::prelude::*;
use bennu::testing::Sandbox;
use rumbl_domain::MIGRATIONS;
use rumbl_domain::accounts::{self, User};
use rumbl_domain::multimedia::{self, Video};

static SQLITE: LazyLock<Sandbox> = LazyLock::new(|| Sandbox::new("sqlite::memory:", MIGRATIONS));
static POSTGRES: LazyLock<Sandbox> = LazyLock::new(|| Sandbox::postgres(MIGRATIONS));

/// Makes a test of each function for each database: `async fn name(repo: Repo)` gets a database without rows, its own.
#[macro_export]
macro_rules! on_each_database {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {$(
            #[tokio::test]
            async fn $name() {
                super::$name($crate::sqlite().await).await;
            }
        )+}

        mod postgres {$(
            #[tokio::test]
            async fn $name() {
                super::$name($crate::postgres().await).await;
            }
        )+}
    };
}

/// A SQLite database of this test alone.
///
/// # Panics
/// Where there is none to be had.
pub async fn sqlite() -> Repo {
    checkout(&SQLITE).await
}

/// The same on PostgreSQL.
///
/// # Panics
/// Where there is none to be had.
pub async fn postgres() -> Repo {
    checkout(&POSTGRES).await
}

async fn checkout(sandbox: &Sandbox) -> Repo {
    sandbox.checkout().await.expect("a sandbox")
}

/// Somebody with an account, unlike anybody before.
///
/// # Panics
/// Where the account is refused.
pub async fn user_fixture(repo: &Repo) -> User {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    user_named(repo, &format!("user{}", COUNT.fetch_add(1, Ordering::Relaxed))).await
}

/// Somebody with an account of this name and the password `supersecret`.
///
/// # Panics
/// Where the account is refused.
pub async fn user_named(repo: &Repo, username: &str) -> User {
    let params = Params::from([("name", "Some User"), ("username", username), ("password", "supersecret")]);
    accounts::register_user(repo, &params).await.expect("the database works").expect("the account is valid")
}

/// A video of a user with the title that is given.
///
/// # Panics
/// Where the video is refused.
pub async fn video_fixture(repo: &Repo, owner: &User, title: &str) -> Video {
    let params =
        Params::from([("title", title), ("url", "http://example.com"), ("description", "a description")]);
    multimedia::create_video(repo, owner, &params)
        .await
        .expect("the database works")
        .expect("the video is valid")
}
