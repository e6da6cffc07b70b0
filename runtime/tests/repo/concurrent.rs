//! Many tasks and other processes come in at once, nobody's row is lost.

use std::time::Duration;

use bennu::changeset::Action;
use bennu::repo::{Backend, Error, Repo};

use super::{CREATE_MESSAGES, Folder, Message, changeset, message, on_each_database, params, with_messages};

on_each_database! {
    no_increment_is_lost,
    no_change_after_a_look_is_lost,
}

async fn file_repo(folder: &Folder, settings: &str) -> Repo {
    let repo = Repo::sqlite(&format!("{}{settings}", folder.database())).await.unwrap();
    repo.migrate(&[CREATE_MESSAGES]).await.unwrap();
    repo
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tasks_read_and_write_at_once() {
    let folder = Folder::new();
    for repo in [file_repo(&folder, "").await, with_messages(Repo::sqlite(":memory:").await.unwrap()).await] {
        let tasks = (0..20).map(|task| {
            let repo = repo.clone();
            tokio::spawn(async move {
                for turn in 0..10 {
                    let stored = message(&repo, &format!("{task} {turn}")).await;
                    // What was stored is read at once, on whichever connection.
                    assert_eq!(repo.fetch::<Message>(stored.id).await.unwrap(), stored);
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        assert_eq!(repo.all(Message).await.unwrap().len(), 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_equal_rows_one_is_stored() {
    let folder = Folder::new();
    let repo = file_repo(&folder, "?synchronous=full").await;
    let tasks = (0..10).map(|_| {
        let repo = repo.clone();
        let same = changeset(Message, &params(&[("author", "Ann"), ("body", "Hello")]));
        tokio::spawn(async move {
            repo.insert(same.unique_constraint((Message::author, Message::body))).await.unwrap()
        })
    });
    let mut stored = 0;
    for task in tasks.collect::<Vec<_>>() {
        match task.await.unwrap() {
            Ok(_) => stored += 1,
            Err(refused) => {
                assert_eq!(refused.action(), Some(Action::Insert));
                assert_eq!(
                    refused.traverse_errors(ToString::to_string)["author"],
                    ["has already been taken"]
                );
            }
        }
    }
    assert_eq!((stored, repo.all(Message).await.unwrap().len()), (1, 1));
}

/// Two repos on one file are what two processes are: neither knows of the other's writer.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn another_process_s_lock_is_waited_for() {
    let folder = Folder::new();
    let (left, right) = (file_repo(&folder, "").await, file_repo(&folder, "").await);
    let write = |repo: Repo, author: &'static str| {
        tokio::spawn(async move {
            for turn in 0..100 {
                let params = params(&[("author", author), ("body", &turn.to_string())]);
                repo.insert(changeset(Message, &params)).await.unwrap().unwrap();
            }
        })
    };
    let tasks = [write(left.clone(), "left"), write(right.clone(), "right")];
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(left.all(Message).await.unwrap().len(), 200);
}

#[tokio::test]
async fn a_lock_that_stays_is_an_error_and_then_forgotten() {
    let folder = Folder::new();
    let repo = file_repo(&folder, "?busy_timeout=20").await;
    let other = rusqlite::Connection::open(folder.database()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error =
        repo.insert(changeset(Message, &params(&[("author", "Ann"), ("body", "x")]))).await.unwrap_err();
    assert!(matches!(error, Error::Database(_)));
    assert_eq!(error.to_string(), "database is locked");
    // Readers do not care.
    assert_eq!(repo.all(Message).await.unwrap(), []);
    other.execute_batch("ROLLBACK").unwrap();
    message(&repo, "x").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_that_nobody_waits_for_is_whole_or_not_there() {
    let folder = Folder::new();
    let repo = file_repo(&folder, "").await;
    for turn in 0..200_u64 {
        let params = params(&[("author", "Ann"), ("body", &turn.to_string())]);
        let insert = repo.insert(changeset(Message, &params));
        // Dropped at its first pause at the latest, or answered.
        let _ = tokio::time::timeout(Duration::from_nanos(turn * 500), insert).await;
    }
    let before = repo.all(Message).await.unwrap().len();
    // The writer is free again and the connection in order.
    message(&repo, "last").await;
    let rows = repo.all(Message).await.unwrap();
    assert!(rows.len() > before && rows.iter().all(|row| row.author == "Ann" && !row.body.is_empty()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_reads_leave_the_thread_and_answer_the_same() {
    let folder = Folder::new();
    let repo = file_repo(&folder, "").await;
    let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
        INSERT INTO messages (author, body, likes, inserted_at, updated_at)
        SELECT 'Ann', i, i, '2026-11-20 09:00:00', '2026-11-20T09:00:00Z' FROM n";
    repo.migrate(&[bennu::repo::Migration::new(20261121090000, "many", sql)]).await.unwrap();
    // The first run is inline; from the second on the statement is known to take long.
    for _ in 0..4 {
        let reads = (0..8).map(|_| {
            let repo = repo.clone();
            tokio::spawn(async move { repo.all(Message).await.unwrap() })
        });
        for read in reads.collect::<Vec<_>>() {
            let rows = read.await.unwrap();
            assert_eq!((rows.len(), rows[4999].likes), (5000, 5000));
        }
    }
}

#[tokio::test]
async fn databases_that_cannot_be_opened_say_which() {
    let folder = Folder::new();
    let missing = folder.file("missing").join("a.sqlite").display().to_string();
    let error = Repo::sqlite(&missing).await.unwrap_err();
    assert!(error.to_string().starts_with(&format!("cannot open `{missing}`: ")), "{error}");

    let text = folder.file("text.sqlite");
    std::fs::write(&text, "This is no database, but it is long enough to be taken for one.".repeat(20))
        .unwrap();
    let error = Repo::sqlite(&text.display().to_string()).await.unwrap_err();
    assert!(error.to_string().contains("file is not a database"), "{error}");
}

/// 100 tasks, each of which adds one.
async fn count_up<F>(repo: &Repo, add: impl Fn(Repo, i64) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let row = message(repo, "counted").await;
    let tasks: Vec<_> = (0..100).map(|_| tokio::spawn(add(repo.clone(), row.id))).collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(repo.fetch::<Message>(row.id).await.unwrap().likes, 100);
}

async fn no_increment_is_lost(repo: Repo) {
    let repo = with_messages(repo).await;
    count_up(&repo, |repo, id| async move {
        repo.query("UPDATE messages SET likes = likes + 1 WHERE id = $1", [id]).await.unwrap();
    })
    .await;
}

async fn no_change_after_a_look_is_lost(repo: Repo) {
    let repo = with_messages(repo).await;
    // SQLite has one writer at a time, which begins before it looks; PostgreSQL locks the row.
    let lock = if repo.backend() == Backend::Postgres { " FOR UPDATE" } else { "" };
    count_up(&repo, move |repo, id| async move {
        let work = repo.transaction(async |repo| {
            let rows = repo.query(&format!("SELECT * FROM messages WHERE id = $1{lock}"), [id]).await?;
            let row = rows.load::<Message>()?.remove(0);
            tokio::task::yield_now().await;
            let likes = row.likes + 1;
            repo.update(bennu::Changeset::from(row).put_change(Message::likes, likes)).await
        });
        work.await.unwrap().unwrap();
    })
    .await;
}
