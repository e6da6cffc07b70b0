//! Names come in, the rows that they stand for and the numbers of what is handed over go out.

use quote::format_ident;
use syn::Ident;

use super::super::parse::{self, Expr, ExprKind};
use super::{
    Argument, ArgumentKind, Binding, Join, JoinSource, Node, NodeKind, Place, Preload, Preloads, Side,
};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest;

/// What is known while a query is resolved.
pub(super) struct Scope<'a> {
    pub(super) bindings: Vec<Binding>,
    pub(super) joins: usize,
    pub(super) arguments: Vec<Argument>,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Scope<'_> {
    pub(super) fn error(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.error(diagnostic);
    }

    /// One more name; an error where it is taken.
    pub(super) fn introduce(&mut self, name: Ident, place: Place) {
        if let Some(first) = self.bindings.iter().find(|other| other.name == name) {
            let message = format!("binding `{name}` stands for two rows");
            self.diagnostics.error(
                Diagnostic::new(name.span(), message)
                    .help(format!("call this one `{}`", format_ident!("{name}2")))
                    .related(first.name.span(), "first bound here"),
            );
        }
        self.bindings.push(Binding { name, place });
    }

    /// The name of a row, which is an argument.
    pub(super) fn named(&mut self, path: syn::Path) -> usize {
        let name = syn::ExprPath { attrs: Vec::new(), qself: None, path };
        self.argument(syn::Expr::Path(name), ArgumentKind::Name)
    }

    pub(super) fn argument(&mut self, value: syn::Expr, kind: ArgumentKind) -> usize {
        self.arguments.push(Argument { value, kind });
        self.arguments.len() - 1
    }

    pub(super) fn join(&mut self, side: Side, name: Ident, source: syn::Expr) -> Join {
        let source = match self.association(&source) {
            Some(source) => source,
            None => JoinSource::Argument(self.argument(source, ArgumentKind::Source)),
        };
        let place = Place::Join(self.joins);
        self.joins += 1;
        self.introduce(name, place);
        Join { side, binding: self.bindings.len() - 1, source, on: None, name: None }
    }

    /// `v.user`, where `v` is a row of the query.
    fn association(&self, source: &syn::Expr) -> Option<JoinSource> {
        let syn::Expr::Field(syn::ExprField { base, member: syn::Member::Named(field), .. }) = source else {
            return None;
        };
        let syn::Expr::Path(base) = &**base else { return None };
        let binding = self.find(base.path.get_ident()?)?;
        Some(JoinSource::Association { binding, field: field.clone() })
    }

    /// The number of the row that `name` stands for; the one that was introduced last.
    pub(super) fn find(&self, name: &Ident) -> Option<usize> {
        self.bindings.iter().rposition(|binding| binding.name == *name)
    }

    /// A name that stands alone: a row, or what was meant to be pinned.
    pub(super) fn name(&mut self, name: Ident) -> NodeKind {
        if let Some(binding) = self.find(&name) {
            return NodeKind::Row { binding };
        }
        let message =
            format!("`{name}` is a Rust variable: values must be pinned inside a query, write `^{name}`");
        self.error(Diagnostic::new(name.span(), message));
        NodeKind::Unread
    }

    pub(super) fn field(&mut self, binding: &Ident, field: Ident) -> NodeKind {
        if let Some(binding) = self.find(binding) {
            return NodeKind::Field { binding, field };
        }
        let names: Vec<String> = self.bindings.iter().map(|binding| format!("`{}`", binding.name)).collect();
        let bound = match names.as_slice() {
            [] => "this query binds nothing".to_owned(),
            [one] => format!("this query binds only {one}"),
            [most @ .., last] => format!("this query binds {} and {last}", most.join(", ")),
        };
        let message = format!(
            "unknown binding `{binding}` in query; {bound}. To use a Rust value write `^{binding}.{field}`"
        );
        let known: Vec<String> = self.bindings.iter().map(|binding| binding.name.to_string()).collect();
        let spelling = binding.to_string();
        let near = if spelling.len() > 1 {
            suggest::did_you_mean(&spelling, known.iter().map(String::as_str))
        } else {
            None
        };
        self.error(Diagnostic::new(binding.span(), message).maybe_help(near));
        NodeKind::Unread
    }

    pub(super) fn preloads(&mut self, preloads: parse::Preloads) -> Preloads {
        match preloads {
            parse::Preloads::Pinned(value) => Preloads::Pinned(value),
            parse::Preloads::Listed(list) => {
                Preloads::Listed(list.into_iter().map(|preload| self.preload(preload)).collect())
            }
        }
    }

    fn preload(&mut self, preload: parse::Preload) -> Preload {
        let parse::Preload { association, row, inner } = preload;
        let binding = row.as_ref().and_then(|row| self.find(row));
        if let (Some(row), None) = (&row, binding) {
            let help = format!(
                "a join binds it: `join: {row} in m.{association}`; one that is asked for is `{association}: :{row}`"
            );
            self.error(Diagnostic::new(row.span(), format!("`{row}` is no row of this query")).help(help));
        }
        Preload { association, binding, inner: self.preloads(inner) }
    }

    /// A number of rows: a literal, or a value behind `^`.
    pub(super) fn rows(&mut self, keyword: &Ident, expr: Expr) -> Node {
        let span = expr.span;
        let kind = match expr.kind {
            ExprKind::Literal(syn::Lit::Int(rows)) => NodeKind::Literal(syn::Lit::Int(rows)),
            ExprKind::Pin(value) => NodeKind::Argument(self.argument(*value, ArgumentKind::Rows)),
            ExprKind::Name(name) if self.find(&name).is_none() => self.name(name),
            _ => {
                let message = format!("`{keyword}` takes a number of rows");
                let help = format!("write `{keyword}: 10` or `{keyword}: ^rows`");
                self.error(Diagnostic::new(span, message).help(help));
                NodeKind::Unread
            }
        };
        Node { kind, span }
    }
}
