//! A schema comes in, every rule that it breaks goes out.
//!
//! - `check_table`: there is a table, and its name may be one; an embedded struct has none
//! - `check_options`: each option is one of its field's, once
//! - `check_on_replace`: what is replaced is replaced in a way that there is
//! - `check_writable`: a field is writable at a time that there is
//! - `check_words`: a word without a type is `timestamps`
//! - `check_timestamps`: `timestamps` stands there once
//! - `check_reserved`: no field has the name of an automatic one
//! - `check_duplicates`: no two fields have the same name
//! - `check_types`: no type that can be seen to be no column's
//! - `check_attributes`: no field is there only sometimes
//! - `check_keys`: what is a key is a column, and an embedded struct has one by itself
//! - `check_virtual`: what is in no table has nothing that only a column has
//! - `check_place`: an embedded struct has no associations
//! - `check_target`: what is associated is a row, and the number of rows is not said twice
//! - `check_through`: an association through others names one of this schema and one of the next
//! - `check_join`: many rows of many rows have a table between them
//! - `check_references`: rows that others refer to have one column that they do it by
//! - `check_order`: what is preloaded is ordered upwards or downwards

mod associations;
mod fields;
mod options;
mod types;

use std::collections::HashMap;

use proc_macro2::Span;

use super::model::{Field, Schema, WORDS};
use super::parse::Word;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::spelling::underscore;
use crate::suggest;

pub(super) fn check(schema: &Schema, diagnostics: &mut Diagnostics) {
    check_table(schema, diagnostics);
    options::check_options(schema, diagnostics);
    options::check_on_replace(schema, diagnostics);
    options::check_writable(schema, diagnostics);
    check_words(schema, diagnostics);
    check_timestamps(schema, diagnostics);
    check_reserved(schema, diagnostics);
    check_duplicates(schema, diagnostics);
    types::check_types(schema, diagnostics);
    fields::check_attributes(schema, diagnostics);
    fields::check_keys(schema, diagnostics);
    fields::check_virtual(schema, diagnostics);
    associations::check_place(schema, diagnostics);
    associations::check_target(schema, diagnostics);
    associations::check_through(schema, diagnostics);
    associations::check_join(schema, diagnostics);
    associations::check_references(schema, diagnostics);
    associations::check_order(schema, diagnostics);
}

fn check_table(schema: &Schema, diagnostics: &mut Diagnostics) {
    let name = &schema.name;
    if schema.is_embedded {
        if let Some(table) = &schema.table {
            let message = format!("`{name}` is embedded, so it has no table of its own");
            let help = format!("leave out `in {}`, or leave out `embedded`", table.token());
            diagnostics.error(Diagnostic::new(table.span(), message).help(help));
        }
        return;
    }
    for prefix in schema.prefix.iter().filter(|prefix| !is_name(&prefix.value())) {
        let message = "a table's schema has a name of at least one character";
        let help = format!("leave out `{}.`", prefix.token());
        diagnostics.error(Diagnostic::new(prefix.span(), message).help(help));
    }
    let Some(table) = &schema.table else {
        let help = format!("write `struct {name} in \"{}s\"`", underscore(&name.to_string()));
        diagnostics.error(Diagnostic::new(name.span(), format!("`{name}` names no table")).help(help));
        return;
    };
    let text = table.value();
    if !is_name(&text) {
        let help = format!("write `struct {name} in \"{}s\"`", underscore(&name.to_string()));
        diagnostics
            .error(Diagnostic::new(table.span(), "a table's name has at least one character").help(help));
    } else if text.to_ascii_lowercase().starts_with("sqlite_") {
        let message = format!("`{text}` is a name that SQLite keeps for itself");
        diagnostics.error(
            Diagnostic::new(table.span(), message).help("choose a name that does not begin with `sqlite_`"),
        );
    }
}

/// What a database takes for a name.
fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains('\0')
}

fn check_words(schema: &Schema, diagnostics: &mut Diagnostics) {
    for word in &schema.words {
        let text = word.name.to_string();
        if WORDS.contains(&text.as_str()) || (text == "primary_key" && word.is_off) {
            continue;
        }
        let known = suggest::did_you_mean(&text, WORDS.iter().copied());
        let help = known.unwrap_or_else(|| {
            format!("write `{text}: String` for a field; the only word without a type is `timestamps`")
        });
        diagnostics.error(Diagnostic::new(word.name.span(), format!("`{text}` has no type")).help(help));
    }
}

fn check_timestamps(schema: &Schema, diagnostics: &mut Diagnostics) {
    let is_timestamps = |word: &&Word| word.name == "timestamps";
    let mut places = schema.words.iter().filter(is_timestamps).map(|word| word.name.span());
    let Some(first) = places.next() else { return };
    for again in places {
        diagnostics.error(
            Diagnostic::new(again, "`timestamps` stands here twice").related(first, "first written here"),
        );
    }
}

fn check_reserved(schema: &Schema, diagnostics: &mut Diagnostics) {
    let timestamps: Vec<_> =
        schema.fields.iter().filter(|field| field.is_timestamp()).map(Field::text).collect();
    for field in schema.fields.iter().filter(|field| field.is_written) {
        let name = field.text();
        if timestamps.contains(&name) {
            let help = format!("leave out `{name}`, or write `timestamps {{ {name}: false }}`");
            let reason = "`timestamps` stands for `inserted_at` and `updated_at`";
            diagnostics.error(Diagnostic::new(field.span(), reason).help(help));
        }
    }
}

fn check_duplicates(schema: &Schema, diagnostics: &mut Diagnostics) {
    // SQL does not tell `Body` from `body`.
    let mut seen: HashMap<String, Span> = HashMap::new();
    let columns =
        schema.fields.iter().filter(|field| !field.is_timestamp()).map(|field| (field.text(), field.span()));
    let associations = schema.associations.iter().map(|association| (association.text(), association.span()));
    for (name, span) in columns.chain(associations) {
        match seen.get(&name.to_lowercase()) {
            Some(first) => {
                let message = format!("`{name}` is a field already");
                diagnostics.error(Diagnostic::new(span, message).related(*first, "first defined here"));
            }
            None => {
                seen.insert(name.to_lowercase(), span);
            }
        }
    }
}
