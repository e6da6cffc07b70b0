//! A query and what a client wants to see of it come in, one page of its rows goes out.

mod cursor;
mod page;

use std::num::NonZero;

use serde_json::Value as Json;

use super::{Error, Repo};
use crate::Params;
use crate::query::{Binding, Bindings, Direction, IntoQuery, Orders, Purpose, Query, Record, Seek};
use crate::schema::Schema;
use crate::token::Secret;
use cursor::{Cursor, List};
pub use page::{CursorPage, Page};

/// Which page of a list a client wants, and how large pages are.
///
/// It is made of parameters: `page` and `page_size`, or `cursor` and `limit`, another name of `page_size`. What is no number, or
/// none of a page, counts as not said.
///
/// | option | default |
/// |---|---|
/// | [`page_size`](Self::page_size): rows of a page where the client does not say it | 20 |
/// | [`max_page_size`](Self::max_page_size): rows of a page at most, whatever the client says | 100 |
/// | [`encrypt`](Self::encrypt): nobody can read cursors, or make one | they are encoded |
///
/// ```
/// use bennu::Params;
/// use bennu::repo::Paging;
///
/// let params = Params::from_urlencoded("page=2&page_size=1000")?;
/// let paging = Paging::from(&params).page_size(10).max_page_size(50);
/// assert_eq!((paging.page_number(), paging.rows()), (2, 50));
/// # Ok::<(), bennu::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "it does nothing before the repo gets it"]
pub struct Paging {
    page: Option<NonZero<u64>>,
    wanted: Option<NonZero<u64>>,
    cursor: Option<String>,
    page_size: u64,
    max_page_size: u64,
    secret: Option<Secret>,
}

impl Paging {
    /// The first page.
    pub fn new() -> Self {
        Self { page: None, wanted: None, cursor: None, page_size: 20, max_page_size: 100, secret: None }
    }

    /// How many rows a page has where the client does not say it; 20 if this is not called.
    pub fn page_size(self, rows: u32) -> Self {
        Self { page_size: rows.into(), ..self }
    }

    /// How many rows a page has at most, whatever the client says; 100 if this is not called.
    pub fn max_page_size(self, rows: u32) -> Self {
        Self { max_page_size: rows.into(), ..self }
    }

    /// The page with this number; the first one is 1.
    pub fn page(self, number: u64) -> Self {
        Self { page: NonZero::new(number), ..self }
    }

    /// The page that [`CursorPage::next_cursor`] or [`CursorPage::previous_cursor`] of another one leads to.
    pub fn cursor(self, cursor: impl Into<String>) -> Self {
        Self { cursor: Some(cursor.into()), ..self }
    }

    /// Encrypts cursors: they hold values of the columns that the list is ordered by, which else whoever has one can read, and
    /// can change to begin somewhere else. `secret` is the application's: that of a conn.
    pub fn encrypt(self, secret: &impl AsRef<Secret>) -> Self {
        Self { secret: Some(secret.as_ref().clone()), ..self }
    }

    /// The number of the page that is wanted.
    #[must_use]
    pub fn page_number(&self) -> u64 {
        self.page.map_or(1, NonZero::get)
    }

    /// How many rows it may have.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.wanted.map_or(self.page_size, NonZero::get).clamp(1, self.max_page_size.max(1))
    }
}

impl Default for Paging {
    fn default() -> Self {
        Self::new()
    }
}

impl From<&Params> for Paging {
    fn from(params: &Params) -> Self {
        let number = |name| match params.get(name)? {
            Json::String(digits) => digits.trim().parse().ok(),
            Json::Number(number) => number.as_u64().and_then(NonZero::new),
            _ => None,
        };
        let cursor = params.get("cursor").and_then(|cursor| match cursor {
            Json::Null => None,
            Json::String(text) => (!text.is_empty()).then(|| text.clone()),
            other => Some(other.to_string()),
        });
        let wanted = number("page_size").or_else(|| number("limit"));
        Self { page: number("page"), wanted, cursor, ..Self::new() }
    }
}

impl Repo {
    /// One page of a query's rows, with how many there are in all: `repo.paginate(posts, conn.all_params())`.
    ///
    /// The query's order decides, and among equals the primary key, so that no row is on two pages; a limit of its own does
    /// not count. A page behind the last one is the last one. Two statements: one counts, one reads.
    ///
    /// As JSON the page is `{"data": [..], "metadata": {"page_number": 2, "page_size": 10, "total_entries": 93, "total_pages": 10}}`:
    ///
    /// ```
    /// # use bennu::repo::Migration;
    /// use bennu::prelude::*;
    /// use bennu::repo::Paging;
    /// use bennu::serde_json::json;
    ///
    /// schema! { pub struct Post in "posts" { title: String, published: bool = false, timestamps } }
    ///
    /// async fn index(conn: &mut Conn<Repo>) -> Result {
    ///     let posts = from!(p in Post, where: p.published, order_by: [desc: p.inserted_at]);
    ///     let page = conn.state().paginate(posts, conn.all_params()).await?;
    ///     conn.json(&page.map(|post| json!({"id": post.id, "title": post.title})))
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let table = "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, published INTEGER, inserted_at TEXT, updated_at TEXT)";
    /// # repo.migrate(&[Migration::new(1, "create posts", table)]).await?;
    /// let page = repo.paginate(Post, Paging::new().page(7)).await?;
    /// assert_eq!((page.entries.len(), page.page_number, page.total_pages), (0, 1, 1));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Far pages are slow, since the database passes over all rows before them, and rows that come or go meanwhile move the
    /// others to other pages: [`paginate_by`](Self::paginate_by) knows neither.
    ///
    /// # Errors
    /// When the database fails, or holds what the query's types cannot.
    pub async fn paginate<Q: IntoQuery>(
        &self,
        query: Q,
        paging: impl Into<Paging>,
    ) -> Result<Page<Q::Output>, Error> {
        let (paging, Query { plan, load, .. }) = (paging.into(), query.into_query());
        let total_entries = self.count_plan(plan.clone().all_rows()).await?;
        let page_size = paging.rows();
        let total_pages = total_entries.div_ceil(page_size).max(1);
        let page_number = paging.page_number().min(total_pages);
        let plan = plan.page(whole(page_size), whole((page_number - 1).saturating_mul(page_size)));
        let entries = self.read_query(Query::<Q::Bindings, _>::new(plan, load), Purpose::All).await?;
        Ok(Page { entries, page_number, page_size, total_entries, total_pages })
    }

