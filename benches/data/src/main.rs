//! A peer's name, a case and a number come in line by line, the nanoseconds that one run takes go out.
//!
//! `benches -- data` starts this program and asks it in turns with Bennu.

mod bare;
mod diesel_postgres;
mod diesel_sqlite;
mod sea;
mod sql;

use std::hint::black_box;
use std::io::{BufRead as _, Write as _};
use std::time::Instant;

/// How many rows one transaction inserts.
pub const INSERTS: usize = 100;

/// What is measured.
#[derive(Clone, Copy)]
pub enum Case {
    /// One row by its key.
    ById,
    /// Rows in one transaction, one statement for each, which is rolled back.
    Insert,
    /// All 10,000 rows into structs.
    All,
    /// 100 rows with the 10 others that belong to each.
    Preload,
}

/// Runs a case once; the number says which row.
pub trait Peer {
    fn run(&mut self, case: Case, number: usize) -> impl Future<Output = ()>;
}

/// The key of the row that the `number`th run asks for.
pub fn key(number: usize) -> i64 {
    (number * 7_919 % 10_000 + 1) as i64
}

async fn measure(peer: &mut impl Peer, case: Case, runs: usize) -> u128 {
    let start = Instant::now();
    for number in 0..runs {
        peer.run(case, black_box(number)).await;
    }
    start.elapsed().as_nanos() / runs as u128
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, file, address] = arguments.as_slice() else { panic!("usage: benches-data FILE ADDRESS") };
    let mut rusqlite = bare::Sqlite::open(file);
    let mut diesel = diesel_sqlite::Diesel::open(file);
    let mut sqlx_sqlite = sql::Sqlite::open(file).await;
    let mut sea_sqlite = sea::Sea::open(&format!("sqlite://{file}")).await;
    let mut diesel_async = diesel_postgres::Diesel::open(address).await;
    let mut sqlx_postgres = sql::Postgres::open(address).await;
    let mut sea_postgres = sea::Sea::open(address).await;
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("it is text");
        let words: Vec<&str> = line.split(' ').collect();
        let [database, peer, case, runs] = words[..] else { panic!("unknown line: {line}") };
        let case = match case {
            "by_id" => Case::ById,
            "insert" => Case::Insert,
            "all" => Case::All,
            "preload" => Case::Preload,
            other => panic!("unknown case: {other}"),
        };
        let runs = runs.parse().expect("it is a number");
        let nanoseconds = match (database, peer) {
            ("sqlite", "rusqlite") => measure(&mut rusqlite, case, runs).await,
            ("sqlite", "diesel") => measure(&mut diesel, case, runs).await,
            ("sqlite", "sqlx") => measure(&mut sqlx_sqlite, case, runs).await,
            ("sqlite", "SeaORM") => measure(&mut sea_sqlite, case, runs).await,
            ("postgres", "diesel-async") => measure(&mut diesel_async, case, runs).await,
            ("postgres", "sqlx") => measure(&mut sqlx_postgres, case, runs).await,
            ("postgres", "SeaORM") => measure(&mut sea_postgres, case, runs).await,
            other => panic!("unknown peer: {other:?}"),
        };
        println!("{nanoseconds}");
        std::io::stdout().flush().expect("somebody reads");
    }
}
