//! Changes of tables come in, each database has them, and takes them back.

use bennu::Changeset;
use bennu::repo::migration::{
    Change, Migration, OnChange, alter, array, bigint, binary, boolean, check, date, decimal, float, index,
    integer, json, naive_datetime, references, string, table, text, time, unique_index, utc_datetime, uuid,
};
use bennu::repo::{Backend, Error, Repo};
use bennu::rust_decimal::Decimal;

use super::on_each_database;

on_each_database! {
    tables_are_created_and_taken_back,
    every_type_has_its_column,
    columns_change_and_rows_stay,
    what_refers_to_a_changed_table_stays,
    a_change_that_rows_contradict_leaves_everything,
    references_do_what_they_say,
    references_follow_a_key_or_keep_it,
    checks_come_and_go,
    names_change,
    keys_of_other_sorts,
    what_cannot_be_taken_back_says_so,
    the_status_names_what_has_run,
    a_migration_with_two_ways,
}

bennu::schema! {
    pub(crate) struct User in "users" { name: String, age: i64 = 7, timestamps }
}

bennu::schema! {
    pub(crate) struct Post in "posts" { body: String, user_id: Option<i64> }
}

fn create_users(change: &mut Change) {
    change.create(
        table("users")
            .add("name", string().null(false))
            .add("age", integer().null(false).default(7))
            .timestamps(),
    );
    change.create(unique_index("users", ["name"]));
    change.create(index("users", ["age"]).condition("age > 5").name("grown_ups"));
}

fn create_posts(change: &mut Change) {
    change.create(
        table("posts").add("body", text()).add("user_id", references("users").on_delete(OnChange::DeleteAll)),
    );
}

const USERS: Migration = Migration::change(1, "create users", create_users);
const POSTS: Migration = Migration::change(2, "create posts", create_posts);

async fn user(repo: &Repo, name: &str) -> User {
    repo.insert(Changeset::from(User).put_change(User::name, name)).await.unwrap().unwrap()
}

async fn post(repo: &Repo, user: &User) -> Post {
    let changeset =
        Changeset::from(Post).put_change(Post::body, "Hello").put_change(Post::user_id, Some(user.id));
    repo.insert(changeset).await.unwrap().unwrap()
}

fn is_taken(refused: &Changeset<User>) -> bool {
    refused.traverse_errors(ToString::to_string)["name"] == ["has already been taken"]
}

async fn tables_are_created_and_taken_back(repo: Repo) {
    assert_eq!(repo.migrate(&[POSTS, USERS]).await.unwrap(), 2);
    let ann = user(&repo, "Ann").await;
    assert_eq!((ann.id, ann.age), (1, 7));
    let twice = Changeset::from(User).put_change(User::name, "Ann").unique_constraint(User::name);
    assert!(is_taken(&repo.insert(twice).await.unwrap().unwrap_err()));
    post(&repo, &ann).await;

    assert_eq!(repo.rollback(&[USERS, POSTS], 1).await.unwrap(), 1);
    assert!(repo.all(Post).await.is_err());
    assert_eq!(repo.all(User).await.unwrap(), [ann]);
    assert_eq!(repo.rollback(&[USERS, POSTS], 5).await.unwrap(), 1);
    assert!(repo.all(User).await.is_err());
    assert_eq!(repo.rollback(&[USERS, POSTS], 5).await.unwrap(), 0);
    assert_eq!(repo.migrate(&[USERS, POSTS]).await.unwrap(), 2);
    assert_eq!(user(&repo, "Ann").await.id, 1);
}

bennu::schema! {
    pub(crate) struct Thing in "things" {
        string: String,
        whole: i64,
        part: f64,
        exact: Decimal,
        yes: bool,
        bytes: Vec<u8>,
        uuid: uuid::Uuid,
        day: time::Date,
        clock: time::Time,
        wall: time::PrimitiveDateTime,
        moment: time::OffsetDateTime,
        document: serde_json::Value,
        tags: Vec<String>,
    }
}

