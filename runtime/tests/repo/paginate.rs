//! Lists come in, each page of them is read.

use bennu::query::{Order, asc, desc};
use bennu::repo::{CursorPage, Error, Migration, Paging, Repo};
use bennu::time::{Date, OffsetDateTime};
use bennu::uuid::Uuid;
use bennu::{Changeset, from};

use super::on_each_database;

bennu::schema! {
    struct Track in "tracks" {
        id: Uuid,
        title: String,
        rating: Option<i32>,
        length: f64,
        day: Date,
        raw: Vec<u8>,
        played_at: Option<OffsetDateTime> { source: "last_played" },
        inserted_at: OffsetDateTime { autogenerate: OffsetDateTime::now_utc },
    }
}

bennu::schema! { struct Play in "plays" { belongs_to track: Track } }

const CREATE_TRACKS: Migration = Migration::new(
    1,
    "create tracks",
    "CREATE TABLE tracks (id TEXT PRIMARY KEY, title TEXT NOT NULL, rating INTEGER, length REAL NOT NULL, day TEXT NOT NULL,
        raw BLOB NOT NULL, last_played TEXT, inserted_at TEXT NOT NULL);
    CREATE TABLE plays (id INTEGER PRIMARY KEY, track_id TEXT NOT NULL);",
)
.on_postgres(
    "CREATE TABLE tracks (id uuid PRIMARY KEY, title text COLLATE \"C\" NOT NULL, rating integer, length double precision NOT NULL,
        day date NOT NULL, raw bytea NOT NULL, last_played timestamptz, inserted_at timestamptz NOT NULL);
    CREATE TABLE plays (id bigserial PRIMARY KEY, track_id uuid NOT NULL);",
);

on_each_database! {
    every_order_leads_over_all_rows_once,
    the_way_back_is_the_way_there,
    rows_that_come_and_go_move_no_others,
    pages_end_with_the_key_and_forget_limits,
    cursors_of_other_lists_are_refused,
}

/// Thirty tracks in which every column has equals, and nulls where it may.
async fn with_tracks(repo: Repo) -> (Repo, Vec<Track>) {
    repo.migrate(&[CREATE_TRACKS]).await.expect("the migration runs");
    let mut tracks = Vec::new();
    for n in 0..30_i32 {
        let day = Date::from_ordinal_date(2026, u16::try_from(n % 4 + 1).expect("a day")).expect("a day");
        let changeset = Changeset::from(Track)
            .put_change(Track::title, format!("it's \"{}\"; --", n % 7))
            .put_change(Track::rating, (n % 3 > 0).then_some(n % 5))
            .put_change(Track::length, f64::from(n % 6) / 3.0)
            .put_change(Track::day, day)
            .put_change(Track::raw, vec![0, 255, u8::try_from(n % 2).expect("a byte")])
            .put_change(Track::played_at, (n % 4 > 0).then(|| day.midnight().assume_utc()));
        tracks.push(repo.insert(changeset).await.expect("the database answers").expect("it is valid"));
    }
    (repo, tracks)
}

/// All rows by way of the cursors, and the last page.
async fn walk(repo: &Repo, orders: &[Order<Track>], rows: u32) -> (Vec<Track>, CursorPage<Track>) {
    let (mut seen, mut paging) = (Vec::new(), Paging::new().page_size(rows));
    loop {
        let page = repo.paginate_by(Track, orders, paging.clone()).await.expect("a page");
        seen.extend(page.entries.clone());
        assert!(seen.len() <= 30, "no row is seen twice");
        match &page.next_cursor {
            Some(cursor) => paging = paging.cursor(cursor.clone()),
            None => return (seen, page),
        }
    }
}

async fn every_order_leads_over_all_rows_once(repo: Repo) {
    let (repo, tracks) = with_tracks(repo).await;
    let orders: [&[Order<Track>]; 10] = [
        &[],
        &[desc(Track::id)],
        &[asc(Track::title)],
        &[desc(Track::rating)],
        &[asc(Track::rating), desc(Track::played_at)],
        &[desc(Track::played_at), asc(Track::rating), desc(Track::length)],
        &[asc(Track::length), desc(Track::day)],
        &[desc(Track::raw), asc(Track::title)],
        &[asc(Track::day), asc(Track::day)],
        &[desc(Track::inserted_at)],
    ];
    for order in orders {
        for rows in [1, 4, 30] {
            let (seen, _) = walk(&repo, order, rows).await;
            let mut ids: Vec<Uuid> = seen.iter().map(|track| track.id).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), tracks.len(), "{order:?} by {rows}");
            let (whole, _) = walk(&repo, order, 100).await;
            assert_eq!(seen, whole, "{order:?} by {rows}");
        }
    }
    let (rated, _) = walk(&repo, &[desc(Track::rating)], 7).await;
    let nulls = rated.iter().position(|track| track.rating.is_none()).expect("some have none");
    assert_eq!(nulls, 20, "null is last");
    assert!(rated[..nulls].is_sorted_by(|one, next| one.rating >= next.rating));
}

