//! Sources, trees and values come in, a whole query as data goes out: its shape apart from its values.

use super::Direction;
use super::pin::listed;
use super::seek::Seek;
use super::tree::{Clause, Tree};
use crate::schema::{self, Association, Kind, Schema, Value};

/// A query without its types.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(super) source: Source,
    pub(super) steps: Vec<Step>,
}

/// Where rows come from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// A table of the database.
    Table(schema::Source),
    /// A query, with the names of its columns.
    Query { plan: Box<Plan>, names: &'static [&'static str] },
}

/// What is added to a query.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// By `from!`.
    Tree { tree: &'static Tree, arguments: Vec<Argument> },
    /// A column of the first row has this value.
    Equal { column: usize, value: Value },
    /// An association of `owner` leads to them from rows with these keys.
    Of { owner: schema::Source, association: &'static Association, keys: Vec<Value> },
    /// So many rows from one on, whatever was said of that before.
    Rows { limit: i64, offset: i64 },
    /// All rows, whatever was said of that before.
    AllRows,
    /// Among rows that are equal in the order decides their key.
    ThenByKey,
    /// In another order, and the rows behind one.
    Seek(Seek),
}

/// What a tree refers to by number.
#[derive(Clone, Debug)]
pub enum Argument {
    /// A value that is bound.
    Value(Value),
    /// Values that are bound as one.
    List(Kind, Vec<Value>),
    /// What is joined.
    #[doc(hidden)]
    Source(Joined),
    /// An order.
    Orders(Vec<(usize, Direction)>),
}

/// A source in an argument.
#[derive(Clone, Debug)]
pub struct Joined(pub(crate) Source);

/// The words that tell one shape of query from all others.
pub(crate) type Key = Vec<usize>;

impl Plan {
    pub(crate) fn table<T: Schema>() -> Self {
        Self { source: Source::Table(schema::Source::of::<T>()), steps: Vec::new() }
    }

    pub(crate) fn equal(mut self, column: usize, value: Value) -> Self {
        self.steps.push(Step::Equal { column, value });
        self
    }

    /// The rows that an association of `T` leads to from rows with these keys.
    pub(crate) fn of<T: Schema>(mut self, association: &'static Association, keys: Vec<Value>) -> Self {
        self.steps.push(Step::Of { owner: schema::Source::of::<T>(), association, keys: listed(keys) });
        self
    }

    /// The rows of one page, in an order without equals.
    pub(crate) fn page(mut self, limit: i64, offset: i64) -> Self {
        self.steps.extend([Step::ThenByKey, Step::Rows { limit, offset }]);
        self
    }

    /// The rows of one page beside a row.
    pub(crate) fn seek(mut self, seek: Seek, limit: i64) -> Self {
        self.steps.extend([Step::Seek(seek), Step::Rows { limit, offset: 0 }]);
        self
    }

    /// The rows of all pages.
    pub(crate) fn all_rows(mut self) -> Self {
        self.steps.push(Step::AllRows);
        self
    }

    /// Whether it says what to change.
    pub(crate) fn changes(&self) -> bool {
        let updates = |clause: &Clause| matches!(clause, Clause::Update(_));
        self.steps
            .iter()
            .any(|step| matches!(step, Step::Tree { tree, .. } if tree.clauses.iter().any(updates)))
    }

    /// The table that it begins with, for errors and the log.
    pub(crate) fn table_name(&self) -> &'static str {
        match &self.source {
            Source::Table(source) => source.table,
            Source::Query { plan, .. } => plan.table_name(),
        }
    }

    pub(crate) fn write_key(&self, key: &mut Key) {
        self.source.write_key(key);
        key.push(self.steps.len());
        for step in &self.steps {
            step.write_key(key);
        }
    }

    /// The values in the order in which [`render`](super::render) counts them.
    pub(crate) fn write_values(self, values: &mut Vec<Value>) {
        self.source.write_values(values);
        for step in self.steps {
            step.write_values(values);
        }
    }
}

