//! Columns come in, the struct through which queries name them goes out.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;

use super::super::model::{Field, Schema};
use super::{expand_relation, expand_type, reflect};
use crate::names::Names;

/// `struct MessageFields<P>`, whose fields are the columns as expressions: null throughout behind an outer join.
pub(super) fn expand_fields(names: &Names, schema: &Schema) -> TokenStream {
    let (query, private) = (names.private("query"), names.private("schema"));
    let bounds = reflect::expand_bounds(&private, schema);
    let columns = columns(schema).map(|field| {
        let ty = expand_type(&private, field);
        expand_column(field, &quote!(#query::Expr<P::Of<#ty>>))
    });
    expand_struct(names, schema, &bounds, columns)
}

/// The same without asking anything of the types: what is wrong with them was told.
pub(super) fn expand_stand_in(names: &Names, schema: &Schema) -> TokenStream {
    let (query, private) = (names.private("query"), names.private("schema"));
    let columns = columns(schema).map(|field| {
        let ty = expand_type(&private, field);
        expand_column(field, &quote!(#query::Expr<#ty>))
    });
    let presence = quote!(__presence: ::core::marker::PhantomData<P>);
    expand_struct(names, schema, &TokenStream::new(), columns.chain([presence]))
}

fn columns(schema: &Schema) -> impl Iterator<Item = &Field> {
    schema.fields.iter().filter(|field| !field.is_virtual())
}

fn expand_column(field: &Field, ty: &TokenStream) -> TokenStream {
    let Field { name, visibility, .. } = field;
    let doc = format!(" The column `{}`.", field.source());
    quote!(#[doc = #doc] #visibility #name: #ty)
}

fn expand_struct(
    names: &Names,
    schema: &Schema,
    bounds: &TokenStream,
    columns_of: impl Iterator<Item = TokenStream>,
) -> TokenStream {
    if schema.is_embedded {
        return TokenStream::new();
    }
    let (query, private) = (names.private("query"), names.private("schema"));
    let (visibility, row) = (&schema.visibility, &schema.name);
    let fields = format_ident!("{}Fields", row.unraw(), span = row.span());
    let doc = format!(" The columns of `{}` in a query.", schema.table());
    let associations = schema.associations.iter().map(|association| {
        let (name, visibility, row) = (&association.name, &association.visibility, &association.row);
        let doc = format!(" The association `{}`.", association.text());
        quote!(#[doc = #doc] #visibility #name: #query::Of<#row>)
    });
    let column_names = columns(schema).map(|field| field.text());
    let (tokens_type, tokens, tokens_struct) = expand_associations(&private, schema);
    quote! {
        #tokens_struct

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
            type Columns = Self;
            type Associations = #tokens_type;
            const NAMES: &'static [&'static str] = &[#(#column_names),*];

            fn associations() -> #tokens_type { #tokens }

            fn schema() -> ::core::option::Option<#query::Source> {
                ::core::option::Option::Some(#query::Source::of::<Self>())
            }

            fn load(row: &mut #private::Row<'_>) -> ::core::result::Result<Self, #private::LoadError> {
                <Self as #private::Schema>::load(row)
            }
        }
    }
}

/// `struct MessageAssociations`, whose fields are the associations' tokens: its type, its value, itself.
fn expand_associations(private: &TokenStream, schema: &Schema) -> (TokenStream, TokenStream, TokenStream) {
    if schema.associations.is_empty() {
        return (quote!(()), TokenStream::new(), TokenStream::new());
    }
    let (visibility, row) = (&schema.visibility, &schema.name);
    let name = format_ident!("{}Associations", row.unraw(), span = row.span());
    let doc = format!(" The associations of `{}` in a query's `preload`.", schema.table());
    let fields = schema.associations.iter().map(|association| {
        let (field, visibility) = (&association.name, &association.visibility);
        let (ty, doc) =
            (expand_relation(private, association), format!(" The association `{}`.", association.text()));
        quote!(#[doc = #doc] #visibility #field: #private::Assoc<#row, #ty>)
    });
    let values = schema.associations.iter().map(|association| {
        let field = &association.name;
        quote!(#field: #row::#field)
    });
    let tokens = quote!(#name { #(#values),* });
    let item = quote! {
        #[doc = #doc]
        #[allow(dead_code)]
        #visibility struct #name { #(#fields),* }
    };
    (quote!(#name), tokens, item)
}
