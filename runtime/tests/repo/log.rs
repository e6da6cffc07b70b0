//! Statements come in, what is logged of them goes out.

use bennu::from;
use bennu::repo::Repo;
use bennu::testing::Telemetry;

use super::{Message, changeset, message, on_each_database, params, with_messages};

on_each_database! {
    a_statement_is_logged_with_its_values,
    a_failed_statement_is_logged_as_one,
    transactions_are_logged,
}

async fn a_statement_is_logged_with_its_values(repo: Repo) {
    let repo = with_messages(repo).await;
    message(&repo, "Hello").await;
    let telemetry = Telemetry::attach();
    repo.all(from!(m in Message, where: m.body == ^"Hello")).await.unwrap();
    let event = telemetry.event("bennu::repo", "QUERY OK");
    assert_eq!(event.level, tracing::Level::DEBUG);
    assert_eq!((event.field("source"), event.field("params")), (Some("messages"), Some(r#"["Hello"]"#)));
    assert!(event.field("sql").unwrap().starts_with(r#"SELECT "m0"."id", "m0"."author""#), "{event}");
    for time in ["db", "decode", "queue", "idle"] {
        // SQLite has no pool in which a connection idles, and a free one is not waited for.
        let shown = event.field(time).is_none_or(|time| time.ends_with("ms"));
        assert!(shown, "{event}");
    }
    assert!(event.field("db").is_some() && event.field("decode").is_some(), "{event}");
    assert_eq!(event.field("idle").is_some(), repo.backend() == bennu::repo::Backend::Postgres);
}

async fn a_failed_statement_is_logged_as_one(repo: Repo) {
    let telemetry = Telemetry::attach();
    repo.all(Message).await.unwrap_err();
    let event = telemetry.event("bennu::repo", "QUERY ERROR");
    assert_eq!((event.field("source"), event.field("params")), (Some("messages"), Some("[]")));
}

async fn transactions_are_logged(repo: Repo) {
    let repo = with_messages(repo).await;
    let telemetry = Telemetry::attach();
    repo.transaction(async |repo| {
        let stored = repo.insert(changeset(Message, &params(&[("author", "Ann"), ("body", "x")]))).await?;
        repo.transaction(async |repo| repo.all(Message).await).await.map(|_| stored)
    })
    .await
    .unwrap()
    .unwrap();
    let said: Vec<_> = telemetry.events().into_iter().filter(|event| event.message == "QUERY OK").collect();
    let sql =
        |event: &bennu::testing::Event| event.field("sql").unwrap().split('"').next().unwrap().to_owned();
    let expected =
        ["BEGIN", "INSERT INTO ", "SAVEPOINT bennu", "SELECT ", "RELEASE SAVEPOINT bennu", "COMMIT"];
    assert_eq!(said.iter().map(sql).collect::<Vec<_>>(), expected);
}
