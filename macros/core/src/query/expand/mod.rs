//! A checked query comes in, the call that makes it goes out: what the compiler checks, what the database gets, what is bound.

mod load;
mod preload;
mod tree;
mod typed;

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, Type};

use super::model::{Argument, ArgumentKind, Head, Kind, Query, Select, Slot, Source};
use crate::entry::hygienic;
use crate::names::Names;

/// Everything that the parts of an expansion share.
struct Expansion<'a> {
    /// The path of the runtime's part.
    runtime: TokenStream,
    names: &'a Names,
    query: &'a Query,
}

/// ```text
/// match (&(term),) {
///     (value0,) => extend(Message, |m, shape| { condition(like(m.body, pin(value0))); shape },
///         { static TREE: Tree = ..; &TREE }, vec![pinned(value0)]),
/// }
/// ```
pub(super) fn expand(names: &Names, query: &Query) -> TokenStream {
    let expansion = Expansion { runtime: names.private("query"), names, query };
    let select = query.clauses.iter().find_map(|clause| match &clause.kind {
        Kind::Select(select) => Some(select),
        _ => None,
    });
    let call = match &query.source {
        Source::Query(source) => expansion.call(source.span(), &quote!(#source), select),
        Source::Subquery(query) => {
            let runtime = names.private_at("query", query.span());
            let source = quote_spanned!(query.span()=> #runtime::subquery(#query));
            expansion.call(query.span(), &source, select)
        }
        Source::Rows(rows) => expansion.call_dynamic(rows),
    };
    let call = query.clauses.iter().fold(call, |call, clause| match &clause.kind {
        Kind::Merge(fields) => expansion.merging(call, fields),
        Kind::Preload(preloads) => expansion.preloading(call, preloads),
        _ => call,
    });
    let row = match select {
        Some(Select::Map(fields)) => expansion.selected_row(fields),
        _ => TokenStream::new(),
    };
    let hoisted = expansion.hoisted(call);
    if row.is_empty() { hoisted } else { quote!({ #row #hoisted }) }
}

/// For a query of which not even the source is known.
pub(super) fn expand_nothing(names: &Names) -> TokenStream {
    let runtime = names.private("query");
    quote!(#runtime::unread())
}

/// `(m, _, .., u)`; rows by their names come from elsewhere.
fn expand_slots(slots: &[Slot]) -> TokenStream {
    let slots = slots.iter().map(|slot| match slot {
        Slot::Binding(name) => quote!(#name),
        Slot::Ignored => quote!(_),
        Slot::Rest => quote!(..),
    });
    quote!((#(#slots,)*))
}

/// A variable of the expansion, which is underlined at `span`.
fn local(name: &str, span: Span) -> Ident {
    Ident::new(name, hygienic().located_at(span))
}

impl Expansion<'_> {
    /// The call that makes the query.
    fn call(&self, span: Span, source: &TokenStream, select: Option<&Select>) -> TokenStream {
        let (runtime, shape) = (&self.runtime, local("shape", Span::call_site()));
        let (function, head) = match (&self.query.head, select) {
            (Head::First(name), None) => ("extend", quote!(#name)),
            (Head::First(name), Some(_)) => ("select", quote!(#name)),
            (Head::All(slots), None) => ("extend_all", expand_slots(slots)),
            (Head::All(slots), Some(_)) => ("select_all", expand_slots(slots)),
        };
        let function = Ident::new(function, hygienic());
        let function = quote_spanned!(hygienic().located_at(span)=> #function);
        let (typed, tree, arguments) = (self.typed(), self.tree(), self.arguments());
        let load = select.map(|select| self.load(select)).into_iter();
        quote! {
            #runtime::#function(
                #source,
                |#head, #shape| { #typed #shape },
                #tree,
                #arguments,
                #(#load)*
            )
        }
    }

    /// The call that makes a condition.
    fn call_dynamic(&self, rows: &Type) -> TokenStream {
        let (runtime, shape) = (&self.runtime, local("shape", Span::call_site()));
        let (function, head) = match &self.query.head {
            Head::First(name) => ("dynamic", quote!(#name)),
            Head::All(slots) => ("dynamic_all", expand_slots(slots)),
        };
        let function = Ident::new(function, hygienic());
        let (typed, tree, arguments) = (self.typed(), self.tree(), self.arguments());
        quote! {
            #runtime::#function::<#rows>(|#head, #shape| { let _ = &#shape; #typed }, #tree, #arguments)
        }
    }

    fn arguments(&self) -> TokenStream {
        let arguments =
            self.query.arguments.iter().enumerate().map(|(index, argument)| self.bound(index, argument));
        quote!(::std::vec![#(#arguments),*])
    }

    /// The variable that stands for an argument.
    fn variable(&self, index: usize) -> Ident {
        local(&format!("value{index}"), self.query.arguments[index].value.span())
    }

    /// Evaluates all arguments, once, before the call.
    fn hoisted(&self, call: TokenStream) -> TokenStream {
        if self.query.arguments.is_empty() {
            return call;
        }
        let (values, patterns): (Vec<_>, Vec<_>) = self
            .query
            .arguments
            .iter()
            .enumerate()
            .map(|(index, argument)| self.hoist(index, argument))
            .unzip();
        quote!(match (#(#values,)*) { (#(#patterns,)*) => #call })
    }

    fn hoist(&self, index: usize, argument: &Argument) -> (TokenStream, TokenStream) {
        let (value, variable) = (&argument.value, self.variable(index));
        let span = value.span();
        let runtime = self.names.private_at("query", span);
        let rest = format_ident!("{variable}_rest", span = variable.span());
        match argument.kind {
            ArgumentKind::Source => {
                (quote_spanned!(span=> #runtime::source(#value)), quote!((#variable, #rest)))
            }
            ArgumentKind::Scalar | ArgumentKind::Rest => {
                (quote_spanned!(span=> #runtime::query(#value)), quote!((#variable, #rest)))
            }
            _ => (quote_spanned!(span=> &(#value)), quote!(#variable)),
        }
    }

    /// The argument as it is handed over.
    fn bound(&self, index: usize, argument: &Argument) -> TokenStream {
        let (runtime, variable) =
            (self.names.private_at("query", argument.value.span()), self.variable(index));
        let rest = format_ident!("{variable}_rest", span = variable.span());
        match argument.kind {
            ArgumentKind::Pin => quote!(#runtime::pinned(#variable)),
            ArgumentKind::List => quote!(#runtime::pinned_list(#variable)),
            ArgumentKind::Rows => quote!(#runtime::pinned_rows(#variable)),
            ArgumentKind::Orders => quote!(#runtime::chosen_orders(#variable)),
            ArgumentKind::Name => quote!(#runtime::name(#variable)),
            ArgumentKind::Source | ArgumentKind::Scalar | ArgumentKind::Rest => quote!(#rest),
        }
    }
}
