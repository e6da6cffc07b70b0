//! Nodes of a tree come in, expressions as the database spells them go out.

use sea_query::{CaseStatement, Expr, ExprTrait as _, Func, SelectStatement, SubQueryStatement};

use super::super::dynamic::Condition;
use super::super::plan::{Argument, Joined, Source};
use super::super::tree::{Clause, Function, Node, Order};
use super::bound::{Bound, Rows};
use super::draft::{Draft, ordered};
use super::spelling::{name, operator, suffix, type_name};
use super::{Context, VALUE, hole};
use crate::repo::Backend;
use crate::schema::Kind;

/// What names and numbers mean where a node stands.
pub(super) struct Scope<'a> {
    pub(super) context: &'a Context,
    pub(super) depth: usize,
    pub(super) rows: &'a Rows,
    pub(super) places: &'a [usize],
    /// Each with the number of its first value.
    pub(super) arguments: &'a [(usize, &'a Argument)],
}

/// Arguments with the numbers of their first values, and the number behind the last one.
pub(super) fn numbered(arguments: &[Argument], next: usize) -> (Vec<(usize, &Argument)>, usize) {
    let mut end = next;
    let number = |argument| {
        let number = end;
        end += Argument::holes(argument);
        (number, argument)
    };
    let numbered = arguments.iter().map(number).collect();
    (numbered, end)
}

