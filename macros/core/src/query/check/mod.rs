//! A resolved query comes in, what no query may be goes out as errors, one function per rule.

mod grouping;
mod joins;

use super::function::{Function, Sort};
use super::model::resolve::pieces;
use super::model::{Kind, Node, NodeKind, Order, Query, Select};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::spelling::spelt;
use crate::suggest;

pub(super) fn check(query: &Query, diagnostics: &mut Diagnostics) {
    check_nil(query, diagnostics);
    check_fragments(query, diagnostics);
    grouping::check_aggregates(query, diagnostics);
    check_windows(query, diagnostics);
    grouping::check_grouping(query, diagnostics);
    joins::check_joins(query, diagnostics);
    joins::check_missing(query, diagnostics);
    joins::check_preloads(query, diagnostics);
    check_once(query, diagnostics);
    check_orders(query, diagnostics);
    check_changes(query, diagnostics);
    check_words(query, diagnostics);
}

/// A comparison with nil is never true in SQL; anywhere else it has no type.
fn check_nil(query: &Query, diagnostics: &mut Diagnostics) {
    let is_nil = |node: &Node| matches!(node.kind, NodeKind::Nil);
    each_node(query, &mut |node| {
        let NodeKind::Call { function, arguments } = &node.kind else { return };
        let (true, [left, right]) = (matches!(function.name, "eq" | "ne"), arguments.as_slice()) else {
            return;
        };
        let Some(other) = [(left, right), (right, left)].into_iter().find(|(nil, _)| is_nil(nil)) else {
            return;
        };
        let written = written(query, other.1);
        let instead = if function.name == "eq" { "" } else { "not " };
        let message = format!("comparison with nil is never true in SQL; use `{instead}is_nil({written})`");
        diagnostics.error(Diagnostic::new(other.0.span, message));
    });
    let mut compared = Vec::new();
    each_node(query, &mut |node| {
        if let NodeKind::Call { function: Function { name: "eq" | "ne", .. }, arguments } = &node.kind {
            compared.extend(arguments.iter().filter(|node| is_nil(node)).map(std::ptr::from_ref));
        }
    });
    let set = |change: &super::model::Change| std::ptr::from_ref(&change.value);
    let may_be = query.clauses.iter().flat_map(|clause| match &clause.kind {
        Kind::Update(changes) => changes.iter().map(set).collect(),
        _ => Vec::new(),
    });
    compared.extend(may_be);
    each_node(query, &mut |node| {
        if is_nil(node) && !compared.contains(&std::ptr::from_ref(node)) {
            let help = "`is_nil(m.note)` asks for it, `update: [set: [note: nil]]` writes it";
            diagnostics.error(Diagnostic::new(node.span, "`nil` is no value of its own").help(help));
        }
    });
}

/// What a node looked like, as far as that is short.
fn written(query: &Query, node: &Node) -> String {
    match &node.kind {
        NodeKind::Field { binding, field } => format!("{}.{field}", query.bindings[*binding].name),
        NodeKind::Argument(index) => format!("^{}", spelt(&query.arguments[*index].value)),
        _ => "..".to_owned(),
    }
}

/// As many holes as values, none of them in quotes.
fn check_fragments(query: &Query, diagnostics: &mut Diagnostics) {
    each_node(query, &mut |node| {
        let NodeKind::Fragment { text, holes } = &node.kind else { return };
        let (pieces, quoted_hole) = pieces(&text.value());
        let (wanted, given) = (pieces.len() - 1, holes.len());
        if quoted_hole {
            let help =
                "the value brings its own quotes: write `?` without them; a `?` that is text is `\\\\?`";
            diagnostics
                .error(Diagnostic::new(text.span(), "a hole of this fragment is in quotes").help(help));
        } else if wanted != given {
            let plural = |count| if count == 1 { "" } else { "s" };
            let message = format!(
                "this fragment has {wanted} hole{} `?` and {given} value{}",
                plural(wanted),
                plural(given)
            );
            diagnostics.error(
                Diagnostic::new(text.span(), message)
                    .help("each `?` takes one value behind the text; a `?` that is text is `\\\\?`"),
            );
        }
    });
}

/// A function of a window needs one.
fn check_windows(query: &Query, diagnostics: &mut Diagnostics) {
    let mut over = Vec::new();
    each_node(query, &mut |node| {
        if let NodeKind::Over { call, .. } = &node.kind {
            over.push(std::ptr::from_ref(&**call));
        }
    });
    each_node(query, &mut |node| {
        let NodeKind::Call { function, .. } = &node.kind else { return };
        if function.sort == Sort::Window && !over.contains(&std::ptr::from_ref(node)) {
            let message = format!("`{}` stands over no window", function.name);
            diagnostics
                .error(Diagnostic::new(node.span, message).help(format!("write `{}`", function.example)));
        }
    });
    each_node(query, &mut |node| {
        let NodeKind::Over { call, .. } = &node.kind else { return };
        let is_known = match &call.kind {
            NodeKind::Call { function, .. } => function.sort != Sort::Plain || function.name == "filter",
            NodeKind::Fragment { .. } | NodeKind::Unread => true,
            _ => false,
        };
        if !is_known {
            let help = "write `over(sum(m.likes), partition_by: m.author)`";
            diagnostics.error(
                Diagnostic::new(call.span, "only an aggregate or a window function has a window").help(help),
            );
        }
    });
}

