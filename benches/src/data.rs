//! Rows in two databases come in, how long Bennu, the drivers and the peers take to read and write them goes out.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use bennu::{Changeset, Repo};
use tokio::runtime::Runtime;

use crate::data_bare::{Postgres, Sqlite};
use crate::data_peers::{Peers, Server};
use crate::measure::{Table, median, print};

/// How many rows one transaction inserts.
pub(crate) const INSERTS: usize = 100;
const ROUNDS: usize = 9;

bennu::schema! {
    /// What is read and written.
    pub(crate) struct Post in "posts" {
        author_id: i64,
        title: String,
        body: Option<String>,
        likes: i32,
        published: bool,
        score: f64,
    }
}

bennu::schema! {
    /// What others belong to.
    pub(crate) struct Parent in "parents" { name: String, has_many children: Child }
}

bennu::schema! {
    /// What belongs to one of them.
    pub(crate) struct Child in "children" { name: String, belongs_to parent: Parent }
}

/// What is measured.
#[derive(Clone, Copy)]
pub(crate) enum Case {
    ById,
    Insert,
    All,
    Preload,
}

/// A case, its name for the table and for the peers, and how many runs one timing covers on SQLite and on PostgreSQL.
const CASES: [(Case, &str, &str, [usize; 2]); 4] = [
    (Case::ById, "one row by its key", "by_id", [4_000, 400]),
    (Case::Insert, "100 inserts in a transaction", "insert", [40, 6]),
    (Case::All, "10,000 rows into structs", "all", [8, 8]),
    (Case::Preload, "100 rows with 10 others each", "preload", [40, 20]),
];

/// The key of the row that the `number`th run asks for.
pub(crate) fn key(number: usize) -> i64 {
    (number * 7_919 % 10_000 + 1) as i64
}

/// Prints a table for each database.
pub(crate) fn run() {
    let listens = std::env::args().nth(2).is_some_and(|word| word == "log");
    let folder = Folder::new();
    let server = Server::start(&folder.0.join("postgres"));
    let files = ["bennu.sqlite", "peers.sqlite"].map(|name| folder.0.join(name));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for file in &files {
        let address = format!("sqlite:{}", file.display());
        runtime.block_on(fill(&address, SQLITE));
    }
    runtime.block_on(fill(&server.address, POSTGRES));
    print(format_args!("building the peers, which takes minutes the first time"));
    let mut peers = Peers::start(&files[1], &server.address);
    // A listener that keeps what it hears: with it, each statement's line is made.
    let _listener = listens.then(bennu::testing::Telemetry::attach);
    sqlite(&runtime, &files[0], &mut peers);
    postgres(&runtime, &server.address, &mut peers);
}

fn sqlite(runtime: &Runtime, file: &Path, peers: &mut Peers) {
    let bare = Sqlite::open(file);
    let address = file.display().to_string();
    let repo = runtime.block_on(Repo::sqlite(&address)).expect("the file opens");
    let subjects = ["Bennu", "rusqlite", "rusqlite 0.39", "diesel", "sqlx", "SeaORM"];
    let mut table = Table::new("SQLite, µs", &subjects);
    for (case, title, name, [runs, _]) in CASES {
        table.push(
            title,
            compare(&subjects, |subject| match subject {
                "Bennu" => timed(runs, || runtime.block_on(bennu(&repo, case, runs))),
                "rusqlite" => timed(runs, || bare.run(case, runs)),
                "rusqlite 0.39" => peers.measure("sqlite", "rusqlite", name, runs),
                peer => peers.measure("sqlite", peer, name, runs),
            }),
        );
    }
    print(format_args!("{table}"));
}

fn postgres(runtime: &Runtime, address: &str, peers: &mut Peers) {
    let (bare, repo) =
        runtime.block_on(async { (Postgres::open(address).await, Repo::connect(address).await) });
    let repo = repo.expect("the server answers");
    let subjects = ["Bennu", "tokio-postgres", "diesel-async", "sqlx", "SeaORM"];
    let mut table = Table::new("PostgreSQL, µs", &subjects);
    for (case, title, name, [_, runs]) in CASES {
        table.push(
            title,
            compare(&subjects, |subject| match subject {
                "Bennu" => timed(runs, || runtime.block_on(bennu(&repo, case, runs))),
                "tokio-postgres" => timed(runs, || runtime.block_on(bare.run(case, runs))),
                peer => peers.measure("postgres", peer, name, runs),
            }),
        );
    }
    print(format_args!("{table}"));
}

