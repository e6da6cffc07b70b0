//! Clauses come in, the same as data goes out, for a `static`.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::Lit;
use syn::ext::IdentExt;

use super::super::check::{CHANGES, EXCLUDED, LOCKS};
use super::super::model::resolve::pieces;
use super::super::model::{
    Change, Clause, Combination, Join, JoinSource, Kind, Node, NodeKind, Order, Place, Select, Side,
};
use super::{Expansion, preload};

impl Expansion<'_> {
    /// `{ static TREE: Tree = ..; &TREE }`
    pub(super) fn tree(&self) -> TokenStream {
        let runtime = &self.runtime;
        let places = self.query.bindings.iter().map(|binding| {
            let (variant, index) = match binding.place {
                Place::Start(index) => (quote!(Start), index),
                Place::End(index) => (quote!(End), index),
                Place::Join(index) => (quote!(Join), index),
                Place::Named(index) => (quote!(Named), index),
            };
            let index = Literal::usize_unsuffixed(index);
            quote!(#runtime::Place::#variant(#index))
        });
        let clauses = self.query.clauses.iter().flat_map(|clause| self.clauses(clause));
        let clauses = clauses.map(|clause| quote!(#runtime::Clause::#clause));
        quote! {{
            static TREE: #runtime::Tree =
                #runtime::Tree { places: &[#(#places),*], clauses: &[#(#clauses),*] };
            &TREE
        }}
    }

    fn clauses(&self, clause: &Clause) -> Vec<TokenStream> {
        let runtime = &self.runtime;
        vec![match &clause.kind {
            Kind::Where(node) => self.with("Where", node),
            Kind::OrWhere(node) => self.with("OrWhere", node),
            Kind::Having(node) => self.with("Having", node),
            Kind::OrHaving(node) => self.with("OrHaving", node),
            Kind::Limit(node) => self.with("Limit", node),
            Kind::Offset(node) => self.with("Offset", node),
            Kind::Join(join) => self.join(join),
            Kind::Select(select) => self.select(select),
            Kind::Merge(fields) => {
                let nodes = fields.iter().map(|(_, node)| self.data(node));
                let names = fields.iter().map(|(name, _)| name.unraw().to_string());
                quote!(Merge(&[#(#nodes),*], &[#(#names),*]))
            }
            Kind::Preload(preloads) => match &*preload::joined_rows(preloads) {
                [] => return Vec::new(),
                rows => quote!(Merge(&[#(#runtime::Node::Row(#rows)),*], &[])),
            },
            Kind::Name(argument) => quote!(Name(#argument)),
            Kind::GroupBy(nodes) => {
                let nodes = self.list(nodes);
                quote!(GroupBy(#nodes))
            }
            Kind::Distinct(nodes) => {
                let nodes = self.list(nodes);
                quote!(Distinct(#nodes))
            }
            Kind::OrderBy(orders) => {
                let orders = self.orders(orders);
                quote!(OrderBy(#orders))
            }
            Kind::Orders(argument) => quote!(Orders(#argument)),
            Kind::Update(changes) => self.update(changes),
            Kind::Combine(how, argument) => {
                let how = match how {
                    Combination::Union => quote!(Union),
                    Combination::UnionAll => quote!(UnionAll),
                    Combination::Intersect => quote!(Intersect),
                    Combination::Except => quote!(Except),
                };
                quote!(Combine(#runtime::Combination::#how, #argument))
            }
            Kind::Lock(text) => {
                let lock = word(&text.value(), LOCKS);
                quote!(Lock(#runtime::Lock::#lock))
            }
            Kind::Exclude(parts) => {
                let exclude = |part: &syn::Ident| {
                    let part = word(&part.to_string(), EXCLUDED);
                    quote!(Exclude(#runtime::Part::#part))
                };
                return parts.iter().map(exclude).collect();
            }
        }]
    }

    fn select(&self, select: &Select) -> TokenStream {
        let nodes = select.nodes().into_iter().map(|node| self.data(node));
        let names: Vec<String> = match select {
            Select::Map(fields) => fields.iter().map(|(name, _)| name.unraw().to_string()).collect(),
            _ => Vec::new(),
        };
        quote!(Select(&[#(#nodes),*], &[#(#names),*]))
    }

    fn update(&self, changes: &[Change]) -> TokenStream {
        let runtime = &self.runtime;
        let changes = changes.iter().map(|change| {
            let (field, value) = (change.field.unraw().to_string(), self.data(&change.value));
            let how = word(&change.how.to_string(), CHANGES);
            quote!(#runtime::Change { field: #field, how: #runtime::How::#how, value: #value })
        });
        quote!(Update(&[#(#changes),*]))
    }

    fn with(&self, clause: &str, node: &Node) -> TokenStream {
        let (clause, node) = (format_ident!("{clause}"), self.data(node));
        quote!(#clause(#node))
    }

    fn join(&self, join: &Join) -> TokenStream {
        let runtime = &self.runtime;
        let source = match &join.source {
            JoinSource::Argument(index) => quote!(Argument(#index)),
            JoinSource::Association { binding, field } => {
                let field = field.unraw().to_string();
                quote!(Association(#binding, #field))
            }
        };
        let kind = match join.side {
            Side::Inner => quote!(Inner),
            Side::Left => quote!(Left),
            Side::Right => quote!(Right),
            Side::Full => quote!(Full),
            Side::Cross => quote!(Cross),
            Side::InnerLateral => quote!(InnerLateral),
            Side::LeftLateral => quote!(LeftLateral),
        };
        let on = self.maybe(join.on.as_ref());
        let name = match join.name {
            Some(argument) => quote!(::core::option::Option::Some(#argument)),
            None => quote!(::core::option::Option::None),
        };
        let (kind, source) = (quote!(#runtime::JoinKind::#kind), quote!(#runtime::JoinSource::#source));
        quote!(Join(#runtime::Join { kind: #kind, source: #source, on: #on, name: #name }))
    }

    fn maybe(&self, node: Option<&Node>) -> TokenStream {
        match node.map(|node| self.data(node)) {
            Some(node) => quote!(::core::option::Option::Some(#node)),
            None => quote!(::core::option::Option::None),
        }
    }

    fn list(&self, nodes: &[Node]) -> TokenStream {
        let nodes = nodes.iter().map(|node| self.data(node));
        quote!(&[#(#nodes),*])
    }

    fn orders(&self, orders: &[Order]) -> TokenStream {
        let runtime = &self.runtime;
        let orders = orders.iter().map(|order| {
            let by = self.data(&order.by);
            let word = order.direction.as_ref().map(ToString::to_string).unwrap_or_default();
            let direction = if word.starts_with("desc") { quote!(Desc) } else { quote!(Asc) };
            let nulls = match word.split_once('_') {
                Some((_, "nulls_first")) => quote!(::core::option::Option::Some(#runtime::Nulls::First)),
                Some(_) => quote!(::core::option::Option::Some(#runtime::Nulls::Last)),
                None => quote!(::core::option::Option::None),
            };
            quote!(#runtime::Order { by: #by, direction: #runtime::Direction::#direction, nulls: #nulls })
        });
        quote!(&[#(#orders),*])
    }

    /// An expression as data. Of a query with mistakes only what compiles.
    fn data(&self, node: &Node) -> TokenStream {
        let runtime = &self.runtime;
        let kind = match &node.kind {
            NodeKind::Field { binding, field } => {
                let field = field.unraw().to_string();
                quote!(Field(#binding, #field))
            }
            NodeKind::Parent(name, field) => {
                let field = field.unraw().to_string();
                quote!(Parent(#name, #field))
            }
            NodeKind::Row { binding } => quote!(Row(#binding)),
            NodeKind::Argument(index) => quote!(Argument(#index)),
            NodeKind::Literal(literal) => expand_literal(literal),
            NodeKind::Nil | NodeKind::Unread => quote!(Null),
            NodeKind::Call { function, arguments } => {
                let (function, arguments) = (format_ident!("{}", function.variant), self.list(arguments));
                quote!(Call(#runtime::Function::#function, #arguments))
            }
            NodeKind::Values(value, list) => {
                let nodes = std::iter::once(&**value).chain(list).map(|node| self.data(node));
                quote!(Call(#runtime::Function::InValues, &[#(#nodes),*]))
            }
            NodeKind::Fragment { text, holes } => {
                let ((pieces, _), holes) = (pieces(&text.value()), self.list(holes));
                quote!(Fragment(&[#(#pieces),*], #holes))
            }
            NodeKind::Cast(value, ty) => {
                let value = self.data(value);
                quote!(Cast(&#value, #runtime::kind::<#ty>()))
            }
            NodeKind::Case { branches, otherwise } => {
                let branches = branches.iter().map(|(condition, value)| {
                    let (condition, value) = (self.data(condition), self.data(value));
                    quote!((#condition, #value))
                });
                let otherwise = match otherwise.as_deref().map(|node| self.data(node)) {
                    Some(node) => quote!(::core::option::Option::Some(&#node)),
                    None => quote!(::core::option::Option::None),
                };
                quote!(Case(&[#(#branches),*], #otherwise))
            }
            NodeKind::Path(document, path) => {
                let document = self.data(document);
                quote!(Path(&#document, &[#(#path),*]))
            }
            NodeKind::Over { call, partitions, orders } => {
                let (call, partitions, orders) =
                    (self.data(call), self.list(partitions), self.orders(orders));
                quote!(Over(&#call, #partitions, #orders))
            }
        };
        quote!(#runtime::Node::#kind)
    }
}

fn expand_literal(literal: &Lit) -> TokenStream {
    match literal {
        Lit::Str(text) => quote!(Text(#text)),
        Lit::Bool(value) => quote!(Boolean(#value)),
        Lit::Int(number) => {
            let digits = number.base10_digits();
            quote!(Number(#digits))
        }
        Lit::Float(number) => {
            let digits = number.base10_digits();
            quote!(Number(#digits))
        }
        // The compiler says at the typed call that no column holds it.
        _ => quote!(Null),
    }
}

/// `order_by` → `OrderBy`; where it is not known, which was told, the first of those that are.
fn word(words: &str, known: &[&str]) -> syn::Ident {
    let words = if known.contains(&words) { words } else { known[0] };
    let words = words.to_lowercase().replace(' ', "_");
    let capital = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        format!("{}{rest}", first.to_uppercase())
    };
    format_ident!("{}", words.split('_').map(capital).collect::<String>())
}
