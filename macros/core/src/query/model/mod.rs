//! A query as written comes in, the query with every name resolved and every value counted goes out.

mod node;
pub(super) mod resolve;
mod scope;

use syn::{Expr, Ident, LitStr};

use super::parse::{self, Clause as Written, ClauseKind, Syntax};
pub(super) use super::parse::{Combination, Side, Source};
use crate::diagnostics::{Diagnostic, Diagnostics};
pub(super) use node::{Node, NodeKind, Order, Select};
use scope::Scope;

/// A query.
pub(super) struct Query {
    pub(super) source: Source,
    /// Whether its result is the first row because nothing else is said, although a join may leave it out.
    pub(super) is_whole: bool,
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
    /// The one with the name that is an argument.
    Named(usize),
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
    /// Fields of the result that get other values.
    Merge(Vec<(Ident, Node)>),
    /// The argument that is the first row's name.
    Name(usize),
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
    Preload(Preloads),
}

/// What is preloaded with the rows.
pub(super) enum Preloads {
    Listed(Vec<Preload>),
    Pinned(Expr),
}

pub(super) struct Preload {
    pub(super) association: Ident,
    /// The number of the row that it is, where it is a join's.
    pub(super) binding: Option<usize>,
    pub(super) inner: Preloads,
}

pub(super) struct Join {
    pub(super) side: Side,
    /// The number of its row.
    pub(super) binding: usize,
    pub(super) source: JoinSource,
    pub(super) on: Option<Node>,
    /// The argument that is its row's name.
    pub(super) name: Option<usize>,
}

/// What is joined.
pub(super) enum JoinSource {
    /// An argument.
    Argument(usize),
    /// What belongs to another row: `v.user`.
    Association { binding: usize, field: Ident },
}

pub(super) struct Change {
    pub(super) how: Ident,
    pub(super) field: Ident,
    pub(super) value: Node,
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
    /// The name of a row.
    Name,
}

pub(super) fn resolve(syntax: Syntax, diagnostics: &mut Diagnostics) -> Query {
    let mut scope = Scope { bindings: Vec::new(), joins: 0, arguments: Vec::new(), diagnostics };
    let head = resolve_head(syntax.names, &mut scope);
    let mut clauses: Vec<Clause> = Vec::new();
    for Written { keyword, kind } in syntax.clauses {
        let Some(kind) = resolve_clause(&keyword, kind, &mut scope, &mut clauses) else { continue };
        clauses.push(Clause { keyword, kind });
    }
    let Scope { bindings, arguments, .. } = scope;
    let whole = whole(&clauses, &head);
    let is_whole = whole.is_some();
    let clauses = in_order(clauses, whole);
    Query { source: syntax.source, is_whole, head, bindings, clauses, arguments }
}

/// The selection of the first row, where a join may leave it out and nothing else is selected.
fn whole(clauses: &[Clause], head: &Head) -> Option<Clause> {
    let has_select = clauses.iter().any(|clause| matches!(clause.kind, Kind::Select(_)));
    let join = clauses.iter().find(|clause| clause.is_missing_first())?;
    match head {
        Head::First(name) if !has_select => {
            let row = Node { kind: NodeKind::Row { binding: 0 }, span: name.span() };
            Some(Clause { keyword: join.keyword.clone(), kind: Kind::Select(Select::Value(row)) })
        }
        _ => None,
    }
}

/// What is read besides the result comes behind it.
fn in_order(clauses: Vec<Clause>, whole: Option<Clause>) -> Vec<Clause> {
    let is_besides = |clause: &Clause| matches!(clause.kind, Kind::Merge(_) | Kind::Preload(_));
    let (besides, mut ordered): (Vec<_>, Vec<_>) = clauses.into_iter().partition(is_besides);
    ordered.extend(whole);
    ordered.extend(besides);
    ordered
}

impl Clause {
    /// Whether it is a join that may leave the first row out.
    pub(super) fn is_missing_first(&self) -> bool {
        matches!(&self.kind, Kind::Join(join) if matches!(join.side, Side::Right | Side::Full))
    }
}

fn resolve_head(names: parse::Names, scope: &mut Scope<'_>) -> Head {
    let names = match names {
        parse::Names::One(name) => {
            scope.introduce(name.clone(), Place::Start(0));
            return Head::First(name);
        }
        parse::Names::Several(names) => names,
    };
    let rest = names.iter().position(|name| matches!(name, parse::Name::Rest(_)));
    let is_placed = |name: &parse::Name| !matches!(name, parse::Name::Named(..));
    let count = names.iter().filter(|name| is_placed(name)).count();
    let (mut slots, mut index) = (Vec::new(), 0);
    for name in names {
        index += usize::from(is_placed(&name));
        let place = index.saturating_sub(1);
        match name {
            parse::Name::Ignored => slots.push(Slot::Ignored),
            parse::Name::Rest(span) if slots.iter().any(|slot| matches!(slot, Slot::Rest)) => {
                let help = "one `..` stands for all rows between the first and the last ones";
                scope.error(Diagnostic::new(span, "`..` stands here twice").help(help));
            }
            parse::Name::Rest(_) => slots.push(Slot::Rest),
            parse::Name::Binding(name) => {
                let is_behind = slots.iter().any(|slot| matches!(slot, Slot::Rest));
                slots.push(Slot::Binding(name.clone()));
                scope
                    .introduce(name, if is_behind { Place::End(count - index) } else { Place::Start(place) });
            }
            parse::Name::Named(path, name) => {
                let argument = scope.named(path);
                scope.introduce(name, Place::Named(argument));
            }
        }
    }
    if rest.is_none() {
        slots.push(Slot::Rest);
    }
    Head::All(slots)
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
        ClauseKind::As(name) => {
            let (span, name) = (keyword.span(), scope.argument(name, ArgumentKind::Name));
            match clauses.last_mut().map(|clause| &mut clause.kind) {
                Some(Kind::Join(join)) if join.name.is_none() => join.name = Some(name),
                _ if scope.joins == 0 => return Some(Kind::Name(name)),
                _ => {
                    let help = "write `join: c in m.comments, as: COMMENTS`; the first row's name stands before all joins";
                    scope.error(Diagnostic::new(span, "`as` follows no join").help(help));
                }
            }
            return None;
        }
        ClauseKind::Select(expr) => Kind::Select(scope.select(expr)),
        ClauseKind::SelectMerge(fields) => {
            Kind::Merge(fields.into_iter().map(|(name, value)| (name, scope.node(value))).collect())
        }
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
        ClauseKind::Preload(preloads) => Kind::Preload(scope.preloads(preloads)),
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
