//! How a row of the result is read comes in piece by piece, rows with all that belongs to them go out.

use std::sync::Arc;

use super::preload::{Loads, Preloads, unite};
use crate::schema::{LoadError, Row};

/// How a row of the result is read.
pub(crate) type Load<O> = fn(&mut Row<'_>) -> Result<O, LoadError>;

/// How further columns get into a row that was read.
pub(crate) type Merge<O> = fn(&mut Row<'_>, &mut O) -> Result<(), LoadError>;

/// Everything that is done to make rows of a result.
pub(crate) struct Loader<O> {
    first: Load<O>,
    more: Vec<More<O>>,
    preloads: Vec<Arc<dyn Preloads<O>>>,
}

/// What the columns behind a row's own are.
enum More<O> {
    /// Fields of it.
    Fields(Merge<O>),
    /// Rows that belong to it.
    Rows(Arc<dyn Loads<O>>),
}

impl<O> Clone for More<O> {
    fn clone(&self) -> Self {
        match self {
            Self::Fields(merge) => Self::Fields(*merge),
            Self::Rows(rows) => Self::Rows(Arc::clone(rows)),
        }
    }
}

impl<O> Clone for Loader<O> {
    fn clone(&self) -> Self {
        Self { first: self.first, more: self.more.clone(), preloads: self.preloads.clone() }
    }
}

impl<O> Loader<O> {
    pub(crate) fn new(first: Load<O>) -> Self {
        Self { first, more: Vec::new(), preloads: Vec::new() }
    }

    pub(super) fn merge(&mut self, merge: Merge<O>) {
        self.more.push(More::Fields(merge));
    }

    pub(super) fn join(&mut self, rows: Arc<dyn Loads<O>>) {
        self.more.push(More::Rows(rows));
    }

    pub(super) fn preload(&mut self, preloads: Arc<dyn Preloads<O>>) {
        self.preloads.push(preloads);
    }

    /// What reads one row of the database.
    pub(crate) fn reader(&self) -> impl Fn(&mut Row<'_>) -> Result<O, LoadError> + Send + Sync + 'static
    where
        O: 'static,
    {
        let (first, more) = (self.first, self.more.clone());
        move |row| {
            let mut read = first(row)?;
            for more in &more {
                match more {
                    More::Fields(merge) => merge(row, &mut read)?,
                    More::Rows(rows) => rows.read(row, &mut read)?,
                }
            }
            Ok(read)
        }
    }

    /// Whether there is more to do when all rows were read.
    pub(crate) fn is_completed_later(&self) -> bool {
        self.unites_rows() || !self.preloads.is_empty()
    }

    /// Whether several rows of the database may be one of the result.
    pub(crate) fn unites_rows(&self) -> bool {
        self.more.iter().any(|more| matches!(more, More::Rows(_)))
    }

    /// Makes one of all rows that are the same but for what belongs to them.
    pub(crate) fn unite(&self, rows: Vec<O>) -> Vec<O> {
        let joined = self.more.iter().filter_map(|more| match more {
            More::Rows(rows) => Some(&**rows),
            More::Fields(_) => None,
        });
        unite(&joined.collect::<Vec<_>>(), rows)
    }

    /// What is to be asked for when the rows are there.
    pub(crate) fn preloads(&self) -> &[Arc<dyn Preloads<O>>] {
        &self.preloads
    }
}
