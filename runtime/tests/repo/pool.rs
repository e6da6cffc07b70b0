//! More statements come in than there are connections, or the server goes away: errors in bounded time, then as before.

use bennu::repo::{Error, Repo};

use super::databases::{Server, postgres};
use super::{Message, message, with_messages};

#[tokio::test]
async fn a_full_pool_answers() {
    let repo = with_messages(postgres("pool_size=1&pool_timeout=50").await).await;
    let error = repo.transaction(async |_| repo.all(Message).await).await.unwrap_err();
    let expected = "waited 50 ms for a connection: all 1 are in use (`pool_size`, `pool_timeout`)";
    assert_eq!(error.to_string(), expected);
    assert_eq!(bennu::Error::from(error).status(), 503);
    assert!(repo.all(Message).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_full_queue_answers_at_once() {
    let repo = with_messages(postgres("pool_size=1&pool_queue=0&pool_timeout=3600000").await).await;
    let error = repo.transaction(async |_| repo.all(Message).await).await.unwrap_err();
    let expected = "all 1 connections are in use, and 0 statements wait for one already";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tasks_share_few_connections() {
    let repo = with_messages(postgres("pool_size=3").await).await;
    let tasks: Vec<_> = (0..50)
        .map(|task| {
            let repo = repo.clone();
            tokio::spawn(async move {
                let stored = message(&repo, &task.to_string()).await;
                assert_eq!(repo.fetch::<Message>(stored.id).await.unwrap(), stored);
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(repo.all(Message).await.unwrap().len(), 50);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_crash_of_the_server_it_goes_on() {
    let mut server = tokio::task::spawn_blocking(Server::start).await.unwrap();
    let repo = with_messages(Repo::connect(&server.address("pool_size=4")).await.unwrap()).await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let tasks: Vec<_> = (0..4)
        .map(|task| {
            let (repo, stopped) = (repo.clone(), stopped.clone());
            tokio::spawn(async move {
                let (mut stored, mut errors) = (Vec::new(), 0);
                for turn in 0.. {
                    if *stopped.borrow() {
                        break;
                    }
                    let params = super::params(&[("author", "Ann"), ("body", &format!("{task} {turn}"))]);
                    match repo.insert(super::changeset(Message, &params)).await {
                        Ok(message) => stored.push(message.unwrap()),
                        Err(Error::Database(_)) => {
                            errors += 1;
                            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                        }
                        Err(other) => panic!("{other}"),
                    }
                }
                (stored, errors)
            })
        })
        .collect();
    let server = tokio::task::spawn_blocking(move || {
        server.restart();
        server
    });
    let server = server.await.unwrap();
    // The same repo, without a restart of the program.
    let after = loop {
        match repo.all(Message).await {
            Ok(messages) => break messages.len(),
            Err(Error::Database(_)) => tokio::task::yield_now().await,
            Err(other) => panic!("{other}"),
        }
    };
    while repo.all(Message).await.unwrap().len() < after + 10 {
        tokio::task::yield_now().await;
    }
    stop.send(true).unwrap();
    let (mut answered, mut errors) = (Vec::new(), 0);
    for task in tasks {
        let (stored, failed) = task.await.unwrap();
        answered.extend(stored);
        errors += failed;
    }
    assert!(errors > 0, "the crash was felt");
    let all = repo.all(Message).await.unwrap();
    for message in answered {
        assert!(all.contains(&message), "{message:?} was answered and is lost");
    }
    drop(server);
}
