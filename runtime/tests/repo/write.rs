//! Changesets come in, rows are stored, changed and deleted, or are refused.

use bennu::changeset::{Action, FieldError};
use bennu::repo::{Backend, Error, Migration, Repo};
use bennu::{Changeset, Params};

use super::{Message, changeset, message, on_each_database, params, with_messages};

on_each_database! {
    an_insert_returns_what_it_stored,
    what_the_type_requires_is_there_before_an_insert,
    an_update_writes_what_changed,
    an_update_without_changes_does_nothing,
    deleted_rows_are_gone,
    a_new_row_is_neither_updated_nor_deleted,
    a_second_row_becomes_a_field_error,
    an_index_over_an_expression_is_known_by_its_name,
    other_constraints_are_the_programs_mistakes,
    a_row_may_be_only_a_key,
    what_the_database_computes_is_read_back,
    an_invalid_changeset_does_not_reach_the_database,
}

const NOT_SPOKEN_OF: &str = "the insert broke a constraint that its changeset does not speak of: ";

async fn an_insert_returns_what_it_stored(repo: Repo) {
    let repo = with_messages(repo).await;
    let message = message(&repo, "Hello").await;
    assert_eq!((message.id, message.likes, &message.note), (1, 0, &None));
    assert_eq!(message.inserted_at, message.updated_at);
    assert_eq!(repo.fetch::<Message>(1).await.unwrap(), message);
    assert_eq!(super::message(&repo, "again").await.id, 2);
}

async fn an_invalid_changeset_does_not_reach_the_database(repo: Repo) {
    // There is no table: a statement would fail.
    let refused = repo.insert(changeset(Message, &Params::new())).await.unwrap().unwrap_err();
    assert_eq!(refused.action(), Some(Action::Insert));
    assert_eq!(refused.traverse_errors(ToString::to_string)["body"], ["can't be blank"]);
}

async fn what_the_type_requires_is_there_before_an_insert(repo: Repo) {
    let repo = with_messages(repo).await;
    let refused =
        repo.insert(Changeset::from(Message).put_change(Message::body, "x")).await.unwrap().unwrap_err();
    assert_eq!(
        refused.errors(),
        [("author", FieldError::new("can't be blank").with("validation", "required"))]
    );
}

async fn an_update_writes_what_changed(repo: Repo) {
    let repo = with_messages(repo).await;
    let (long_ago, new) = (time::OffsetDateTime::UNIX_EPOCH, params(&[("author", "Ann"), ("body", "Hello")]));
    let old = changeset(Message, &new)
        .put_change(Message::inserted_at, long_ago)
        .put_change(Message::updated_at, long_ago);
    let before = repo.insert(old).await.unwrap().unwrap();
    // Somebody else's change of another field is not overwritten.
    let other = changeset(&before, &params(&[("likes", "5")]));
    repo.update(other).await.unwrap().unwrap();
    let after = repo.update(changeset(&before, &params(&[("body", "Bye")]))).await.unwrap().unwrap();
    assert_eq!((after.id, after.body.as_str(), after.inserted_at), (before.id, "Bye", before.inserted_at));
    assert!(after.updated_at > before.updated_at);
    let stored = repo.fetch::<Message>(before.id).await.unwrap();
    assert_eq!((stored.likes, stored.body.as_str()), (5, "Bye"));
    assert_eq!(stored.updated_at, after.updated_at);
}

async fn an_update_without_changes_does_nothing(repo: Repo) {
    let repo = with_messages(repo).await;
    let before = message(&repo, "Hello").await;
    let after = repo.update(changeset(&before, &params(&[("body", "Hello")]))).await.unwrap().unwrap();
    assert_eq!(after, before);
    assert_eq!(repo.fetch::<Message>(before.id).await.unwrap(), before);
    let refused = repo.update(changeset(&before, &params(&[("body", "")]))).await.unwrap().unwrap_err();
    assert_eq!(refused.action(), Some(Action::Update));
}

async fn deleted_rows_are_gone(repo: Repo) {
    let repo = with_messages(repo).await;
    let message = message(&repo, "Hello").await;
    assert_eq!(repo.delete(&message).await.unwrap().unwrap(), message);
    assert_eq!(repo.all(Message).await.unwrap(), []);

    let error = repo.delete(message.clone()).await.unwrap_err();
    assert_eq!(error.to_string(), "cannot delete a row of `messages` that is gone");
    assert_eq!(bennu::Error::from(error).status(), 409);
    let error = repo.update(changeset(&message, &params(&[("body", "Bye")]))).await.unwrap_err();
    assert!(matches!(error, Error::Stale { table: "messages", action: Action::Update }));
}

async fn a_new_row_is_neither_updated_nor_deleted(repo: Repo) {
    let repo = with_messages(repo).await;
    let new = || changeset(Message, &params(&[("author", "Ann"), ("body", "x")]));
    assert!(matches!(repo.update(new()).await, Err(Error::NoRow { action: Action::Update, .. })));
    assert!(matches!(repo.delete(new()).await, Err(Error::NoRow { action: Action::Delete, .. })));
    assert!(matches!(repo.delete(Message).await, Err(Error::NoRow { action: Action::Delete, .. })));
}