    /// One page of a query's rows in an order, with the cursors of its neighbours: however far it is, the database begins at
    /// its first row, and rows that come or go meanwhile move no others.
    ///
    /// `order` is one column or several, `desc(Post::inserted_at)`, in place of an order that the query has. Among equals the
    /// primary key decides, in the direction of the last column; null comes last. An index on these columns makes it fast. A page
    /// that is full has a cursor to the next one, which is empty if that was the last.
    ///
    /// As JSON the page is `{"data": [..], "metadata": {"page_size": 20, "next_cursor": "W..", "previous_cursor": null}}`:
    ///
    /// ```
    /// # use bennu::repo::Migration;
    /// use bennu::prelude::*;
    /// use bennu::repo::Paging;
    ///
    /// schema! { pub struct Post in "posts" { title: String, likes: i64 = 0 } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let table = "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, likes INTEGER);
    /// #     INSERT INTO posts (title, likes) VALUES ('a', 3), ('b', 7), ('c', 3)";
    /// # repo.migrate(&[Migration::new(1, "create posts", table)]).await?;
    /// let titles = |page: bennu::repo::CursorPage<Post>| page.map(|post| post.title).entries;
    /// let paging = Paging::new().page_size(2);
    /// let first = repo.paginate_by(Post, desc(Post::likes), paging.clone()).await?;
    /// let cursor = first.next_cursor.clone().expect("a full page has one");
    /// assert_eq!(titles(first), ["b", "c"]);
    /// assert_eq!(titles(repo.paginate_by(Post, desc(Post::likes), paging.cursor(cursor)).await?), ["a"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The query selects rows of its table. It may have joins to one row each, and neither groups, nor unions.
    ///
    /// # Errors
    /// [`Error::Cursor`], which is answered with 400, for a cursor of another list and for what is none. When the database
    /// fails, or holds what the schema cannot.
    pub async fn paginate_by<T, Q>(
        &self,
        query: Q,
        order: impl Orders<T>,
        paging: impl Into<Paging>,
    ) -> Result<CursorPage<T>, Error>
    where
        T: Schema + Record,
        Q: IntoQuery<Output = T>,
        Q::Bindings: Bindings<First: Binding<Row = T>>,
    {
        const { assert!(!T::KEY.is_empty(), "only rows with a primary key have an order without equals") };
        let (paging, Query { plan, load, .. }) = (paging.into(), query.into_query());
        let list = List::<T>::new(then_by_key::<T>(order.to_orders()), paging.secret.as_ref());
        let cursor = paging.cursor.as_deref().map(|text| list.read(text)).transpose()?;
        let (beside, backward) =
            cursor.map_or((vec![], false), |Cursor { beside, backward }| (beside, backward));
        let (rows, is_first) = (paging.rows(), beside.is_empty());
        let seek = Seek { orders: list.orders().to_vec(), beside, backward };
        // One more on the way back: whether there is a page before this one.
        let plan = plan.seek(seek, whole(rows.saturating_add(backward.into())));
        let mut entries = self.read_query(Query::<Q::Bindings, _>::new(plan, load), Purpose::All).await?;
        let (is_full, is_more) = (entries.len() as u64 >= rows, entries.len() as u64 > rows);
        if backward {
            entries.truncate(usize::try_from(rows).unwrap_or(usize::MAX));
            entries.reverse();
        }
        let after = entries.last().filter(|_| backward || is_full);
        let before = entries.first().filter(|_| if backward { is_more } else { !is_first });
        Ok(CursorPage {
            next_cursor: after.map(|row| list.write(row, false)),
            previous_cursor: before.map(|row| list.write(row, true)),
            page_size: rows,
            entries,
        })
    }
}

/// The order, and behind it what it lacks of the primary key.
fn then_by_key<T: Schema>(mut orders: Vec<(usize, Direction)>) -> Vec<(usize, Direction)> {
    let direction = orders.last().map_or(Direction::Asc, |(_, direction)| *direction);
    for key in T::KEY {
        if !orders.iter().any(|(column, _)| column == key) {
            orders.push((*key, direction));
        }
    }
    orders
}

fn whole(rows: u64) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
