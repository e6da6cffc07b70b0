//! Columns come in, the implementation of `Schema` goes out.

use std::collections::HashSet;

use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

use super::super::model::{self, Schema};
use super::{Column, ColumnKind};

pub(super) fn expand_schema(private: &TokenStream, schema: &Schema, columns: &[Column<'_>]) -> TokenStream {
    let (name, table, singular) = (&schema.name, schema.table(), schema.singular());
    let fields = columns.iter().map(|column| expand_field(private, column));
    let reads = columns.iter().map(|Column { name, .. }| quote!(#name: row.read()?));
    let dumps = columns.iter().enumerate().map(|(index, Column { name, .. })| {
        let index = Literal::usize_unsuffixed(index);
        quote!(#index => #private::dump(&self.#name))
    });
    let mut seen = HashSet::new();
    let types = schema.fields.iter().map(|field| &field.ty);
    let bounds = types.filter(|ty| seen.insert(ty.to_token_stream().to_string())).map(|ty| {
        let (span, private) = (ty.span(), located_at(private, ty.span()));
        quote_spanned!(span=> #ty: #private::FieldType)
    });
    let key = expand_key(private, schema);
    let embedded = schema.is_embedded.then(|| expand_embedded(private, name));
    // The bounds put a type's error at the type, once; without them it would come from each use below.
    quote! {
        #[allow(trivial_bounds)]
        impl #private::Schema for #name where #(#bounds),* {
            type Key = #key;
            const TABLE: &'static str = #table;
            const NAME: &'static str = #singular;
            const FIELDS: &'static [#private::Field] = &[#(#fields),*];

            fn load(row: &mut #private::Row<'_>) -> ::core::result::Result<Self, #private::LoadError> {
                ::core::result::Result::Ok(Self { #(#reads),* })
            }

            fn dump(&self, index: usize) -> #private::Value {
                match index {
                    #(#dumps,)*
                    _ => #private::nothing(),
                }
            }
        }
        #embedded
    }
}

/// An embedded struct is a column's type; parameters reach it by `cast_embed` alone.
fn expand_embedded(private: &TokenStream, name: &syn::Ident) -> TokenStream {
    quote! {
        impl #private::Embedded for #name {}

        impl #private::Type for #name {
            const KIND: #private::Kind = #private::embedded_kind::<#name>();

            fn cast(_input: &#private::Json) -> ::core::result::Result<Self, #private::CastError> {
                ::core::result::Result::Err(::core::default::Default::default())
            }

            fn dump(&self) -> #private::Value {
                #private::document(self)
            }

            fn load(value: #private::ValueRef<'_>) -> ::core::result::Result<Self, #private::LoadError> {
                #private::from_document(value)
            }
        }
    }
}

/// Embedded structs get their keys from the program, rows from the database.
fn expand_key(private: &TokenStream, schema: &Schema) -> TokenStream {
    if schema.is_embedded { quote!(#private::Uuid) } else { quote!(i64) }
}

/// The same tokens, but an error in them is shown at `span`.
fn located_at(tokens: &TokenStream, span: Span) -> TokenStream {
    let moved = |mut token: TokenTree| {
        token.set_span(token.span().located_at(span));
        token
    };
    tokens.clone().into_iter().map(moved).collect()
}

fn expand_field(private: &TokenStream, Column { sql, ty, kind, .. }: &Column<'_>) -> TokenStream {
    let field = quote!(#private::Field::new::<#ty>(#sql));
    match kind {
        ColumnKind::Key => quote!(#field.with_generated(#private::Generated::Key)),
        ColumnKind::AtInsert => quote!(#field.with_generated(#private::Generated::AtInsert)),
        ColumnKind::AtUpdate => quote!(#field.with_generated(#private::Generated::AtUpdate)),
        ColumnKind::Written(model::Field { embeds: Some(embeds), .. }) => {
            let on_replace = match embeds.on_replace.as_ref().map(ToString::to_string).as_deref() {
                Some("delete") => quote!(.with_on_replace(#private::OnReplace::Delete)),
                Some("update") => quote!(.with_on_replace(#private::OnReplace::Update)),
                _ => TokenStream::new(),
            };
            let default = embeds.many.then(|| quote!(.with_default(#private::no_rows)));
            quote!(#field #default #on_replace)
        }
        ColumnKind::Written(model::Field { default: None, .. }) => field,
        ColumnKind::Written(model::Field { default: Some(default), name, .. }) => {
            let default = expand_default(default);
            quote!(#field.with_default(|| { let #name: #ty = #default; #private::dump(&#name) }))
        }
    }
}

/// A literal string stands for a `String`; everything else is an expression of the field's type.
fn expand_default(default: &Expr) -> TokenStream {
    match default {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            quote_spanned!(text.span()=> ::core::convert::Into::into(#text))
        }
        other => quote!(#other),
    }
}

/// Rows stand in paths by their keys, unless the user derives it for another field.
pub(super) fn expand_param(private: &TokenStream, schema: &Schema) -> TokenStream {
    let name = &schema.name;
    if schema.is_embedded || schema.attributes.iter().any(derives_param) {
        return TokenStream::new();
    }
    quote! {
        impl #private::Param for #name {
            type Key = <i64 as #private::Param>::Key;

            fn to_param(&self, segment: &mut #private::Segment<'_>) {
                #private::Param::to_param(&self.id, segment)
            }
        }
    }
}

fn derives_param(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let is_param = |token: TokenTree| matches!(&token, TokenTree::Ident(name) if name == "Param");
    list.path.is_ident("derive") && list.tokens.clone().into_iter().any(is_param)
}

/// An implementation that is never run, for a schema that does not compile.
pub(super) fn expand_stand_in(private: &TokenStream, schema: &Schema) -> TokenStream {
    let (name, table, singular) = (&schema.name, schema.table(), schema.singular());
    let key = expand_key(private, schema);
    let embedded = schema.is_embedded.then(|| expand_embedded(private, name));
    quote! {
        #embedded
        impl #private::Schema for #name {
            type Key = #key;
            const TABLE: &'static str = #table;
            const NAME: &'static str = #singular;
            const FIELDS: &'static [#private::Field] = &[];

            fn load(_row: &mut #private::Row<'_>) -> ::core::result::Result<Self, #private::LoadError> {
                ::core::result::Result::Err(#private::unreadable())
            }

            fn dump(&self, _index: usize) -> #private::Value {
                #private::nothing()
            }
        }
    }
}
