//! A schema comes in, associations that lead nowhere go out.

use syn::spanned::Spanned;

use super::super::assoc::{self, Association, Link};
use super::super::model::Schema;
use super::super::parse::AssociationKind;
use super::types::spelling;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest;

pub(super) fn check_place(schema: &Schema, diagnostics: &mut Diagnostics) {
    if !schema.is_embedded {
        return;
    }
    for association in &schema.associations {
        let message = format!("`{}` is embedded, so it has no associations", schema.name);
        let help = format!("keep the key in a field, as in `{}_id: i64`", association.text());
        diagnostics.error(Diagnostic::new(association.span(), message).help(help));
    }
}

pub(super) fn check_target(schema: &Schema, diagnostics: &mut Diagnostics) {
    for association in &schema.associations {
        let (row, is_optional) = assoc::target(&association.ty);
        let word = association.kind.word();
        if association.kind.is_many() && is_optional {
            let help = format!("write `{word} {}: {}`", association.text(), spelling(row));
            let message = format!("`{word}` has no rows, or some: there is no `Option` of them");
            diagnostics.error(Diagnostic::new(association.ty.span(), message).help(help));
        } else if let Some(element) = assoc::element(row) {
            let many = if association.kind.is_many() { word } else { "has_many" };
            let help = format!("write `{many} {}: {}`", association.text(), spelling(element));
            let message = format!("`{word}` takes the type of one row");
            diagnostics.error(Diagnostic::new(row.span(), message).help(help));
        }
    }
}

pub(super) fn check_through(schema: &Schema, diagnostics: &mut Diagnostics) {
    for association in &schema.associations {
        let Link::Through(hops) = &association.link else { continue };
        let [first, _] = &hops[..] else {
            let span = association.options.named("through").map_or(association.span(), syn::Ident::span);
            let message = "`through` names two associations: one of this schema, and one of the schema that it leads to";
            let help = "for a longer way, declare a `through` in the schema in between and name that";
            diagnostics.error(Diagnostic::new(span, message).help(help));
            continue;
        };
        let others = || schema.associations.iter().filter(|other| other.name != association.name);
        if !others().any(|other| other.name == *first) {
            let known: Vec<_> = others().map(Association::text).collect();
            let near = suggest::did_you_mean(&first.to_string(), known.iter().map(String::as_str));
            let help = near.unwrap_or_else(|| format!("declare it, as in `has_many {first}: ..`"));
            let message = format!("`{}` has no association `{first}`", schema.name);
            diagnostics.error(Diagnostic::new(first.span(), message).help(help));
        }
        for option in ["foreign_key", "references", "where", "preload_order", "on_replace"] {
            if let Some(name) = association.options.named(option) {
                let message = format!("`through` takes `{option}` from the associations that it names");
                diagnostics
                    .error(Diagnostic::new(name.span(), message).help(format!("leave out `{option}`")));
            }
        }
    }
}

pub(super) fn check_join(schema: &Schema, diagnostics: &mut Diagnostics) {
    for association in &schema.associations {
        let Link::Join { through, .. } = &association.link else { continue };
        if through.is_none() {
            let name = association.text();
            let message = format!("`{name}` does not say which table holds the keys of both sides");
            let help = format!(
                "write `many_to_many {name}: {} {{ join_through: \"{}_{name}\" }}`",
                spelling(&association.row),
                schema.singular()
            );
            diagnostics.error(Diagnostic::new(association.span(), message).help(help));
        }
        if let Some(names) = association.options.names("join_keys").filter(|names| names.len() != 2) {
            let span = names.first().map_or(association.span(), syn::Ident::span);
            let message = "`join_keys` names two columns: the key of this row, and the key of the other";
            diagnostics
                .error(Diagnostic::new(span, message).help("write `join_keys: [product_id, category_id]`"));
        }
    }
}

pub(super) fn check_references(schema: &Schema, diagnostics: &mut Diagnostics) {
    for association in &schema.associations {
        let refers_here = matches!(association.link, Link::There { .. } | Link::Join { .. });
        if !refers_here || association.kind == AssociationKind::BelongsTo {
            continue;
        }
        match association.options.name("references") {
            Some(name) if schema.field(name).is_none() => {
                let known: Vec<_> = schema.fields.iter().map(|field| field.text()).collect();
                let near = suggest::did_you_mean(&name.to_string(), known.iter().map(String::as_str));
                let message = format!("`{}` has no field `{name}`", schema.name);
                diagnostics.error(Diagnostic::new(name.span(), message).maybe_help(near));
            }
            None if schema.keys().count() != 1 => {
                let message =
                    format!("`{}` has no primary key of one column that others refer to", schema.name);
                let help = "name the field that they refer to, as in `references: slug`";
                diagnostics.error(Diagnostic::new(association.span(), message).help(help));
            }
            _ => {}
        }
    }
}

pub(super) fn check_order(schema: &Schema, diagnostics: &mut Diagnostics) {
    let known = ["asc", "desc"];
    for (direction, _) in schema.associations.iter().flat_map(Association::order) {
        let text = direction.to_string();
        if !known.contains(&text.as_str()) {
            let message = format!("there is no order `{text}`");
            diagnostics.error(Diagnostic::new(direction.span(), message).help("it is `asc` or `desc`"));
        }
    }
}
