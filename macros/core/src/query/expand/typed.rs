//! Clauses come in, calls for the compiler to check go out, each at the tokens that it is about; nobody runs them.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned;

use super::super::check::CHANGES;
use super::super::function::Function;
use super::super::model::{
    ArgumentKind, Change, Clause, Join, JoinSource, Kind, Node, NodeKind, Order, Place, Select, Side,
};
use super::{Expansion, local};
use crate::entry::hygienic;

impl Expansion<'_> {
    /// The statements of the closure.
    pub(super) fn typed(&self) -> TokenStream {
        let rows = self.query.bindings.iter().map(|binding| {
            let name = &binding.name;
            match binding.place {
                Place::Join(_) => TokenStream::new(),
                Place::Named(argument) => {
                    let value = self.variable(argument);
                    let runtime = self.names.private_at("query", value.span());
                    quote_spanned!(value.span()=> let #name = #runtime::named(#value); let _ = &#name;)
                }
                // Not every query looks at its rows.
                Place::Start(_) | Place::End(_) => quote!(let _ = &#name;),
            }
        });
        let whole = self.query.is_whole.then(|| {
            let (name, shape) = (&self.query.bindings[0].name, local("shape", Span::call_site()));
            let runtime = self.names.private_at("query", name.span());
            quote_spanned!(hygienic().located_at(name.span())=> #runtime::whole_row(&#shape, &#name);)
        });
        let clauses = self.query.clauses.iter().map(|clause| self.typed_clause(clause));
        quote!(#(#rows)* #whole #(#clauses)*)
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
            Kind::Merge(fields) => {
                let (shape, merged) = (local("shape", Span::call_site()), local("merged", Span::call_site()));
                let fields = fields.iter().map(|(name, node)| {
                    let value = self.selected_node(node);
                    quote_spanned!(name.span()=> #merged.#name = #value;)
                });
                quote!(let #shape = #shape.merge(|#merged| { #(#fields)* });)
            }
            Kind::Preload(preloads) => self.typed_preloads(preloads),
            Kind::Name(argument) => {
                let (shape, value) = (local("shape", Span::call_site()), self.variable(*argument));
                quote_spanned!(value.span()=> let #shape = #shape.name_first(#value);)
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
        let (runtime, typed, fits) =
            (self.names.private_at("query", node.span), self.node(node), self.fits(node));
        quote_spanned!(hygienic().located_at(node.span)=> #fits #runtime::condition(#typed);)
    }

    /// Whether conditions that are known at run time only are on the rows of this query.
    fn fits(&self, node: &Node) -> TokenStream {
        match &node.kind {
            NodeKind::Argument(index) if self.query.arguments[*index].kind == ArgumentKind::Pin => {
                let (shape, value) = (local("shape", Span::call_site()), self.variable(*index));
                let runtime = self.names.private_at("query", value.span());
                quote_spanned!(value.span()=> #runtime::fits(&#shape, #value);)
            }
            NodeKind::Call { function, arguments } if matches!(function.name, "and" | "or" | "not") => {
                arguments.iter().map(|node| self.fits(node)).collect()
            }
            _ => TokenStream::new(),
        }
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
        let method = if join.name.is_some() { format!("{method}_as") } else { method.to_owned() };
        let (method, shape) = (Ident::new(&method, hygienic()), local("shape", Span::call_site()));
        let row_name = join.name.map(|argument| self.variable(argument)).into_iter();
        let before: Vec<&Ident> = match join.side {
            Side::Right | Side::Full => {
                self.query.bindings[..join.binding].iter().map(|binding| &binding.name).collect()
            }
            _ => Vec::new(),
        };
        let runtime = &self.runtime;
        let on = join.on.iter().map(|on| self.condition(on));
        quote! {
            let (#name, #shape) = #shape.#method(&#source, #(#row_name)*);
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
            NodeKind::Parent(name, field) => {
                let value = self.variable(*name);
                quote_spanned!(value.span()=> #runtime::named(#value).#field)
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
            NodeKind::Call { function, arguments } => self.typed_call(span, function, arguments),
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

    fn typed_call(&self, span: Span, function: &Function, arguments: &[Node]) -> TokenStream {
        let runtime = self.names.private_at("query", span);
        if let ("exists", [Node { kind: NodeKind::Argument(query), .. }]) = (function.name, arguments) {
            let query = self.variable(*query);
            return quote_spanned!(span=> #runtime::exists(&#query));
        }
        if let ("filter", [aggregate, condition]) = (function.name, arguments) {
            let (fits, aggregate) = (self.fits(condition), self.node(aggregate));
            let condition = self.node(condition);
            return quote!({ #fits #runtime::filter(#aggregate, #condition) });
        }
        let function = Ident::new(function.name, span);
        let arguments = arguments.iter().map(|argument| match &argument.kind {
            NodeKind::Argument(index) => self.typed_list(*index),
            _ => self.node(argument),
        });
        quote!(#runtime::#function(#(#arguments),*))
    }

    fn case(&self, branches: &[(Node, Node)], otherwise: Option<&Node>) -> TokenStream {
        let runtime = &self.runtime;
        let [(condition, value), rest @ ..] = branches else {
            return otherwise.map_or_else(|| quote!(#runtime::fragment()), |value| self.node(value));
        };
        let (fits, condition, typed) = (self.fits(condition), self.node(condition), self.node(value));
        if rest.is_empty() && otherwise.is_none() {
            return quote!({ #fits #runtime::case(#condition, #typed) });
        }
        let rest = self.case(rest, otherwise);
        quote!({ #fits #runtime::case_else(#condition, #typed, #rest) })
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
