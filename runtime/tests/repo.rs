//! Rows come in, SQLite keeps them.

use bennu::repo::{Migration, Repo, desc};
use bennu::{Changeset, Params};

bennu::schema! {
    /// Something that was said.
    pub struct Message in "messages" {
        author: String,
        body: String,
        likes: i64 = 0,
        note: Option<String>,
        timestamps,
    }
}

fn changeset(message: impl Into<Changeset<Message>>, params: &Params) -> Changeset<Message> {
    message
        .into()
        .cast(params, (Message::author, Message::body, Message::likes, Message::note))
        .validate_required((Message::author, Message::body))
        .validate_length(Message::body, 1..=500)
        .unique_constraint(Message::author)
}

const MIGRATIONS: &[Migration] = &[Migration::new(
    20261120_0900,
    "create messages",
    "CREATE TABLE messages (id INTEGER PRIMARY KEY, author TEXT NOT NULL, body TEXT NOT NULL, likes INTEGER NOT NULL,
        note TEXT, inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL);
     CREATE UNIQUE INDEX messages_author_index ON messages (author);",
)];

fn params(pairs: &[(&str, &str)]) -> Params {
    let mut params = Params::new();
    pairs.iter().for_each(|(name, value)| params.insert(*name, *value));
    params
}

#[tokio::test]
async fn smoke() -> bennu::Result {
    let repo = Repo::sqlite(":memory:").await?;
    repo.migrate(MIGRATIONS).await?;
    let message =
        match repo.insert(changeset(Message, &params(&[("author", "Ann"), ("body", "Hello")]))).await? {
            Ok(message) => message,
            Err(changeset) => panic!("{changeset:?}"),
        };
    assert_eq!(repo.fetch::<Message>(1).await?, message);
    assert_eq!(repo.all(Message.order_by(desc(Message::id)).limit(5)).await?, [message.clone()]);
    let message = repo.update(changeset(&message, &params(&[("body", "Bye")]))).await??;
    assert_eq!(repo.get(message.id).await?, Some(message.clone()));
    repo.delete(message).await??;
    assert_eq!(repo.all(Message).await?, []);
    Ok(())
}