impl Scope<'_> {
    fn row(&self, place: usize) -> &Bound {
        self.rows.get(self.places.get(place).copied().unwrap_or(0))
    }

    /// The columns that a node in a selection stands for.
    pub(super) fn columns(&self, node: &Node) -> Vec<Expr> {
        match node {
            Node::Row(place) => self.row(*place).columns(),
            node => vec![self.node(node)],
        }
    }

    /// What they are called in messages.
    pub(super) fn names(&self, node: &Node) -> Vec<&'static str> {
        match node {
            Node::Row(place) => self.row(*place).names(),
            Node::Field(_, name) | Node::Parent(_, name) => vec![name],
            _ => vec!["expression"],
        }
    }

    /// A number of rows, or the number of the value that says it.
    pub(super) fn rows(&self, node: &Node) -> u64 {
        match node {
            Node::Number(digits) => digits.parse().unwrap_or(i64::MAX.unsigned_abs()),
            Node::Argument(index) => VALUE | self.arguments.get(*index).map_or(0, |(next, _)| *next as u64),
            _ => 0,
        }
    }

    /// The query that is an argument.
    pub(super) fn select(&self, argument: usize) -> Option<SelectStatement> {
        match self.arguments.get(argument)? {
            (next, Argument::Source(Joined(Source::Query { plan, .. }))) => {
                let seen = self.rows.seen_within();
                Some(Draft::read(plan, self.context, *next, self.depth + 1, seen).select(None))
            }
            _ => None,
        }
    }

    pub(super) fn node(&self, node: &Node) -> Expr {
        match node {
            Node::Field(place, name) => self.row(*place).column(name),
            Node::Parent(name, field) => self.parent(*name, field),
            // Where one value is expected a row stands for its key.
            Node::Row(place) => self.row(*place).columns().swap_remove(0),
            Node::Argument(index) => self.argument(*index),
            Node::Number(digits) => match digits.parse::<i64>() {
                Ok(number) => Expr::Constant(number.into()),
                Err(_) => Expr::cust(*digits),
            },
            Node::Text(text) => Expr::Constant((*text).into()),
            Node::Boolean(value) => Expr::Constant((*value).into()),
            Node::Null => Expr::cust("NULL"),
            Node::Call(function, arguments) => self.call(*function, arguments),
            Node::Fragment(pieces, holes) => {
                self.sql(pieces, holes.iter().map(|node| self.node(node)).collect())
            }
            Node::Cast(Node::Path(document, path), Kind::Map) => self.path(document, path, true),
            Node::Cast(Node::Path(document, path), kind) => {
                self.cast(self.path(document, path, false), *kind)
            }
            Node::Cast(node, kind) => self.cast(self.node(node), *kind),
            Node::Case(branches, otherwise) => {
                let case = branches.iter().fold(CaseStatement::new(), |case, (condition, value)| {
                    case.case(self.node(condition), self.node(value))
                });
                match otherwise {
                    Some(value) => case.finally(self.node(value)).into(),
                    None => case.into(),
                }
            }
            Node::Path(document, path) => self.path(document, path, true),
            Node::Over(call, partitions, orders) => self.over(call, partitions, orders),
        }
    }

    fn argument(&self, index: usize) -> Expr {
        match self.arguments.get(index) {
            Some((_, Argument::Source(_))) => self.subquery(index),
            Some((next, Argument::Condition(condition))) => self.condition(condition, *next).0,
            Some((next, _)) => hole(*next),
            None => Expr::cust("NULL"),
        }
    }

    /// A condition of which the first value has the number `next`, and the number behind its last one.
    fn condition(&self, condition: &Condition, next: usize) -> (Expr, usize) {
        match condition {
            Condition::Constant(value) => (Expr::Constant((*value).into()), next),
            Condition::Tree { tree, arguments } => {
                let (arguments, end) = numbered(arguments, next);
                let places = self.rows.resolve(tree.places, 0, &arguments, self.context);
                let scope = Scope { places: &places, arguments: &arguments, ..*self };
                let condition = tree.clauses.iter().find_map(|clause| match clause {
                    Clause::Having(node) => Some(scope.node(node)),
                    _ => None,
                });
                (condition.unwrap_or_else(|| Expr::Constant(true.into())), end)
            }
            Condition::Not(condition) => {
                let (condition, end) = self.condition(condition, next);
                (condition.not(), end)
            }
            Condition::And(left, right) => {
                let (left, middle) = self.condition(left, next);
                let (right, end) = self.condition(right, middle);
                (left.and(right), end)
            }
            Condition::Or(left, right) => {
                let (left, middle) = self.condition(left, next);
                let (right, end) = self.condition(right, middle);
                (left.or(right), end)
            }
        }
    }

    /// A column of a row of a query around this one.
    fn parent(&self, name: usize, field: &'static str) -> Expr {
        let row = match self.arguments.get(name) {
            Some((_, Argument::Name(name))) => self.rows.parent(name, self.context),
            _ => None,
        };
        row.map_or_else(|| Expr::cust("NULL"), |row| row.column(field))
    }

    fn subquery(&self, argument: usize) -> Expr {
        match self.select(argument) {
            Some(select) => Expr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(select))),
            None => Expr::cust("NULL"),
        }
    }

    fn call(&self, function: Function, nodes: &[Node]) -> Expr {
        if let (Function::In, [value, Node::Argument(list)]) = (function, nodes) {
            let (next, kind) = match self.arguments.get(*list) {
                Some((next, Argument::List(kind, _))) => (*next, *kind),
                _ => (0, Kind::Integer),
            };
            return any_of(self.context.backend, self.node(value), kind, next);
        }
        let mut arguments = nodes.iter().map(|node| self.node(node));
        let mut next = || arguments.next().unwrap_or_else(|| Expr::cust("NULL"));
        if self.context.backend == Backend::Sqlite && matches!(function, Function::Like | Function::Ilike) {
            // It takes no notice of case, and knows no backslash by itself.
            let (left, right) = (next(), next());
            return self.sql(&["", " LIKE ", " ESCAPE '\\'"], vec![left, right]);
        }
        if let Some(operator) = operator(function) {
            let (left, right) = (next(), next());
            return left.binary(operator, right);
        }
        match function {
            Function::Not => next().not(),
            Function::Neg => self.sql(&["-", ""], vec![group(next())]),
            Function::IsNil => next().is_null(),
            Function::Between => {
                let (value, low, high) = (next(), next(), next());
                value.between(low, high)
            }
            Function::InValues => {
                let value = next();
                let list: Vec<Expr> = arguments.collect();
                if list.is_empty() { Expr::cust("FALSE") } else { value.is_in(list) }
            }
            Function::Exists => {
                let query = next();
                self.sql(&["EXISTS ", ""], vec![query])
            }
            Function::CountAll => Expr::cust("COUNT(*)"),
            Function::CountDistinct => Func::count_distinct(next()).into(),
            Function::Filter => {
                let (call, condition) = (next(), next());
                self.sql(&["", " FILTER (WHERE ", ")"], vec![call, condition])
            }
            other => Expr::FunctionCall(Func::cust(name(other)).args(arguments)),
        }
    }

    fn over(&self, call: &Node, partitions: &[Node], orders: &[Order]) -> Expr {
        let mut pieces = vec![String::new(), " OVER (".to_owned()];
        let mut holes = vec![self.node(call)];
        let mut push = |before: &str, hole: Expr| {
            pieces.last_mut().into_iter().for_each(|piece| piece.push_str(before));
            pieces.push(String::new());
            holes.push(hole);
        };
        for (index, node) in partitions.iter().enumerate() {
            push(if index == 0 { "PARTITION BY " } else { ", " }, self.node(node));
        }
        for (index, order) in orders.iter().enumerate() {
            let (expr, direction, nulls) = ordered(self, order);
            push(
                if index == 0 { " ORDER BY " } else { ", " },
                self.sql(&["", suffix(&direction, nulls)], vec![expr]),
            );
        }
        pieces.last_mut().into_iter().for_each(|piece| piece.push(')'));
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
        self.sql(&pieces, holes)
    }

    /// The value as another type.
    fn cast(&self, value: Expr, kind: Kind) -> Expr {
        self.sql(&["CAST(", &format!(" AS {})", type_name(self.context.backend, kind))], vec![value])
    }

    /// A value within a document, as a document or as text.
    fn path(&self, document: &Node, path: &[&str], as_document: bool) -> Expr {
        let operator = match (self.context.backend, as_document) {
            (Backend::Sqlite, true) => " -> ",
            (Backend::Sqlite, false) => " ->> ",
            (Backend::Postgres, true) => " #> ",
            (Backend::Postgres, false) => " #>> ",
        };
        let quoted = path.iter().map(|key| format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\"")));
        let path = match self.context.backend {
            Backend::Sqlite => quoted.fold("$".to_owned(), |path, key| format!("{path}.{key}")),
            Backend::Postgres => format!("{{{}}}", quoted.collect::<Vec<_>>().join(",")),
        };
        self.sql(&["", operator, ""], vec![self.node(document), Expr::Constant(path.into())])
    }

    /// The array with one more element.
    pub(super) fn push(&self, array: Expr, value: Expr) -> Expr {
        match self.context.backend {
            Backend::Sqlite => self.sql(&["json_insert(", ", '$[#]', ", ")"], vec![array, value]),
            Backend::Postgres => self.sql(&["array_append(", ", ", ")"], vec![array, value]),
        }
    }

    /// The array without the elements like the value.
    pub(super) fn pull(&self, array: Expr, value: Expr) -> Expr {
        match self.context.backend {
            Backend::Sqlite => self.sql(
                &["(SELECT json_group_array(value) FROM json_each(", ") WHERE value <> ", ")"],
                vec![array, value],
            ),
            Backend::Postgres => self.sql(&["array_remove(", ", ", ")"], vec![array, value]),
        }
    }

    fn sql(&self, pieces: &[&str], holes: Vec<Expr>) -> Expr {
        sql(self.context.backend, pieces, holes)
    }
}

