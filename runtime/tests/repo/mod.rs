//! Rows come in, each database keeps them.

mod assoc;
mod cast;
mod compose;
mod concurrent;
mod constraint;
pub(crate) mod databases;
mod durable;
mod embed;
mod factory;
mod forms;
mod injection;
mod joins;
mod lock;
mod log;
mod migrate;
mod migration;
mod multi;
mod paginate;
mod pool;
mod preload;
mod preload_query;
mod query;
mod raw;
mod read;
mod replica;
mod sandbox;
mod secret;
mod stream;
mod tls;
mod transaction;
mod upsert;
mod write;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use bennu::repo::{Migration, Repo};
use bennu::{Changeset, Params};

pub(crate) use databases::on_each_database;

bennu::schema! {
    /// Something that was said.
    pub(crate) struct Message in "messages" {
        author: String,
        body: String,
        likes: i64 = 0,
        note: Option<String>,
        timestamps,
    }
}

pub(crate) const CREATE_MESSAGES: Migration = Migration::new(
    20261120090000,
    "create messages",
    "CREATE TABLE messages (
        id INTEGER PRIMARY KEY,
        author TEXT NOT NULL,
        body TEXT NOT NULL,
        likes INTEGER NOT NULL CHECK (likes >= 0),
        note TEXT,
        inserted_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
    );
    CREATE UNIQUE INDEX messages_author_body_index ON messages (author, body);",
)
.on_postgres(
    "CREATE TABLE messages (
        id bigserial PRIMARY KEY,
        author varchar(255) NOT NULL,
        body text NOT NULL,
        likes integer NOT NULL CHECK (likes >= 0),
        note text,
        inserted_at timestamp NOT NULL,
        updated_at timestamp NOT NULL
    );
    CREATE UNIQUE INDEX messages_author_body_index ON messages (author, body);",
);

pub(crate) fn changeset(message: impl Into<Changeset<Message>>, params: &Params) -> Changeset<Message> {
    message
        .into()
        .cast(params, (Message::author, Message::body, Message::likes, Message::note))
        .validate_required((Message::author, Message::body))
        .validate_length(Message::body, 1..=500)
}

pub(crate) fn params(pairs: &[(&str, &str)]) -> Params {
    let mut params = Params::new();
    pairs.iter().for_each(|(name, value)| params.insert(*name, *value));
    params
}

/// The same repo, with the table.
pub(crate) async fn with_messages(repo: Repo) -> Repo {
    repo.migrate(&[CREATE_MESSAGES]).await.expect("the migration runs");
    repo
}

/// A message by Ann, stored.
pub(crate) async fn message(repo: &Repo, body: &str) -> Message {
    let params = params(&[("author", "Ann"), ("body", body)]);
    repo.insert(changeset(Message, &params))
        .await
        .expect("the database answers")
        .expect("the message is valid")
}

/// A folder that is gone when the test is over.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("bennu-repo-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("the temporary folder can be written");
        Self(path)
    }

    pub(crate) fn database(&self) -> String {
        self.file("test.sqlite").display().to_string()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        Path::join(&self.0, name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
