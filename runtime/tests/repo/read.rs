//! Queries come in, rows go out.

use bennu::query::{Query, asc, desc};
use bennu::repo::{Backend, Error, Migration, Repo};
use bennu::rust_decimal::Decimal;
use bennu::serde_json::{self, json};
use bennu::time::macros::{datetime, time};
use bennu::uuid::Uuid;
use bennu::{Changeset, from, time};

use super::{Message, message, on_each_database, with_messages};

on_each_database! {
    rows_are_found_by_key,
    queries_filter_order_and_limit,
    one_row_is_one_row,
    values_are_bound_never_pasted,
    every_type_comes_back_as_it_went,
    what_does_not_fit_the_schema_says_where,
}

async fn rows_are_found_by_key(repo: Repo) {
    let repo = with_messages(repo).await;
    let first = message(&repo, "one").await;
    message(&repo, "two").await;
    assert_eq!(repo.get(first.id).await.unwrap(), Some(first.clone()));
    assert_eq!(repo.get::<Message>(99).await.unwrap(), None);
    assert_eq!(repo.fetch::<Message>(first.id).await.unwrap(), first);
    let error = repo.fetch::<Message>(99).await.unwrap_err();
    assert!(matches!(error, Error::NotFound { table: "messages" }));
    assert_eq!(error.to_string(), "there is no such record");
    assert_eq!(bennu::Error::from(error).status(), 404);
}

async fn queries_filter_order_and_limit(repo: Repo) {
    let repo = with_messages(repo).await;
    for body in ["b", "a", "c"] {
        message(&repo, body).await;
    }
    let noted = Changeset::from(Message)
        .put_change(Message::author, "Bob")
        .put_change(Message::body, "d")
        .put_change(Message::note, "x".to_owned());
    repo.insert(noted).await.unwrap().unwrap();
    let bodies = async |query: Query<Message>| -> String {
        repo.all(query).await.unwrap().into_iter().map(|row| row.body).collect()
    };
    let by_body = from!(m in Message, order_by: m.body);
    assert_eq!(bodies(by_body.clone()).await, "abcd");
    assert_eq!(bodies(from!(m in Message, order_by: [desc: m.author, asc: m.body])).await, "dabc");
    assert_eq!(bodies(from!(m in Message, order_by: [desc: m.id], limit: 2)).await, "dc");
    let (rows, skipped) = (2_u32, 1_u64);
    assert_eq!(
        bodies(from!(m in Message, order_by: [desc: m.id], limit: ^rows, offset: ^skipped)).await,
        "ca"
    );
    assert_eq!(bodies(from!(m in &by_body, offset: 3)).await, "d");
    assert_eq!(bodies(from!(m in Message, where: m.author == "Ann", order_by: m.id)).await, "bac");
    assert_eq!(bodies(from!(m in Message, where: is_nil(m.note) and m.body == ^"a")).await, "a");
    assert_eq!(bodies(from!(m in Message, where: m.note == "x")).await, "d");
    assert_eq!(bodies(from!(m in Message, limit: 0)).await, "");
    assert_eq!(bodies(from!(m in Message, limit: ^-1)).await, "");
    assert_eq!(bodies(from!(m in Message, order_by: ^desc(Message::body))).await, "dcba");
    let orders = vec![desc(Message::author), asc(Message::body)];
    assert_eq!(bodies(from!(m in Message, order_by: ^orders)).await, "dabc");
    assert_eq!(repo.all(Message).await.unwrap().len(), 4);
}

async fn one_row_is_one_row(repo: Repo) {
    let repo = with_messages(repo).await;
    assert_eq!(repo.one(Message).await.unwrap(), None);
    assert!(matches!(repo.fetch_one(Message).await, Err(Error::NotFound { table: "messages" })));
    let first = message(&repo, "one").await;
    assert_eq!(repo.one(Message).await.unwrap(), Some(first.clone()));
    assert_eq!(repo.fetch_one(Message).await.unwrap(), first);
    message(&repo, "two").await;
    let error = repo.one(Message).await.unwrap_err();
    assert_eq!(error.to_string(), "expected at most one row of `messages` but there are more");
    assert_eq!(repo.get_by(Message::body, "one").await.unwrap(), Some(first));
    assert!(matches!(
        repo.get_by(Message::author, "Ann").await,
        Err(Error::MultipleResults { table: "messages" })
    ));
}