async fn the_way_back_is_the_way_there(repo: Repo) {
    let (repo, _) = with_tracks(repo).await;
    for order in [vec![desc(Track::rating), asc(Track::title)], vec![asc(Track::played_at)], vec![]] {
        let (there, mut page) = walk(&repo, &order, 7).await;
        let mut back = page.entries.clone();
        while let Some(cursor) = page.previous_cursor {
            page = repo
                .paginate_by(Track, &order, Paging::new().page_size(7).cursor(cursor))
                .await
                .expect("a page");
            assert!(page.next_cursor.is_some(), "from where it was");
            back.splice(0..0, page.entries.clone());
        }
        assert_eq!(back, there, "{order:?}");
    }
}

async fn rows_that_come_and_go_move_no_others(repo: Repo) {
    let (repo, tracks) = with_tracks(repo).await;
    let paging = Paging::new().page_size(5);
    let first = repo.paginate_by(Track, asc(Track::title), paging.clone()).await.unwrap();
    let last_seen = first.entries[4].id;
    repo.delete_all(from!(t in Track, where: t.id == ^last_seen)).await.unwrap();
    let seen: Vec<Uuid> = first.entries.iter().map(|track| track.id).collect();
    let next = repo
        .paginate_by(Track, asc(Track::title), paging.cursor(first.next_cursor.unwrap()).page_size(100))
        .await
        .unwrap();
    assert_eq!(next.entries.len(), tracks.len() - 5, "those behind the row that is gone");
    assert!(next.entries.iter().all(|track| !seen.contains(&track.id)));
}

async fn pages_end_with_the_key_and_forget_limits(repo: Repo) {
    let (repo, tracks) = with_tracks(repo).await;
    let few = from!(t in Track, where: t.length > 0.0, order_by: [desc: t.title], limit: 3, offset: 2);
    let page = repo.paginate(&few, Paging::new().page(2).page_size(20)).await.unwrap();
    assert_eq!((page.total_entries, page.total_pages, page.entries.len()), (25, 2, 5));
    assert_eq!((page.previous_page(), page.next_page()), (Some(1), None));
    let pairs = |track: &Track| (track.title.clone(), track.id);
    assert!(page.entries.is_sorted_by(|one, next| pairs(one) > pairs(next)), "equal titles by the key");

    for track in tracks.iter().take(3) {
        let play = Changeset::from(Play).put_change(Play::track_id, track.id);
        repo.insert(play).await.unwrap().unwrap();
    }
    let played = from!(t in Track, join: p in Play, on: p.track_id == t.id, group_by: t.title, select: (t.title, count()));
    let page = repo.paginate(&played, Paging::new().page_size(2)).await.unwrap();
    assert_eq!((page.total_entries, page.entries.len()), (3, 2), "groups are counted");
    let joined = from!(t in Track, join: p in Play, on: p.track_id == t.id);
    let page = repo.paginate_by(&joined, [], Paging::new().page_size(2)).await.unwrap();
    let rest = repo
        .paginate_by(&joined, [], Paging::new().page_size(2).cursor(page.next_cursor.unwrap()))
        .await
        .unwrap();
    assert_eq!((page.entries.len(), rest.entries.len(), rest.next_cursor), (2, 1, None));
}

async fn cursors_of_other_lists_are_refused(repo: Repo) {
    let (repo, _) = with_tracks(repo).await;
    let paging = Paging::new().page_size(5);
    let page = repo.paginate_by(Track, asc(Track::title), paging.clone()).await.unwrap();
    let cursor = paging.cursor(page.next_cursor.unwrap());
    for order in [vec![desc(Track::title)], vec![asc(Track::day)], vec![]] {
        let error = repo.paginate_by(Track, &order, cursor.clone()).await.unwrap_err();
        assert!(matches!(error, Error::Cursor { table: "tracks" }), "{error}");
        assert_eq!(bennu::Error::from(error).status(), 400);
    }
    let error = repo.paginate_by(Play, [], cursor).await.unwrap_err();
    assert!(matches!(error, Error::Cursor { table: "plays" }), "{error}");
}
