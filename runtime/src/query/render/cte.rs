//! A common table expression that a query reads from comes in, the statement's list of them has it afterwards.

use std::sync::Arc;

use sea_query::{CommonTableExpression, UnionType};

use super::super::plan::{Common, Plan};
use super::Context;
use super::bound::Outer;
use super::draft::Draft;

/// Puts it in front of the statement, unless it is there already; its first value has the number `next`.
pub(super) fn introduce(cte: &Arc<Common>, context: &Context, next: usize) {
    if context.knows(cte) {
        return;
    }
    let read = |plan: &Plan, next| Draft::read(plan, context, next, 1, Outer::new());
    let names = cte.names;
    let mut select = read(&cte.initial, next).select(Some(names));
    if let Some((plan, recursion)) = &cte.recursion {
        if *recursion != names {
            context.fail(format!(
                "the recursion of `{}` selects {}, it begins with {}: they have the same names in the same order",
                cte.name,
                recursion.join(", "),
                names.join(", ")
            ));
        }
        select.union(UnionType::All, read(plan, next + cte.initial.holes()).select(Some(names)));
    }
    let mut written = CommonTableExpression::new();
    written.table_name(cte.name).columns(names.iter().copied()).query(select);
    if let Some(materialized) = cte.materialized {
        written.materialized(materialized);
    }
    context.add(cte, written);
}
