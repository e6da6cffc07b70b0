//! A program's own SQL comes in, columns and rows go out.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::adapter::{Access, Failure, Statement};
use super::read::unloadable;
use super::{DatabaseError, Error, Repo};
use crate::schema::{LoadError, Row, RowSource, Schema, Value, ValueRef};

/// How many texts are remembered: a program that builds its SQL may have any number.
const REMEMBERED: usize = 256;

/// What a statement of SQL gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
    num_rows: usize,
}

impl Rows {
    /// The names of the columns; none of a statement that returns nothing.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The values, row by row, each in the order of the columns.
    #[must_use]
    pub fn rows(&self) -> &[Vec<Value>] {
        &self.rows
    }

    /// How many rows were returned, or changed where none are returned.
    #[must_use]
    pub fn num_rows(&self) -> usize {
        self.num_rows
    }

    /// The rows as those of a schema, whose fields are found by the columns' names: Ecto's `Repo.load`.
    ///
    /// ```
    /// # use bennu::repo::{Migration, Repo};
    /// bennu::schema! { pub struct Message in "messages" { author: String } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), bennu::repo::Error> {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let table = "CREATE TABLE messages (id INTEGER PRIMARY KEY, author TEXT NOT NULL)";
    /// # repo.migrate(&[Migration::new(1, "create messages", table)]).await?;
    /// repo.query("INSERT INTO messages (author) VALUES ($1)", ["Ann"]).await?;
    /// let rows = repo.query("SELECT author, id FROM messages WHERE id < $1", [10]).await?;
    /// assert_eq!(rows.columns(), ["author", "id"]);
    /// let messages: Vec<Message> = rows.load()?;
    /// assert_eq!(messages[0].author, "Ann");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Where a field has no column, or its values do not fit.
    pub fn load<T: Schema>(&self) -> Result<Vec<T>, Error> {
        let place = |name| self.columns.iter().position(|column| column == name);
        let places: Vec<_> = T::FIELDS.iter().map(|field| place(field.name())).collect();
        let load = |row| T::load(&mut Row::new(&Named { row, places: &places }));
        self.rows.iter().map(|row| load(row).map_err(unloadable::<T>)).collect()
    }
}

/// A row whose columns stand in another order than the fields.
struct Named<'a> {
    row: &'a [Value],
    places: &'a [Option<usize>],
}

impl RowSource for Named<'_> {
    fn value(&self, index: usize) -> Result<ValueRef<'_>, LoadError> {
        let value = self.places.get(index).copied().flatten().and_then(|place| self.row.get(place));
        value.map(Value::as_ref).ok_or_else(|| LoadError::new("a column of this name", ValueRef::Null))
    }
}

/// Values for a statement, in order: an array or a vector, a tuple where their types differ, `()` where there are none.
///
/// ```
/// use bennu::repo::Values;
/// use bennu::schema::Value;
///
/// assert_eq!(("Ann", 7, Option::<bool>::None).into_values(), ["Ann".into(), Value::Integer(7), Value::Null]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` are no values for a statement",
    label = "expected values",
    note = "give an array (`[1, 2]`), a tuple (`(1, \"Ann\")`), a `Vec<Value>`, or `()` where there are none"
)]
pub trait Values {
    /// The values.
    fn into_values(self) -> Vec<Value>;
}

impl<V: Into<Value>> Values for Vec<V> {
    fn into_values(self) -> Vec<Value> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<V: Into<Value>, const N: usize> Values for [V; N] {
    fn into_values(self) -> Vec<Value> {
        self.map(Into::into).into()
    }
}

impl Values for () {
    fn into_values(self) -> Vec<Value> {
        Vec::new()
    }
}

macro_rules! values_of_tuples {
    ($($($name:ident)+;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($name: Into<Value>),+> Values for ($($name,)+) {
            #[expect(non_snake_case, reason = "one name for a type and its value keeps the macro short")]
            fn into_values(self) -> Vec<Value> {
                let ($($name,)+) = self;
                vec![$($name.into()),+]
            }
        }
    )+};
}

values_of_tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}

