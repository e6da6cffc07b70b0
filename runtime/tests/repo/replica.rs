//! Several databases come in, each statement goes to the right one.

use bennu::repo::{Error, Repo};

use super::databases::sqlite;
use super::{Message, message, on_each_database, with_messages};

on_each_database! {
    copies_are_read_in_turns,
    without_copies_it_is_the_repo_itself,
}

async fn who_answers(repo: &Repo) -> String {
    repo.one(Message).await.unwrap().unwrap().body
}

async fn copies_are_read_in_turns(repo: Repo) {
    // A copy that says who it is, as no real one would.
    let [primary, first, second] = [repo, sqlite().await, sqlite().await];
    let mut repos = Vec::new();
    for (repo, name) in [(primary, "primary"), (first, "first"), (second, "second")] {
        let repo = with_messages(repo).await;
        message(&repo, name).await;
        repos.push(repo);
    }
    let repo = repos.remove(0).with_replicas(repos);
    let mut answers = Vec::new();
    for _ in 0..4 {
        answers.push(who_answers(&repo.replica()).await);
    }
    assert_eq!(answers, ["first", "second", "first", "second"]);
    assert_eq!(who_answers(&repo).await, "primary");
    // A transaction sees what it wrote.
    let seen = repo.transaction(async |repo| Ok::<_, Error>(who_answers(&repo.replica()).await)).await;
    assert_eq!(seen.unwrap(), "primary");
    assert_eq!(who_answers(&repo.clone().replica()).await, "first");
}

async fn without_copies_it_is_the_repo_itself(repo: Repo) {
    let repo = with_messages(repo).await.with_replicas([]);
    message(&repo, "here").await;
    assert_eq!(who_answers(&repo.replica()).await, "here");
}
