//! A schema comes in, options that there are not, or not there, go out.

use std::collections::HashMap;

use syn::ext::IdentExt;

use super::super::model::Schema;
use super::super::options::Options;
use super::super::parse::AssociationKind;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest;

const OF_FIELDS: &[&str] = &["autogenerate", "primary_key", "redact", "source", "virtual", "writable"];
const OF_EMBEDS: &[&str] = &["on_replace", "redact", "source", "writable"];
const OF_TIMESTAMPS: &[&str] = &["inserted_at", "type", "updated_at"];

fn of_association(kind: AssociationKind) -> &'static [&'static str] {
    match kind {
        AssociationKind::BelongsTo => {
            &["foreign_key", "on_replace", "primary_key", "references", "type", "where"]
        }
        AssociationKind::HasOne => &["foreign_key", "on_replace", "references", "through", "where"],
        AssociationKind::HasMany => {
            &["foreign_key", "on_replace", "preload_order", "references", "through", "where"]
        }
        AssociationKind::ManyToMany => {
            &["join_keys", "join_through", "on_replace", "preload_order", "references", "where"]
        }
    }
}

pub(super) fn check_options(schema: &Schema, diagnostics: &mut Diagnostics) {
    let fields = schema.fields.iter().filter(|field| field.is_written).map(|field| match field.embeds {
        Some(_) => (&field.options, OF_EMBEDS, "what is embedded".to_owned()),
        None => (&field.options, OF_FIELDS, "a field".to_owned()),
    });
    let associations = schema.associations.iter().map(|association| {
        let word = association.kind.word();
        (&association.options, of_association(association.kind), format!("`{word}`"))
    });
    let words = schema.words.iter().filter(|word| word.name == "timestamps");
    let words = words.map(|word| (&word.options, OF_TIMESTAMPS, "`timestamps`".to_owned()));
    for (options, known, of) in fields.chain(associations).chain(words) {
        check_each(options, known, &of, diagnostics);
    }
}

fn check_each(options: &Options, known: &[&str], of: &str, diagnostics: &mut Diagnostics) {
    let mut seen = HashMap::new();
    for choice in &options.written {
        let name = choice.name.unraw().to_string();
        if !known.contains(&name.as_str()) {
            let message = format!("`{name}` is no option of {of}");
            let near = suggest::did_you_mean(&name, known.iter().copied());
            let help = near.unwrap_or_else(|| format!("its options are {}", listed(known, "and")));
            diagnostics.error(Diagnostic::new(choice.name.span(), message).help(help));
        } else if let Some(first) = seen.insert(name.clone(), choice.name.span()) {
            let message = format!("`{name}` stands here twice");
            diagnostics
                .error(Diagnostic::new(choice.name.span(), message).related(first, "first written here"));
        }
    }
}

/// What may become of one that is replaced; of several there is no telling which one to update.
const ON_REPLACE: [&str; 4] = ["delete", "mark_as_invalid", "nilify", "update"];

pub(super) fn check_on_replace(schema: &Schema, diagnostics: &mut Diagnostics) {
    let embeds = schema.fields.iter().filter_map(|field| {
        let known: &[_] = if field.embeds? {
            &["delete", "mark_as_invalid"]
        } else {
            &["delete", "mark_as_invalid", "update"]
        };
        Some((&field.options, known))
    });
    let associations = schema.associations.iter().map(|association| {
        let known: &[_] = match association.kind {
            AssociationKind::ManyToMany => &ON_REPLACE[..2],
            AssociationKind::HasMany => &ON_REPLACE[..3],
            AssociationKind::HasOne | AssociationKind::BelongsTo => &ON_REPLACE,
        };
        (&association.options, known)
    });
    for (options, known) in embeds.chain(associations) {
        let Some(word) = options.name("on_replace") else { continue };
        let text = word.to_string();
        if known.contains(&text.as_str()) {
            continue;
        }
        let message = match text.as_str() {
            "update" => "of several, there is no telling which one to update".to_owned(),
            _ => format!("there is no `on_replace: {text}`"),
        };
        diagnostics.error(Diagnostic::new(word.span(), message).help(choices(&text, known)));
    }
}

pub(super) fn check_writable(schema: &Schema, diagnostics: &mut Diagnostics) {
    let known = ["always", "insert", "never"];
    for word in schema.fields.iter().filter_map(|field| field.options.name("writable")) {
        let text = word.to_string();
        if !known.contains(&text.as_str()) {
            let message = format!("there is no `writable: {text}`");
            diagnostics.error(Diagnostic::new(word.span(), message).help(choices(&text, &known)));
        }
    }
}

fn choices(text: &str, known: &[&str]) -> String {
    let near = suggest::did_you_mean(text, known.iter().copied());
    let near = near.map(|near| format!("{near} ")).unwrap_or_default();
    format!("{near}it is {}", listed(known, "or"))
}

/// `` `a`, `b` or `c` ``
fn listed(names: &[&str], word: &str) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} {word} {last}", before.join(", ")),
        _ => quoted.concat(),
    }
}
