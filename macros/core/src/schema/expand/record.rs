//! Columns come in, the row's struct goes out.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::Schema;
use super::{Column, is_doc};

pub(super) fn expand_record(schema: &Schema, columns: &[Column<'_>]) -> TokenStream {
    let Schema { attributes, visibility, name, .. } = schema;
    let doc = if schema.is_embedded {
        " Lives inside of rows.".to_owned()
    } else {
        format!(" A row of the table `{}`.", schema.table())
    };
    let doc = (!attributes.iter().any(is_doc)).then_some(doc).into_iter();
    let fields = columns.iter().map(|Column { name, ty, visibility, attributes, .. }| {
        quote! { #attributes #visibility #name: #ty }
    });
    quote! {
        #(#[doc = #doc])*
        #(#attributes)*
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #visibility struct #name { #(#fields),* }
    }
}
