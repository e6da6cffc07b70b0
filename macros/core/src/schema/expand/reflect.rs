//! A schema comes in, the implementation of `Schema` goes out.

use std::collections::HashSet;

use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Meta};

use super::super::model::{Field, Schema, Ty};
use super::{associations, expand_type, field};

pub(super) fn expand_schema(private: &TokenStream, schema: &Schema) -> TokenStream {
    let name = &schema.name;
    let constants = expand_constants(schema, &expand_key(private, schema));
    let fields = schema.fields.iter().map(|field| field::expand_field(private, field));
    let descriptors = schema
        .associations
        .iter()
        .map(|association| associations::expand_descriptor(private, schema, association));
    let reads = schema.fields.iter().enumerate().map(|(index, field)| expand_read(index, field));
    let unloaded = associations::expand_unloaded(private, schema);
    let keep = associations::expand_keep(schema);
    let dumps = schema.fields.iter().enumerate().map(|(index, Field { name, .. })| {
        let index = Literal::usize_unsuffixed(index);
        quote!(#index => #private::dump(&self.#name))
    });
    let bounds = expand_bounds(private, schema);
    let embedded = schema.is_embeddable().then(|| expand_embedded(private, name));
    // The bounds put a type's error at the type, once; without them it would come from each use below.
    quote! {
        #[allow(trivial_bounds)]
        impl #private::Schema for #name where #bounds {
            #constants
            const FIELDS: &'static [#private::Field] = &[#(#fields),*];
            const ASSOCIATIONS: &'static [#private::Association] = &[#(#descriptors),*];

            fn load(row: &mut #private::Row<'_>) -> ::core::result::Result<Self, #private::LoadError> {
                ::core::result::Result::Ok(Self { #(#reads,)* #unloaded })
            }

            fn dump(&self, index: usize) -> #private::Value {
                match index {
                    #(#dumps,)*
                    _ => #private::nothing(),
                }
            }

            #keep
        }
        #embedded
    }
}

/// What is known of the table without its fields.
fn expand_constants(schema: &Schema, key: &TokenStream) -> TokenStream {
    let (table, singular) = (schema.table(), schema.singular());
    let prefix = schema.prefix.as_ref().map(|prefix| {
        quote!(const PREFIX: ::core::option::Option<&'static str> = ::core::option::Option::Some(#prefix);)
    });
    let places = schema.keys().map(|(index, _)| Literal::usize_unsuffixed(index));
    quote! {
        type Key = #key;
        const TABLE: &'static str = #table;
        #prefix
        const NAME: &'static str = #singular;
        const KEY: &'static [usize] = &[#(#places),*];
    }
}

/// A virtual field is not in the database's row: there it has its default.
fn expand_read(index: usize, field: &Field) -> TokenStream {
    let name = &field.name;
    if !field.is_virtual() {
        return quote!(#name: row.read()?);
    }
    let index = Literal::usize_unsuffixed(index);
    quote!(#name: row.read_virtual(&Self::FIELDS[#index])?)
}

/// What each type that is written must be: a type's error is told at the type, once.
pub(super) fn expand_bounds(private: &TokenStream, schema: &Schema) -> TokenStream {
    let mut seen = HashSet::new();
    let types = schema.fields.iter().filter_map(|field| match &field.ty {
        Ty::Written(ty) => Some(ty),
        _ => None,
    });
    let bounds = types.filter(|ty| seen.insert(ty.to_token_stream().to_string())).map(|ty| {
        let (span, private) = (ty.span(), located_at(private, ty.span()));
        quote_spanned!(span=> #ty: #private::FieldType)
    });
    quote!(#(#bounds),*)
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

/// The type of the primary key: a tuple where it has several columns.
fn expand_key(private: &TokenStream, schema: &Schema) -> TokenStream {
    let types: Vec<_> = schema.keys().map(|(_, field)| expand_type(private, field)).collect();
    match &types[..] {
        [] => quote!(#private::NoKey),
        [only] => only.clone(),
        several => quote!((#(#several),*)),
    }
}

/// The same tokens, but an error in them is shown at `span`.
fn located_at(tokens: &TokenStream, span: Span) -> TokenStream {
    let moved = |mut token: TokenTree| {
        token.set_span(token.span().located_at(span));
        token
    };
    tokens.clone().into_iter().map(moved).collect()
}

/// Rows stand in paths by their keys, unless the user derives it for another field.
pub(super) fn expand_param(private: &TokenStream, schema: &Schema) -> TokenStream {
    let name = &schema.name;
    let mut keys = schema.keys();
    let (Some((_, key)), None) = (keys.next(), keys.next()) else { return TokenStream::new() };
    if schema.is_embedded || schema.attributes.iter().any(derives_param) {
        return TokenStream::new();
    }
    let (field, ty) = (&key.name, expand_type(private, key));
    quote! {
        impl #private::Param for #name {
            type Key = <#ty as #private::Param>::Key;

            fn to_param(&self, segment: &mut #private::Segment<'_>) {
                #private::Param::to_param(&self.#field, segment)
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
    let (name, embedded) =
        (&schema.name, schema.is_embeddable().then(|| expand_embedded(private, &schema.name)));
    // That a key of another type is a mistake was told.
    let key = if embedded.is_some() { quote!(#private::Uuid) } else { expand_key(private, schema) };
    let constants = expand_constants(schema, &key);
    quote! {
        #embedded
        impl #private::Schema for #name {
            #constants
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