async fn every_type_has_its_column(repo: Repo) {
    let create = |change: &mut Change| {
        change.create(
            table("things")
                .add("string", string().null(false).default("it's"))
                .add("whole", bigint().null(false).default(-7))
                .add("part", float())
                .add("exact", decimal(15, 6))
                .add("yes", boolean().null(false).default(true))
                .add("bytes", binary())
                .add("uuid", uuid())
                .add("day", date())
                .add("clock", time())
                .add("wall", naive_datetime())
                .add("moment", utc_datetime().default_sql("CURRENT_TIMESTAMP"))
                .add("document", json())
                .add("tags", array(text())),
        );
    };
    repo.migrate(&[Migration::change(1, "create things", create)]).await.unwrap();
    let thing = Thing {
        id: 1,
        string: "x".to_owned(),
        whole: 1,
        part: 0.5,
        exact: Decimal::new(15, 1),
        yes: false,
        bytes: vec![0],
        uuid: uuid::Uuid::from_u128(7),
        day: time::macros::date!(2026 - 11 - 21),
        clock: time::macros::time!(10:15),
        wall: time::macros::datetime!(2026-11-21 10:15),
        moment: time::macros::datetime!(2026-11-21 10:15 UTC),
        document: serde_json::json!({"a": 1}),
        tags: vec!["a".to_owned()],
    };
    let stored = repo.insert(Changeset::new(thing.clone())).await.unwrap().unwrap();
    assert_eq!(stored, thing);
    // As a number: PostgreSQL shows all six digits of the fraction, SQLite only those that matter.
    assert_eq!(repo.fetch::<Thing>(1).await.unwrap(), thing);
}

async fn columns_change_and_rows_stay(repo: Repo) {
    repo.migrate(&[USERS]).await.unwrap();
    for name in ["Ann", "Ben", "Cleo"] {
        user(&repo, name).await;
    }
    let before = repo.all(User).await.unwrap();
    let change = |change: &mut Change| {
        change.alter(
            alter("users")
                .add("nick", string().null(false).default("none"))
                .modify("name", text().null(false).default("nobody"), string().null(false))
                .remove("age", integer().null(false).default(7)),
        );
    };
    let change = Migration::change(2, "change users", change);
    repo.migrate(&[change]).await.unwrap();
    assert!(repo.all(User).await.is_err(), "the age is gone");

    bennu::schema! { pub(crate) struct Later in "users" { name: String, nick: String, timestamps } }
    let after = repo.all(Later).await.unwrap();
    let same = |(before, after): (&User, &Later)| {
        (before.id, &before.name, before.inserted_at) == (after.id, &after.name, after.inserted_at)
            && after.nick == "none"
    };
    assert!(after.len() == 3 && before.iter().zip(&after).all(same), "{after:#?}");
    // What was unique is so still, and the next key is new.
    let ann = Changeset::from(Later).put_change(Later::name, "Ann").put_change(Later::nick, "x");
    assert!(repo.insert(ann.unique_constraint(Later::name)).await.unwrap().is_err());

    assert_eq!(repo.rollback(&[USERS, change], 1).await.unwrap(), 1);
    let back = repo.all(User).await.unwrap();
    assert_eq!(back, before);
}

async fn what_refers_to_a_changed_table_stays(repo: Repo) {
    repo.migrate(&[USERS, POSTS]).await.unwrap();
    let ann = user(&repo, "Ann").await;
    let post = post(&repo, &ann).await;
    let wider = |change: &mut Change| {
        change.alter(alter("users").modify("name", text().null(false), string().null(false)));
        change.alter(alter("posts").modify("body", string(), text()));
    };
    repo.migrate(&[Migration::change(3, "wider", wider)]).await.unwrap();
    assert_eq!(repo.all(Post).await.unwrap(), [post]);
    // The reference still leads to the table, and deletes with it.
    repo.delete(&ann).await.unwrap().unwrap();
    assert_eq!(repo.all(Post).await.unwrap(), []);
    let orphan = Changeset::from(Post).put_change(Post::body, "x").put_change(Post::user_id, Some(77));
    assert!(matches!(repo.insert(orphan).await, Err(Error::Constraint { .. })));
}

async fn a_change_that_rows_contradict_leaves_everything(repo: Repo) {
    repo.migrate(&[USERS, POSTS]).await.unwrap();
    let ann = user(&repo, "Ann").await;
    let stored = post(&repo, &ann).await;
    let impossible = |change: &mut Change| {
        change.alter(alter("posts").add("title", string().null(false)));
    };
    let error = repo.migrate(&[Migration::change(3, "impossible", impossible)]).await.unwrap_err();
    assert!(matches!(&error, Error::Migration { version: 3, .. }), "{error}");
    let orphaned = |change: &mut Change| {
        change.execute("UPDATE users SET id = 70 WHERE id = 1");
        change.alter(alter("users").modify("name", text(), string()));
    };
    let error = repo.migrate(&[Migration::change(4, "orphaned", orphaned)]).await.unwrap_err();
    assert!(matches!(&error, Error::Migration { version: 4, .. }), "{error}");
    assert_eq!(repo.all(Post).await.unwrap(), [stored]);
    assert_eq!(repo.all(User).await.unwrap(), [ann]);
}

