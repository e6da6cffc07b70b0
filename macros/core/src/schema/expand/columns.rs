//! A schema comes in, the typed tokens that name its columns and its table go out.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::model::Schema;
use super::expand_type;

/// `const Message: Table<Message>`: the name of a struct with braces is free among values.
pub(super) fn expand_table(private: &TokenStream, schema: &Schema) -> TokenStream {
    let Schema { visibility, name, .. } = schema;
    let doc = if schema.is_embedded {
        " A new one under a changeset.".to_owned()
    } else {
        format!(
            " The table `{}`: all its rows as a query, and its empty row under a changeset.",
            schema.table()
        )
    };
    quote! {
        #[doc = #doc]
        #[allow(non_upper_case_globals)]
        #visibility const #name: #private::Table<#name> = #private::Table::new();
    }
}

pub(super) fn expand_columns(private: &TokenStream, schema: &Schema) -> TokenStream {
    let row = &schema.name;
    let constants = schema.fields.iter().enumerate().map(|(index, field)| {
        let (name, visibility, ty) = (&field.name, &field.visibility, expand_type(private, field));
        let index = Literal::usize_unsuffixed(index);
        let doc = if field.is_virtual() {
            format!(" The field `{}`, which is in no table.", field.text())
        } else {
            format!(" The column `{}`.", field.source())
        };
        quote! {
            #[doc = #doc]
            #visibility const #name: #private::Column<#row, #ty> = #private::Column::new(#index);
        }
    });
    quote! {
        #[allow(non_upper_case_globals)]
        impl #row { #(#constants)* }
    }
}
