//! Sources, trees and values come in, a whole query as data goes out: its shape apart from its values.

use std::sync::Arc;

use super::Direction;
use super::bindings::Record;
use super::dynamic::Condition;
use super::pin::listed;
use super::render::Purpose;
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
    /// A query.
    Query { plan: Box<Plan>, columns: Selected },
    /// A common table expression.
    Cte { cte: Arc<Common>, columns: Selected },
    /// The common table expression that this stands within, by its name.
    Recursion { name: &'static str, columns: Selected },
}

/// What is known of the columns of a query that others read from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Selected {
    pub(super) names: &'static [&'static str],
    /// Where they are fields of a schema.
    pub(super) schema: Option<schema::Source>,
}

impl Selected {
    pub(super) fn of<O: Record>() -> Self {
        Self { names: O::NAMES, schema: O::schema() }
    }
}

/// A common table expression.
#[derive(Clone, Debug)]
pub(crate) struct Common {
    pub(super) name: &'static str,
    pub(super) names: &'static [&'static str],
    pub(super) initial: Plan,
    /// What finds further rows by those that were found, with the names of its columns.
    pub(super) recursion: Option<(Plan, &'static [&'static str])>,
    pub(super) materialized: Option<bool>,
}

impl Common {
    pub(super) fn new(
        name: &'static str,
        names: &'static [&'static str],
        initial: Plan,
        recursion: Option<(Plan, &'static [&'static str])>,
    ) -> Self {
        Self { name, names, initial, recursion, materialized: None }
    }

    pub(super) fn plans(&self) -> impl Iterator<Item = &Plan> {
        std::iter::once(&self.initial).chain(self.recursion.iter().map(|(plan, _)| plan))
    }
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
    /// A condition that was put together at run time.
    Condition(Condition),
    /// The name of a row.
    Name(&'static str),
}

/// A source in an argument.
#[derive(Clone, Debug)]
pub struct Joined(pub(crate) Source);

/// The words that tell one shape of query from all others.
pub(crate) type Key = Vec<usize>;

/// Writes a key. A common table expression is written where it is met first, and then is a number: which of them are the same
/// is part of the shape.
#[derive(Default)]
pub(super) struct KeyWriter {
    words: Key,
    met: Vec<*const Common>,
}

impl KeyWriter {
    pub(super) fn push(&mut self, word: usize) {
        self.words.push(word);
    }

    /// What lies at an address for good and is as long as that is always the same.
    fn push_text(&mut self, text: &'static str) {
        self.words.extend([text.as_ptr().addr(), text.len()]);
    }
}

impl KeyWriter {
    fn push_orders(&mut self, orders: &[(usize, Direction)]) {
        self.push(orders.len());
        let downwards = |direction: &Direction| usize::from(*direction == Direction::Desc);
        self.words.extend(orders.iter().map(|(column, direction)| column * 2 + downwards(direction)));
    }
}

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

    fn clauses(&self) -> impl Iterator<Item = (&'static Clause, &[Argument])> {
        let of_step = |step| match step {
            &Step::Tree { tree, ref arguments } => Some((tree, arguments)),
            _ => None,
        };
        let trees = self.steps.iter().filter_map(of_step);
        trees.flat_map(|(tree, arguments)| tree.clauses.iter().map(move |clause| (clause, &**arguments)))
    }

    /// Whether it says what to change.
    pub(crate) fn changes(&self) -> bool {
        self.clauses().any(|(clause, _)| matches!(clause, Clause::Update(_)))
    }

    /// Whether one of its rows has this name.
    pub(super) fn has_name(&self, name: &str) -> bool {
        self.clauses().any(|(clause, arguments)| {
            let argument = match clause {
                Clause::Name(argument) => Some(*argument),
                Clause::Join(join) => join.name,
                _ => None,
            };
            let named = argument.and_then(|argument| arguments.get(argument));
            matches!(named, Some(Argument::Name(known)) if *known == name)
        })
    }

    /// The table that it begins with, for errors and the log.
    pub(crate) fn table_name(&self) -> &'static str {
        match &self.source {
            Source::Table(source) => source.table,
            Source::Query { plan, .. } => plan.table_name(),
            Source::Cte { cte, .. } => cte.name,
            Source::Recursion { name, .. } => name,
        }
    }

    /// What tells its text from those of all others.
    pub(crate) fn key(&self, purpose: Purpose) -> Key {
        let mut key = KeyWriter { words: Key::with_capacity(12), met: Vec::new() };
        purpose.write_key(&mut key.words);
        self.write_key(&mut key);
        key.words
    }

    fn write_key(&self, key: &mut KeyWriter) {
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

    pub(super) fn holes(&self) -> usize {
        self.source.holes() + self.steps.iter().map(Step::holes).sum::<usize>()
    }
}

