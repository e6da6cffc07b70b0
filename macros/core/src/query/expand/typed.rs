//! Clauses come in, calls for the compiler to check go out, each at the tokens that it is about; nobody runs them.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned;

use super::super::check::CHANGES;
use super::super::model::{
    ArgumentKind, Change, Clause, Join, JoinSource, Kind, Node, NodeKind, Order, Place, Select, Side,
};
use super::{Expansion, local};
use crate::entry::hygienic;

impl Expansion<'_> {
    /// The statements of the closure.
    pub(super) fn typed(&self) -> TokenStream {
        let names = self.query.bindings.iter().filter(|binding| !matches!(binding.place, Place::Join(_)));
        // Not every query looks at its rows.
        let names = names.map(|binding| &binding.name);
        let clauses = self.query.clauses.iter().map(|clause| self.typed_clause(clause));
        quote!(#(let _ = &#names;)* #(#clauses)*)
    }

    fn typed_clause(&self, clause: &Clause) -> TokenStream {
        let runtime = &self.runtime;
        match &clause.kind {
            Kind::Where(node) | Kind::OrWhere(node) | Kind::Having(node) | Kind::OrHaving(node) => {
                self.condition(node)
            }
            Kind::Join(join) => self.typed_join(join),
            Kind::Select(select) => {
                let (shape, value) = (local("shape", Span::call_site()), self.selected(select));
                quote!(let #shape = #shape.select(#value);)
            }
            Kind::GroupBy(nodes) | Kind::Distinct(nodes) => self.anything(nodes.iter()),
            Kind::OrderBy(orders) => self.ordered(orders),
            Kind::Orders(argument) => {
                let (first, value) = (self.first(), self.variable(*argument));
                let runtime = self.names.private_at("query", value.span());
                quote_spanned!(value.span()=> #runtime::orders(&#first, #value);)
            }
            Kind::Limit(node) | Kind::Offset(node) => match node.kind {
                NodeKind::Argument(argument) => {
                    let value = self.variable(argument);
                    quote_spanned!(value.span()=> #runtime::rows(#value);)
                }
                _ => TokenStream::new(),
            },
            Kind::Update(changes) => changes.iter().map(|change| self.typed_change(change)).collect(),
            Kind::Combine(_, argument) => {
                let (shape, value) = (local("shape", Span::call_site()), self.variable(*argument));
                quote_spanned!(value.span()=> let #shape = #shape.combine(&#value);)
            }
            Kind::Lock(_) | Kind::Exclude(_) => TokenStream::new(),
        }
    }

    fn condition(&self, node: &Node) -> TokenStream {
        let (runtime, typed) = (self.names.private_at("query", node.span), self.node(node));
        quote_spanned!(hygienic().located_at(node.span)=> #runtime::condition(#typed);)
    }

    fn anything<'n>(&self, nodes: impl Iterator<Item = &'n Node>) -> TokenStream {
        let runtime = &self.runtime;
        let nodes = nodes.map(|node| self.node(node));
        quote!(#(#runtime::any(#nodes);)*)
    }

    fn ordered(&self, orders: &[Order]) -> TokenStream {
        self.anything(orders.iter().map(|order| &order.by))
    }

    fn typed_join(&self, join: &Join) -> TokenStream {
        let name = &self.query.bindings[join.binding].name;
        let source = match &join.source {
            JoinSource::Argument(index) => {
                let variable = self.variable(*index);
                quote!(#variable)
            }
            JoinSource::Association { binding, field } => {
                let row = &self.query.bindings[*binding].name;
                quote!(#row.#field)
            }
        };
        let method = match join.side {
            Side::Inner | Side::Cross | Side::InnerLateral => "inner_join",
            Side::Left | Side::LeftLateral => "left_join",
            Side::Right => "right_join",
            Side::Full => "full_join",
        };
        let (method, shape) = (Ident::new(method, hygienic()), local("shape", Span::call_site()));
        let before: Vec<&Ident> = match join.side {
            Side::Right | Side::Full => {
                self.query.bindings[..join.binding].iter().map(|binding| &binding.name).collect()
            }
            _ => Vec::new(),
        };
        let runtime = &self.runtime;
        let on = join.on.iter().map(|on| self.condition(on));
        quote! {
            let (#name, #shape) = #shape.#method(&#source);
            let _ = &#name;
            #(let #before = #runtime::missing(#before);)*
            #(#on)*
        }
    }

    /// The name of the query's first row, where it has one.
    fn first(&self) -> TokenStream {
        let first = self.query.bindings.iter().find(|binding| matches!(binding.place, Place::Start(0)));
        match first {
            Some(binding) => {
                let name = &binding.name;
                quote!(#name)
            }
            None => {
                let runtime = &self.runtime;
                quote!(#runtime::unread())
            }
        }
    }

    fn typed_change(&self, Change { how, field, value }: &Change) -> TokenStream {
        let (runtime, first) = (self.names.private_at("query", field.span()), self.first());
        if matches!(value.kind, NodeKind::Nil) {
            return quote_spanned!(field.span()=> #runtime::set_nil(#first.#field););
        }
        let word = CHANGES.iter().find(|word| how == *word).unwrap_or(&"set");
        let function = Ident::new(word, hygienic().located_at(field.span()));
        let value = self.node(value);
        quote!(#runtime::#function(#first.#field, #value);)
    }

    fn selected(&self, select: &Select) -> TokenStream {
        match select {
            Select::Value(node) => self.selected_node(node),
            Select::Tuple(items) => {
                let items = items.iter().map(|item| self.selected(item));
                quote!((#(#items,)*))
            }
            Select::Struct(path, fields) => {
                let fields = fields.iter().map(|(name, value)| {
                    let value = self.selected(value);
                    quote!(#name: #value)
                });
                quote!(#path { #(#fields),* })
            }
            Select::Map(fields) => {
                let fields = fields.iter().map(|(name, node)| {
                    let value = self.selected_node(node);
                    quote!(#name: #value)
                });
                quote!(SelectedRow { #(#fields),* })
            }
        }
    }

    fn selected_node(&self, node: &Node) -> TokenStream {
        let (span, runtime) = (hygienic().located_at(node.span), self.names.private_at("query", node.span));
        match node.kind {
            NodeKind::Row { binding } => {
                let name = &self.query.bindings[binding].name;
                quote_spanned!(span=> #runtime::row(&#name))
            }
            NodeKind::Unread | NodeKind::Nil => quote!(#runtime::nothing()),
            _ => {
                let typed = self.node(node);
                quote_spanned!(span=> #runtime::value(#typed))
            }
        }
    }

    /// An expression as calls.
    fn node(&self, node: &Node) -> TokenStream {
        let (span, runtime) = (hygienic().located_at(node.span), self.names.private_at("query", node.span));
        match &node.kind {
            NodeKind::Field { binding, field } => {
                let name = &self.query.bindings[*binding].name;
                quote!(#name.#field)
            }
            NodeKind::Row { binding } => {
                let name = &self.query.bindings[*binding].name;
                quote_spanned!(span=> #runtime::whole(&#name))
            }
            NodeKind::Argument(index) => self.typed_argument(*index),
            NodeKind::Literal(literal @ (syn::Lit::Int(_) | syn::Lit::Float(_))) => {
                quote_spanned!(span=> #runtime::number(#literal))
            }
            NodeKind::Literal(literal) => quote_spanned!(span=> #runtime::literal(#literal)),
            NodeKind::Nil | NodeKind::Unread => quote_spanned!(span=> #runtime::fragment()),
            NodeKind::Call { function, arguments } => {
                if let ("exists", [Node { kind: NodeKind::Argument(query), .. }]) =
                    (function.name, arguments.as_slice())
                {
                    let query = self.variable(*query);
                    return quote_spanned!(span=> #runtime::exists(&#query));
                }
                let function = Ident::new(function.name, span);
                let arguments = arguments.iter().map(|argument| match &argument.kind {
                    NodeKind::Argument(index) => self.typed_list(*index),
                    _ => self.node(argument),
                });
                quote!(#runtime::#function(#(#arguments),*))
            }
            NodeKind::Values(value, list) => {
                let (value, list) = (self.node(value), list.iter().map(|node| self.node(node)));
                quote!(#runtime::in_values(#value, [#(#list),*]))
            }
            NodeKind::Fragment { holes, .. } => {
                let holes = self.anything(holes.iter());
                quote_spanned!(span=> { #holes #runtime::fragment() })
            }
            NodeKind::Cast(value, ty) => {
                let value = self.node(value);
                let runtime = self.names.private_at("query", ty.span());
                quote_spanned!(ty.span()=> #runtime::cast::<_, #ty>(#value))
            }
            NodeKind::Case { branches, otherwise } => self.case(branches, otherwise.as_deref()),
            NodeKind::Path(document, _) => {
                let document = self.node(document);
                quote_spanned!(span=> #runtime::path(#document))
            }
            NodeKind::Over { call, partitions, orders } => {
                let (call, orders) = (self.node(call), self.ordered(orders));
                let partitions = self.anything(partitions.iter());
                quote_spanned!(span=> { #partitions #orders #call })
            }
        }
    }

    fn case(&self, branches: &[(Node, Node)], otherwise: Option<&Node>) -> TokenStream {
        let runtime = &self.runtime;
        let [(condition, value), rest @ ..] = branches else {
            return otherwise.map_or_else(|| quote!(#runtime::fragment()), |value| self.node(value));
        };
        let (condition, typed) = (self.node(condition), self.node(value));
        if rest.is_empty() && otherwise.is_none() {
            return quote!(#runtime::case(#condition, #typed));
        }
        let rest = self.case(rest, otherwise);
        quote!(#runtime::case_else(#condition, #typed, #rest))
    }

    fn typed_argument(&self, index: usize) -> TokenStream {
        let variable = self.variable(index);
        let runtime = self.names.private_at("query", variable.span());
        match self.query.arguments[index].kind {
            ArgumentKind::Scalar => quote_spanned!(variable.span()=> #runtime::scalar(&#variable)),
            _ => quote_spanned!(variable.span()=> #runtime::pin(#variable)),
        }
    }

    /// The same as an argument of a function, where several values may stand.
    fn typed_list(&self, index: usize) -> TokenStream {
        let variable = self.variable(index);
        let runtime = self.names.private_at("query", variable.span());
        match self.query.arguments[index].kind {
            ArgumentKind::List => quote_spanned!(variable.span()=> #runtime::pin_list(#variable)),
            _ => self.typed_argument(index),
        }
    }
}
