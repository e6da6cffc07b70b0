//! A checked schema comes in, its items go out: the struct, the table, the columns and what the database must know.

mod columns;
mod record;
mod reflect;

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Ident, Visibility};

use super::model::{self, Schema};
use crate::names::Names;

/// A column as all parts of the expansion see it, be it written or automatic.
struct Column<'a> {
    name: Ident,
    /// The name in the database.
    sql: String,
    ty: TokenStream,
    visibility: &'a Visibility,
    /// Doc comments and whatever else the user put there.
    attributes: TokenStream,
    kind: ColumnKind<'a>,
}

/// Where the values of a column come from.
enum ColumnKind<'a> {
    Key,
    Written(&'a model::Field),
    AtInsert,
    AtUpdate,
}

pub(super) fn expand(names: &Names, schema: &Schema) -> TokenStream {
    let private = names.private("schema");
    let columns = resolve_columns(&private, schema);
    let record = record::expand_record(schema, &columns);
    let table = columns::expand_table(&private, schema);
    let tokens = columns::expand_columns(&private, schema, &columns);
    let reflection = reflect::expand_schema(&private, schema, &columns);
    let param = reflect::expand_param(&private, schema);
    quote!(#record #table #tokens #reflection #param)
}

/// The same items for a schema with mistakes, as far as they can be: what uses them shall not fail, too.
pub(super) fn expand_stand_in(names: &Names, mut schema: Schema) -> TokenStream {
    let private = names.private("schema");
    let mut taken: HashSet<String> = HashSet::from(["id".to_owned()]);
    if schema.has_timestamps() {
        taken.extend(["inserted_at".to_owned(), "updated_at".to_owned()]);
    }
    schema.fields.retain(|field| taken.insert(field.column()));
    let columns = resolve_columns(&private, &schema);
    let record = record::expand_record(&schema, &columns);
    let table = columns::expand_table(&private, &schema);
    let tokens = columns::expand_columns(&private, &schema, &columns);
    let reflection = reflect::expand_stand_in(&private, &schema);
    let param = reflect::expand_param(&private, &schema);
    quote!(#record #table #tokens #reflection #param)
}

/// The key, the written fields and the timestamps, in this order.
fn resolve_columns<'a>(private: &TokenStream, schema: &'a Schema) -> Vec<Column<'a>> {
    let automatic = |name: &str, ty: TokenStream, doc: &str, kind| Column {
        name: Ident::new(name, Span::call_site()),
        sql: name.to_owned(),
        ty,
        visibility: &schema.visibility,
        attributes: quote!(#[doc = #doc]),
        kind,
    };
    let time = quote!(#private::OffsetDateTime);
    let key = if schema.is_embedded { quote!(#private::Uuid) } else { quote!(i64) };
    let mut columns = vec![automatic("id", key, " The primary key.", ColumnKind::Key)];
    columns.extend(schema.fields.iter().map(resolve_written));
    if schema.has_timestamps() {
        let (inserted, updated) =
            (" When the row was stored, in UTC.", " When the row was changed last, in UTC.");
        columns.push(automatic("inserted_at", time.clone(), inserted, ColumnKind::AtInsert));
        columns.push(automatic("updated_at", time, updated, ColumnKind::AtUpdate));
    }
    columns
}

fn resolve_written(field: &model::Field) -> Column<'_> {
    let (ty, sql, own) = (&field.ty, field.column(), &field.attributes);
    let doc = if own.iter().any(is_doc) { None } else { Some(format!(" The column `{sql}`.")) }.into_iter();
    Column {
        name: field.name.clone(),
        ty: quote_spanned!(ty.span()=> #ty),
        visibility: &field.visibility,
        attributes: quote!(#(#[doc = #doc])* #(#own)*),
        kind: ColumnKind::Written(field),
        sql,
    }
}

fn is_doc(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
}