impl Source {
    fn write_key(&self, key: &mut KeyWriter) {
        match self {
            Self::Table(schema::Source { table, fields, .. }) => {
                key.push_text(table);
                key.words.extend([fields.as_ptr().addr(), fields.len()]);
            }
            Self::Query { plan, .. } => {
                key.push(0);
                plan.write_key(key);
            }
            Self::Cte { cte, .. } => {
                key.push(1);
                let address = Arc::as_ptr(cte);
                if let Some(number) = key.met.iter().position(|met| *met == address) {
                    return key.push(number);
                }
                key.push(key.met.len());
                key.met.push(address);
                key.push_text(cte.name);
                key.push(cte.materialized.map_or(2, usize::from));
                key.push(cte.plans().count());
                cte.plans().for_each(|plan| plan.write_key(key));
            }
            Self::Recursion { name, .. } => {
                key.push(2);
                key.push_text(name);
            }
        }
    }

    fn write_values(self, values: &mut Vec<Value>) {
        match self {
            Self::Query { plan, .. } => plan.write_values(values),
            Self::Cte { cte, .. } => cte.plans().for_each(|plan| plan.clone().write_values(values)),
            Self::Table(_) | Self::Recursion { .. } => {}
        }
    }

    pub(super) fn holes(&self) -> usize {
        match self {
            Self::Table(_) | Self::Recursion { .. } => 0,
            Self::Query { plan, .. } => plan.holes(),
            Self::Cte { cte, .. } => cte.plans().map(Plan::holes).sum(),
        }
    }
}

impl Step {
    fn write_key(&self, key: &mut KeyWriter) {
        match self {
            Self::Tree { tree, arguments } => {
                key.push(std::ptr::from_ref(*tree).addr());
                arguments.iter().for_each(|argument| argument.write_key(key));
            }
            Self::Equal { column, .. } => key.words.extend([1, *column]),
            Self::Of { association, .. } => key.words.extend([2, std::ptr::from_ref(*association).addr()]),
            Self::Rows { .. } => key.push(3),
            Self::AllRows => key.push(4),
            Self::ThenByKey => key.push(5),
            Self::Seek(seek) => {
                key.words.extend([6, usize::from(seek.backward), seek.beside.len()]);
                // What the text says of a value is whether there is one.
                key.words.extend(seek.beside.iter().map(|value| usize::from(value.is_null())));
                key.push_orders(&seek.orders);
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
    pub(super) fn write_key(&self, key: &mut KeyWriter) {
        match self {
            // The text says nothing of a value.
            Self::Value(_) => {}
            Self::List(kind, _) => key.push(usize::from(*kind == Kind::Binary)),
            Self::Source(Joined(source)) => source.write_key(key),
            Self::Orders(orders) => key.push_orders(orders),
            Self::Condition(condition) => condition.write_key(key),
            Self::Name(name) => key.push_text(name),
        }
    }

    pub(super) fn write_values(self, values: &mut Vec<Value>) {
        match self {
            Self::Value(value) => values.push(value),
            Self::List(_, list) => values.push(Value::Array(list)),
            Self::Source(Joined(source)) => source.write_values(values),
            Self::Condition(condition) => condition.write_values(values),
            Self::Orders(_) | Self::Name(_) => {}
        }
    }

    pub(super) fn holes(&self) -> usize {
        match self {
            Self::Value(_) | Self::List(..) => 1,
            Self::Source(Joined(source)) => source.holes(),
            Self::Condition(condition) => condition.holes(),
            Self::Orders(_) | Self::Name(_) => 0,
        }
    }
}
