//! The shape of a query comes in, its statement, built once, goes out.

use std::sync::Arc;

use super::adapter::{Failure, Statement};
use super::known::Known;
use super::{Backend, Error};
use crate::query::{Key, Plan, Purpose, Rendered, render};
use crate::schema::Value;

/// A query's statement, with what is needed to run it.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) statement: Arc<Statement>,
    rendered: Rendered,
}

impl Compiled {
    /// Why the database cannot answer the query, where it cannot.
    pub(super) fn check(&self) -> Result<(), Error> {
        match &self.rendered.problem {
            Some(message) => Err(Error::Query { table: self.statement.table, message: message.clone() }),
            None => Ok(()),
        }
    }

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
    known: Known<Key, Compiled>,
}

impl Queries {
    pub(super) fn get(&self, plan: &Plan, purpose: Purpose, backend: Backend) -> Arc<Compiled> {
        self.known.get(plan.key(purpose), |_| {
            let mut rendered = render(plan, purpose, backend);
            let sql = std::mem::take(&mut rendered.sql);
            let hidden = if plan.has_secrets() { rendered.values() } else { 0 };
            let statement = Statement::new(plan.table_name(), sql).hiding(vec![true; hidden]);
            Compiled { statement: Arc::new(statement), rendered }
        })
    }
}
