//! A process is killed while it writes; every row that was answered is there afterwards.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use bennu::repo::Repo;

use super::{CREATE_MESSAGES, Folder, Message, message};

const DATABASE: &str = "BENNU_TEST_DATABASE";

/// Not a test by itself: what the test below starts and kills.
#[tokio::test]
#[ignore = "started by the test below"]
#[expect(clippy::print_stdout, reason = "this is how it says what was answered")]
async fn writer_to_be_killed() {
    let Ok(database) = std::env::var(DATABASE) else { return };
    let repo = Repo::sqlite(&database).await.unwrap();
    repo.migrate(&[CREATE_MESSAGES]).await.unwrap();
    for turn in 0_u64.. {
        let stored = message(&repo, &turn.to_string()).await;
        println!("stored {}", stored.id);
    }
}

#[tokio::test]
async fn killed_in_the_middle_nothing_answered_is_lost() {
    let folder = Folder::new();
    let mut seen = 0;
    for round in 1..=3 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["repo::durable::writer_to_be_killed", "--exact", "--ignored", "--nocapture"])
            .env(DATABASE, folder.database())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut ids = output
            .lines()
            .map_while(Result::ok)
            .filter_map(|line| line.rsplit_once("stored ")?.1.parse().ok());
        let mut last: i64 = ids.by_ref().take(100).last().expect("the writer writes");
        // SIGKILL on Unix: the process gets no chance to clean up.
        child.kill().unwrap();
        child.wait().unwrap();
        last = ids.last().unwrap_or(last);

        let repo = Repo::sqlite(&folder.database()).await.unwrap();
        let rows = repo.all(Message).await.unwrap();
        assert!(last > seen && rows.iter().any(|row| row.id == last), "round {round}: {last} was answered");
        assert_eq!(
            rows.iter().map(|row| row.id).collect::<Vec<_>>(),
            (1..=rows.last().unwrap().id).collect::<Vec<_>>()
        );
        seen = rows.last().unwrap().id;
        // The next round would collide with the unique index on what this one wrote.
        for row in rows {
            let other =
                bennu::Changeset::new(row.clone()).put_change(Message::author, format!("round {round}"));
            if row.author == "Ann" {
                repo.update(other).await.unwrap().unwrap();
            }
        }
    }
}