/// SQL text with expressions between its pieces.
fn sql(backend: Backend, pieces: &[&str], holes: Vec<Expr>) -> Expr {
    let mark = match backend {
        Backend::Sqlite => '?',
        Backend::Postgres => '$',
    };
    let mut template = String::new();
    let mut in_quotes = false;
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            template.push(mark);
            if backend == Backend::Postgres {
                template.push_str(&index.to_string());
                if piece.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
                    template.push(' ');
                }
            }
        }
        for c in piece.chars() {
            in_quotes ^= c == '\'';
            template.push(c);
            // A mark that is no hole is written twice.
            if !in_quotes && c == mark {
                template.push(c);
            }
        }
    }
    Expr::cust_with_exprs(template, holes.into_iter().map(group))
}

/// Whether a value is among those that are bound as one, as value number `next`.
pub(super) fn any_of(backend: Backend, value: Expr, kind: Kind, next: usize) -> Expr {
    let pieces = match (backend, kind) {
        (Backend::Postgres, _) => ["", " = ANY(", ")"],
        // JSON has no bytes: they come as PostgreSQL spells them, `\\x00ff`.
        (Backend::Sqlite, Kind::Binary) => ["", " IN (SELECT unhex(substr(value, 3)) FROM json_each(", "))"],
        (Backend::Sqlite, _) => ["", " IN (SELECT value FROM json_each(", "))"],
    };
    sql(backend, &pieces, vec![value, hole(next)])
}

/// An expression that others stand beside, in parentheses.
fn group(expr: Expr) -> Expr {
    match expr {
        Expr::Binary(..) | Expr::Unary(..) => Expr::Tuple(vec![expr]),
        other => other,
    }
}
