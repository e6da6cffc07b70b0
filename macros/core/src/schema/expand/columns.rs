//! Columns come in, the typed tokens that name them and their table go out.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::model::Schema;
use super::Column;

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

pub(super) fn expand_columns(private: &TokenStream, schema: &Schema, columns: &[Column<'_>]) -> TokenStream {
    let row = &schema.name;
    let constants = columns.iter().enumerate().map(|(index, Column { name, sql, ty, visibility, .. })| {
        let (doc, index) = (format!(" The column `{sql}`."), Literal::usize_unsuffixed(index));
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
