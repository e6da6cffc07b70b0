//! Expressions as written come in, nodes with every name resolved go out.

use proc_macro2::Span;
use syn::{Ident, Lit, LitStr, Path};

use super::super::function::{
    self, COUNT_ALL, COUNT_DISTINCT, FUNCTIONS, Function, IN_QUERY, Operator, SPECIAL,
};
use super::super::parse::{self, Expr, ExprKind, Key};
use super::scope::Scope;
use super::{ArgumentKind, Node, NodeKind, Order, Select};
use crate::diagnostics::Diagnostic;
use crate::spelling::spelt;
use crate::suggest;

impl Scope<'_> {
    pub(super) fn nodes(&mut self, list: Vec<Expr>) -> Vec<Node> {
        list.into_iter().map(|expr| self.node(expr)).collect()
    }

    pub(super) fn orders(&mut self, orders: Vec<parse::Order>) -> Vec<Order> {
        let resolve = |parse::Order { direction, by }| Order { direction, by: self.node(by) };
        orders.into_iter().map(resolve).collect()
    }

    /// What a row of the result is made of.
    pub(super) fn select(&mut self, expr: Expr) -> Select {
        match expr.kind {
            ExprKind::Tuple(items) => {
                Select::Tuple(items.into_iter().map(|item| self.select(item)).collect())
            }
            ExprKind::Struct(path, fields) => Select::Struct(
                path,
                fields.into_iter().map(|(name, value)| (name, self.select(value))).collect(),
            ),
            ExprKind::Map(fields) => {
                Select::Map(fields.into_iter().map(|(name, value)| (name, self.node(value))).collect())
            }
            _ => Select::Value(self.node(expr)),
        }
    }

    pub(super) fn node(&mut self, expr: Expr) -> Node {
        let span = expr.span;
        let kind = match expr.kind {
            ExprKind::Name(name) => self.name(name),
            ExprKind::Field(binding, field) => self.field(&binding, field),
            ExprKind::Parent(row, field) => NodeKind::Parent(self.named(row), field),
            ExprKind::Index(document, keys) => {
                let path = keys.into_iter().map(|key| match key {
                    Key::Name(name) => name.value(),
                    Key::Index(index) => index.base10_digits().to_owned(),
                });
                let path = path.collect();
                NodeKind::Path(Box::new(self.node(*document)), path)
            }
            ExprKind::Pin(value) => NodeKind::Argument(self.argument(*value, ArgumentKind::Pin)),
            ExprKind::Literal(literal) => NodeKind::Literal(literal),
            ExprKind::Nil => NodeKind::Nil,
            ExprKind::Operation(operator, operands) => return self.operation(operator, operands, span),
            ExprKind::Call(name, arguments) => self.call(&name, arguments),
            ExprKind::Fragment(text, holes) => self.fragment(text, holes),
            ExprKind::Cast(value, ty) => NodeKind::Cast(Box::new(self.node(*value)), ty),
            ExprKind::Subquery(query) => NodeKind::Argument(self.argument(*query, ArgumentKind::Scalar)),
            ExprKind::Over { call, partitions, orders } => NodeKind::Over {
                call: Box::new(self.node(*call)),
                partitions: self.nodes(partitions),
                orders: self.orders(orders),
            },
            ExprKind::If { branches, otherwise } => NodeKind::Case {
                branches: branches
                    .into_iter()
                    .map(|(condition, value)| (self.node(condition), self.node(value)))
                    .collect(),
                otherwise: otherwise.map(|value| Box::new(self.node(*value))),
            },
            ExprKind::Rust(path) => self.not_pinned(&path),
            ExprKind::Atom(_)
            | ExprKind::List(_)
            | ExprKind::Tuple(_)
            | ExprKind::Struct(..)
            | ExprKind::Map(_) => {
                let help = "lists stand behind `in`, tuples, structs and `#{ .. }` in `select`";
                self.error(Diagnostic::new(span, "this is no single value").help(help));
                NodeKind::Unread
            }
        };
        Node { kind, span }
    }

    fn not_pinned(&mut self, path: &Path) -> NodeKind {
        let (path, span) =
            (spelt(path), path.segments.first().map_or_else(Span::call_site, |first| first.ident.span()));
        let message =
            format!("`{path}` is a Rust value: values must be pinned inside a query, write `^{path}`");
        self.error(Diagnostic::new(span, message));
        NodeKind::Unread
    }

    fn operation(&mut self, operator: Operator, mut operands: Vec<Expr>, span: Span) -> Node {
        let call = |function, arguments| Node { kind: NodeKind::Call { function, arguments }, span };
        if matches!(operator, Operator::In | Operator::NotIn)
            && let (Some(list), Some(value)) = (operands.pop(), operands.pop())
        {
            let value = self.node(value);
            let found = self.membership(value, list, span);
            return match operator {
                Operator::NotIn => call(Operator::Not.function(), vec![found]),
                _ => found,
            };
        }
        // `-1` is a number.
        if let (Operator::Neg, [Expr { kind: ExprKind::Literal(Lit::Int(_) | Lit::Float(_)), .. }]) =
            (operator, operands.as_slice())
        {
            let operands = self.nodes(operands);
            return call(operator.function(), operands);
        }
        let operands = self.nodes(operands);
        call(operator.function(), operands)
    }

    /// `m.id in ^ids`, `m.id in [1, 2]`, `m.id in subquery(query)`
    fn membership(&mut self, value: Node, list: Expr, span: Span) -> Node {
        let kind = match list.kind {
            ExprKind::Pin(values) => {
                let list_span = list.span;
                let list = self.argument(*values, ArgumentKind::List);
                let list = Node { kind: NodeKind::Argument(list), span: list_span };
                NodeKind::Call { function: Operator::In.function(), arguments: vec![value, list] }
            }
            ExprKind::Subquery(query) => {
                let query = self.argument(*query, ArgumentKind::Scalar);
                let query = Node { kind: NodeKind::Argument(query), span: list.span };
                NodeKind::Call { function: &IN_QUERY, arguments: vec![value, query] }
            }
            ExprKind::List(items) => NodeKind::Values(Box::new(value), self.nodes(items)),
            ExprKind::Name(name) if self.find(&name).is_none() => self.name(name),
            _ => {
                let help = "write `m.id in ^ids`, `m.id in [1, 2]` or `m.id in subquery(query)`";
                self.error(Diagnostic::new(list.span, "`in` looks among several values").help(help));
                NodeKind::Unread
            }
        };
        Node { kind, span }
    }

    fn call(&mut self, name: &Ident, arguments: Vec<Expr>) -> NodeKind {
        let Some(function) = function::find(&name.to_string()) else {
            let spelling = name.to_string();
            let known = FUNCTIONS.iter().map(|function| function.name).chain(SPECIAL.iter().copied());
            let help = suggest::did_you_mean(&spelling, known).unwrap_or_else(|| {
                format!("a function of the database is `fragment(\"{spelling}(?)\", ..)`, one of Rust is pinned: `^{spelling}(..)`")
            });
            self.error(Diagnostic::new(name.span(), format!("unknown query function `{name}`")).help(help));
            arguments.into_iter().for_each(|argument| _ = self.node(argument));
            return NodeKind::Unread;
        };
        let count = arguments.len();
        let is_distinct = matches!(arguments.as_slice(), [_, Expr { kind: ExprKind::Atom(word), .. }] if word == "distinct");
        let function: &'static Function = match function.name {
            "count" if count == 0 => &COUNT_ALL,
            "count" if is_distinct => &COUNT_DISTINCT,
            _ => function,
        };
        let taken = if is_distinct { 1 } else { count };
        let arguments = self.nodes(arguments.into_iter().take(taken).collect());
        if count < function.arity.0 || taken > function.arity.1 || function.name == "count" && taken == 2 {
            let most = function.arity.1.min(if function.name == "count" { 1 } else { usize::MAX });
            let wanted = match most {
                1 => "1 argument".to_owned(),
                most => format!("{most} arguments"),
            };
            let message = format!("`{name}` takes {wanted}, not {count}");
            let help = format!("write `{}`", function.example);
            self.error(Diagnostic::new(name.span(), message).help(help));
            return NodeKind::Unread;
        }
        NodeKind::Call { function, arguments }
    }

    fn fragment(&mut self, text: LitStr, holes: Vec<Expr>) -> NodeKind {
        NodeKind::Fragment { text, holes: self.nodes(holes) }
    }
}

/// The pieces of a fragment's text between its holes: each `?` but `\?`. A hole within quotes would be text.
pub(in super::super) fn pieces(text: &str) -> (Vec<String>, bool) {
    let (mut pieces, mut in_quotes, mut quoted_hole) = (vec![String::new()], false, false);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        in_quotes ^= c == '\'';
        match c {
            '\\' if characters.peek() == Some(&'?') => {
                characters.next();
                pieces.last_mut().into_iter().for_each(|piece| piece.push('?'));
            }
            '?' => {
                quoted_hole |= in_quotes;
                pieces.push(String::new());
            }
            c => pieces.last_mut().into_iter().for_each(|piece| piece.push(c)),
        }
    }
    (pieces, quoted_hole)
}
