//! Queries come in, their rows go out one after the other in constant memory, on each database.

use std::sync::atomic::{AtomicUsize, Ordering};

use bennu::from;
use bennu::repo::{Backend, Error, Repo, RowStream};
use bennu::schema::{CastError, Kind, LoadError, Type, Value, ValueRef};
use futures_util::TryStreamExt as _;

use super::{Folder, Message, message, on_each_database, with_messages};

on_each_database! {
    every_row_comes_once_and_in_order,
    a_stream_reads_only_as_far_as_it_is_asked,
    a_transaction_goes_on_between_the_rows,
    a_dropped_stream_leaves_nothing_behind,
    what_cannot_be_loaded_ends_the_stream,
    a_failing_query_is_an_error_once,
    streams_run_side_by_side,
}

/// How many of them have been made of what the database sent; a test has its own thread, and what feeds its streams as well.
static LOADED: AtomicUsize = AtomicUsize::new(0);

/// A number that is counted when it is read.
#[derive(Clone, Debug, PartialEq)]
struct Counted(i64);

impl Type for Counted {
    const KIND: Kind = Kind::Integer;

    fn cast(input: &serde_json::Value) -> Result<Self, CastError> {
        i64::cast(input).map(Self)
    }

    fn dump(&self) -> Value {
        self.0.into()
    }

    fn load(value: ValueRef<'_>) -> Result<Self, LoadError> {
        LOADED.fetch_add(1, Ordering::Relaxed);
        i64::load(value).map(Self)
    }
}

bennu::schema! { struct Watched in "messages" { likes: Counted } }
bennu::schema! { struct Wrong in "messages" { author: i64 } }

async fn with_many(repo: Repo, count: i32) -> Repo {
    let repo = with_messages(repo).await;
    let (text, now) = match repo.backend() {
        Backend::Postgres => ("i::text", "now()"),
        _ => ("i", "'2026-11-20T09:00:00.000000Z'"),
    };
    let sql = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
        INSERT INTO messages (author, body, likes, inserted_at, updated_at) SELECT 'Ann', {text}, i, {now}, {now} FROM n"
    );
    repo.query(&sql, ()).await.unwrap();
    repo
}

async fn likes(stream: RowStream<Message>) -> Vec<i64> {
    stream.map_ok(|message| message.likes).try_collect().await.unwrap()
}

async fn every_row_comes_once_and_in_order(repo: Repo) {
    let repo = with_many(repo, 2_000).await;
    for (count, expected) in [(2_000, 2_000), (1_000, 1_000), (999, 999), (1, 1), (0, 0)] {
        let rows = likes(repo.stream(from!(m in Message, order_by: [desc: m.likes], limit: ^count))).await;
        assert_eq!(rows, (0..expected).map(|place| 2_000 - place).collect::<Vec<_>>());
    }
    let one = repo.stream(from!(m in Message, where: m.body == "7", limit: 5));
    assert_eq!(likes(one).await, [7]);
    assert_eq!(repo.all(Message).await.unwrap().len(), 2_000);
}

async fn a_stream_reads_only_as_far_as_it_is_asked(repo: Repo) {
    let repo = with_many(repo, 5_000).await;
    // The tests of this module that run at the same time read other schemas.
    let before = LOADED.load(Ordering::Relaxed);
    let mut stream = repo.stream(Watched);
    for _ in 0..100 {
        stream.next().await.unwrap().unwrap();
        tokio::task::yield_now().await;
    }
    let other = repo.stream(from!(m in Message, limit: 1_000));
    assert_eq!(likes(other).await.len(), 1_000, "there was time enough to read ahead");
    let ahead = LOADED.load(Ordering::Relaxed) - before;
    // Of the other databases' tests of the same name, too.
    assert!((100..=3 * 3 * 500).contains(&ahead), "{ahead} rows were read for 100");
}

async fn a_transaction_goes_on_between_the_rows(repo: Repo) {
    let repo = with_many(repo, 1_200).await;
    let seen = repo
        .transaction(async |repo| {
            let (mut stream, mut seen) = (repo.stream(Message), 0);
            while let Some(row) = stream.next().await {
                let row = row?;
                // It sees what was there when it began.
                repo.query("UPDATE messages SET likes = 0 WHERE likes > $1", [row.likes]).await?;
                seen += row.likes;
            }
            Ok::<_, Error>(seen)
        })
        .await
        .unwrap();
    assert_eq!(seen, (1..=1_200).sum::<i64>());
    let changed = repo.query("SELECT 1 FROM messages WHERE likes = 0", ()).await.unwrap();
    assert_eq!(changed.num_rows(), 1_199);
}

async fn a_dropped_stream_leaves_nothing_behind(repo: Repo) {
    let repo = with_many(repo, 2_000).await;
    for _ in 0..30 {
        let mut stream = repo.stream(Message);
        stream.next().await.unwrap().unwrap();
    }
    // On PostgreSQL there are ten connections.
    message(&repo, "last").await;
    assert_eq!(likes(repo.stream(Message)).await.len(), 2_001);
}

async fn what_cannot_be_loaded_ends_the_stream(repo: Repo) {
    let repo = with_many(repo, 10).await;
    let mut stream = repo.stream(Wrong);
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Load { field: Some("author"), .. }), "{error:?}");
    assert!(stream.next().await.is_none());
}

async fn a_failing_query_is_an_error_once(repo: Repo) {
    let mut stream = repo.stream(Message);
    assert!(matches!(stream.next().await, Some(Err(Error::Database(_)))));
    assert!(stream.next().await.is_none() && stream.next().await.is_none());
}

async fn streams_run_side_by_side(repo: Repo) {
    let repo = with_many(repo, 1_500).await;
    let streams = (0..4).map(|_| likes(repo.stream(Message)));
    for rows in futures_util::future::join_all(streams).await {
        assert_eq!(rows.len(), 1_500);
    }
    repo.transaction(async |repo| {
        let (left, right) = tokio::join!(likes(repo.stream(Message)), likes(repo.stream(Message)));
        assert_eq!((left.len(), right.len()), (1_500, 1_500));
        Ok::<_, Error>(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_stepped_through_beside_the_writer() {
    let folder = Folder::new();
    let repo = with_many(Repo::sqlite(&folder.database()).await.unwrap(), 3_000).await;
    let mut stream = repo.stream(Message);
    let mut seen = 0;
    while let Some(row) = stream.next().await {
        seen += row.unwrap().likes;
        if seen < 100 {
            // A stream in the middle holds up no write.
            message(&repo, &format!("{seen} more")).await;
        }
    }
    assert_eq!(seen, (1..=3_000).sum::<i64>());
    assert!(repo.all(Message).await.unwrap().len() > 3_000);
}
