//! Cases come in, diesel does them on SQLite.

use std::hint::black_box;

use diesel::prelude::*;
use diesel::sqlite::Sqlite;

use crate::{Case, INSERTS, Peer, key};

diesel::table! {
    posts (id) {
        id -> BigInt,
        author_id -> BigInt,
        title -> Text,
        body -> Nullable<Text>,
        likes -> Integer,
        published -> Bool,
        score -> Double,
    }
}

diesel::table! { parents (id) { id -> BigInt, name -> Text, } }
diesel::table! { children (id) { id -> BigInt, parent_id -> BigInt, name -> Text, } }

#[derive(Queryable, Selectable)]
#[diesel(table_name = posts, check_for_backend(Sqlite))]
#[expect(dead_code, reason = "it is made to be measured")]
pub struct Post {
    id: i64,
    author_id: i64,
    title: String,
    body: Option<String>,
    likes: i32,
    published: bool,
    score: f64,
}

#[derive(Insertable)]
#[diesel(table_name = posts, treat_none_as_default_value = false)]
pub struct NewPost<'a> {
    pub author_id: i64,
    pub title: &'a str,
    pub body: Option<&'a str>,
    pub likes: i32,
    pub published: bool,
    pub score: f64,
}

pub const NEW: NewPost<'static> =
    NewPost { author_id: 7, title: "a title", body: None, likes: 3, published: true, score: 0.5 };

#[derive(Queryable, Selectable, Identifiable)]
#[diesel(table_name = parents)]
#[expect(dead_code, reason = "it is made to be measured")]
pub struct Parent {
    id: i64,
    name: String,
}

#[derive(Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = children, belongs_to(Parent))]
#[expect(dead_code, reason = "it is made to be measured")]
pub struct Child {
    id: i64,
    parent_id: i64,
    name: String,
}

pub struct Diesel(SqliteConnection);

impl Diesel {
    pub fn open(file: &str) -> Self {
        let mut connection = SqliteConnection::establish(file).expect("the file is there");
        diesel::sql_query("PRAGMA synchronous = normal").execute(&mut connection).expect("a setting");
        Self(connection)
    }
}

impl Peer for Diesel {
    async fn run(&mut self, case: Case, number: usize) {
        let connection = &mut self.0;
        match case {
            // Not `first`, whose limit would make it a statement that is prepared each time.
            Case::ById => {
                let post = posts::table.find(key(number)).select(Post::as_select());
                black_box(post.get_result(connection).expect("it is there"));
            }
            Case::Insert => {
                let rolled_back = connection.immediate_transaction(|connection| {
                    for _ in 0..INSERTS {
                        let insert = diesel::insert_into(posts::table).values(&NEW).returning(posts::id);
                        black_box(insert.get_result::<i64>(connection)?);
                    }
                    Err::<(), _>(diesel::result::Error::RollbackTransaction)
                });
                assert!(rolled_back.is_err());
            }
            Case::All => {
                let all = posts::table.select(Post::as_select());
                black_box(all.load(connection).expect("they are posts"));
            }
            Case::Preload => {
                let parents = parents::table.select(Parent::as_select()).load(connection).expect("they are there");
                let children = Child::belonging_to(&parents).select(Child::as_select()).load(connection);
                let children = children.expect("they are there").grouped_by(&parents);
                black_box(parents.into_iter().zip(children).collect::<Vec<_>>());
            }
        }
    }
}
