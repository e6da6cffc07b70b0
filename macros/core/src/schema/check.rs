//! A schema comes in, every rule that it breaks goes out.
//!
//! - `check_table`: there is a table, and its name may be one; an embedded struct has none
//! - `check_on_replace`: what is embedded is replaced in a way that there is
//! - `check_words`: a word without a type is `timestamps`
//! - `check_timestamps`: `timestamps` stands there once
//! - `check_reserved`: no field has the name of an automatic one
//! - `check_duplicates`: no two fields have the same name
//! - `check_types`: no type that can be seen to be no column's
//! - `check_attributes`: no field is there only sometimes

use std::collections::HashMap;

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{GenericArgument, PathArguments, Type};

use super::model::{Field, Schema, WORDS, underscore};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest;

const COLUMN_TYPES: &str = "a column holds `bool`, `i8`, `i16`, `i32`, `i64`, `u16`, `u32`, `f32`, `f64`, `Decimal`, `String`, `Vec<u8>`, \
    `Uuid`, the types of `bennu::time`, `serde_json::Value` and `Map`, a `Vec` or an `Option` of one of them, or a type of yours that implements `bennu::schema::Type`";

pub(super) fn check(schema: &Schema, diagnostics: &mut Diagnostics) {
    check_table(schema, diagnostics);
    check_on_replace(schema, diagnostics);
    check_words(schema, diagnostics);
    check_timestamps(schema, diagnostics);
    check_reserved(schema, diagnostics);
    check_duplicates(schema, diagnostics);
    check_types(schema, diagnostics);
    check_attributes(schema, diagnostics);
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
    let Some(table) = &schema.table else {
        let help = format!("write `struct {name} in \"{}s\"`", underscore(&name.to_string()));
        diagnostics.error(Diagnostic::new(name.span(), format!("`{name}` names no table")).help(help));
        return;
    };
    let text = table.value();
    if text.is_empty() || text.contains('\0') {
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

fn check_on_replace(schema: &Schema, diagnostics: &mut Diagnostics) {
    for embeds in schema.fields.iter().filter_map(|field| field.embeds.as_ref()) {
        let Some(word) = &embeds.on_replace else { continue };
        let known: &[&str] = if embeds.many { &ON_REPLACE[..2] } else { &ON_REPLACE };
        let text = word.to_string();
        if known.contains(&text.as_str()) {
            continue;
        }
        let message = match (embeds.many, text.as_str()) {
            (true, "update") => "of several, there is no telling which one to update".to_owned(),
            _ => format!("there is no `on_replace: {text}`"),
        };
        let near = suggest::did_you_mean(&text, known.iter().copied())
            .map(|near| format!("{near} "))
            .unwrap_or_default();
        let known: Vec<_> = known.iter().map(|word| format!("`{word}`")).collect();
        diagnostics
            .error(Diagnostic::new(word.span(), message).help(format!("{near}it is {}", known.join(" or "))));
    }
}

/// What may become of embedded structs; the last one is for one alone.
const ON_REPLACE: [&str; 3] = ["delete", "mark_as_invalid", "update"];

fn check_words(schema: &Schema, diagnostics: &mut Diagnostics) {
    for word in schema.words.iter().filter(|word| !WORDS.contains(&word.to_string().as_str())) {
        let known = suggest::did_you_mean(&word.to_string(), WORDS.iter().copied());
        let help = known.unwrap_or_else(|| {
            format!("write `{word}: String` for a field; the only word without a type is `timestamps`")
        });
        diagnostics.error(Diagnostic::new(word.span(), format!("`{word}` has no type")).help(help));
    }
}

fn check_timestamps(schema: &Schema, diagnostics: &mut Diagnostics) {
    let mut places = schema.words.iter().filter(|word| *word == "timestamps").map(proc_macro2::Ident::span);
    let Some(first) = places.next() else { return };
    for again in places {
        diagnostics.error(
            Diagnostic::new(again, "`timestamps` stands here twice").related(first, "first written here"),
        );
    }
}

fn check_reserved(schema: &Schema, diagnostics: &mut Diagnostics) {
    for field in &schema.fields {
        let column = field.column();
        let reason = match column.as_str() {
            "id" => "`id` is there already: every schema has the primary key `id: i64`",
            "inserted_at" | "updated_at" if schema.has_timestamps() => {
                "`timestamps` stands for `inserted_at` and `updated_at`"
            }
            _ => continue,
        };
        let help = format!("leave out `{column}`");
        diagnostics.error(Diagnostic::new(field.span(), reason).help(help));
    }
}

fn check_duplicates(schema: &Schema, diagnostics: &mut Diagnostics) {
    // SQL does not tell `Body` from `body`.
    let mut seen: HashMap<String, &Field> = HashMap::new();
    for field in &schema.fields {
        match seen.get(&field.column().to_lowercase()) {
            Some(first) => {
                let message = format!("`{}` is a field already", field.column());
                diagnostics.error(
                    Diagnostic::new(field.span(), message).related(first.span(), "first defined here"),
                );
            }
            None => {
                seen.insert(field.column().to_lowercase(), field);
            }
        }
    }
}

fn check_types(schema: &Schema, diagnostics: &mut Diagnostics) {
    for field in &schema.fields {
        if let Some((ty, help)) = unsupported(&field.ty) {
            let message = format!("no column holds `{}`", spelling(ty));
            diagnostics.error(Diagnostic::new(ty.span(), message).help(help));
        }
    }
}

/// The part of a type that no column holds, with what to write; only what can be seen without knowing the user's types.
fn unsupported(ty: &Type) -> Option<(&Type, &'static str)> {
    let path = match ty {
        Type::Path(path) => path,
        // A type that a macro of the user's handed over stands in an invisible group.
        Type::Group(group) => return unsupported(&group.elem),
        Type::Paren(inner) => return unsupported(&inner.elem),
        Type::Macro(_) | Type::Verbatim(_) => return None,
        _ => return Some((ty, COLUMN_TYPES)),
    };
    let last = path.path.segments.last()?;
    let argument = match &last.arguments {
        PathArguments::AngleBracketed(arguments) if arguments.args.len() == 1 => match arguments.args.first()
        {
            Some(GenericArgument::Type(argument)) => Some(argument),
            _ => None,
        },
        _ => None,
    };
    match (last.ident.to_string().as_str(), argument) {
        ("u64" | "usize" | "isize" | "i128" | "u128", _) if path.path.segments.len() == 1 => {
            Some((ty, "databases store integers of 64 bits with a sign: write `i64`"))
        }
        ("char" | "str", _) if path.path.segments.len() == 1 => Some((ty, "text is a `String`")),
        ("Option", Some(inner)) => match unsupported(inner) {
            None if is_option(inner) => Some((ty, "a column has one sort of null: write a single `Option`")),
            found => found,
        },
        ("u8", _) if path.path.segments.len() == 1 => Some((ty, "write `i16`; bytes are a `Vec<u8>`")),
        ("Vec", Some(inner)) => match spelling(inner).as_str() {
            "u8" => None,
            "Vec<u8>" => Some((ty, "there are no arrays of bytes")),
            _ if is_option(inner) => Some((ty, "the values of an array are never null")),
            _ => unsupported(inner),
        },
        _ => None,
    }
}

fn is_option(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Option"))
}

/// The type as people write it: tokens print with spaces between all of them.
fn spelling(ty: &Type) -> String {
    let tokens = ty.to_token_stream().to_string();
    let letters: Vec<char> = tokens.chars().collect();
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '\'';
    let keeps = |index: &usize| {
        let around = |at: usize| letters.get(at).copied().unwrap_or(' ');
        let before = index.checked_sub(1).map_or(' ', around);
        letters[*index] != ' '
            || matches!(before, ',' | ';')
            || (is_word(before) && is_word(around(index + 1)))
    };
    (0..letters.len()).filter(keeps).map(|index| letters[index]).collect()
}

fn check_attributes(schema: &Schema, diagnostics: &mut Diagnostics) {
    for attribute in schema.fields.iter().flat_map(|field| &field.attributes) {
        if attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr") {
            let message = "a column cannot be there only sometimes: the table is the same for all builds";
            diagnostics
                .error(Diagnostic::new(attribute.path().span(), message).help("leave out the attribute"));
        }
    }
}
