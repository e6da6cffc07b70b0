//! A schema comes in, fields whose options contradict each other go out.

use syn::spanned::Spanned;

use super::super::model::Schema;
use crate::diagnostics::{Diagnostic, Diagnostics};

pub(super) fn check_attributes(schema: &Schema, diagnostics: &mut Diagnostics) {
    let fields = schema.fields.iter().map(|field| &field.attributes);
    let associations = schema.associations.iter().map(|association| &association.attributes);
    for attribute in fields.chain(associations).flatten() {
        if attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr") {
            let message = "a column cannot be there only sometimes: the table is the same for all builds";
            diagnostics
                .error(Diagnostic::new(attribute.path().span(), message).help("leave out the attribute"));
        }
    }
}

pub(super) fn check_keys(schema: &Schema, diagnostics: &mut Diagnostics) {
    for field in schema.fields.iter().filter(|field| field.is_written && field.is_key) {
        let name = field.text();
        if schema.is_embedded {
            let message = "an embedded struct has the key `id: Uuid`";
            let help = match name.as_str() {
                "id" => "leave out `id`".to_owned(),
                _ => "leave out `primary_key`".to_owned(),
            };
            diagnostics.error(Diagnostic::new(field.span(), message).help(help));
        }
    }
    let none = schema.words.iter().find(|word| word.name == "primary_key" && word.is_off);
    let Some(none) = none else { return };
    if let Some((_, field)) = schema.keys().next() {
        let message = format!("`{}` is the primary key", field.text());
        let related =
            Diagnostic::new(field.span(), message).related(none.name.span(), "there is none, it says here");
        diagnostics.error(related);
    }
}

pub(super) fn check_virtual(schema: &Schema, diagnostics: &mut Diagnostics) {
    for field in schema.fields.iter().filter(|field| field.is_virtual()) {
        let of_columns = ["source", "primary_key", "autogenerate", "writable"];
        for option in of_columns.iter().filter_map(|option| field.options.named(option)) {
            let message =
                format!("`{}` is virtual: it is in no table, so that `{option}` means nothing", field.text());
            diagnostics.error(
                Diagnostic::new(option.span(), message).help(format!("leave out `virtual` or `{option}`")),
            );
        }
    }
}