/// The statements of a program's own SQL that were used lately, by their texts.
#[derive(Default)]
pub(super) struct Texts(Mutex<HashMap<String, Arc<Statement>>>);

impl Texts {
    pub(super) fn statement(&self, table: &'static str, sql: &str) -> Arc<Statement> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(statement) = known.get(sql) {
            return Arc::clone(statement);
        }
        if known.len() >= REMEMBERED {
            known.clear();
        }
        let statement = Arc::new(Statement::raw(table, sql));
        known.insert(sql.to_owned(), Arc::clone(&statement));
        statement
    }
}

impl Repo {
    /// Runs one statement of SQL, whatever it is. `$1`, `$2` are the values, on both databases.
    ///
    /// Values are bound, never part of the text; a text that is made of what people send is an injection, so keep it a
    /// literal. What a statement does to its connection (`SET`) may meet any other statement later.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), bennu::repo::Error> {
    /// # let repo = bennu::Repo::sqlite(":memory:").await?;
    /// let rows = repo.query("SELECT $2 || ', ' || $1 AS name", ("Ann", "Lee")).await?;
    /// assert_eq!((rows.columns(), rows.num_rows()), (&["name".to_owned()][..], 1));
    /// assert_eq!(rows.rows()[0], ["Lee, Ann".into()]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the database says; [`Error::Database`] for what begins or ends a transaction, which
    /// [`transaction`](Self::transaction) does.
    pub async fn query(&self, sql: &str, values: impl Values) -> Result<Rows, Error> {
        let word = first_word(sql);
        if let Some(word) = TRANSACTIONS.into_iter().find(|known| known.eq_ignore_ascii_case(word)) {
            let message = format!("`{word}` is not run by itself: use `repo.transaction(..)`");
            return Err(Error::Database(DatabaseError::new(None, message)));
        }
        let reads = word.eq_ignore_ascii_case("SELECT") || word.eq_ignore_ascii_case("VALUES");
        let access = if reads { Access::Read } else { Access::Write };
        let statement = self.inner.texts.statement("", sql);
        let read = |row: &mut Row<'_>| row.values();
        let written = self.perform(access, &statement, values.into_values(), read).await;
        let written = written.map_err(Failure::into_error)?;
        Ok(Rows { columns: written.columns, rows: written.returned, num_rows: written.rows })
    }
}

/// What begins and ends transactions, which is the repo's own business.
const TRANSACTIONS: [&str; 9] =
    ["BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE"];

/// The first word of a statement, after spaces and comments.
fn first_word(sql: &str) -> &str {
    let mut rest = sql;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ';' | '(' | '\u{feff}'));
        rest = if let Some(line) = rest.strip_prefix("--") {
            line.split_once('\n').map_or("", |(_, rest)| rest)
        } else if rest.starts_with("/*") {
            after_comment(rest)
        } else {
            break;
        };
    }
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    &rest[..end]
}

/// What follows a comment, in which PostgreSQL allows others. For SQLite the first end is the end: what looks like a comment
/// to this function only is then no statement that SQLite would take either.
fn after_comment(text: &str) -> &str {
    let (mut depth, mut rest) = (0_u32, text);
    loop {
        if let Some(inner) = rest.strip_prefix("/*") {
            (depth, rest) = (depth + 1, inner);
        } else if let Some(outer) = rest.strip_prefix("*/") {
            (depth, rest) = (depth - 1, outer);
            if depth == 0 {
                return rest;
            }
        } else {
            let mut letters = rest.chars();
            if letters.next().is_none() {
                return "";
            }
            rest = letters.as_str();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_is_found_behind_comments() {
        assert_eq!(first_word("  ( SELECT 1)"), "SELECT");
        assert_eq!(first_word("-- begin\n/* a /* b */ c */;commit"), "commit");
        assert_eq!(first_word("/* open"), "");
        assert_eq!(first_word("--"), "");
        assert_eq!(first_word("begin;"), "begin");
    }
}
