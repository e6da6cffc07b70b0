//! SQL comes in, columns and rows go out on each database.

use bennu::repo::{Backend, Error, Repo};
use bennu::schema::Value;
use bennu::testing::Telemetry;

use super::{Folder, Message, message, on_each_database, with_messages};

on_each_database! {
    rows_come_with_their_columns,
    rows_become_structs_by_name,
    values_go_to_their_numbers,
    writes_say_how_many,
    what_begins_a_transaction_is_refused,
    in_a_transaction_it_is_part_of_it,
    values_are_no_sql,
    a_slow_statement_is_a_warning,
}

async fn rows_come_with_their_columns(repo: Repo) {
    let repo = with_messages(repo).await;
    let sql = "SELECT body, likes, note FROM messages WHERE likes < $1 ORDER BY id";
    let none = repo.query(sql, [5]).await.unwrap();
    assert_eq!((none.columns(), none.num_rows()), (&["body", "likes", "note"].map(str::to_owned)[..], 0));
    message(&repo, "Hello").await;
    let rows = repo.query(sql, [5]).await.unwrap();
    assert_eq!(rows.rows(), [["Hello".into(), Value::Integer(0), Value::Null]]);
}

async fn rows_become_structs_by_name(repo: Repo) {
    let repo = with_messages(repo).await;
    let stored = message(&repo, "Hello").await;
    let sql = "SELECT updated_at, inserted_at, note, likes, body, author, id, 1 AS one FROM messages";
    assert_eq!(repo.query(sql, ()).await.unwrap().load::<Message>().unwrap(), [stored]);
    let error = repo.query("SELECT id FROM messages", ()).await.unwrap().load::<Message>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot load `messages.author`: expected a column of this name, found null"
    );
}

async fn values_go_to_their_numbers(repo: Repo) {
    let text = if repo.backend() == Backend::Postgres { "::text" } else { "" };
    let sql = format!("SELECT $2{text} || $1{text} || $2{text} AS x");
    let rows = repo.query(&sql, ("a", "b")).await.unwrap();
    assert_eq!(rows.rows(), [["bab".into()]]);
    let error = repo.query(&sql, ["a"]).await.unwrap_err();
    assert!(error.to_string().contains("expected 2"), "{error}");
    let error = repo.query(&sql, ["a", "b", "c"]).await.unwrap_err();
    assert!(matches!(error, Error::Database(_)), "{error}");
}

async fn writes_say_how_many(repo: Repo) {
    let repo = with_messages(repo).await;
    for body in ["1", "2", "3"] {
        message(&repo, body).await;
    }
    let sql = "UPDATE messages SET likes = likes + $1 WHERE body <> $2";
    let changed = repo.query(sql, (2, "3")).await.unwrap();
    assert_eq!((changed.num_rows(), changed.rows().len(), changed.columns().len()), (2, 0, 0));
    let sql = "DELETE FROM messages WHERE likes = 2 RETURNING id, body";
    let gone = repo.query(sql, ()).await.unwrap();
    assert_eq!((gone.num_rows(), gone.rows().len(), gone.columns()[1].as_str()), (2, 2, "body"));
    assert_eq!(repo.all(Message).await.unwrap().len(), 1);
}

async fn what_begins_a_transaction_is_refused(repo: Repo) {
    for sql in ["BEGIN", "/* so */ commit", "-- a\nSavepoint x", "(ROLLBACK)", "start transaction", "end"] {
        let error = repo.query(sql, ()).await.unwrap_err();
        assert!(
            error.to_string().contains("is not run by itself: use `repo.transaction(..)`"),
            "{sql}: {error}"
        );
    }
    let error = repo.query("SELECT 1; BEGIN", ()).await.unwrap_err();
    assert!(matches!(error, Error::Database(_)), "{error}");
    repo.transaction(async |repo| repo.query("SELECT 1", ()).await).await.unwrap();
}

async fn in_a_transaction_it_is_part_of_it(repo: Repo) {
    let repo = with_messages(repo).await;
    message(&repo, "stays").await;
    let given_up: bennu::Result = repo
        .transaction(async |repo| {
            repo.query("DELETE FROM messages", ()).await?;
            assert_eq!(repo.query("SELECT * FROM messages", ()).await?.num_rows(), 0);
            Err(bennu::Error::internal("no"))
        })
        .await;
    assert!(given_up.is_err());
    assert_eq!(repo.query("SELECT * FROM messages", ()).await.unwrap().num_rows(), 1);
}

async fn values_are_no_sql(repo: Repo) {
    let repo = with_messages(repo).await;
    message(&repo, "stays").await;
    for attempt in
        ["'; DROP TABLE messages; --", "\" OR 1=1 --", "$1", "\\'; DELETE FROM messages", "?1\u{7f}"]
    {
        let rows = repo.query("SELECT id FROM messages WHERE body = $1", [attempt]).await.unwrap();
        assert_eq!(rows.num_rows(), 0, "{attempt}");
        let stored = message(&repo, attempt).await;
        assert_eq!(repo.fetch::<Message>(stored.id).await.unwrap().body, attempt);
    }
    assert_eq!(repo.all(Message).await.unwrap().len(), 6);
}

async fn a_slow_statement_is_a_warning(repo: Repo) {
    let repo = match repo.backend() {
        Backend::Postgres => super::databases::postgres("slow_query=1").await,
        _ => Repo::connect("sqlite::memory:?slow_query=1").await.unwrap(),
    };
    let telemetry = Telemetry::attach();
    // A million steps take more than a millisecond anywhere.
    let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT max(i) FROM n";
    repo.query(sql, ()).await.unwrap();
    let is_warning = |event: &bennu::testing::Event| {
        (event.level, event.message.as_str(), event.field("sql"))
            == (tracing::Level::WARN, "QUERY SLOW", Some(sql))
    };
    assert!(telemetry.events().iter().any(is_warning), "{:?}", telemetry.events());
}

#[tokio::test]
async fn what_reads_leaves_the_writer_alone() {
    let folder = Folder::new();
    let repo = with_messages(Repo::sqlite(&folder.database()).await.unwrap()).await;
    let outer = repo.clone();
    repo.transaction(async |repo| {
        message(&repo, "not there yet").await;
        // Waiting for the writer would take its time-out, and fail.
        assert_eq!(outer.query("SELECT * FROM messages", ()).await?.num_rows(), 0);
        Ok::<_, Error>(())
    })
    .await
    .unwrap();
    let error = repo.query("SELECT 1; DELETE FROM messages", ()).await.unwrap_err();
    assert!(matches!(error, Error::Database(_)), "{error}");
    assert_eq!(repo.all(Message).await.unwrap().len(), 1);
}
