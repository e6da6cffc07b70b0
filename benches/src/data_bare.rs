//! Cases come in, the drivers alone do them, each statement prepared once and held.

use std::collections::HashMap;
use std::hint::black_box;
use std::path::Path;

use tokio_postgres::{Client, NoTls, Statement};

use crate::data::{Case, INSERTS, key};

/// A row of `posts`.
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

/// A row of `parents`.
#[expect(dead_code, reason = "it is made to be measured")]
struct Parent {
    id: i64,
    name: String,
    children: Vec<Child>,
}

/// A row of `children`.
#[expect(dead_code, reason = "it is made to be measured")]
struct Child {
    id: i64,
    name: String,
    parent_id: i64,
}

const PARENTS: &str = "SELECT id, name FROM parents";
const CHILDREN: &str = "SELECT id, name, parent_id FROM children WHERE parent_id";

/// Gives each parent its own.
fn together(parents: &mut [Parent], children: impl Iterator<Item = Child>) {
    let places: HashMap<i64, usize> =
        parents.iter().enumerate().map(|(place, parent)| (parent.id, place)).collect();
    children.for_each(|child| parents[places[&child.parent_id]].children.push(child));
}

const POSTS: &str = "SELECT id, author_id, title, body, likes, published, score FROM posts";

/// rusqlite.
pub(crate) struct Sqlite(rusqlite::Connection);

impl Sqlite {
    pub(crate) fn open(file: &Path) -> Self {
        let connection = rusqlite::Connection::open(file).expect("the file is there");
        connection.pragma_update(None, "synchronous", "normal").expect("a setting");
        Self(connection)
    }

    pub(crate) fn run(&self, case: Case, runs: usize) {
        match case {
            Case::ById => self.by_id(runs),
            Case::Insert => (0..runs).for_each(|_| self.insert()),
            Case::All => (0..runs).for_each(|_| self.all()),
            Case::Preload => (0..runs).for_each(|_| self.preload()),
        }
    }

    fn by_id(&self, runs: usize) {
        let mut select = self.0.prepare(&format!("{POSTS} WHERE id = ?")).expect("it is SQL");
        for number in 0..runs {
            black_box(select.query_row([key(black_box(number))], sqlite_post).expect("it is there"));
        }
    }

    fn insert(&self) {
        self.0.execute_batch("BEGIN IMMEDIATE").expect("it begins");
        let sql = "INSERT INTO posts (author_id, title, body, likes, published, score) VALUES (?, ?, ?, ?, ?, ?) RETURNING id";
        let mut insert = self.0.prepare(sql).expect("it is SQL");
        for _ in 0..INSERTS {
            let values = (7, "a title", None::<String>, 3, true, 0.5);
            let id: i64 = insert.query_row(values, |row| row.get(0)).expect("it is stored");
            black_box(id);
        }
        drop(insert);
        self.0.execute_batch("ROLLBACK").expect("it ends");
    }

    fn all(&self) {
        let mut select = self.0.prepare(POSTS).expect("it is SQL");
        let rows = select.query_map([], sqlite_post).expect("it runs");
        black_box(rows.collect::<Result<Vec<_>, _>>().expect("they are posts"));
    }

    fn preload(&self) {
        let mut select = self.0.prepare_cached(PARENTS).expect("it is SQL");
        let parents = select.query_map([], sqlite_parent).expect("it runs");
        let mut parents: Vec<_> = parents.collect::<Result<_, _>>().expect("they are parents");
        let holes = vec!["?"; parents.len()].join(", ");
        let mut select = self.0.prepare_cached(&format!("{CHILDREN} IN ({holes})")).expect("it is SQL");
        let ids = rusqlite::params_from_iter(parents.iter().map(|parent| parent.id));
        let children = select.query_map(ids, sqlite_child).expect("it runs");
        together(&mut parents, children.map(|child| child.expect("it is a child")));
        black_box(parents);
    }
}

fn sqlite_parent(row: &rusqlite::Row<'_>) -> rusqlite::Result<Parent> {
    Ok(Parent { id: row.get(0)?, name: row.get(1)?, children: Vec::new() })
}

fn sqlite_child(row: &rusqlite::Row<'_>) -> rusqlite::Result<Child> {
    Ok(Child { id: row.get(0)?, name: row.get(1)?, parent_id: row.get(2)? })
}

fn sqlite_post(row: &rusqlite::Row<'_>) -> rusqlite::Result<Post> {
    Ok(Post {
        id: row.get(0)?,
        author_id: row.get(1)?,
        title: row.get(2)?,
        body: row.get(3)?,
        likes: row.get(4)?,
        published: row.get(5)?,
        score: row.get(6)?,
    })
}

/// tokio-postgres.
pub(crate) struct Postgres {
    client: Client,
    by_id: Statement,
    insert: Statement,
    all: Statement,
    parents: Statement,
    children: Statement,
}

impl Postgres {
    pub(crate) async fn open(address: &str) -> Self {
        let (client, connection) = tokio_postgres::connect(address, NoTls).await.expect("the server answers");
        tokio::spawn(connection);
        let insert = "INSERT INTO posts (author_id, title, body, likes, published, score) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
        let prepare = async |sql: &str| client.prepare(sql).await.expect("it is SQL");
        Self {
            by_id: prepare(&format!("{POSTS} WHERE id = $1")).await,
            insert: prepare(insert).await,
            all: prepare(POSTS).await,
            parents: prepare(PARENTS).await,
            children: prepare(&format!("{CHILDREN} = ANY($1)")).await,
            client,
        }
    }

    pub(crate) async fn run(&self, case: Case, runs: usize) {
        for number in 0..runs {
            match case {
                Case::ById => {
                    let row = self.client.query_one(&self.by_id, &[&key(black_box(number))]).await;
                    black_box(postgres_post(&row.expect("it is there")));
                }
                Case::Insert => self.insert().await,
                Case::All => {
                    let rows = self.client.query(&self.all, &[]).await.expect("it runs");
                    black_box(rows.iter().map(postgres_post).collect::<Vec<_>>());
                }
                Case::Preload => self.preload().await,
            }
        }
    }

    async fn insert(&self) {
        self.client.batch_execute("BEGIN").await.expect("it begins");
        for _ in 0..INSERTS {
            let row = self
                .client
                .query_one(&self.insert, &[&7_i64, &"a title", &None::<String>, &3_i32, &true, &0.5_f64]);
            black_box(row.await.expect("it is stored").get::<_, i64>(0));
        }
        self.client.batch_execute("ROLLBACK").await.expect("it ends");
    }

    async fn preload(&self) {
        let rows = self.client.query(&self.parents, &[]).await.expect("it runs");
        let mut parents: Vec<_> = rows.iter().map(postgres_parent).collect();
        let ids: Vec<i64> = parents.iter().map(|parent| parent.id).collect();
        let rows = self.client.query(&self.children, &[&ids]).await.expect("it runs");
        together(&mut parents, rows.iter().map(postgres_child));
        black_box(parents);
    }
}

fn postgres_parent(row: &tokio_postgres::Row) -> Parent {
    Parent { id: row.get(0), name: row.get(1), children: Vec::new() }
}

fn postgres_child(row: &tokio_postgres::Row) -> Child {
    Child { id: row.get(0), name: row.get(1), parent_id: row.get(2) }
}

fn postgres_post(row: &tokio_postgres::Row) -> Post {
    Post {
        id: row.get(0),
        author_id: row.get(1),
        title: row.get(2),
        body: row.get(3),
        likes: row.get(4),
        published: row.get(5),
        score: row.get(6),
    }
}
