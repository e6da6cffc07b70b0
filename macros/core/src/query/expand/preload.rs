//! What a query preloads comes in: the rows of joins that are read with each row, what loads the rest, and what the compiler
//! checks go out.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Ident;

use super::super::model::{Preload, Preloads};
use super::{Expansion, local};

/// The numbers of the joined rows, each before those that belong to it.
pub(super) fn joined_rows(preloads: &Preloads) -> Vec<usize> {
    let of_one = |preload: &Preload| {
        let row = preload.binding.into_iter();
        row.chain(preload.binding.map(|_| joined_rows(&preload.inner)).into_iter().flatten()).collect()
    };
    listed(preloads).iter().flat_map(|preload| -> Vec<usize> { of_one(preload) }).collect()
}

fn listed(preloads: &Preloads) -> &[Preload] {
    match preloads {
        Preloads::Listed(list) => list,
        Preloads::Pinned(_) => &[],
    }
}

/// The variable that has the associations of the rows.
fn associations() -> Ident {
    local("associations", Span::call_site())
}

/// What implements the traits up to seven, in as many tuples as there must be.
fn tuple(items: &[TokenStream]) -> TokenStream {
    if items.len() <= 7 {
        return quote!((#(#items,)*));
    }
    let parts = items.chunks(items.len().div_ceil(7)).map(tuple);
    quote!((#(#parts,)*))
}

/// `|associations| (associations.user,)`
fn closure(items: &[TokenStream]) -> TokenStream {
    let (associations, items_of) = (associations(), tuple(items));
    if items.is_empty() { quote!(|_| ()) } else { quote!(|#associations| #items_of) }
}

impl Expansion<'_> {
    /// The query, with what it preloads.
    pub(super) fn preloading(&self, query: TokenStream, preloads: &Preloads) -> TokenStream {
        let runtime = &self.runtime;
        let list = match preloads {
            Preloads::Pinned(value) => return quote!(#runtime::preload(#query, |_| #value)),
            Preloads::Listed(list) => list,
        };
        let (joined, asked) = (self.joined(list), self.asked(list));
        let query = if joined.is_empty() {
            query
        } else {
            let joined = closure(&joined);
            quote!(#runtime::load_joined(#query, #joined))
        };
        if asked.is_empty() {
            return query;
        }
        let asked = closure(&asked);
        quote!(#runtime::preload(#query, #asked))
    }

    /// The rows of joins.
    fn joined(&self, list: &[Preload]) -> Vec<TokenStream> {
        let joined = list.iter().filter(|preload| preload.binding.is_some()).map(|preload| {
            let (associations, name) = (associations(), &preload.association);
            let runtime = self.names.private_at("query", name.span());
            let inner = closure(&self.joined(listed(&preload.inner)));
            quote_spanned!(name.span()=> #runtime::joined(#associations.#name, #inner))
        });
        joined.collect()
    }

    /// What is asked for when the rows are there.
    fn asked(&self, list: &[Preload]) -> Vec<TokenStream> {
        list.iter().filter_map(|preload| self.asked_for(preload)).collect()
    }

    fn asked_for(&self, preload: &Preload) -> Option<TokenStream> {
        let (associations, name) = (associations(), &preload.association);
        let runtime = self.names.private_at("query", name.span());
        let inner = match &preload.inner {
            Preloads::Pinned(value) => quote!(|_| #value),
            Preloads::Listed(list) => match &*self.asked(list) {
                [] if preload.binding.is_some() => return None,
                [] => return Some(quote!(#associations.#name)),
                asked => closure(asked),
            },
        };
        Some(quote_spanned!(name.span()=> #runtime::nested(#associations.#name, #inner)))
    }

    /// What the compiler checks of rows of joins: that the associations lead to them.
    pub(super) fn typed_preloads(&self, preloads: &Preloads) -> TokenStream {
        if joined_rows(preloads).is_empty() {
            return TokenStream::new();
        }
        let (associations, shape) = (associations(), local("shape", Span::call_site()));
        let checks = self.checked_list(listed(preloads));
        quote!({ let #associations = #shape.associations(); #checks })
    }

    fn checked_list(&self, list: &[Preload]) -> TokenStream {
        let checks = list.iter().filter_map(|preload| {
            let (associations, association) = (associations(), &preload.association);
            let row = &self.query.bindings[preload.binding?].name;
            let runtime = self.names.private_at("query", row.span());
            let inner = self.checked_list(listed(&preload.inner));
            let inner = (!inner.is_empty()).then(
                || quote!({ let #associations = #runtime::related(&#associations.#association); #inner }),
            );
            Some(quote_spanned! {row.span()=>
                #runtime::leads_to(&#associations.#association, &#row);
                #inner
            })
        });
        checks.collect()
    }
}
