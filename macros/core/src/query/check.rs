//! A resolved query comes in, what no query may be goes out as errors, one function per rule.

use super::function::{Function, Sort};
use super::model::resolve::pieces;
use super::model::{JoinSource, Kind, Node, NodeKind, Order, Query, Select, Side};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::spelling::spelt;
use crate::suggest;

pub(super) fn check(query: &Query, diagnostics: &mut Diagnostics) {
    check_nil(query, diagnostics);
    check_fragments(query, diagnostics);
    check_aggregates(query, diagnostics);
    check_windows(query, diagnostics);
    check_grouping(query, diagnostics);
    check_joins(query, diagnostics);
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

/// Conditions on rows come before there are groups.
fn check_aggregates(query: &Query, diagnostics: &mut Diagnostics) {
    for clause in &query.clauses {
        let (node, place) = match &clause.kind {
            Kind::Where(node) | Kind::OrWhere(node) => (node, &clause.keyword),
            Kind::Join(super::model::Join { on: Some(node), .. }) => (node, &clause.keyword),
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

/// Beside an aggregate, a column is one that the rows are grouped by. Only where all clauses are in sight: the source is a table.
fn check_grouping(query: &Query, diagnostics: &mut Diagnostics) {
    let syn::Expr::Path(source) = &query.source else { return };
    let is_table = source
        .path
        .segments
        .last()
        .is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase));
    let Some(Kind::Select(select)) =
        query.clauses.iter().map(|clause| &clause.kind).find(|kind| matches!(kind, Kind::Select(_)))
    else {
        return;
    };
    let groups: Vec<&Node> = query
        .clauses
        .iter()
        .flat_map(|clause| match &clause.kind {
            Kind::GroupBy(nodes) => nodes.iter().collect(),
            _ => Vec::new(),
        })
        .collect();
    let nodes = select.nodes();
    let aggregated = nodes.iter().any(|node| has_aggregate(node));
    if !is_table
        || !aggregated && groups.is_empty()
        || groups.iter().any(|node| matches!(node.kind, NodeKind::Fragment { .. } | NodeKind::Unread))
    {
        return;
    }
    nodes.into_iter().for_each(|node| check_grouped(query, node, &groups, diagnostics));
}

fn has_aggregate(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Over { .. } => false,
        NodeKind::Call { function, .. } if function.sort == Sort::Aggregate => true,
        NodeKind::Call { arguments, .. } => arguments.iter().any(has_aggregate),
        NodeKind::Cast(node, _) => has_aggregate(node),
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
        NodeKind::Call { arguments, .. } => {
            arguments.iter().for_each(|node| check_grouped(query, node, groups, diagnostics));
        }
        _ => {}
    }
}

/// A join says on what, a cross join does not.
fn check_joins(query: &Query, diagnostics: &mut Diagnostics) {
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
            Kind::GroupBy(nodes) | Kind::Distinct(nodes) => nodes.iter().collect(),
            Kind::OrderBy(orders) => orders.iter().map(|order| &order.by).collect(),
            Kind::Update(changes) => changes.iter().map(|change| &change.value).collect(),
            Kind::Orders(_) | Kind::Combine(..) | Kind::Lock(_) | Kind::Exclude(_) => vec![],
        });
    }
}
