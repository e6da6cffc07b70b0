//! Associations come in, the typed tokens that name them and what the runtime is told of them go out.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Ident};

use super::super::assoc::{Association, Join, Link};
use super::super::model::Schema;
use super::expand_relation;
use super::field::{expand_on_replace, expand_value};

/// `const user: Assoc<Video, BelongsTo<User>>`
pub(super) fn expand_tokens(private: &TokenStream, schema: &Schema) -> TokenStream {
    let constants = schema.associations.iter().enumerate().map(|(index, association)| {
        let (name, index) = (&association.name, Literal::usize_unsuffixed(index));
        let assoc = quote!(#private::Assoc::new(#index, |row| &row.#name, |row| &mut row.#name));
        let value = match &association.link {
            Link::Through(hops) => expand_through(private, schema, association, hops, assoc),
            _ => assoc,
        };
        expand_token(private, schema, association, &value)
    });
    expand_impl(schema, constants)
}

/// Tokens of the right types, for a schema that does not compile.
pub(super) fn expand_stand_ins(private: &TokenStream, schema: &Schema) -> TokenStream {
    let constants = schema.associations.iter().map(|association| {
        let name = &association.name;
        let value = quote!(#private::Assoc::new(0, |row| &row.#name, |row| &mut row.#name));
        expand_token(private, schema, association, &value)
    });
    expand_impl(schema, constants)
}

fn expand_impl(schema: &Schema, constants: impl Iterator<Item = TokenStream>) -> TokenStream {
    if schema.associations.is_empty() {
        return TokenStream::new();
    }
    let row = &schema.name;
    quote! {
        #[allow(non_upper_case_globals)]
        impl #row { #(#constants)* }
    }
}

fn expand_token(
    private: &TokenStream,
    schema: &Schema,
    association: &Association,
    value: &TokenStream,
) -> TokenStream {
    let Association { visibility, name, .. } = association;
    let (row, ty) = (&schema.name, expand_relation(private, association));
    let doc = format!(" The association `{}`.", association.text());
    quote! {
        #[doc = #doc]
        #visibility const #name: #private::Assoc<#row, #ty> = #value;
    }
}

/// The way over another association of this schema and one of the schema that it leads to.
fn expand_through(
    private: &TokenStream,
    schema: &Schema,
    association: &Association,
    hops: &[Ident],
    assoc: TokenStream,
) -> TokenStream {
    let [first, second] = hops else { return assoc };
    let Some(between) = schema.associations.iter().find(|other| other.name == *first) else {
        return assoc;
    };
    let (row, middle, name) = (&schema.name, &between.row, &association.name);
    let way = quote! {
        |repo, rows, force| #private::load_through(repo, rows, force, #row::#name, #row::#first, <#middle>::#second)
    };
    quote!(#private::through(#assoc, #way))
}

/// `Association::new::<User>("Video", "user", ..)`
pub(super) fn expand_descriptor(
    private: &TokenStream,
    schema: &Schema,
    association: &Association,
) -> TokenStream {
    let (owner, name) = (schema.name.to_string(), association.text());
    let kind = Ident::new(association.kind.type_name(), Span::mixed_site());
    let row = &association.row;
    let link = expand_link(private, schema, association);
    let on_replace = expand_on_replace(private, association.options.name("on_replace"));
    let filters = association.filters().iter().map(|(column, value)| {
        let value = expand_value(value);
        quote_spanned!(column.span()=> #private::Filter::new(<#row>::#column.index(), || {
            #private::value_of(<#row>::#column, #value)
        }))
    });
    let filters = (!association.filters().is_empty()).then(|| quote!(.with_filters(&[#(#filters),*])));
    let order =
        association.order().iter().map(|(direction, column)| expand_order(private, row, direction, column));
    let order = (!association.order().is_empty()).then(|| quote!(.with_order(&[#(#order),*])));
    quote! {
        #private::Association::new::<#row>(#owner, #name, #private::AssociationKind::#kind, #link)
            #on_replace #filters #order
    }
}

fn expand_order(private: &TokenStream, row: &syn::Type, direction: &Ident, column: &Expr) -> TokenStream {
    let direction = if direction == "desc" { quote!(Desc) } else { quote!(Asc) };
    quote_spanned!(column.span()=> (<#row>::#column.index(), #private::Direction::#direction))
}

fn expand_link(private: &TokenStream, schema: &Schema, association: &Association) -> TokenStream {
    let (owner, row) = (&schema.name, &association.row);
    let own_key = || match association.options.name("references") {
        Some(field) => quote!(#owner::#field.index()),
        None => quote!(#private::only_key::<#owner>()),
    };
    match &association.link {
        Link::Here { foreign_key } => {
            let other = match association.options.name("references") {
                Some(field) => quote_spanned!(field.span()=> <#row>::#field.index()),
                None => quote_spanned!(row.span()=> #private::only_key::<#row>()),
            };
            quote!(#private::Link::Keys { own: #owner::#foreign_key.index(), other: #other })
        }
        Link::There { foreign_key } => {
            let own = own_key();
            let other = quote_spanned!(foreign_key.span()=> <#row>::#foreign_key.index());
            quote!(#private::Link::Keys { own: #own, other: #other })
        }
        Link::Join { through, keys } => {
            let (own, join) = (own_key(), expand_join(private, through.as_ref(), keys));
            quote!(#private::Link::Join { own: #own, other: #private::only_key::<#row>(), join: #join })
        }
        Link::Through(hops) => {
            let hops = hops.iter().map(ToString::to_string);
            quote!(#private::Link::Through(&[#(#hops),*]))
        }
    }
}

fn expand_join(private: &TokenStream, through: Option<&Join>, keys: &[Ident; 2]) -> TokenStream {
    let [own, other] = keys;
    match through {
        Some(Join::Schema(path)) => quote_spanned! {path.span()=>
            #private::Join::schema::<#path>(<#path>::#own.index(), <#path>::#other.index())
        },
        Some(Join::Table(table)) => {
            let (own, other) = (own.to_string(), other.to_string());
            quote!(#private::Join::table(#table, #own, #other))
        }
        None => quote!(#private::Join::table("", "", "")),
    }
}

/// A row that was just read has none of them.
pub(super) fn expand_unloaded(private: &TokenStream, schema: &Schema) -> TokenStream {
    let unloaded = schema.associations.iter().enumerate().map(|(index, association)| {
        let (name, index) = (&association.name, Literal::usize_unsuffixed(index));
        quote!(#name: #private::unloaded(&<Self as #private::Schema>::ASSOCIATIONS[#index]))
    });
    quote!(#(#unloaded),*)
}

/// A changed row has the associations of before, but for those whose key changed.
pub(super) fn expand_keep(schema: &Schema) -> TokenStream {
    if schema.associations.is_empty() {
        return TokenStream::new();
    }
    let kept = schema.associations.iter().map(|association| {
        let name = &association.name;
        match &association.link {
            Link::Here { foreign_key } => quote! {
                if self.#foreign_key == row.#foreign_key { self.#name = ::core::clone::Clone::clone(&row.#name); }
            },
            _ => quote!(self.#name = ::core::clone::Clone::clone(&row.#name);),
        }
    });
    quote! {
        fn with_associations_of(mut self, row: &Self) -> Self {
            #(#kept)*
            self
        }
    }
}