/// Clauses of which a query has one.
fn check_once(query: &Query, diagnostics: &mut Diagnostics) {
    for once in ["select", "limit", "offset", "distinct", "lock"] {
        let mut found = query.clauses.iter().filter(|clause| clause.keyword == once);
        let (Some(first), Some(second)) = (found.next(), found.next()) else { continue };
        diagnostics.error(
            Diagnostic::new(second.keyword.span(), format!("a query has one `{once}`"))
                .help("take one of them out")
                .related(first.keyword.span(), "first written here"),
        );
    }
}

const DIRECTIONS: &[&str] =
    &["asc", "desc", "asc_nulls_first", "asc_nulls_last", "desc_nulls_first", "desc_nulls_last"];

fn check_orders(query: &Query, diagnostics: &mut Diagnostics) {
    let mut check = |orders: &[Order]| {
        for direction in orders.iter().filter_map(|order| order.direction.as_ref()) {
            let spelling = direction.to_string();
            if !DIRECTIONS.contains(&spelling.as_str()) {
                let help =
                    suggest::did_you_mean(&spelling, DIRECTIONS.iter().copied()).unwrap_or_else(|| {
                        "write `asc`, `desc`, or one of them with `_nulls_first` or `_nulls_last`".to_owned()
                    });
                diagnostics.error(
                    Diagnostic::new(direction.span(), format!("`{spelling}` is no direction")).help(help),
                );
            }
        }
    };
    for clause in &query.clauses {
        if let Kind::OrderBy(orders) = &clause.kind {
            check(orders);
        }
    }
    each_node(query, &mut |node| {
        if let NodeKind::Over { orders, .. } = &node.kind {
            check(orders);
        }
    });
}

pub(super) const CHANGES: &[&str] = &["set", "inc", "push", "pull"];

fn check_changes(query: &Query, diagnostics: &mut Diagnostics) {
    for clause in &query.clauses {
        let Kind::Update(changes) = &clause.kind else { continue };
        for change in changes {
            let spelling = change.how.to_string();
            if !CHANGES.contains(&spelling.as_str()) {
                let help = suggest::did_you_mean(&spelling, CHANGES.iter().copied())
                    .unwrap_or_else(|| "there are `set`, `inc`, `push` and `pull`".to_owned());
                diagnostics.error(
                    Diagnostic::new(change.how.span(), format!("`{spelling}` is no change")).help(help),
                );
            }
        }
    }
}

pub(super) const EXCLUDED: &[&str] =
    &["where", "group_by", "having", "order_by", "distinct", "limit", "offset", "lock", "combinations"];
pub(super) const LOCKS: &[&str] = &["FOR UPDATE", "FOR UPDATE SKIP LOCKED", "FOR UPDATE NOWAIT", "FOR SHARE"];

/// Words and texts of which there are a few.
fn check_words(query: &Query, diagnostics: &mut Diagnostics) {
    for clause in &query.clauses {
        match &clause.kind {
            Kind::Exclude(parts) => {
                for part in parts.iter().filter(|part| !EXCLUDED.contains(&part.to_string().as_str())) {
                    let spelling = part.to_string();
                    let help = suggest::did_you_mean(&spelling, EXCLUDED.iter().copied())
                        .unwrap_or_else(|| format!("there are {}", listed(EXCLUDED)));
                    diagnostics.error(
                        Diagnostic::new(
                            part.span(),
                            format!("`{spelling}` is no clause that can be taken back"),
                        )
                        .help(help),
                    );
                }
            }
            Kind::Lock(text) if !LOCKS.contains(&text.value().as_str()) => {
                let message = format!("`{}` is no lock that is known here", text.value());
                diagnostics.error(
                    Diagnostic::new(text.span(), message).help(format!("there are {}", listed(LOCKS))),
                );
            }
            _ => {}
        }
    }
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Every expression of the query and all in it.
fn each_node<'q>(query: &'q Query, visit: &mut impl FnMut(&Node)) {
    let mut list = |nodes: Vec<&'q Node>| nodes.into_iter().for_each(|node| node.walk(visit));
    for clause in &query.clauses {
        list(match &clause.kind {
            Kind::Where(node)
            | Kind::OrWhere(node)
            | Kind::Having(node)
            | Kind::OrHaving(node)
            | Kind::Limit(node)
            | Kind::Offset(node) => vec![node],
            Kind::Join(join) => join.on.iter().collect(),
            Kind::Select(select) => Select::nodes(select),
            Kind::Merge(fields) => fields.iter().map(|(_, node)| node).collect(),
            Kind::GroupBy(nodes) | Kind::Distinct(nodes) => nodes.iter().collect(),
            Kind::OrderBy(orders) => orders.iter().map(|order| &order.by).collect(),
            Kind::Update(changes) => changes.iter().map(|change| &change.value).collect(),
            Kind::Orders(_)
            | Kind::Combine(..)
            | Kind::Lock(_)
            | Kind::Exclude(_)
            | Kind::Name(_)
            | Kind::Preload(_) => vec![],
        });
    }
}
