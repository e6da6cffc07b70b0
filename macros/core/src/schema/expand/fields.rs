//! Columns come in, the struct through which queries name them goes out.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;

use super::super::model::Schema;
use super::{expand_type, reflect};
use crate::names::Names;

/// `struct MessageFields<P>`, whose fields are the columns as expressions: null throughout behind an outer join.
pub(super) fn expand_fields(names: &Names, schema: &Schema) -> TokenStream {
    if schema.is_embedded {
        return TokenStream::new();
    }
    let (query, private) = (names.private("query"), names.private("schema"));
    let (visibility, row) = (&schema.visibility, &schema.name);
    let fields = format_ident!("{}Fields", row.unraw(), span = row.span());
    let doc = format!(" The columns of `{}` in a query.", schema.table());
    let bounds = reflect::expand_bounds(&private, schema);
    let columns = || schema.fields.iter().filter(|field| !field.is_virtual());
    let columns_of = columns().map(|field| {
        let (name, visibility, ty) = (&field.name, &field.visibility, expand_type(&private, field));
        let doc = format!(" The column `{}`.", field.source());
        quote!(#[doc = #doc] #visibility #name: #query::Expr<P::Of<#ty>>)
    });
    let associations = schema.associations.iter().map(|association| {
        let (name, visibility, row) = (&association.name, &association.visibility, &association.row);
        let doc = format!(" The association `{}`.", association.text());
        quote!(#[doc = #doc] #visibility #name: #query::Of<#row>)
    });
    let column_names = columns().map(|field| field.text());
    quote! {
        #[doc = #doc]
        #[allow(dead_code, trivial_bounds)]
        #visibility struct #fields<P: #query::Presence> where #bounds { #(#columns_of,)* #(#associations),* }

        #[allow(trivial_bounds)]
        impl<P: #query::Presence> #query::Fields for #fields<P> where #bounds {
            type Row = P::Row<#row>;
            type Optional = #fields<#query::Outer>;
        }

        #[allow(trivial_bounds)]
        impl #query::Record for #row where #bounds {
            type Fields<P: #query::Presence> = #fields<P>;
            const NAMES: &'static [&'static str] = &[#(#column_names),*];

            fn load(row: &mut #private::Row<'_>) -> ::core::result::Result<Self, #private::LoadError> {
                <Self as #private::Schema>::load(row)
            }
        }
    }
}