async fn references_do_what_they_say(repo: Repo) {
    let create = |change: &mut Change| {
        change.create(
            table("posts")
                .add("body", text())
                .add("user_id", references("users").on_delete(OnChange::NilifyAll)),
        );
    };
    repo.migrate(&[USERS, Migration::change(2, "create posts", create)]).await.unwrap();
    let ann = user(&repo, "Ann").await;
    let stored = post(&repo, &ann).await;
    repo.delete(&ann).await.unwrap().unwrap();
    assert_eq!(repo.fetch::<Post>(stored.id).await.unwrap().user_id, None);
}

const RULES: [(&str, OnChange); 4] = [
    ("kept", OnChange::Nothing),
    ("restricted", OnChange::Restrict),
    ("cascaded", OnChange::DeleteAll),
    ("nilified", OnChange::NilifyAll),
];

async fn references_follow_a_key_or_keep_it(repo: Repo) {
    let create = |change: &mut Change| {
        change.create(table("teams").add("name", string()));
        for (name, rule) in RULES {
            change.create(table(name).add("team_id", references("teams").on_delete(rule).on_update(rule)));
        }
    };
    repo.migrate(&[Migration::change(1, "create teams", create)]).await.unwrap();
    for (team, (name, rule)) in (1_i64..).zip(RULES) {
        repo.query("INSERT INTO teams (id, name) VALUES ($1, 'a')", [team]).await.unwrap();
        repo.query(&format!("INSERT INTO {name} (team_id) VALUES ($1)"), [team]).await.unwrap();
        let changed = repo.query("UPDATE teams SET id = id + 100 WHERE id = $1", [team]).await;
        let left = async || {
            let rows = repo.query(&format!("SELECT team_id FROM {name}"), ()).await.unwrap();
            rows.rows().iter().map(|row| row[0].to_text()).collect::<Vec<_>>()
        };
        let (is_kept, follows) = match rule {
            OnChange::DeleteAll => (false, (team + 100).to_string()),
            OnChange::NilifyAll => (false, String::new()),
            _ => (true, team.to_string()),
        };
        assert_eq!((changed.is_err(), left().await), (is_kept, vec![follows]), "{name}");
        repo.query(&format!("UPDATE {name} SET team_id = (SELECT max(id) FROM teams)"), ()).await.unwrap();
        let deleted = repo.query("DELETE FROM teams WHERE id = (SELECT max(id) FROM teams)", ()).await;
        let rows = left().await;
        match rule {
            OnChange::DeleteAll => assert!(deleted.is_ok() && rows.is_empty(), "{name}"),
            OnChange::NilifyAll => assert!(deleted.is_ok() && rows == [""], "{name}"),
            _ => {
                assert!(deleted.is_err() && rows == [team.to_string()], "{name}");
                repo.query(&format!("DELETE FROM {name}"), ()).await.unwrap();
                repo.query("DELETE FROM teams", ()).await.unwrap();
            }
        }
    }
}

async fn checks_come_and_go(repo: Repo) {
    let of_age = |change: &mut Change| change.create(check("users", "age_is_positive", "age > 0"));
    let of_age = Migration::change(2, "ages", of_age);
    repo.migrate(&[USERS, of_age]).await.unwrap();
    let unborn = || Changeset::from(User).put_change(User::name, "Ann").put_change(User::age, -1);
    let error = repo.insert(unborn()).await.unwrap_err();
    assert!(error.to_string().contains("age_is_positive"), "{error}");
    repo.rollback(&[USERS, of_age], 1).await.unwrap();
    repo.insert(unborn()).await.unwrap().unwrap();
    assert!(repo.migrate(&[USERS, of_age]).await.is_err(), "a row contradicts it");
}

async fn names_change(repo: Repo) {
    let rename = |change: &mut Change| {
        change.rename_column("people", "name", "title");
        change.rename_table("people", "users");
    };
    let create = |change: &mut Change| change.create(table("users").add("title", string()));
    bennu::schema! { pub(crate) struct Person in "people" { name: String } }
    let migrations =
        [Migration::change(1, "create", create), Migration::up_and_down(2, "rename", |_| {}, |_| {})];
    repo.migrate(&migrations).await.unwrap();
    repo.rollback(&migrations, 1).await.unwrap();
    // The way back of the renaming, which is a way forth here.
    let back = [
        migrations[0],
        Migration::change(3, "rename", |change| {
            change.rename_table("users", "people");
            change.rename_column("people", "title", "name");
        }),
    ];
    repo.migrate(&back).await.unwrap();
    repo.insert(Changeset::from(Person).put_change(Person::name, "Ann")).await.unwrap().unwrap();
    repo.rollback(&back, 1).await.unwrap();
    assert!(repo.all(Person).await.is_err());
    repo.migrate(&back).await.unwrap();
    assert_eq!(repo.all(Person).await.unwrap()[0].name, "Ann");
    repo.migrate(&[Migration::change(4, "and back", rename)]).await.unwrap();
    assert!(repo.all(Person).await.is_err());
}

