//! Tests come in, each has the database for itself.

use bennu::changeset::Changeset;
use bennu::repo::{Backend, Error, Repo};
use bennu::testing::Sandbox;

use super::databases::address_of_new_database;
use super::{CREATE_MESSAGES, Message, changeset, message, params};

async fn sandboxes() -> [Sandbox; 2] {
    let postgres = address_of_new_database("pool_size=2").await;
    ["sqlite::memory:".to_owned(), postgres].map(|url| Sandbox::new(url, &[CREATE_MESSAGES]))
}

fn twice() -> Changeset<Message> {
    changeset(Message, &params(&[("author", "Ann"), ("body", "Hello")]))
        .unique_constraint((Message::author, Message::body))
}

#[tokio::test]
async fn tests_do_not_see_each_other() {
    for sandbox in sandboxes().await {
        let (first, second) = (sandbox.checkout().await.unwrap(), sandbox.checkout().await.unwrap());
        message(&first, "first").await;
        assert_eq!(second.all(Message).await.unwrap(), []);
        assert!(!first.in_transaction());
        // What a test has committed is gone with it, too.
        first
            .transaction(async |repo: Repo| {
                assert!(repo.in_transaction());
                message(&repo, "in a transaction").await;
                Ok::<_, Error>(())
            })
            .await
            .unwrap();
        assert_eq!(first.all(Message).await.unwrap().len(), 2);
        drop((first, second));
        for _ in 0..4 {
            assert_eq!(sandbox.checkout().await.unwrap().all(Message).await.unwrap(), []);
        }
    }
}

#[tokio::test]
async fn a_sandbox_brings_its_own_server() {
    let sandbox = Sandbox::postgres(&[CREATE_MESSAGES]);
    let (first, second) = (sandbox.checkout().await.unwrap(), sandbox.checkout().await.unwrap());
    message(&first, "first").await;
    assert_eq!(second.backend(), Backend::Postgres);
    assert_eq!(second.all(Message).await.unwrap(), []);
}

#[tokio::test]
async fn a_failed_statement_leaves_the_test_intact() {
    for sandbox in sandboxes().await {
        let repo = sandbox.checkout().await.unwrap();
        message(&repo, "Hello").await;
        let refused = repo.insert(twice()).await.unwrap().unwrap_err();
        assert_eq!(refused.traverse_errors(ToString::to_string)["author"], ["has already been taken"]);
        message(&repo, "and on").await;
        assert_eq!(repo.all(Message).await.unwrap().len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tasks_work_in_their_tests_database() {
    for sandbox in sandboxes().await {
        let repo = sandbox.checkout().await.unwrap();
        let tasks: Vec<_> = (0..10)
            .map(|task| {
                let repo = repo.clone();
                tokio::spawn(async move {
                    repo.transaction(async |repo| Ok::<_, Error>(message(&repo, &task.to_string()).await))
                        .await
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(repo.all(Message).await.unwrap().len(), 10);
    }
}