async fn a_second_row_becomes_a_field_error(repo: Repo) {
    let repo = with_messages(repo).await;
    message(&repo, "Hello").await;
    let twice = || changeset(Message, &params(&[("author", "Ann"), ("body", "Hello")]));

    // Constraints on other columns do not matter.
    let speaking =
        twice().unique_constraint(Message::note).unique_constraint((Message::author, Message::body));
    let refused = repo.insert(speaking).await.unwrap().unwrap_err();
    let expected = FieldError::new("has already been taken")
        .with("constraint", "unique")
        .with("constraint_name", "messages_author_body_index");
    assert_eq!(refused.errors(), [("author", expected)]);
    assert_eq!(refused.action(), Some(Action::Insert));

    let error = repo.insert(twice()).await.unwrap_err();
    let said = match repo.backend() {
        Backend::Sqlite => "UNIQUE constraint failed: messages.author, messages.body",
        _ => "duplicate key value violates unique constraint \"messages_author_body_index\"",
    };
    let name = "`messages_author_body_index` (unique_constraint)";
    assert_eq!(error.to_string(), format!("{NOT_SPOKEN_OF}{name}: {said}; the changeset has no constraints"));
    assert_eq!(bennu::Error::from(error).status(), 500);
}

async fn an_index_over_an_expression_is_known_by_its_name(repo: Repo) {
    let repo = with_messages(repo).await;
    let sql = "CREATE UNIQUE INDEX by_any_case ON messages (lower(author))";
    repo.migrate(&[Migration::new(20261121090000, "unique authors", sql)]).await.unwrap();
    message(&repo, "Hello").await;
    let twice = changeset(Message, &params(&[("author", "ANN"), ("body", "x")]))
        .unique_constraint(Message::author)
        .named("by_any_case")
        .message("is taken");
    let refused = repo.insert(twice).await.unwrap().unwrap_err();
    assert_eq!(refused.traverse_errors(ToString::to_string)["author"], ["is taken"]);
}

async fn other_constraints_are_the_programs_mistakes(repo: Repo) {
    let repo = with_messages(repo).await;
    let negative = changeset(Message, &params(&[("author", "Ann"), ("body", "x"), ("likes", "-1")]));
    let error = repo.insert(negative.unique_constraint(Message::author)).await.unwrap_err();
    let (name, said) = match repo.backend() {
        Backend::Sqlite => ("likes >= 0", "CHECK constraint failed: likes >= 0"),
        _ => (
            "messages_likes_check",
            "new row for relation \"messages\" violates check constraint \"messages_likes_check\"",
        ),
    };
    let known = "the changeset has `messages_author_index` (unique_constraint)";
    assert_eq!(error.to_string(), format!("{NOT_SPOKEN_OF}`{name}` (check_constraint): {said}; {known}"));
    assert_eq!(repo.all(Message).await.unwrap(), []);
}

bennu::schema! {
    /// Nothing but a key.
    pub(crate) struct Ticket in "tickets" {}
}

async fn a_row_may_be_only_a_key(repo: Repo) {
    let repo = with_messages(repo).await;
    let create =
        Migration::new(20261121090000, "create tickets", "CREATE TABLE tickets (id INTEGER PRIMARY KEY)")
            .on_postgres("CREATE TABLE tickets (id bigserial PRIMARY KEY)");
    repo.migrate(&[create]).await.unwrap();
    let ticket = repo.insert(Changeset::from(Ticket)).await.unwrap().unwrap();
    assert_eq!((ticket.id, repo.all(Ticket).await.unwrap()), (1, vec![ticket.clone()]));
    assert_eq!(repo.update(Changeset::new(ticket.clone())).await.unwrap().unwrap(), ticket);
}

bennu::schema! {
    struct Line in "lines" {
        price: i64,
        quantity: i64 = 1,
        total: i64 { writable: never },
        sku: Option<String> { source: "stock_unit", writable: never },
    }
}

async fn what_the_database_computes_is_read_back(repo: Repo) {
    let migration = Migration::new(
        1,
        "create lines",
        "CREATE TABLE lines (
        id INTEGER PRIMARY KEY, price INTEGER NOT NULL, quantity INTEGER NOT NULL,
        total INTEGER GENERATED ALWAYS AS (price * quantity) STORED, stock_unit TEXT DEFAULT 'box'
    )",
    );
    let migration = migration.on_postgres(
        "CREATE TABLE lines (
        id bigserial PRIMARY KEY, price bigint NOT NULL, quantity bigint NOT NULL,
        total bigint GENERATED ALWAYS AS (price * quantity) STORED, stock_unit text DEFAULT 'box'
    )",
    );
    repo.migrate(&[migration]).await.unwrap();
    let new = Changeset::from(Line)
        .put_change(Line::price, 5)
        .put_change(Line::quantity, 3)
        .put_change(Line::total, 1);
    let line = repo.insert(new).await.unwrap().unwrap();
    assert_eq!((line.total, line.sku.as_deref()), (15, Some("box")));
    let line = repo.update(Changeset::from(&line).put_change(Line::quantity, 4)).await.unwrap().unwrap();
    assert_eq!((line.total, repo.fetch::<Line>(line.id).await.unwrap()), (20, line.clone()));
    let same = repo.update(Changeset::from(&line).put_change(Line::total, 7)).await.unwrap().unwrap();
    assert_eq!(same.total, 20, "nobody else writes it");
}
