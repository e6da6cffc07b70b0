//! A query as written comes in, the query with every name resolved and every value counted goes out.

pub(super) mod resolve;
mod scope;

use proc_macro2::Span;
use syn::{Expr, Ident, Lit, LitStr, Path, Type};

use super::function::Function;
use super::parse::{self, Clause as Written, ClauseKind, Syntax};
pub(super) use super::parse::{Combination, Side};
use crate::diagnostics::{Diagnostic, Diagnostics};
use scope::Scope;

/// A query.
pub(super) struct Query {
    pub(super) source: Expr,
    pub(super) head: Head,
    /// The rows that have names, in the order of their numbers.
    pub(super) bindings: Vec<Binding>,
    pub(super) clauses: Vec<Clause>,
    /// What is handed over at run time, in the order of the numbers.
    pub(super) arguments: Vec<Argument>,
}

/// How the rows of the source are named.
pub(super) enum Head {
    /// The first one.
    First(Ident),
    /// Each by its place: a pattern of a tuple.
    All(Vec<Slot>),
}

pub(super) enum Slot {
    Binding(Ident),
    Ignored,
    Rest,
}

/// A row with a name.
pub(super) struct Binding {
    pub(super) name: Ident,
    pub(super) place: Place,
}

#[derive(Clone, Copy)]
pub(super) enum Place {
    /// From the first one on.
    Start(usize),
    /// From the last one back.
    End(usize),
    /// A join of this query.
    Join(usize),
}

pub(super) struct Clause {
    pub(super) keyword: Ident,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    Where(Node),
    OrWhere(Node),
    Having(Node),
    OrHaving(Node),
    Join(Join),
    Select(Select),
    GroupBy(Vec<Node>),
    OrderBy(Vec<Order>),
    /// An order that an argument says.
    Orders(usize),
    Distinct(Vec<Node>),
    Limit(Node),
    Offset(Node),
    Update(Vec<Change>),
    Combine(Combination, usize),
    Lock(LitStr),
    Exclude(Vec<Ident>),
}

pub(super) struct Join {
    pub(super) side: Side,
    /// The number of its row.
    pub(super) binding: usize,
    pub(super) source: JoinSource,
    pub(super) on: Option<Node>,
}

/// What is joined.
pub(super) enum JoinSource {
    /// An argument.
    Argument(usize),
    /// What belongs to another row: `v.user`.
    Association { binding: usize, field: Ident },
}

pub(super) struct Order {
    pub(super) direction: Option<Ident>,
    pub(super) by: Node,
}

pub(super) struct Change {
    pub(super) how: Ident,
    pub(super) field: Ident,
    pub(super) value: Node,
}

/// What a row of the result is made of.
pub(super) enum Select {
    Value(Node),
    Tuple(Vec<Self>),
    Struct(Path, Vec<(Ident, Self)>),
    Map(Vec<(Ident, Node)>),
}

/// An expression.
pub(super) struct Node {
    pub(super) kind: NodeKind,
    pub(super) span: Span,
}

pub(super) enum NodeKind {
    Field {
        binding: usize,
        field: Ident,
    },
    Row {
        binding: usize,
    },
    Argument(usize),
    Literal(Lit),
    /// Checked to stand where it may.
    Nil,
    /// What could not be read, and was told.
    Unread,
    Call {
        function: &'static Function,
        arguments: Vec<Node>,
    },
    /// Literals behind `in`.
    Values(Box<Node>, Vec<Node>),
    Fragment {
        text: LitStr,
        holes: Vec<Node>,
    },
    Cast(Box<Node>, Box<Type>),
    Case {
        branches: Vec<(Node, Node)>,
        otherwise: Option<Box<Node>>,
    },
    Path(Box<Node>, Vec<String>),
    Over {
        call: Box<Node>,
        partitions: Vec<Node>,
        orders: Vec<Order>,
    },
}