impl Source {
    fn write_key(&self, key: &mut Key) {
        match self {
            // What lies at an address for good and is as long as that is always the same.
            Self::Table(schema::Source { table, fields, .. }) => {
                key.extend([table.as_ptr().addr(), table.len(), fields.as_ptr().addr(), fields.len()]);
            }
            Self::Query { plan, .. } => {
                key.push(0);
                plan.write_key(key);
            }
        }
    }

    fn write_values(self, values: &mut Vec<Value>) {
        if let Self::Query { plan, .. } = self {
            plan.write_values(values);
        }
    }

    pub(super) fn holes(&self) -> usize {
        match self {
            Self::Table(_) => 0,
            Self::Query { plan, .. } => {
                plan.source.holes() + plan.steps.iter().map(Step::holes).sum::<usize>()
            }
        }
    }
}

impl Step {
    fn write_key(&self, key: &mut Key) {
        match self {
            Self::Tree { tree, arguments } => {
                key.push(std::ptr::from_ref(*tree).addr());
                arguments.iter().for_each(|argument| argument.write_key(key));
            }
            Self::Equal { column, .. } => key.extend([1, *column]),
            Self::Of { association, .. } => key.extend([2, std::ptr::from_ref(*association).addr()]),
            Self::Rows { .. } => key.push(3),
            Self::AllRows => key.push(4),
            Self::ThenByKey => key.push(5),
            Self::Seek(seek) => {
                key.extend([6, usize::from(seek.backward), seek.beside.len()]);
                // What the text says of a value is whether there is one.
                key.extend(seek.beside.iter().map(|value| usize::from(value.is_null())));
                write_orders(&seek.orders, key);
            }
        }
    }

    fn write_values(self, values: &mut Vec<Value>) {
        match self {
            Self::Tree { arguments, .. } => {
                arguments.into_iter().for_each(|argument| argument.write_values(values));
            }
            Self::Equal { value, .. } => values.push(value),
            Self::Of { keys, .. } => values.push(Value::Array(keys)),
            Self::Rows { limit, offset } => values.extend([limit.into(), offset.into()]),
            Self::AllRows | Self::ThenByKey => {}
            Self::Seek(seek) => values.extend(seek.beside),
        }
    }

    /// How many values it has.
    pub(super) fn holes(&self) -> usize {
        match self {
            Self::Tree { arguments, .. } => arguments.iter().map(Argument::holes).sum(),
            Self::Equal { .. } | Self::Of { .. } => 1,
            Self::Rows { .. } => 2,
            Self::AllRows | Self::ThenByKey => 0,
            Self::Seek(seek) => seek.beside.len(),
        }
    }
}

impl Argument {
    fn write_key(&self, key: &mut Key) {
        match self {
            // The text says nothing of a value.
            Self::Value(_) => {}
            Self::List(kind, _) => key.push(usize::from(*kind == Kind::Binary)),
            Self::Source(Joined(source)) => source.write_key(key),
            Self::Orders(orders) => write_orders(orders, key),
        }
    }

    fn write_values(self, values: &mut Vec<Value>) {
        match self {
            Self::Value(value) => values.push(value),
            Self::List(_, list) => values.push(Value::Array(list)),
            Self::Source(Joined(source)) => source.write_values(values),
            Self::Orders(_) => {}
        }
    }

    pub(super) fn holes(&self) -> usize {
        match self {
            Self::Value(_) | Self::List(..) => 1,
            Self::Source(Joined(source)) => source.holes(),
            Self::Orders(_) => 0,
        }
    }
}

fn write_orders(orders: &[(usize, Direction)], key: &mut Key) {
    key.push(orders.len());
    key.extend(
        orders.iter().map(|(column, direction)| column * 2 + usize::from(*direction == Direction::Desc)),
    );
}
