//! The shape of a write or a preload comes in, its SQL text, built once by sea-query, goes out.

use std::any::TypeId;
use std::sync::Arc;

use sea_query::{IntoTableRef as _, TableRef};

use super::adapter::{Adapter, Statement};
use super::known::Known;
use super::preload::Lookup;
use super::write::WritePlan;
use crate::schema::{Schema, Source};

/// What decides a statement's text, beside the schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Plan {
    Write(WritePlan),
    /// Of the association at this place, by so many keys.
    Preload {
        association: usize,
        keys: usize,
    },
}

impl From<WritePlan> for Plan {
    fn from(plan: WritePlan) -> Self {
        Self::Write(plan)
    }
}

/// All writes and preloads of a repo that were used so far.
#[derive(Default)]
pub(super) struct Statements {
    known: Known<(TypeId, Plan), Statement>,
}

impl Statements {
    /// The statement for `plan` on the table of `T`.
    pub(super) fn get<T: Schema>(&self, adapter: &impl Adapter, plan: impl Into<Plan>) -> Arc<Statement> {
        self.known.get((TypeId::of::<T>(), plan.into()), |(_, plan)| match plan {
            Plan::Write(plan) => plan.statement(adapter, &Source::of::<T>()),
            Plan::Preload { association, keys } => {
                let lookup = Lookup::of(&T::ASSOCIATIONS[*association]);
                Statement::new(lookup.table(), adapter.sql(&lookup.select(*keys)))
            }
        })
    }
}

/// The table's name, with the database's schema that it is in.
pub(crate) fn table(source: &Source) -> TableRef {
    match source.prefix {
        Some(prefix) => (prefix, source.table).into_table_ref(),
        None => source.table.into_table_ref(),
    }
}
