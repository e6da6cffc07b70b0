//! Parameters come in, whatever they are: what is accepted is stored and comes back, what is not is told.

use bennu::changeset::FieldError;
use bennu::repo::{Migration, Repo};
use bennu::rust_decimal::Decimal;
use bennu::schema::{Schema, Value};
use bennu::serde_json::{Map, Value as Json, json};
use bennu::time::{Date, OffsetDateTime, PrimitiveDateTime, Time};
use bennu::uuid::Uuid;
use bennu::{Changeset, Params};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::on_each_database;

#[derive(bennu::Enum, Clone, Copy, Debug, PartialEq)]
enum Status {
    Draft,
    Published,
}

bennu::schema! {
    struct Sample in "samples" {
        yes: Option<bool>,
        small: Option<u16>,
        large: Option<i64>,
        part: Option<f64>,
        short: Option<f32>,
        exact: Option<Decimal>,
        text: Option<String>,
        bytes: Option<Vec<u8>>,
        uuid: Option<Uuid>,
        day: Option<Date>,
        clock: Option<Time>,
        wall: Option<PrimitiveDateTime>,
        moment: Option<OffsetDateTime>,
        map: Option<Map<String, Json>>,
        tags: Option<Vec<String>>,
        numbers: Option<Vec<i64>>,
        status: Option<Status>,
    }
}

const CREATE_SAMPLES: Migration = Migration::new(
    1,
    "create samples",
    "CREATE TABLE samples (id INTEGER PRIMARY KEY, yes, small, large, part REAL, short REAL, exact TEXT, text TEXT, bytes BLOB, uuid TEXT,
        day TEXT, clock TEXT, wall TEXT, moment TEXT, map TEXT, tags TEXT, numbers TEXT, status TEXT)",
)
.on_postgres(
    "CREATE TABLE samples (id bigserial PRIMARY KEY, yes boolean, small integer, large bigint, part double precision, short real,
        exact numeric, text text, bytes bytea, uuid uuid, day date, clock time, wall timestamp, moment timestamptz, map jsonb,
        tags text[], numbers bigint[], status text)",
);

on_each_database! {
    what_is_accepted_is_stored_and_comes_back,
}

fn cast(input: &Json, only: impl Fn(&str) -> bool) -> Changeset<Sample> {
    let names = Sample::FIELDS.iter().map(|field| field.name()).filter(|name| only(name));
    let params: Params = names.map(|name| (name, input.clone())).collect();
    let first = (Sample::yes, Sample::small, Sample::large, Sample::part, Sample::short, Sample::exact);
    let second = (Sample::text, Sample::bytes, Sample::uuid, Sample::day, Sample::clock, Sample::wall);
    let third = (Sample::moment, Sample::map, Sample::tags, Sample::numbers, Sample::status);
    Changeset::from(Sample).cast(&params, first).cast(&params, second).cast(&params, third)
}

/// What some type accepts, and what is almost that.
const NEAR: &[&str] = &[
    "true",
    "1",
    "0",
    "-7",
    "65536",
    "9223372036854775807",
    "1.50",
    "-0.5e3",
    "1e39",
    "NaN",
    "inf",
    "draft",
    "draft",
    "published",
    "published",
    "Published",
    "2",
    "2026-11-20",
    "2026-02-30",
    "0000-01-01",
    "9999-12-31",
    "10:15",
    "23:59:59.9999999",
    "24:00",
    "2026-11-20T10:15:30.123456Z",
    "9999-12-31T23:59:59+14:00",
    "0000-01-01T00:00-12:00",
    "2026-11-20 10:15+02:00",
    "0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c",
    "{0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c}",
    "99999999999999999999999999999999",
    "0.1234567890123456789012345678",
    "a\0b",
    "%27",
    "\\",
    "{\"a\"}",
    "NULL",
    "'; --",
];

/// Anything that JSON can say, most of it near to what some type accepts.
fn inputs() -> impl Strategy<Value = Json> {
    let near = proptest::sample::select(NEAR);
    let mutated =
        (near.clone(), any::<proptest::sample::Index>(), any::<char>()).prop_map(|(text, at, c)| {
            let mut letters: Vec<char> = text.chars().collect();
            let place = at.index(letters.len());
            letters[place] = c;
            Json::from(letters.into_iter().collect::<String>())
        });
    let leaf = prop_oneof![
        4 => near.prop_map(Json::from),
        3 => mutated,
        2 => ".{0,12}".prop_map(Json::from),
        1 => any::<i64>().prop_map(Json::from),
        1 => (-4_000_i32..4_000).prop_map(|number| json!(f64::from(number) / 4.0)),
        1 => any::<bool>().prop_map(Json::from),
        1 => Just(Json::Null),
    ]
    .boxed();
    let nested = leaf.clone().prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map(".{0,4}", inner, 0..4)
                .prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    });
    prop_oneof![3 => leaf, 1 => nested]
}

/// The same inputs at every run.
fn samples(count: usize) -> Vec<Json> {
    let mut runner = TestRunner::deterministic();
    let inputs = inputs();
    (0..count).map(|_| inputs.new_tree(&mut runner).expect("there is an input").current()).collect()
}

async fn what_is_accepted_is_stored_and_comes_back(repo: Repo) {
    repo.migrate(&[CREATE_SAMPLES]).await.unwrap();
    let mut accepted = [0_usize; Sample::FIELDS.len()];
    for input in samples(600) {
        let wrong = cast(&input, |_| true).traverse_errors(ToString::to_string);
        let changeset = cast(&input, |name| !wrong.contains_key(name));
        let changes: Vec<(&str, Value)> =
            changeset.changes().map(|(name, value)| (name, value.clone())).collect();
        let stored = repo.insert(changeset).await.unwrap_or_else(|error| panic!("{input}: {error}")).unwrap();
        let read: Sample = repo.fetch(stored.id).await.unwrap();
        assert_eq!(read, stored, "{input}");
        for (index, field) in Sample::FIELDS.iter().enumerate().skip(1) {
            let expected = changes.iter().find(|(name, _)| *name == field.name());
            accepted[index] += usize::from(expected.is_some());
            let expected = expected.map_or(Value::Null, |(_, value)| value.clone());
            assert_eq!(read.dump(index), expected, "{} of {input}", field.name());
        }
    }
    assert!(accepted[1..].iter().all(|count| *count > 1), "each type has accepted something: {accepted:?}");
}

#[test]
fn what_is_not_accepted_is_invalid() {
    let mut refused = [0_usize; Sample::FIELDS.len()];
    for input in samples(2_000) {
        let changeset = cast(&input, |_| true);
        let errors = changeset.errors();
        for (index, field) in Sample::FIELDS.iter().enumerate().skip(1) {
            let name = field.name();
            let has_change = changeset.changes().any(|(changed, _)| changed == name);
            let told: Vec<_> =
                errors.iter().filter(|(key, _)| *key == name).map(|(_, error)| error).collect();
            refused[index] += told.len();
            let is_blank = input.is_null() || input == "";
            assert_eq!(told.len() + usize::from(has_change) + usize::from(is_blank), 1, "{name} of {input}");
            let kind = field.kind().as_str();
            for error in told {
                let invalid = FieldError::new("is invalid").with("type", kind).with("validation", "cast");
                assert_eq!(*error, invalid, "{name} of {input}");
            }
        }
    }
    assert!(refused[1..].iter().all(|count| *count > 1), "each type has refused something: {refused:?}");
}
