//! Cases come in, rusqlite alone does them: what the newer one does under Bennu is compared with this.

use std::collections::HashMap;
use std::hint::black_box;

use rusqlite::{Connection, Row};

use crate::{Case, INSERTS, Peer, key};

pub struct Sqlite(Connection);

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

/// Key, name, and the key of what it belongs to.
type Child = (i64, String, i64);
type Parent = (i64, String, Vec<Child>);

fn post(row: &Row<'_>) -> rusqlite::Result<Post> {
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

const SELECT: &str = "SELECT id, author_id, title, body, likes, published, score FROM posts";

impl Sqlite {
    pub fn open(file: &str) -> Self {
        let connection = Connection::open(file).expect("the file is there");
        connection.pragma_update(None, "synchronous", "normal").expect("a setting");
        Self(connection)
    }
}

impl Peer for Sqlite {
    async fn run(&mut self, case: Case, number: usize) {
        let connection = &self.0;
        match case {
            Case::ById => {
                let sql = format!("{SELECT} WHERE id = ?");
                let mut select = connection.prepare_cached(&sql).expect("it is SQL");
                black_box(select.query_row([key(number)], post).expect("it is there"));
            }
            Case::Insert => {
                connection.execute_batch("BEGIN IMMEDIATE").expect("it begins");
                for _ in 0..INSERTS {
                    let sql = "INSERT INTO posts (author_id, title, body, likes, published, score) \
                        VALUES (?, ?, ?, ?, ?, ?) RETURNING id";
                    let mut insert = connection.prepare_cached(sql).expect("it is SQL");
                    let values = (7, "a title", None::<String>, 3, true, 0.5);
                    let id: i64 = insert.query_row(values, |row| row.get(0)).expect("it is stored");
                    black_box(id);
                }
                connection.execute_batch("ROLLBACK").expect("it ends");
            }
            Case::All => {
                let mut select = connection.prepare_cached(SELECT).expect("it is SQL");
                let rows = select.query_map([], post).expect("it runs");
                black_box(rows.collect::<Result<Vec<_>, _>>().expect("they are posts"));
            }
            Case::Preload => {
                let mut select = connection.prepare_cached("SELECT id, name FROM parents").expect("it is SQL");
                let parents = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, Vec::new()))).expect("it runs");
                let mut parents: Vec<Parent> = parents.collect::<Result<_, _>>().expect("they are parents");
                let holes = vec!["?"; parents.len()].join(", ");
                let sql = format!("SELECT id, name, parent_id FROM children WHERE parent_id IN ({holes})");
                let mut select = connection.prepare_cached(&sql).expect("it is SQL");
                let ids = rusqlite::params_from_iter(parents.iter().map(|parent| parent.0));
                let children = select.query_map(ids, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
                let places: HashMap<i64, usize> =
                    parents.iter().enumerate().map(|(place, parent)| (parent.0, place)).collect();
                for child in children.expect("it runs") {
                    let child: Child = child.expect("it is a child");
                    parents[places[&child.2]].2.push(child);
                }
                black_box(parents);
            }
        }
    }
}
