//! The message board's context: what a message is, when it is valid, and how it gets into the database and out.

use bennu::prelude::*;
use bennu::repo;
use bennu::repo::migration::{Change, Migration, table, text, unique_index};

schema! {
    /// Something that somebody wrote on the board.
    pub struct Message in "messages" {
        /// Who wrote it.
        author: String,
        /// What they wrote; nobody says what was said before.
        body: String,
        timestamps,
    }
}

/// The tables, in the order in which they came to be.
pub const MIGRATIONS: &[Migration] = &[Migration::change(20261120090000, "create messages", create_messages)];

fn create_messages(change: &mut Change) {
    change.create(
        table("messages").add("author", text().null(false)).add("body", text().null(false)).timestamps(),
    );
    change.create(unique_index("messages", ["body"]));
}

/// What it takes for params to become a message.
pub fn change_message(message: impl Into<Changeset<Message>>, params: &Params) -> Changeset<Message> {
    message
        .into()
        .cast(params, (Message::author, Message::body))
        .validate_required((Message::author, Message::body))
        .validate_length(Message::author, 2..=40)
        .validate_length(Message::body, ..=500)
        .unique_constraint(Message::body)
}

/// The newest messages, newest first.
pub async fn list_messages(repo: &Repo) -> Result<Vec<Message>, repo::Error> {
    repo.all(from!(m in Message, order_by: [desc: m.id], limit: 100)).await
}

/// The message with this id; 404 where there is none.
pub async fn get_message(repo: &Repo, id: i64) -> Result<Message, repo::Error> {
    repo.fetch(id).await
}

/// Stores a new message, or says what is wrong with it.
pub async fn create_message(
    repo: &Repo,
    params: &Params,
) -> Result<Result<Message, Changeset<Message>>, repo::Error> {
    repo.insert(change_message(Message, params)).await
}
