//! Work in transactions comes in, all of it is there afterwards or nothing.

use bennu::Changeset;
use bennu::repo::{Backend, Error, Isolation, Repo, TransactionOptions};
use futures_util::FutureExt as _;

use super::{Folder, Message, changeset, message, on_each_database, params, with_messages};

on_each_database! {
    what_is_done_is_there_for_everybody,
    an_error_takes_everything_back,
    a_dropped_transaction_takes_everything_back,
    a_panic_takes_everything_back,
    an_inner_transaction_takes_back_its_own_part,
    a_dropped_inner_transaction_takes_back_its_own_part,
    nobody_uses_a_transaction_that_is_over,
    a_failed_statement_does_not_commit_in_silence,
    tasks_share_a_transaction,
    a_read_only_transaction_does_not_write,
    a_transaction_that_takes_too_long_is_taken_back,
    isolation_is_kept,
}

fn hello() -> Changeset<Message> {
    changeset(Message, &params(&[("author", "Ann"), ("body", "Hello")]))
}

async fn bodies(repo: &Repo) -> Vec<String> {
    repo.all(Message).await.unwrap().into_iter().map(|message| message.body).collect()
}

/// What a transaction answers here when it gives up.
#[derive(Debug)]
enum Refused {
    ByTest,
    #[expect(dead_code, reason = "shown when a test fails")]
    ByRepo(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::ByRepo(error)
    }
}

async fn what_is_done_is_there_for_everybody(repo: Repo) {
    let repo = with_messages(repo).await;
    let id = repo
        .transaction(async |inner: Repo| {
            assert!(inner.in_transaction() && !repo.in_transaction());
            let first = message(&inner, "one").await;
            assert_eq!(inner.fetch::<Message>(first.id).await?, first);
            message(&inner, "two").await;
            Ok::<_, Error>(first.id)
        })
        .await
        .unwrap();
    assert_eq!(repo.fetch::<Message>(id).await.unwrap().body, "one");
    assert_eq!(bodies(&repo).await, ["one", "two"]);
}

async fn an_error_takes_everything_back(repo: Repo) {
    let repo = with_messages(repo).await;
    let result = repo.transaction(async |repo| {
        message(&repo, "one").await;
        Err::<(), _>(Refused::ByTest)
    });
    assert!(matches!(result.await, Err(Refused::ByTest)));
    assert!(bodies(&repo).await.is_empty());
    message(&repo, "two").await;
    assert_eq!(bodies(&repo).await, ["two"]);
}

async fn a_dropped_transaction_takes_everything_back(repo: Repo) {
    let repo = with_messages(repo).await;
    let (written, was_written) = tokio::sync::oneshot::channel();
    let endless = repo.transaction(async |repo| {
        message(&repo, "one").await;
        let _ = written.send(());
        std::future::pending::<Result<(), Error>>().await
    });
    tokio::select! {
        _ = endless => unreachable!("it never ends"),
        told = was_written => told.unwrap(),
    }
    assert!(bodies(&repo).await.is_empty());
    message(&repo, "two").await;
    assert_eq!(bodies(&repo).await, ["two"]);
}

async fn a_panic_takes_everything_back(repo: Repo) {
    let repo = with_messages(repo).await;
    let task = tokio::spawn({
        let repo = repo.clone();
        async move {
            repo.transaction(async |repo| -> Result<(), Error> {
                message(&repo, "one").await;
                panic!("in the middle");
            })
            .await
        }
    });
    assert!(task.await.unwrap_err().is_panic());
    message(&repo, "two").await;
    assert_eq!(bodies(&repo).await, ["two"]);
}

async fn an_inner_transaction_takes_back_its_own_part(repo: Repo) {
    let repo = with_messages(repo).await;
    repo.transaction(async |repo| {
        message(&repo, "one").await;
        let inner = repo.transaction(async |repo| {
            message(&repo, "lost").await;
            let innermost = repo.transaction(async |repo| {
                message(&repo, "lost, too").await;
                Ok::<_, Refused>(())
            });
            innermost.await.unwrap();
            Err::<(), _>(Refused::ByTest)
        });
        assert!(inner.await.is_err());
        assert_eq!(bodies(&repo).await, ["one"]);
        repo.transaction(async |repo| {
            message(&repo, "two").await;
            Ok::<_, Error>(())
        })
        .await?;
        Ok::<_, Error>(())
    })
    .await
    .unwrap();
    assert_eq!(bodies(&repo).await, ["one", "two"]);
}

