//! Cases come in, sqlx does them on each database, through its pool.

use std::collections::HashMap;
use std::hint::black_box;

use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{FromRow, PgPool, SqlitePool};

use crate::{Case, INSERTS, Peer, key};

#[derive(FromRow)]
#[expect(dead_code, reason = "it is made to be measured")]
struct Post {
    id: i64,
    author_id: i64,
    title: String,
    body: Option<String>,
    likes: i32,
    published: bool,
    score: f64,
}

#[derive(FromRow)]
#[expect(dead_code, reason = "it is made to be measured")]
struct Parent {
    id: i64,
    name: String,
}

#[derive(FromRow)]
#[expect(dead_code, reason = "it is made to be measured")]
struct Child {
    id: i64,
    parent_id: i64,
    name: String,
}

fn together(parents: Vec<Parent>, children: Vec<Child>) -> Vec<(Parent, Vec<Child>)> {
    let mut of: HashMap<i64, Vec<Child>> = HashMap::new();
    children.into_iter().for_each(|child| of.entry(child.parent_id).or_default().push(child));
    parents
        .into_iter()
        .map(|parent| {
            let children = of.remove(&parent.id).unwrap_or_default();
            (parent, children)
        })
        .collect()
}

/// The same on both databases, which differ in their types and in the words for parameters.
macro_rules! peer {
    ($name:ident, $pool:ty, $by_id:literal, $insert:literal, $children:literal, $in:expr) => {
        pub struct $name($pool);

        impl Peer for $name {
            async fn run(&mut self, case: Case, number: usize) {
                match case {
                    Case::ById => {
                        let post = sqlx::query_as::<_, Post>($by_id).bind(key(number)).fetch_one(&self.0);
                        black_box(post.await.expect("it is there"));
                    }
                    Case::Insert => {
                        let mut transaction = self.0.begin().await.expect("it begins");
                        for _ in 0..INSERTS {
                            let insert = sqlx::query_scalar::<_, i64>($insert)
                                .bind(7_i64)
                                .bind("a title")
                                .bind(None::<String>)
                                .bind(3_i32)
                                .bind(true)
                                .bind(0.5_f64);
                            black_box(insert.fetch_one(&mut *transaction).await.expect("it is stored"));
                        }
                        transaction.rollback().await.expect("it ends");
                    }
                    Case::All => {
                        let sql = "SELECT id, author_id, title, body, likes, published, score FROM posts";
                        black_box(sqlx::query_as::<_, Post>(sql).fetch_all(&self.0).await.expect("they are posts"));
                    }
                    Case::Preload => {
                        let parents = sqlx::query_as::<_, Parent>("SELECT id, name FROM parents");
                        let parents = parents.fetch_all(&self.0).await.expect("they are there");
                        let ids: Vec<i64> = parents.iter().map(|parent| parent.id).collect();
                        let children = sqlx::query_as::<_, Child>($children);
                        let children = $in(children, ids).fetch_all(&self.0).await.expect("they are there");
                        black_box(together(parents, children));
                    }
                }
            }
        }
    };
}

peer!(
    Sqlite,
    SqlitePool,
    "SELECT id, author_id, title, body, likes, published, score FROM posts WHERE id = ?",
    "INSERT INTO posts (author_id, title, body, likes, published, score) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
    // One text for any number of keys.
    "SELECT id, parent_id, name FROM children WHERE parent_id IN (SELECT value FROM json_each(?))",
    |query: sqlx::query::QueryAs<'static, sqlx::Sqlite, Child, _>, ids: Vec<i64>| query.bind(format!("{ids:?}"))
);
peer!(
    Postgres,
    PgPool,
    "SELECT id, author_id, title, body, likes, published, score FROM posts WHERE id = $1",
    "INSERT INTO posts (author_id, title, body, likes, published, score) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    "SELECT id, parent_id, name FROM children WHERE parent_id = ANY($1)",
    |query: sqlx::query::QueryAs<'static, sqlx::Postgres, Child, _>, ids: Vec<i64>| query.bind(ids)
);

impl Sqlite {
    pub async fn open(file: &str) -> Self {
        let options = SqliteConnectOptions::new().filename(file).synchronous(SqliteSynchronous::Normal);
        Self(SqlitePoolOptions::new().connect_with(options).await.expect("the file is there"))
    }
}

impl Postgres {
    pub async fn open(address: &str) -> Self {
        Self(PgPoolOptions::new().connect(address).await.expect("the server answers"))
    }
}
