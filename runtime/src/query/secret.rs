//! A query comes in, whether its values may be shown in a log goes out.

use std::collections::HashSet;

use super::dynamic::Condition;
use super::plan::{Argument, Joined, Plan, Source, Step};
use super::tree::{Clause, Node, Tree};
use crate::schema::{self, Association};

/// The names of secret fields.
type Secrets = HashSet<&'static str>;

impl Plan {
    /// Whether it looks for a secret or writes one, so that its values are not for a log. Fields count by their names, of whatever
    /// table of the query they are.
    pub(crate) fn has_secrets(&self) -> bool {
        let mut secrets = Secrets::new();
        self.sources(&mut |source| collect(source, &mut secrets, &mut HashSet::new()));
        !secrets.is_empty() && self.uses(&secrets)
    }

    /// Calls `look` with all tables, those of queries within included.
    fn sources(&self, look: &mut impl FnMut(&schema::Source)) {
        let joined = self.steps.iter().flat_map(|step| match step {
            Step::Tree { arguments, .. } => arguments.as_slice(),
            _ => &[],
        });
        let joined = joined.filter_map(|argument| match argument {
            Argument::Source(Joined(source)) => Some(source),
            _ => None,
        });
        for source in [&self.source].into_iter().chain(joined) {
            match source {
                Source::Table(source) => look(source),
                Source::Query { plan, .. } => plan.sources(look),
                Source::Cte { cte, .. } => cte.plans().for_each(|plan| plan.sources(look)),
                Source::Recursion { .. } => {}
            }
        }
    }

    fn uses(&self, secrets: &Secrets) -> bool {
        let is_secret = |column: usize| match &self.source {
            Source::Table(source) => source.fields.get(column).is_some_and(schema::Field::is_redacted),
            _ => false,
        };
        let within = |source: &Source| match source {
            Source::Query { plan, .. } => plan.uses(secrets),
            Source::Cte { cte, .. } => cte.plans().any(|plan| plan.uses(secrets)),
            Source::Table(_) | Source::Recursion { .. } => false,
        };
        within(&self.source)
            || self.steps.iter().any(|step| match step {
                Step::Tree { tree, arguments } => {
                    uses(tree, secrets)
                        || arguments.iter().any(|argument| match argument {
                            Argument::Source(Joined(source)) => within(source),
                            Argument::Condition(condition) => is_on_secret(condition, secrets),
                            _ => false,
                        })
                }
                Step::Equal { column, .. } => is_secret(*column),
                Step::Seek(seek) => seek.orders.iter().any(|(column, _)| is_secret(*column)),
                Step::Of { .. } | Step::Rows { .. } | Step::AllRows | Step::ThenByKey => false,
            })
    }
}

/// The secrets of a table and of all that its associations lead to, each table once.
fn collect(source: &schema::Source, secrets: &mut Secrets, seen: &mut HashSet<*const schema::Field>) {
    if !seen.insert(source.fields.as_ptr()) {
        return;
    }
    secrets.extend(source.fields.iter().filter(|field| field.is_redacted()).map(schema::Field::name));
    for related in (source.associations)().iter().map(Association::related) {
        collect(related, secrets, seen);
    }
}

/// Queries within a condition count as secret where there are secrets at all.
fn is_on_secret(condition: &Condition, secrets: &Secrets) -> bool {
    match condition {
        Condition::Constant(_) => false,
        Condition::Tree { tree, arguments } => {
            let is_open = |argument: &Argument| match argument {
                Argument::Condition(condition) => !is_on_secret(condition, secrets),
                Argument::Source(_) => false,
                _ => true,
            };
            uses(tree, secrets) || !arguments.iter().all(is_open)
        }
        Condition::Not(condition) => is_on_secret(condition, secrets),
        Condition::And(left, right) | Condition::Or(left, right) => {
            is_on_secret(left, secrets) || is_on_secret(right, secrets)
        }
    }
}

fn uses(tree: &Tree, secrets: &Secrets) -> bool {
    let compares = |node: &Node| has_secret(node, secrets);
    // A column that is read or ordered by has no value beside it.
    let calculates = |node: &Node| !matches!(node, Node::Field(..) | Node::Row(_)) && compares(node);
    tree.clauses.iter().any(|clause| match clause {
        Clause::Where(node) | Clause::OrWhere(node) | Clause::Having(node) | Clause::OrHaving(node) => {
            compares(node)
        }
        Clause::Join(join) => join.on.as_ref().is_some_and(compares),
        Clause::GroupBy(nodes)
        | Clause::Distinct(nodes)
        | Clause::Select(nodes, _)
        | Clause::Merge(nodes, _) => nodes.iter().any(calculates),
        Clause::OrderBy(orders) => orders.iter().any(|order| calculates(&order.by)),
        Clause::Update(changes) => {
            changes.iter().any(|change| secrets.contains(change.field) || compares(&change.value))
        }
        _ => false,
    })
}

fn has_secret(node: &Node, secrets: &Secrets) -> bool {
    let any = |nodes: &[Node]| nodes.iter().any(|node| has_secret(node, secrets));
    match node {
        Node::Field(_, name) | Node::Parent(_, name) => secrets.contains(name),
        Node::Call(_, nodes) | Node::Fragment(_, nodes) => any(nodes),
        Node::Cast(node, _) | Node::Path(node, _) => has_secret(node, secrets),
        Node::Case(branches, otherwise) => {
            branches
                .iter()
                .any(|(condition, value)| has_secret(condition, secrets) || has_secret(value, secrets))
                || otherwise.is_some_and(|node| has_secret(node, secrets))
        }
        Node::Over(node, nodes, orders) => {
            has_secret(node, secrets)
                || any(nodes)
                || orders.iter().any(|order| has_secret(&order.by, secrets))
        }
        _ => false,
    }
}