async fn a_dropped_inner_transaction_takes_back_its_own_part(repo: Repo) {
    let repo = with_messages(repo).await;
    repo.transaction(async |repo| {
        message(&repo, "one").await;
        let (written, was_written) = tokio::sync::oneshot::channel();
        let endless = repo.transaction(async |repo| {
            message(&repo, "lost").await;
            let _ = written.send(());
            std::future::pending::<Result<(), Error>>().await
        });
        tokio::select! {
            _ = endless => unreachable!("it never ends"),
            told = was_written => told.unwrap(),
        }
        assert_eq!(bodies(&repo).await, ["one"]);
        Ok::<_, Error>(())
    })
    .await
    .unwrap();
    assert_eq!(bodies(&repo).await, ["one"]);
}

async fn nobody_uses_a_transaction_that_is_over(repo: Repo) {
    let repo = with_messages(repo).await;
    let outlived = repo.transaction(async |repo| Ok::<_, Error>(repo)).await.unwrap();
    let error = outlived.all(Message).await.unwrap_err();
    assert!(matches!(&error, Error::Busy { message } if message.contains("is over")), "{error}");
    assert!(matches!(outlived.insert(hello()).await, Err(Error::Busy { .. })));
    assert!(bodies(&repo).await.is_empty());
}

async fn a_failed_statement_does_not_commit_in_silence(repo: Repo) {
    let repo = with_messages(repo).await;
    let result = repo
        .transaction(async |repo| {
            message(&repo, "Hello").await;
            let twice = hello().unique_constraint((Message::author, Message::body));
            assert!(repo.insert(twice).await?.is_err());
            Ok::<_, Error>(())
        })
        .await;
    match repo.backend() {
        // SQLite takes back the statement alone.
        Backend::Sqlite => {
            result.unwrap();
            assert_eq!(bodies(&repo).await, ["Hello"]);
        }
        // PostgreSQL gives the whole transaction up, and says so.
        _ => {
            let error = result.unwrap_err();
            assert!(
                error
                    .to_string()
                    .starts_with("the transaction is rolled back, since a statement in it failed"),
                "{error}"
            );
            assert!(bodies(&repo).await.is_empty());
        }
    }
    // On both, an inner transaction around the statement keeps what is around it.
    repo.transaction(async |repo| {
        message(&repo, "kept").await;
        let inner = repo.transaction(async |repo| {
            let twice = changeset(Message, &params(&[("author", "Ann"), ("body", "kept")]));
            match repo.insert(twice.unique_constraint((Message::author, Message::body))).await? {
                Ok(_) => Ok(()),
                Err(_) => Err(Refused::ByTest),
            }
        });
        assert!(matches!(inner.await, Err(Refused::ByTest)));
        Ok::<_, Error>(())
    })
    .await
    .unwrap();
    assert!(bodies(&repo).await.contains(&"kept".to_owned()));
}

/// PostgreSQL may refuse it when nobody listens any more, and would then call the rollback a success.
#[tokio::test]
async fn a_statement_that_is_given_up_does_not_commit_in_silence() {
    let repo = with_messages(super::databases::postgres("").await).await;
    let result = repo.transaction(async |repo| {
        message(&repo, "one").await;
        let given_up = repo.insert(hello()).now_or_never();
        assert!(given_up.is_none(), "it has to ask the server first");
        Ok::<_, Error>(())
    });
    let error = result.await.unwrap_err();
    assert!(error.to_string().ends_with("it was given up before it had answered"), "{error}");
    assert!(bodies(&repo).await.is_empty());
}

