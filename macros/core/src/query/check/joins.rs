//! A resolved query comes in, what is wrong with its joins and with what it preloads goes out as errors.

use super::super::model::{Head, JoinSource, Kind, Preload, Preloads, Query, Side};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// A join says on what, a cross join does not.
pub(super) fn check_joins(query: &Query, diagnostics: &mut Diagnostics) {
    for clause in &query.clauses {
        let Kind::Join(join) = &clause.kind else { continue };
        let name = &query.bindings[join.binding].name;
        match (&join.on, join.side) {
            (Some(on), Side::Cross) => {
                let help = "write `join`, or leave the condition out";
                diagnostics.error(Diagnostic::new(on.span, "a cross join has no condition").help(help));
            }
            (None, Side::Inner | Side::Left | Side::Right | Side::Full)
                if matches!(join.source, JoinSource::Argument(_)) =>
            {
                let message = format!("the join of `{name}` says no condition");
                let help = format!(
                    "add `on: {name}.message_id == m.id`, or write `cross_join` for each row with each"
                );
                diagnostics.error(Diagnostic::new(name.span(), message).help(help));
            }
            _ => {}
        }
    }
}

/// Where a join may leave the first row out and nothing names it, nobody can say what the result is.
pub(super) fn check_missing(query: &Query, diagnostics: &mut Diagnostics) {
    let has_select = query.clauses.iter().any(|clause| matches!(clause.kind, Kind::Select(_)));
    if has_select || matches!(query.head, Head::First(_)) {
        return;
    }
    let join = query.clauses.iter().find(|clause| clause.is_missing_first());
    if let Some(clause) = join {
        let message = "this join may leave the first row out: what is made of the rows is to be said";
        diagnostics.error(Diagnostic::new(clause.keyword.span(), message).help("add `select: ..`"));
    }
}

/// A joined row belongs to the first row, or to one that is joined itself.
pub(super) fn check_preloads(query: &Query, diagnostics: &mut Diagnostics) {
    for clause in &query.clauses {
        if let Kind::Preload(Preloads::Listed(list)) = &clause.kind {
            list.iter().for_each(|preload| check_preload(query, preload, diagnostics));
        }
    }
}

fn check_preload(query: &Query, preload: &Preload, diagnostics: &mut Diagnostics) {
    let Preloads::Listed(inner) = &preload.inner else { return };
    for further in inner {
        if let (None, Some(binding)) = (preload.binding, further.binding) {
            let (row, association) = (&query.bindings[binding].name, &preload.association);
            let message =
                format!("`{row}` is a row of this query, but `{association}` is asked for after it");
            let help = format!(
                "join `{association}`, too: `{association}: {{row, {}: {row}}}`; or ask for both: `{association}: :{}`",
                further.association, further.association
            );
            diagnostics.error(Diagnostic::new(further.association.span(), message).help(help));
        }
        check_preload(query, further, diagnostics);
    }
}