/// The median microseconds of each subject, which take turns.
fn compare(subjects: &[&str], mut measure: impl FnMut(&str) -> f64) -> Vec<f64> {
    let mut times = vec![Vec::with_capacity(ROUNDS); subjects.len()];
    for round in 0..=ROUNDS {
        for (subject, times) in subjects.iter().zip(&mut times) {
            let nanoseconds = measure(subject);
            // The first round warms up.
            if round > 0 {
                times.push(nanoseconds / 1_000.0);
            }
        }
    }
    times.into_iter().map(median).collect()
}

fn timed(runs: usize, run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_nanos() as f64 / runs as f64
}

async fn bennu(repo: &Repo, case: Case, runs: usize) {
    for number in 0..runs {
        match case {
            Case::ById => {
                black_box(repo.fetch::<Post>(key(black_box(number))).await.expect("it is there"));
            }
            Case::Insert => insert(repo).await,
            Case::All => {
                black_box(repo.all(Post).await.expect("they are posts"));
            }
            Case::Preload => {
                let parents = repo.all(Parent).await.expect("they are there");
                black_box(repo.preload(parents, Parent::children).await.expect("so are the others"));
            }
        }
    }
}

async fn insert(repo: &Repo) {
    let rolled_back: bennu::Result = repo
        .transaction(async |repo| {
            for _ in 0..INSERTS {
                let changeset = Changeset::from(Post)
                    .put_change(Post::author_id, 7)
                    .put_change(Post::title, "a title")
                    .put_change(Post::likes, 3)
                    .put_change(Post::published, true)
                    .put_change(Post::score, 0.5);
                black_box(repo.insert(changeset).await??);
            }
            Err(bennu::Error::internal("enough"))
        })
        .await;
    assert!(rolled_back.is_err());
}

async fn fill(address: &str, [numbers, id, text]: [&str; 3]) {
    let repo = Repo::connect(address).await.expect("the database opens");
    let run = async |sql: String| {
        repo.query(&sql, ()).await.expect("it is SQL");
    };
    run(format!(
        "CREATE TABLE posts (id {id}, author_id bigint NOT NULL, title text NOT NULL, body text, likes integer NOT NULL, \
         published boolean NOT NULL, score double precision NOT NULL)"
    ))
    .await;
    run(format!("CREATE TABLE parents (id {id}, name text NOT NULL)")).await;
    run(format!("CREATE TABLE children (id {id}, parent_id bigint NOT NULL, name text NOT NULL)")).await;
    run("CREATE INDEX children_parent_id_index ON children (parent_id)".to_owned()).await;
    let count = |to: usize| numbers.replace("COUNT", &to.to_string());
    run(format!(
        "INSERT INTO posts (author_id, title, body, likes, published, score) SELECT i % 100, 'the title of post ' || i{text}, \
         CASE WHEN i % 2 = 0 THEN 'what is said in post ' || i{text} END, i % 1000, i % 3 = 0, i / 7.0 FROM {}",
        count(10_000)
    ))
    .await;
    run(format!("INSERT INTO parents (name) SELECT 'parent ' || i{text} FROM {}", count(100))).await;
    let children = format!(
        "INSERT INTO children (parent_id, name) SELECT (i - 1) / 10 + 1, 'child ' || i{text} FROM {}",
        count(1_000)
    );
    run(children).await;
}

/// Where numbers come from, a table's key, and how a number becomes text.
const SQLITE: [&str; 3] = [
    "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < COUNT) SELECT i FROM n)",
    "INTEGER PRIMARY KEY NOT NULL",
    "",
];
const POSTGRES: [&str; 3] = ["generate_series(1, COUNT) AS n(i)", "bigserial PRIMARY KEY", "::text"];

/// A folder that is gone at the end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(format!("bennu-data-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the temporary folder can be written");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
