//! A plan comes in, the statement that sea-query writes for a database goes out, with the order in which its values are bound.

mod association;
mod bound;
mod context;
mod cte;
mod draft;
mod node;
mod page;
mod preload;
mod spelling;
mod statement;

use sea_query::{Expr, Query as Sql, SelectStatement};

use super::plan::{Key, Plan};
use crate::repo::Backend;
use crate::schema::Value;
use bound::Outer;
use context::{Context, With};
use draft::Draft;

/// What is done with a plan's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// They are read.
    All,
    /// They are read, two at most.
    One,
    /// It is asked whether there is one.
    Exists,
    /// They are read, each with the key of the row that it belongs to.
    Preload,
    /// They are counted, or a column of theirs is.
    Aggregate(Aggregate, usize),
    /// They are changed, and perhaps read afterwards.
    Update { returning: bool },
    /// They are deleted, and perhaps read.
    Delete { returning: bool },
}

/// What becomes of many values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what its name says in SQL")]
pub enum Aggregate {
    Count,
    Sum,
    Avg,
    Min,
    Max,
}

impl Purpose {
    pub(crate) fn write_key(self, key: &mut Key) {
        match self {
            Self::All => key.push(0),
            Self::One => key.push(1),
            Self::Exists => key.push(2),
            Self::Preload => key.push(6),
            Self::Update { returning } => key.extend([3, usize::from(returning)]),
            Self::Delete { returning } => key.extend([4, usize::from(returning)]),
            Self::Aggregate(aggregate, column) => key.extend([5, aggregate as usize, column]),
        }
    }
}

impl Aggregate {
    const fn sql(self) -> &'static str {
        match self {
            Self::Count => "COUNT",
            Self::Sum => "SUM",
            Self::Avg => "AVG",
            Self::Min => "MIN",
            Self::Max => "MAX",
        }
    }
}

/// A statement's text, built once.
#[derive(Debug)]
pub(crate) struct Rendered {
    pub(crate) sql: String,
    slots: Vec<Slot>,
    /// What is read, for errors.
    pub(crate) columns: Vec<&'static str>,
    /// Why the database cannot answer it.
    pub(crate) problem: Option<String>,
}

/// What is bound at a place of the text.
#[derive(Clone, Copy, Debug)]
enum Slot {
    /// The value of this number.
    Value(usize),
    /// A number of rows that the query says itself.
    Rows(i64),
}

impl Rendered {
    /// How many values are bound.
    pub(crate) fn values(&self) -> usize {
        self.slots.len()
    }

    /// The values in the order of the text.
    pub(crate) fn bind(&self, mut values: Vec<Value>) -> Vec<Value> {
        let is_in_order = self.slots.len() == values.len()
            && self
                .slots
                .iter()
                .enumerate()
                .all(|(at, slot)| matches!(slot, Slot::Value(value) if *value == at));
        if is_in_order {
            return values;
        }
        let take = |slot: &Slot| match slot {
            Slot::Value(index) => values.get_mut(*index).map_or(Value::Null, |value| value.clone()),
            Slot::Rows(rows) => Value::Integer(*rows),
        };
        self.slots.iter().map(take).collect()
    }
}

/// The statement for a purpose.
pub(crate) fn render(plan: &Plan, purpose: Purpose, backend: Backend) -> Rendered {
    let context = Context::new(backend);
    let mut draft = match purpose {
        Purpose::Update { .. } | Purpose::Delete { .. } => Draft::read_to_change(plan, &context),
        _ => Draft::read(plan, &context, 0, 0, Outer::new()),
    };
    let columns = match purpose {
        Purpose::Exists | Purpose::Aggregate(..) => vec![],
        _ => draft.column_names(),
    };
    match purpose {
        Purpose::All => finish(draft.select(None), &context, columns),
        Purpose::One => {
            draft.limit_to(2);
            finish(draft.select(None), &context, columns)
        }
        Purpose::Exists => {
            draft.set_columns(vec![Expr::cust("1")]);
            draft.limit_to(1);
            finish(draft.select(None), &context, columns)
        }
        Purpose::Preload => finish(draft.preload(), &context, columns),
        Purpose::Aggregate(aggregate, column) => {
            finish(aggregated(draft, aggregate, column), &context, columns)
        }
        Purpose::Delete { returning } => finish(draft.delete(returning), &context, columns),
        Purpose::Update { returning } => finish(draft.update(returning), &context, columns),
    }
}

fn aggregated(mut draft: Draft<'_>, aggregate: Aggregate, column: usize) -> SelectStatement {
    let call = |argument| Expr::FunctionCall(sea_query::Func::cust(aggregate.sql()).arg(argument));
    if draft.is_plain() {
        let argument = if aggregate == Aggregate::Count && column == 0 {
            Expr::cust("*")
        } else {
            draft.first_column(column)
        };
        draft.forget_order();
        draft.set_columns(vec![call(argument)]);
        return draft.select(None);
    }
    // What is counted stays as it is: an aggregate takes one column of it.
    let (argument, names): (_, Option<&[&'static str]>) = match aggregate {
        Aggregate::Count => (Expr::cust("*"), None),
        _ => {
            let column = draft.first_column(column);
            draft.set_columns(vec![column]);
            (Expr::col(("s0", "c0")), Some(&["c0"]))
        }
    };
    let mut select = Sql::select();
    select.expr(call(argument)).from_subquery(draft.select(names), "s0");
    select
}

fn finish<S: With>(mut statement: S, context: &Context, columns: Vec<&'static str>) -> Rendered {
    if let Some(ctes) = context.ctes() {
        statement.with(ctes);
    }
    let (sql, values) = match context.backend {
        Backend::Sqlite => statement.build(sea_query::SqliteQueryBuilder),
        #[cfg(feature = "postgres")]
        Backend::Postgres => statement.build(sea_query::PostgresQueryBuilder),
        #[cfg(not(feature = "postgres"))]
        Backend::Postgres => statement.build(sea_query::SqliteQueryBuilder),
    };
    let slots = values.into_iter().map(|value| slot(&value)).collect();
    Rendered { sql, slots, columns, problem: context.problem() }
}

/// Where a value will be bound: sea-query collects the numbers in the order of the text.
fn hole(number: usize) -> Expr {
    Expr::val(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Marks the number of a value where sea-query takes nothing but a number of rows.
const VALUE: u64 = 1 << 63;

fn slot(value: &sea_query::Value) -> Slot {
    match value {
        sea_query::Value::BigInt(Some(number)) => Slot::Value(usize::try_from(*number).unwrap_or(usize::MAX)),
        sea_query::Value::BigUnsigned(Some(rows)) if rows & VALUE != 0 => {
            Slot::Value(usize::try_from(rows & !VALUE).unwrap_or(usize::MAX))
        }
        sea_query::Value::BigUnsigned(Some(rows)) => Slot::Rows(i64::try_from(*rows).unwrap_or(i64::MAX)),
        other => unreachable!("bug in Bennu: a query binds {other:?} that nobody wrote"),
    }
}
