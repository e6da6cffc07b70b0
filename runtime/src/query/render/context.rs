//! What concerns a whole statement: the database, its common table expressions, and why it cannot be written.

use std::cell::RefCell;
use std::sync::Arc;

use sea_query::{
    CommonTableExpression, DeleteStatement, QueryStatementWriter, SelectStatement, UpdateStatement,
    WithClause,
};

use super::super::plan::Common;
use super::super::tree::{JoinKind, Node};
use crate::repo::Backend;

/// What is known while the parts of a statement are put together.
pub(super) struct Context {
    pub(super) backend: Backend,
    problem: RefCell<Option<String>>,
    /// Each with where it comes from: one that is read from twice is written once.
    ctes: RefCell<Vec<(Arc<Common>, CommonTableExpression)>>,
}

impl Context {
    pub(super) fn new(backend: Backend) -> Self {
        Self { backend, problem: RefCell::default(), ctes: RefCell::default() }
    }

    /// Notes why there is no such statement; the first reason counts.
    pub(super) fn fail(&self, problem: String) {
        self.problem.borrow_mut().get_or_insert(problem);
    }

    pub(super) fn problem(&self) -> Option<String> {
        self.problem.borrow().clone()
    }

    /// Whether it is written already; another one of its name would be a problem.
    pub(super) fn knows(&self, cte: &Arc<Common>) -> bool {
        let ctes = self.ctes.borrow();
        let Some((known, _)) = ctes.iter().find(|(known, _)| known.name == cte.name) else { return false };
        if !Arc::ptr_eq(known, cte) {
            let name = cte.name;
            self.fail(format!(
                "two common table expressions of the query have the name `{name}`: give one of them another"
            ));
        }
        true
    }

    pub(super) fn add(&self, cte: &Arc<Common>, written: CommonTableExpression) {
        self.ctes.borrow_mut().push((Arc::clone(cte), written));
    }

    /// All common table expressions, each behind those that it reads from.
    pub(super) fn ctes(&self) -> Option<WithClause> {
        let ctes = self.ctes.borrow();
        if ctes.is_empty() {
            return None;
        }
        let mut with = WithClause::new();
        with.recursive(ctes.iter().any(|(cte, _)| cte.recursion.is_some()));
        for (_, cte) in &*ctes {
            with.cte(cte.clone());
        }
        Some(with)
    }

    pub(super) fn check_distinct(&self, columns: &[Node]) {
        if !columns.is_empty() && self.backend == Backend::Sqlite {
            self.fail(
                "SQLite has no `distinct` by columns: write `distinct: true`, or `group_by` with `min` and `max`"
                    .to_owned(),
            );
        }
    }

    pub(super) fn check_join(&self, kind: JoinKind) {
        if matches!(kind, JoinKind::InnerLateral | JoinKind::LeftLateral) && self.backend == Backend::Sqlite {
            self.fail(
                "SQLite has no lateral joins: number the rows by `over(row_number(), ..)` in a query that is joined, or select `subquery(..)`"
                    .to_owned(),
            );
        }
    }
}

/// A statement that has common table expressions.
pub(super) trait With: QueryStatementWriter {
    fn with(&mut self, ctes: WithClause);
}

impl With for SelectStatement {
    fn with(&mut self, ctes: WithClause) {
        self.with_cte(ctes);
    }
}

impl With for UpdateStatement {
    fn with(&mut self, ctes: WithClause) {
        self.with_cte(ctes);
    }
}

impl With for DeleteStatement {
    fn with(&mut self, ctes: WithClause) {
        self.with_cte(ctes);
    }
}