async fn keys_of_other_sorts(repo: Repo) {
    let create = |change: &mut Change| {
        change.create(table("carts").uuid_id());
        change.create(
            table("items")
                .without_id()
                .add("cart_id", references("carts").of_type(uuid()).null(false))
                .add("place", integer().primary_key())
                .add("thing", string().primary_key()),
        );
    };
    let create = Migration::change(1, "create carts", create);
    let again = |change: &mut Change| change.create(table("items").if_not_exists().add("never", string()));
    repo.migrate(&[create, Migration::change(4, "create items again", again)]).await.unwrap();
    let item = "INSERT INTO carts VALUES ('0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c');
        INSERT INTO items (cart_id, place, thing) VALUES ('0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c', 1, 'a')";
    repo.migrate(&[Migration::new(2, "an item", item)]).await.unwrap();
    let twice =
        "INSERT INTO items (cart_id, place, thing) VALUES ('0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c', 1, 'a')";
    assert!(repo.migrate(&[Migration::new(3, "the same item", twice)]).await.is_err());
    repo.rollback(&[create], 1).await.unwrap();
}

async fn what_cannot_be_taken_back_says_so(repo: Repo) {
    let script = Migration::new(2, "script", "DELETE FROM users");
    let dropped = Migration::change(3, "dropped", |change| change.drop(table("users")));
    repo.migrate(&[USERS, script, dropped]).await.unwrap();
    let message =
        async |steps| repo.rollback(&[USERS, script, dropped], steps).await.unwrap_err().to_string();
    let expected = "migration 3 (dropped) failed: it cannot be taken back by itself: drop table users";
    assert_eq!(message(1).await, expected);
    assert_eq!(repo.rollback(&[USERS, script], 0).await.unwrap(), 0);
    let error = repo.rollback(&[USERS, script], 1).await.unwrap_err();
    let expected = "migration 2 (script) failed: it has no SQL that takes it back: give it `.down(..)`";
    assert_eq!(error.to_string(), expected);
}

async fn the_status_names_what_has_run(repo: Repo) {
    repo.migrate(&[USERS, Migration::new(7, "lost", "SELECT 1")]).await.unwrap();
    let status = repo.migrations(&[POSTS, USERS]).await.unwrap();
    let told: Vec<_> = status.iter().map(|status| (status.version, status.name, status.up)).collect();
    assert_eq!(told, [(1, Some("create users"), true), (2, Some("create posts"), false), (7, None, true)]);
}

async fn a_migration_with_two_ways(repo: Repo) {
    let up = |change: &mut Change| change.execute("INSERT INTO posts (body) VALUES ('up')");
    let down = |change: &mut Change| change.execute("UPDATE posts SET body = 'down'");
    let both = Migration::up_and_down(3, "both", up, down);
    let sql = Migration::new(4, "sql", "INSERT INTO posts (body) VALUES ('sql')")
        .down("DELETE FROM posts WHERE body = 'sql'");
    repo.migrate(&[USERS, POSTS, both, sql]).await.unwrap();
    assert_eq!(repo.all(Post).await.unwrap().len(), 2);
    assert_eq!(repo.rollback(&[USERS, POSTS, both, sql], 2).await.unwrap(), 2);
    let posts = repo.all(Post).await.unwrap();
    assert_eq!(posts.iter().map(|post| post.body.as_str()).collect::<Vec<_>>(), ["down"]);
}

#[tokio::test]
async fn an_index_is_built_while_others_write() {
    let repo = super::databases::postgres("").await;
    let concurrent = Migration::change(2, "index", |change| {
        change.create(index("users", ["inserted_at"]).using("btree").concurrently());
    });
    let concurrent = concurrent.outside_transaction();
    assert_eq!(repo.migrate(&[USERS, concurrent]).await.unwrap(), 2);
    assert_eq!(repo.rollback(&[USERS, concurrent], 1).await.unwrap(), 1);
    assert_eq!(repo.backend(), Backend::Postgres);
}