/// What is handed over at run time.
pub(super) struct Argument {
    pub(super) value: Expr,
    pub(super) kind: ArgumentKind,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum ArgumentKind {
    /// A value behind `^`.
    Pin,
    /// Several, behind `in ^`.
    List,
    /// A number of rows.
    Rows,
    /// An order.
    Orders,
    /// What is joined.
    Source,
    /// A query in an expression: one value.
    Scalar,
    /// A query's rows, put together with these.
    Rest,
}

impl Node {
    /// This node and all in it.
    pub(super) fn walk(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
        let mut each = |nodes: &[Self]| nodes.iter().for_each(|node| node.walk(visit));
        match &self.kind {
            NodeKind::Call { arguments, .. } => each(arguments),
            NodeKind::Fragment { holes, .. } => each(holes),
            NodeKind::Values(value, list) => {
                each(list);
                value.walk(visit);
            }
            NodeKind::Cast(value, _) | NodeKind::Path(value, _) => value.walk(visit),
            NodeKind::Case { branches, otherwise } => {
                for (condition, value) in branches {
                    condition.walk(visit);
                    value.walk(visit);
                }
                otherwise.iter().for_each(|value| value.walk(visit));
            }
            NodeKind::Over { call, partitions, orders } => {
                each(partitions);
                call.walk(visit);
                orders.iter().for_each(|order| order.by.walk(visit));
            }
            NodeKind::Field { .. }
            | NodeKind::Row { .. }
            | NodeKind::Argument(_)
            | NodeKind::Literal(_)
            | NodeKind::Nil
            | NodeKind::Unread => {}
        }
    }
}

impl Select {
    /// The expressions in it, in their order.
    pub(super) fn nodes(&self) -> Vec<&Node> {
        match self {
            Self::Value(node) => vec![node],
            Self::Tuple(items) => items.iter().flat_map(Self::nodes).collect(),
            Self::Struct(_, fields) => fields.iter().flat_map(|(_, value)| value.nodes()).collect(),
            Self::Map(fields) => fields.iter().map(|(_, node)| node).collect(),
        }
    }
}

pub(super) fn resolve(syntax: Syntax, diagnostics: &mut Diagnostics) -> Query {
    let (head, bindings) = resolve_head(syntax.names, diagnostics);
    let mut scope = Scope { bindings, joins: 0, arguments: Vec::new(), diagnostics };
    let mut clauses: Vec<Clause> = Vec::new();
    for Written { keyword, kind } in syntax.clauses {
        let Some(kind) = resolve_clause(&keyword, kind, &mut scope, &mut clauses) else { continue };
        clauses.push(Clause { keyword, kind });
    }
    let Scope { bindings, arguments, .. } = scope;
    Query { source: syntax.source, head, bindings, clauses, arguments }
}

fn resolve_head(names: parse::Names, diagnostics: &mut Diagnostics) -> (Head, Vec<Binding>) {
    let names = match names {
        parse::Names::One(name) => {
            return (Head::First(name.clone()), vec![Binding { name, place: Place::Start(0) }]);
        }
        parse::Names::Several(names) => names,
    };
    let rest = names.iter().position(|name| matches!(name, parse::Name::Rest(_)));
    let (mut slots, mut bindings, count) = (Vec::new(), Vec::new(), names.len());
    for (index, name) in names.into_iter().enumerate() {
        match name {
            parse::Name::Ignored => slots.push(Slot::Ignored),
            parse::Name::Rest(span) if rest != Some(index) => {
                let help = "one `..` stands for all rows between the first and the last ones";
                diagnostics.error(Diagnostic::new(span, "`..` stands here twice").help(help));
            }
            parse::Name::Rest(_) => slots.push(Slot::Rest),
            parse::Name::Binding(name) => {
                let place = match rest {
                    Some(rest) if index > rest => Place::End(count - index - 1),
                    _ => Place::Start(index),
                };
                slots.push(Slot::Binding(name.clone()));
                scope::introduce(&mut bindings, Binding { name, place }, diagnostics);
            }
        }
    }
    if rest.is_none() {
        slots.push(Slot::Rest);
    }
    (Head::All(slots), bindings)
}

/// Nothing where the clause belongs to the one before it.
fn resolve_clause(
    keyword: &Ident,
    kind: ClauseKind,
    scope: &mut Scope<'_>,
    clauses: &mut [Clause],
) -> Option<Kind> {
    Some(match kind {
        ClauseKind::Where(expr) => Kind::Where(scope.node(expr)),
        ClauseKind::OrWhere(expr) => Kind::OrWhere(scope.node(expr)),
        ClauseKind::Having(expr) => Kind::Having(scope.node(expr)),
        ClauseKind::OrHaving(expr) => Kind::OrHaving(scope.node(expr)),
        ClauseKind::Join { side, name, source } => Kind::Join(scope.join(side, name, source)),
        ClauseKind::On(expr) => {
            let on = scope.node(expr);
            match clauses.last_mut().map(|clause| &mut clause.kind) {
                Some(Kind::Join(join)) if join.on.is_none() => join.on = Some(on),
                _ => {
                    let help = "write `join: c in Comment, on: c.message_id == m.id`";
                    scope.error(Diagnostic::new(keyword.span(), "`on` follows no join").help(help));
                }
            }
            return None;
        }
        ClauseKind::Select(expr) => Kind::Select(scope.select(expr)),
        ClauseKind::GroupBy(list) => Kind::GroupBy(scope.nodes(list)),
        ClauseKind::OrderBy(orders) => return resolve_orders(orders, scope),
        ClauseKind::Distinct(list) => Kind::Distinct(scope.nodes(list)),
        ClauseKind::Limit(expr) => Kind::Limit(scope.rows(keyword, expr)),
        ClauseKind::Offset(expr) => Kind::Offset(scope.rows(keyword, expr)),
        ClauseKind::Update(changes) => Kind::Update(
            changes
                .into_iter()
                .map(|parse::Change { how, field, value }| Change { how, field, value: scope.node(value) })
                .collect(),
        ),
        ClauseKind::Combine(how, query) => Kind::Combine(how, scope.argument(query, ArgumentKind::Rest)),
        ClauseKind::Lock(text) => Kind::Lock(text),
        ClauseKind::Exclude(parts) => Kind::Exclude(parts),
    })
}

fn resolve_orders(mut orders: Vec<parse::Order>, scope: &mut Scope<'_>) -> Option<Kind> {
    let is_pinned = |order: &parse::Order| matches!(order.by.kind, parse::ExprKind::Pin(_));
    if let [only] = orders.as_slice()
        && only.direction.is_none()
        && is_pinned(only)
    {
        let parse::ExprKind::Pin(value) = orders.remove(0).by.kind else { return None };
        return Some(Kind::Orders(scope.argument(*value, ArgumentKind::Orders)));
    }
    Some(Kind::OrderBy(scope.orders(orders)))
}
