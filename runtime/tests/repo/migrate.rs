//! Migrations come in, each database has each of them once.

use bennu::repo::{Error, Migration, Repo};

use super::{CREATE_MESSAGES, Folder, Message, message};

bennu::schema! {
    /// What the database remembers of migrations: every table is one like any other.
    pub(crate) struct Letter in "letters" { letter: String }
}

const CREATE_LETTERS: Migration = Migration::new(
    1,
    "create letters",
    "CREATE TABLE letters (id INTEGER PRIMARY KEY, letter TEXT NOT NULL)",
);

async fn letters(repo: &Repo) -> String {
    repo.all(Letter).await.unwrap().into_iter().map(|row| row.letter).collect()
}

fn letter(version: i64, sql: &'static str) -> Migration {
    Migration::new(version, "add a letter", sql)
}

#[tokio::test]
async fn migrations_run_once_and_in_order() {
    let folder = Folder::new();
    let repo = Repo::sqlite(&folder.database()).await.unwrap();
    let second = letter(2, "INSERT INTO letters (letter) VALUES ('b')");
    let third =
        letter(3, "INSERT INTO letters (letter) VALUES ('c'); INSERT INTO letters (letter) VALUES ('d')");
    assert_eq!(repo.migrate(&[third, CREATE_LETTERS, second]).await.unwrap(), 3);
    assert_eq!(repo.migrate(&[CREATE_LETTERS, second, third]).await.unwrap(), 0);
    assert_eq!(letters(&repo).await, "bcd");

    // After a restart, and with one more that was written between the others.
    drop(repo);
    let repo = Repo::sqlite(&folder.database()).await.unwrap();
    let late = Migration::new(20, "late", "INSERT INTO letters (letter) VALUES ('e')");
    assert_eq!(repo.migrate(&[CREATE_LETTERS, second, late, third]).await.unwrap(), 1);
    assert_eq!(letters(&repo).await, "bcde");
}

#[tokio::test]
async fn a_failing_migration_leaves_nothing_behind() {
    let repo = Repo::sqlite(":memory:").await.unwrap();
    let broken = letter(
        2,
        "INSERT INTO letters (letter) VALUES ('b'); CREATE TABLE others (id INTEGER); SELECT nonsense",
    );
    let after = letter(3, "INSERT INTO letters (letter) VALUES ('c')");
    let error = repo.migrate(&[CREATE_LETTERS, broken, after]).await.unwrap_err();
    assert!(matches!(&error, Error::Migration { version: 2, .. }));
    assert!(
        error.to_string().starts_with("migration 2 (add a letter) failed: no such column: nonsense"),
        "{error}"
    );
    assert_eq!(letters(&repo).await, "");

    let repaired = letter(2, "CREATE TABLE others (id INTEGER); INSERT INTO letters (letter) VALUES ('b')");
    assert_eq!(repo.migrate(&[CREATE_LETTERS, repaired, after]).await.unwrap(), 2);
    assert_eq!(letters(&repo).await, "bc");
}

#[tokio::test]
async fn a_migration_stays_in_its_transaction() {
    let repo = Repo::sqlite(":memory:").await.unwrap();
    let error = repo.migrate(&[CREATE_LETTERS, letter(2, "COMMIT")]).await.unwrap_err();
    assert!(error.to_string().contains("ended its own transaction"), "{error}");
    // The connection is usable afterwards.
    assert_eq!(letters(&repo).await, "");
    assert_eq!(repo.migrate(&[CREATE_MESSAGES]).await.unwrap(), 1);
}

#[tokio::test]
async fn two_migrations_of_one_version_are_a_mistake() {
    let repo = Repo::sqlite(":memory:").await.unwrap();
    let error = repo.migrate(&[CREATE_LETTERS, letter(1, "SELECT 1")]).await.unwrap_err();
    assert_eq!(error.to_string(), "migration 1 (add a letter) failed: `create letters` has the same version");
    assert_eq!(repo.migrate(&[]).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_may_migrate_at_once() {
    let folder = Folder::new();
    let url = folder.database();
    let runs = (0..4).map(|_| {
        let url = url.clone();
        tokio::spawn(async move {
            let repo = Repo::sqlite(&url).await.unwrap();
            let letters = letter(2, "INSERT INTO letters (letter) VALUES ('b')");
            repo.migrate(&[CREATE_LETTERS, letters]).await.unwrap()
        })
    });
    let mut ran = 0;
    for run in runs.collect::<Vec<_>>() {
        ran += run.await.unwrap();
    }
    assert_eq!(ran, 2);
    let repo = Repo::sqlite(&url).await.unwrap();
    assert_eq!(letters(&repo).await, "b");
}

#[tokio::test]
async fn readers_see_a_table_that_changed_under_them() {
    let folder = Folder::new();
    let repo = Repo::sqlite(&folder.database()).await.unwrap();
    repo.migrate(&[CREATE_MESSAGES]).await.unwrap();
    let stored = message(&repo, "Hello").await;
    assert_eq!(repo.fetch::<Message>(stored.id).await.unwrap(), stored);
    let sql = "ALTER TABLE messages ADD COLUMN extra TEXT DEFAULT 'x'";
    repo.migrate(&[CREATE_MESSAGES, Migration::new(20261121090000, "add extra", sql)]).await.unwrap();
    assert_eq!(repo.all(Message).await.unwrap(), [stored]);
}