async fn tasks_share_a_transaction(repo: Repo) {
    let repo = with_messages(repo).await;
    repo.transaction(async |repo| {
        let tasks: Vec<_> = (0..10)
            .map(|task| {
                let repo = repo.clone();
                tokio::spawn(async move { message(&repo, &task.to_string()).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(bodies(&repo).await.len(), 10);
        Err::<(), _>(Refused::ByTest)
    })
    .await
    .unwrap_err();
    assert!(bodies(&repo).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_write_past_its_own_transaction_ends() {
    let repo = with_messages(Repo::sqlite(":memory:").await.unwrap()).await;
    let result = repo
        .transaction(async |_| match repo.insert(hello()).await {
            Ok(_) => Ok(()),
            Err(error) => Err(error),
        })
        .await;
    let error = result.unwrap_err();
    assert!(matches!(&error, Error::Busy { message } if message.starts_with("waited 5000 ms")), "{error}");
    assert_eq!(bennu::Error::from(error).status(), 503);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_increment_is_lost() {
    let folder = Folder::new();
    let repo = with_messages(Repo::sqlite(&folder.database()).await.unwrap()).await;
    let id = message(&repo, "counted").await.id;
    let tasks: Vec<_> = (0..100)
        .map(|_| {
            let repo = repo.clone();
            // Read, then write: nobody else's write comes in between, since SQLite has one transaction that writes.
            tokio::spawn(async move {
                repo.transaction(async |repo| {
                    let counted = repo.fetch::<Message>(id).await?;
                    let next = Changeset::from(&counted).put_change(Message::likes, counted.likes + 1);
                    repo.update(next).await?.map_err(|_| Refused::ByTest)?;
                    Ok::<_, Refused>(())
                })
                .await
                .unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(repo.fetch::<Message>(id).await.unwrap().likes, 100);
}

async fn a_read_only_transaction_does_not_write(repo: Repo) {
    let repo = with_messages(repo).await;
    let read_only = TransactionOptions::new().read_only();
    let result = repo
        .transaction_with(read_only, async |repo| {
            assert_eq!(repo.all(Message).await?, []);
            repo.insert(hello()).await
        })
        .await;
    assert!(matches!(result, Err(Error::Database(_))), "{result:?}");
    // The connection writes again afterwards.
    repo.insert(hello()).await.unwrap().unwrap();
    assert_eq!(repo.all(Message).await.unwrap().len(), 1);
}

async fn a_transaction_that_takes_too_long_is_taken_back(repo: Repo) {
    let repo = with_messages(repo).await;
    let short = TransactionOptions::new().timeout(std::time::Duration::from_millis(30));
    let result: Result<(), Error> = repo
        .transaction_with(short, async |repo| {
            repo.insert(hello()).await?.unwrap();
            std::future::pending().await
        })
        .await;
    assert_eq!(result.unwrap_err().to_string(), "the transaction was not done after 30 ms");
    assert_eq!(repo.all(Message).await.unwrap(), []);
}

async fn isolation_is_kept(repo: Repo) {
    let repo = with_messages(repo).await;
    for isolation in [Isolation::ReadCommitted, Isolation::RepeatableRead, Isolation::Serializable] {
        for options in [TransactionOptions::new(), TransactionOptions::new().read_only()] {
            let options = options.isolation(isolation);
            let read = repo.transaction_with(options, async |repo| {
                if repo.backend() != Backend::Postgres {
                    return repo.query("SELECT 1", ()).await.map(|_| "serializable".to_owned());
                }
                let rows = repo.query("SELECT current_setting('transaction_isolation')", ()).await?;
                Ok::<_, Error>(rows.rows()[0][0].to_text())
            });
            let expected = match (repo.backend(), isolation) {
                (Backend::Postgres, Isolation::ReadCommitted) => "read committed",
                (Backend::Postgres, Isolation::RepeatableRead) => "repeatable read",
                _ => "serializable",
            };
            assert_eq!(read.await.unwrap(), expected);
        }
    }
}

#[tokio::test]
async fn on_a_file_readers_and_the_writer_do_not_wait_for_each_other() {
    let folder = Folder::new();
    let repo = with_messages(Repo::sqlite(&folder.database()).await.unwrap()).await;
    let outer = repo.clone();
    let seen = repo.transaction_with(TransactionOptions::new().read_only(), async |repo| {
        let before = repo.all(Message).await?.len();
        outer.insert(hello()).await?.unwrap();
        // It sees the same all the time.
        Ok::<_, Error>((before, repo.all(Message).await?.len(), outer.all(Message).await?.len()))
    });
    assert_eq!(seen.await.unwrap(), (0, 0, 1));
}
