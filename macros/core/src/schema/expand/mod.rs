//! A checked schema comes in, its items go out: the struct, the table, the columns and what the database must know.

mod associations;
mod columns;
mod field;
mod fields;
mod record;
mod reflect;

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Attribute;
use syn::spanned::Spanned;

use super::assoc::Association;
use super::model::{Field, Schema, Ty};
use crate::names::Names;

pub(super) fn expand(names: &Names, schema: &Schema) -> TokenStream {
    let private = names.private("schema");
    let record = record::expand_record(&private, schema);
    let table = columns::expand_table(&private, schema);
    let tokens = columns::expand_columns(&private, schema);
    let associations = associations::expand_tokens(&private, schema);
    let fields = fields::expand_fields(names, schema);
    let reflection = reflect::expand_schema(&private, schema);
    let param = reflect::expand_param(&private, schema);
    quote!(#record #table #tokens #associations #fields #reflection #param)
}

/// The same items for a schema with mistakes, as far as they can be: what uses them shall not fail, too.
pub(super) fn expand_stand_in(names: &Names, mut schema: Schema) -> TokenStream {
    let private = names.private("schema");
    let mut taken = HashSet::new();
    // Of two with one name, the automatic one has the better type.
    schema.fields.sort_by_key(|field| field.is_written);
    schema.fields.retain(|field| taken.insert(field.text()));
    schema.associations.retain(|association| taken.insert(association.text()));
    schema.associations.iter_mut().for_each(Association::straighten);
    let record = record::expand_record(&private, &schema);
    let table = columns::expand_table(&private, &schema);
    let tokens = columns::expand_columns(&private, &schema);
    let associations = associations::expand_stand_ins(&private, &schema);
    let fields = fields::expand_stand_in(names, &schema);
    let reflection = reflect::expand_stand_in(&private, &schema);
    let param = reflect::expand_param(&private, &schema);
    quote!(#record #table #tokens #associations #fields #reflection #param)
}

/// The type of a field.
fn expand_type(private: &TokenStream, field: &Field) -> TokenStream {
    match &field.ty {
        Ty::Written(ty) => quote_spanned!(ty.span()=> #ty),
        Ty::Integer => quote!(i64),
        Ty::Uuid => quote!(#private::Uuid),
        Ty::Moment => quote!(#private::OffsetDateTime),
        Ty::KeyOf { row, is_optional: false } => quote!(<#row as #private::Schema>::Key),
        Ty::KeyOf { row, is_optional: true } => {
            quote!(::core::option::Option<<#row as #private::Schema>::Key>)
        }
    }
}

/// The type of a field that holds rows of another table.
fn expand_relation(private: &TokenStream, association: &Association) -> TokenStream {
    let kind = syn::Ident::new(association.kind.type_name(), crate::entry::hygienic());
    let ty = &association.ty;
    quote!(#private::#kind<#ty>)
}

fn is_doc(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
}