async fn values_are_bound_never_pasted(repo: Repo) {
    let repo = with_messages(repo).await;
    let evil = "'; DROP TABLE messages; --";
    let stored = message(&repo, evil).await;
    assert_eq!(repo.get_by(Message::body, evil).await.unwrap(), Some(stored));
    assert_eq!(repo.get_by(Message::body, "' OR '1' = '1").await.unwrap(), None);
}

bennu::schema! {
    /// One column of each type.
    pub(crate) struct Thing in "things" {
        yes: bool,
        small: u16,
        large: i64,
        part: f64,
        text: String,
        bytes: Vec<u8>,
        day: time::Date,
        moment: time::OffsetDateTime,
        wall: time::PrimitiveDateTime,
        clock: time::Time,
        price: Decimal,
        uuid: Uuid,
        document: serde_json::Value,
        tags: Vec<String>,
        none: Option<f32>,
    }
}

const CREATE_THINGS: Migration = Migration::new(
    1,
    "create things",
    "CREATE TABLE things (id INTEGER PRIMARY KEY, yes, small, large, part REAL, text, bytes, day, moment, wall, clock, price, uuid, document, tags, none)",
)
.on_postgres(
    "CREATE TABLE things (id bigserial PRIMARY KEY, yes boolean, small integer, large bigint, part double precision, text text,
        bytes bytea, day date, moment timestamptz, wall timestamp, clock time, price numeric(30, 6), uuid uuid, document jsonb,
        tags text[], none real)",
);

async fn every_type_comes_back_as_it_went(repo: Repo) {
    repo.migrate(&[CREATE_THINGS]).await.unwrap();
    let thing = Thing {
        id: 0,
        yes: true,
        small: 65535,
        large: i64::MIN,
        part: 1.0,
        // PostgreSQL has no text with a zero byte.
        text: if repo.backend() == Backend::Sqlite { "ünï\0cødé" } else { "ünïcødé" }.to_owned(),
        bytes: vec![0, 255],
        day: time::Date::from_calendar_date(2024, time::Month::February, 29).unwrap(),
        moment: time::OffsetDateTime::from_unix_timestamp_nanos(1_700_000_000_123_456_000).unwrap(),
        wall: datetime!(2026-11-20 10:15:30.5),
        clock: time!(23:59:59.999999),
        price: Decimal::new(1_999_999_999_999_999_999, 6),
        uuid: Uuid::now_v7(),
        document: json!({"a": [1, null, {"b": "ü"}]}),
        tags: vec!["a\"b".to_owned(), String::new()],
        none: None,
    };
    let stored = repo.insert(Changeset::new(thing.clone())).await.unwrap().unwrap();
    assert_eq!(stored, Thing { id: 1, ..thing });
    assert_eq!(repo.fetch::<Thing>(1).await.unwrap(), stored);
    assert_eq!(repo.get_by(Thing::moment, stored.moment).await.unwrap().as_ref(), Some(&stored));
    assert_eq!(repo.get_by(Thing::uuid, stored.uuid).await.unwrap().as_ref(), Some(&stored));
    assert_eq!(repo.get_by(Thing::price, stored.price).await.unwrap(), Some(stored));
}

async fn what_does_not_fit_the_schema_says_where(repo: Repo) {
    let odd = Migration::new(2, "odd thing", "INSERT INTO things (yes, small) VALUES (TRUE, 65536)");
    repo.migrate(&[CREATE_THINGS, odd]).await.unwrap();
    let error = repo.all(Thing).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot load `things.small`: expected an integer that fits `u16`, found an integer"
    );
}
