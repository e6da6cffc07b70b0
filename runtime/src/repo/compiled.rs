//! The shape of a query comes in, its statement, built once, goes out.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::adapter::{Failure, Statement};
use super::{Backend, Error};
use crate::query::{Key, Plan, Purpose, Rendered, render};
use crate::schema::Value;

/// How many shapes are kept. A program has as many as it has `from!`s and ways to put them together; where it puts together
/// what a client asks for there may be any number, and those in use come back by themselves.
const MOST: usize = 2_000;

/// A query's statement, with what is needed to run it.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) statement: Arc<Statement>,
    rendered: Rendered,
}

impl Compiled {
    /// The plan's values in the order of the text.
    pub(super) fn bind(&self, plan: Plan) -> Vec<Value> {
        let mut values = Vec::new();
        plan.write_values(&mut values);
        self.rendered.bind(values)
    }

    /// A failure that no changeset can take.
    pub(super) fn failed(&self, failure: Failure) -> Error {
        match failure {
            Failure::Load(source) => Error::Load {
                table: self.statement.table,
                field: source.index().and_then(|index| self.rendered.columns.get(index).copied()),
                source,
            },
            other => other.into_error(),
        }
    }
}

/// The statements of all queries of a repo that were asked so far.
#[derive(Default)]
pub(super) struct Queries {
    known: RwLock<HashMap<Key, Arc<Compiled>>>,
}

impl Queries {
    pub(super) fn get(&self, plan: &Plan, purpose: Purpose, backend: Backend) -> Arc<Compiled> {
        let mut key = Key::with_capacity(12);
        purpose.write_key(&mut key);
        plan.write_key(&mut key);
        // A panic elsewhere leaves the map whole: entries are only ever added, or all of them taken out.
        if let Some(compiled) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(compiled);
        }
        let mut rendered = render(plan, purpose, backend);
        let sql = std::mem::take(&mut rendered.sql);
        let statement = Arc::new(Statement::new(plan.table_name(), sql));
        let compiled = Arc::new(Compiled { statement, rendered });
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        Arc::clone(known.entry(key).or_insert(compiled))
    }
}
