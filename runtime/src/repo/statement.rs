//! The shape of a write comes in, its SQL text, built once by sea-query, goes out.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use sea_query::{IntoTableRef as _, TableRef};

use super::adapter::{Adapter, Statement};
use super::write::WritePlan;
use crate::schema::{Schema, Source};

/// All writes of a repo that were used so far. There are as many as the program has sets of fields to change.
#[derive(Default)]
pub(super) struct Statements {
    known: RwLock<HashMap<(TypeId, WritePlan), Arc<Statement>>>,
}

impl Statements {
    /// The statement for `plan` on the table of `T`.
    pub(super) fn get<T: Schema>(&self, adapter: &impl Adapter, plan: WritePlan) -> Arc<Statement> {
        let key = (TypeId::of::<T>(), plan);
        // A panic elsewhere leaves the map whole: entries are only ever added.
        if let Some(statement) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(statement);
        }
        let statement = Arc::new(key.1.statement(adapter, &Source::of::<T>()));
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(key).or_insert(statement))
    }
}

/// The table's name, with the database's schema that it is in.
pub(crate) fn table(source: &Source) -> TableRef {
    match source.prefix {
        Some(prefix) => (prefix, source.table).into_table_ref(),
        None => source.table.into_table_ref(),
    }
}
