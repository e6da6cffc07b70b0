//! Conditions and an order come in, a query as data goes out: its shape apart from its values.

use std::marker::PhantomData;

use crate::schema::{Column, FieldType, Schema, Table, Type, Value};

/// Upwards or downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the smallest on.
    Asc,
    /// From the largest on.
    Desc,
}

/// A column with a direction: [`asc`] and [`desc`] make them.
#[derive(Clone, Copy, Debug)]
pub struct Order<T> {
    column: usize,
    direction: Direction,
    schema: PhantomData<fn() -> T>,
}

/// Orders by a column, from the smallest value on.
#[must_use]
pub fn asc<T: Schema, F>(column: Column<T, F>) -> Order<T> {
    Order { column: column.index(), direction: Direction::Asc, schema: PhantomData }
}

/// Orders by a column, from the largest value on.
#[must_use]
pub fn desc<T: Schema, F>(column: Column<T, F>) -> Order<T> {
    Order { column: column.index(), direction: Direction::Desc, schema: PhantomData }
}

/// How a column is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Comparison {
    Equal,
    IsNull,
}

/// What decides a query's SQL text. Two queries of one shape differ only in the values that are bound.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    pub(super) conditions: Vec<(usize, Comparison)>,
    pub(super) orders: Vec<(usize, Direction)>,
    pub(super) limited: bool,
    pub(super) offset: bool,
}

/// Rows of one table that meet all conditions. Starts from the table's constant.
///
/// ```
/// use bennu::repo::desc;
///
/// bennu::schema! { pub struct Message in "messages" { author: String } }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), bennu::repo::Error> {
/// # use bennu::repo::{Migration, Repo};
/// # let repo = Repo::sqlite(":memory:").await?;
/// # let table = "CREATE TABLE messages (id INTEGER PRIMARY KEY, author TEXT NOT NULL)";
/// # repo.migrate(&[Migration::new(1, "create messages", table)]).await?;
/// let newest = Message.where_eq(Message::author, "Ann").order_by(desc(Message::id)).limit(10);
/// let messages: Vec<Message> = repo.all(newest).await?;
/// # assert!(messages.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a query asks nothing before the repo gets it"]
pub struct Query<T> {
    pub(super) shape: Shape,
    values: Vec<Value>,
    limit: Option<u64>,
    offset: Option<u64>,
    schema: PhantomData<fn() -> T>,
}

impl<T: Schema> Query<T> {
    fn new() -> Self {
        Self { shape: Shape::default(), values: Vec::new(), limit: None, offset: None, schema: PhantomData }
    }

    /// Only rows with this value in the column. A null is looked for with [`where_nil`](Self::where_nil).
    pub fn where_eq<F: FieldType>(self, column: Column<T, F>, value: impl Into<F::Inner>) -> Self {
        self.equal(column.index(), Type::dump(&value.into()))
    }

    pub(super) fn equal(mut self, column: usize, value: Value) -> Self {
        self.shape.conditions.push((column, Comparison::Equal));
        self.values.push(value);
        self
    }

    /// Only rows with null in the column.
    pub fn where_nil<F: Type>(mut self, column: Column<T, Option<F>>) -> Self {
        self.shape.conditions.push((column.index(), Comparison::IsNull));
        self
    }

    /// Orders the rows; a second order decides among rows that are equal in the first.
    pub fn order_by(mut self, order: Order<T>) -> Self {
        self.shape.orders.push((order.column, order.direction));
        self
    }

    /// At most so many rows.
    pub fn limit(mut self, rows: u64) -> Self {
        self.shape.limited = true;
        self.limit = Some(rows);
        self
    }

    /// Leaves out the first rows.
    pub fn offset(mut self, rows: u64) -> Self {
        self.shape.offset = true;
        self.offset = Some(rows);
        self
    }

    /// The shape, and the values in the order in which the SQL text has its holes.
    pub(super) fn into_parts(self) -> (Shape, Vec<Value>) {
        let mut values = self.values;
        let bounds = [self.limit, self.offset].into_iter().flatten();
        values.extend(bounds.map(|rows| Value::Integer(i64::try_from(rows).unwrap_or(i64::MAX))));
        (self.shape, values)
    }
}

impl<T: Schema> Table<T> {
    /// Only rows with this value in the column; see [`Query::where_eq`].
    pub fn where_eq<F: FieldType>(self, column: Column<T, F>, value: impl Into<F::Inner>) -> Query<T> {
        Query::new().where_eq(column, value)
    }

    /// Only rows with null in the column; see [`Query::where_nil`].
    pub fn where_nil<F: Type>(self, column: Column<T, Option<F>>) -> Query<T> {
        Query::new().where_nil(column)
    }

    /// All rows in an order; see [`Query::order_by`].
    pub fn order_by(self, order: Order<T>) -> Query<T> {
        Query::new().order_by(order)
    }

    /// At most so many rows; see [`Query::limit`].
    pub fn limit(self, rows: u64) -> Query<T> {
        Query::new().limit(rows)
    }
}

/// What the repo reads: a table's constant (all its rows) or a [`Query`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a query",
    label = "expected a query",
    note = "all rows of a schema are its name, as in `repo.all(Message)`; fewer are `Message.where_eq(Message::author, \"Ann\")`"
)]
pub trait IntoQuery {
    /// The rows' type.
    type Row: Schema;

    /// The query itself.
    fn into_query(self) -> Query<Self::Row>;
}

impl<T: Schema> IntoQuery for Table<T> {
    type Row = T;

    fn into_query(self) -> Query<T> {
        Query::new()
    }
}

impl<T: Schema> IntoQuery for Query<T> {
    type Row = T;

    fn into_query(self) -> Self {
        self
    }
}

impl<T: Schema> IntoQuery for &Query<T> {
    type Row = T;

    fn into_query(self) -> Query<T> {
        self.clone()
    }
}
