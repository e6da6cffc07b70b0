//! Cases come in, diesel-async does them on PostgreSQL.

use std::hint::black_box;

use diesel::pg::Pg;
use diesel::prelude::{BelongingToDsl, GroupedBy, QueryDsl, Queryable, Selectable, SelectableHelper};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use crate::diesel_sqlite::{Child, NEW, Parent, parents, posts};
use crate::{Case, INSERTS, Peer, key};

#[derive(Queryable, Selectable)]
#[diesel(table_name = posts, check_for_backend(Pg))]
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

pub struct Diesel(AsyncPgConnection);

impl Diesel {
    pub async fn open(address: &str) -> Self {
        Self(AsyncPgConnection::establish(address).await.expect("the server answers"))
    }
}

impl Peer for Diesel {
    async fn run(&mut self, case: Case, number: usize) {
        let connection = &mut self.0;
        match case {
            Case::ById => {
                let post = posts::table.find(key(number)).select(Post::as_select());
                black_box(post.get_result(connection).await.expect("it is there"));
            }
            Case::Insert => {
                connection.batch_execute("BEGIN").await.expect("it begins");
                for _ in 0..INSERTS {
                    let insert = diesel::insert_into(posts::table).values(&NEW).returning(posts::id);
                    black_box(insert.get_result::<i64>(connection).await.expect("it is stored"));
                }
                connection.batch_execute("ROLLBACK").await.expect("it ends");
            }
            Case::All => {
                let all = posts::table.select(Post::as_select());
                black_box(all.load(connection).await.expect("they are posts"));
            }
            Case::Preload => {
                let parents = parents::table.select(Parent::as_select()).load(connection).await;
                let parents: Vec<Parent> = parents.expect("they are there");
                let children = Child::belonging_to(&parents).select(Child::as_select()).load(connection).await;
                let children: Vec<Child> = children.expect("they are there");
                let children = children.grouped_by(&parents);
                black_box(parents.into_iter().zip(children).collect::<Vec<_>>());
            }
        }
    }
}
