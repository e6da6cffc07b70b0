//! A resolved query comes in, aggregates where none may be and columns beside them that are not grouped by go out as errors.

use super::super::function::Sort;
use super::super::model::{Join, Kind, Node, NodeKind, Query, Source};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// Conditions on rows come before there are groups.
pub(super) fn check_aggregates(query: &Query, diagnostics: &mut Diagnostics) {
    for clause in &query.clauses {
        let (node, place) = match &clause.kind {
            Kind::Where(node) | Kind::OrWhere(node) => (node, &clause.keyword),
            Kind::Join(Join { on: Some(node), .. }) => (node, &clause.keyword),
            _ => continue,
        };
        node.walk(&mut |node| {
            let NodeKind::Call { function, .. } = &node.kind else { return };
            if function.sort == Sort::Aggregate {
                let name = function.name.trim_end_matches("_all").trim_end_matches("_distinct");
                let message =
                    format!("`{name}` cannot stand in `{place}`: it is known only when the rows are grouped");
                let help = "a condition on groups is `having: ..`";
                diagnostics.error(Diagnostic::new(node.span, message).help(help));
            }
        });
    }
}

/// Beside an aggregate, a column is one that the rows are grouped by. Only where all clauses are in sight: the source is a table.
pub(super) fn check_grouping(query: &Query, diagnostics: &mut Diagnostics) {
    let kinds = || query.clauses.iter().map(|clause| &clause.kind);
    let groups: Vec<&Node> = kinds()
        .flat_map(|kind| match kind {
            Kind::GroupBy(nodes) => nodes.iter().collect(),
            _ => Vec::new(),
        })
        .collect();
    let selected: Vec<&Node> = kinds()
        .flat_map(|kind| match kind {
            Kind::Select(select) => select.nodes(),
            Kind::Merge(fields) => fields.iter().map(|(_, node)| node).collect(),
            _ => Vec::new(),
        })
        .collect();
    let is_opaque = |node: &&Node| matches!(node.kind, NodeKind::Fragment { .. } | NodeKind::Unread);
    if !begins_with_table(query)
        || groups.is_empty() && !selected.iter().any(|node| has_aggregate(node))
        || groups.iter().any(is_opaque)
    {
        return;
    }
    let others = kinds().flat_map(|kind| match kind {
        Kind::Having(node) | Kind::OrHaving(node) => vec![node],
        Kind::OrderBy(orders) => orders.iter().map(|order| &order.by).collect(),
        _ => Vec::new(),
    });
    selected.into_iter().chain(others).for_each(|node| check_grouped(query, node, &groups, diagnostics));
}

fn begins_with_table(query: &Query) -> bool {
    let Source::Query(syn::Expr::Path(source)) = &query.source else { return false };
    let last = source.path.segments.last();
    last.is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase))
}

fn has_aggregate(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Call { function, .. } if function.sort == Sort::Aggregate => true,
        NodeKind::Call { arguments, .. } => arguments.iter().any(has_aggregate),
        NodeKind::Cast(node, _) | NodeKind::Path(node, _) => has_aggregate(node),
        NodeKind::Values(node, list) => has_aggregate(node) || list.iter().any(has_aggregate),
        NodeKind::Case { branches, otherwise } => {
            branches.iter().any(|(condition, value)| has_aggregate(condition) || has_aggregate(value))
                || otherwise.as_deref().is_some_and(has_aggregate)
        }
        _ => false,
    }
}

fn check_grouped(query: &Query, node: &Node, groups: &[&Node], diagnostics: &mut Diagnostics) {
    // The row of a key has one value in each column.
    let is_grouped = |binding: usize, name: Option<&syn::Ident>| {
        groups.iter().any(|group| match &group.kind {
            NodeKind::Field { binding: by, field } => {
                *by == binding && (field == "id" || Some(field) == name)
            }
            NodeKind::Row { binding: by } => *by == binding,
            _ => false,
        })
    };
    // What is calculated may be what the rows are grouped by.
    let is_column = |group: &&Node| matches!(group.kind, NodeKind::Field { .. } | NodeKind::Row { .. });
    let mut each = |nodes: &[&Node]| {
        if groups.iter().all(is_column) {
            nodes.iter().for_each(|node| check_grouped(query, node, groups, diagnostics));
        }
    };
    match &node.kind {
        NodeKind::Field { binding, field } if !is_grouped(*binding, Some(field)) => {
            let column = format!("{}.{field}", query.bindings[*binding].name);
            let message = format!(
                "`{column}` is neither grouped by nor in an aggregate: which of the rows' values would it be?"
            );
            let help = format!("add `group_by: {column}`, or write `max({column})`");
            diagnostics.error(Diagnostic::new(node.span, message).help(help));
        }
        NodeKind::Row { binding } if !is_grouped(*binding, None) => {
            let name = &query.bindings[*binding].name;
            let message = format!("`{name}` is not grouped by: which of the rows would it be?");
            diagnostics.error(Diagnostic::new(node.span, message).help(format!("add `group_by: {name}.id`")));
        }
        NodeKind::Call { function, .. } if function.sort == Sort::Aggregate || function.name == "filter" => {}
        NodeKind::Call { arguments, .. } => each(&arguments.iter().collect::<Vec<_>>()),
        NodeKind::Cast(node, _) => each(&[node]),
        NodeKind::Case { branches, otherwise } => {
            let branches = branches.iter().flat_map(|(condition, value)| [condition, value]);
            each(&branches.chain(otherwise.as_deref()).collect::<Vec<_>>());
        }
        _ => {}
    }
}
