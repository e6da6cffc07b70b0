//! `#[derive(Id)]`: a struct around one value comes in, a key of its own type goes out.

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Type};

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::names::Names;

/// The implementations for the struct in `item`.
pub fn expand(item: TokenStream) -> TokenStream {
    crate::entry::derive(item, |item, diagnostics| {
        let inner = resolve_inner(&item, diagnostics)?;
        Some(expand_impls(&item, &inner))
    })
}

/// The type of the only field.
fn resolve_inner(item: &DeriveInput, diagnostics: &mut Diagnostics) -> Option<Type> {
    if let Data::Struct(data) = &item.data
        && let Fields::Unnamed(fields) = &data.fields
        && let [only] = &fields.unnamed.iter().collect::<Vec<_>>()[..]
        && item.generics.params.is_empty()
    {
        return Some(only.ty.clone());
    }
    let message = format!("`{}` is not a struct around one value", item.ident);
    let help = format!("write `struct {}(i64);`", item.ident);
    diagnostics.error(Diagnostic::new(item.ident.span(), message).help(help));
    None
}

fn expand_impls(item: &DeriveInput, inner: &Type) -> TokenStream {
    let names = Names::default();
    let stored = expand_type(&names, item, inner);
    let (name, path, router) = (&item.ident, names.private("path"), names.private("router"));
    quote! {
        #stored

        #[automatically_derived]
        impl ::core::convert::From<#inner> for #name {
            fn from(value: #inner) -> Self {
                Self(value)
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        #[automatically_derived]
        impl #path::Param for #name {
            type Key = Self;

            fn to_param(&self, segment: &mut #path::Segment<'_>) {
                #path::Param::to_param(&self.0, segment)
            }
        }

        #[automatically_derived]
        impl #router::FromParam for #name {
            fn from_param(segment: &str) -> ::core::result::Result<Self, #router::ParamError> {
                #router::FromParam::from_param(segment).map(Self)
            }
        }
    }
}

/// Stored as what is inside.
fn expand_type(names: &Names, item: &DeriveInput, inner: &Type) -> TokenStream {
    let (name, schema) = (&item.ident, names.private_at("schema", inner.span()));
    quote_spanned! {inner.span()=>
        #[automatically_derived]
        impl #schema::Type for #name {
            const KIND: #schema::Kind = <#inner as #schema::Type>::KIND;

            fn cast(input: &#schema::Json) -> ::core::result::Result<Self, #schema::CastError> {
                <#inner as #schema::Type>::cast(input).map(Self)
            }

            fn dump(&self) -> #schema::Value {
                <#inner as #schema::Type>::dump(&self.0)
            }

            fn load(value: #schema::ValueRef<'_>) -> ::core::result::Result<Self, #schema::LoadError> {
                <#inner as #schema::Type>::load(value).map(Self)
            }
        }
    }
}
