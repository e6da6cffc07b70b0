//! A process is killed while it writes; everything that was answered is there afterwards, and no half of anything.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use bennu::from;
use bennu::repo::{Error, Repo};

use super::databases::address_of_new_database;
use super::{CREATE_MESSAGES, Folder, Message, changeset, params};

const DATABASE: &str = "BENNU_TEST_DATABASE";
const ROUND: &str = "BENNU_TEST_ROUND";

/// Not a test by itself: what the test below starts and kills. Each turn is a transaction of two rows.
#[tokio::test]
#[ignore = "started by the test below"]
#[expect(clippy::print_stdout, reason = "this is how it says what was answered")]
async fn writer_to_be_killed() {
    let (Ok(database), Ok(round)) = (std::env::var(DATABASE), std::env::var(ROUND)) else { return };
    let repo = Repo::connect(&database).await.unwrap();
    repo.migrate(&[CREATE_MESSAGES]).await.unwrap();
    for turn in 0_u64.. {
        let turned: Result<(), Error> = repo
            .transaction(async |repo| {
                for half in ["left", "right"] {
                    let params = params(&[("author", &round), ("body", &format!("{half} {turn}"))]);
                    repo.insert(changeset(Message, &params)).await?.unwrap();
                }
                Ok(())
            })
            .await;
        turned.unwrap();
        println!("stored {turn}");
    }
}

/// The last turn that was answered before the writer was killed.
fn write_and_kill(database: &str, round: &str) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["repo::durable::writer_to_be_killed", "--exact", "--ignored", "--nocapture"])
        .envs([(DATABASE, database), (ROUND, round)])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let mut turns =
        output.lines().map_while(Result::ok).filter_map(|line| line.rsplit_once("stored ")?.1.parse().ok());
    let last = turns.by_ref().take(100).last().expect("the writer writes");
    // SIGKILL on Unix: the process gets no chance to clean up.
    child.kill().unwrap();
    child.wait().unwrap();
    turns.last().unwrap_or(last)
}

async fn killed_in_the_middle(database: String) {
    for round in ["first", "second", "third"] {
        let to_write = database.clone();
        let last = tokio::task::spawn_blocking(move || write_and_kill(&to_write, round)).await.unwrap();
        let repo = Repo::connect(&database).await.unwrap();
        let mut halves: BTreeMap<u64, usize> = BTreeMap::new();
        for row in repo.all(from!(m in Message, where: m.author == ^round)).await.unwrap() {
            let turn = row.body.split_once(' ').unwrap().1.parse().unwrap();
            *halves.entry(turn).or_default() += 1;
        }
        assert!(halves.values().all(|count| *count == 2), "{round}: half of a transaction is there");
        let stored: Vec<u64> = halves.into_keys().collect();
        // What was under way may be there or not.
        let expected: Vec<u64> = (0..stored.len() as u64).collect();
        assert!(stored == expected && stored.len() as u64 > last, "{round}: {last} was answered");
    }
}

#[tokio::test]
async fn killed_in_the_middle_nothing_answered_is_lost() {
    let folder = Folder::new();
    killed_in_the_middle(folder.database()).await;
}

#[tokio::test]
async fn killed_in_the_middle_nothing_answered_is_lost_on_a_server() {
    killed_in_the_middle(address_of_new_database("").await).await;
}
