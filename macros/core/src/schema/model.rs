//! The schema as written comes in, the schema with all its fields, the automatic ones included, goes out.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Ident, LitStr, Type, Visibility, parse_quote_spanned};

use super::parse::{Embeds, Entry, Syntax};

/// The words that may stand for a whole field or several.
pub(super) const WORDS: &[&str] = &["timestamps"];

/// A table's row.
pub(super) struct Schema {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) name: Ident,
    /// Whether it lives inside of rows.
    pub(super) is_embedded: bool,
    /// As it is written; checked to be there.
    pub(super) table: Option<LitStr>,
    /// The written fields, in their order. The key and the timestamps come from [`Schema::has_timestamps`] and by themselves.
    pub(super) fields: Vec<Field>,
    /// Words that are no fields, as they are written.
    pub(super) words: Vec<Ident>,
}

/// A written field.
pub(super) struct Field {
    pub(super) attributes: Vec<Attribute>,
    /// The struct's where the field has none of its own.
    pub(super) visibility: Visibility,
    pub(super) name: Ident,
    /// What the column holds: of several embedded structs, a `Vec`.
    pub(super) ty: Type,
    pub(super) default: Option<Expr>,
    pub(super) embeds: Option<Embeds>,
}

impl Schema {
    /// The table's name; empty where it was forgotten, which is an error.
    pub(super) fn table(&self) -> String {
        self.table.as_ref().map(LitStr::value).unwrap_or_default()
    }

    pub(super) fn has_timestamps(&self) -> bool {
        self.words.iter().any(|word| word == "timestamps")
    }

    /// What one row is called: `blog_post` for `BlogPost`.
    pub(super) fn singular(&self) -> String {
        underscore(&self.name.unraw().to_string())
    }
}

impl Field {
    /// The column's name: without the `r#` of a name that is a keyword.
    pub(super) fn column(&self) -> String {
        self.name.unraw().to_string()
    }

    pub(super) fn span(&self) -> Span {
        self.name.span()
    }
}

pub(super) fn resolve(syntax: Syntax) -> Schema {
    let Syntax { attributes, visibility, embedded, name, table, entries } = syntax;
    let (mut fields, mut words) = (Vec::new(), Vec::new());
    for entry in entries {
        match entry {
            Entry::Word(word) => words.push(word),
            Entry::Field(field) => fields.push(Field {
                visibility: match field.visibility {
                    Visibility::Inherited => visibility.clone(),
                    own => own,
                },
                attributes: field.attributes,
                name: field.name,
                ty: match (&field.embeds, field.ty) {
                    (Some(Embeds { many: true, .. }), ty) => {
                        parse_quote_spanned!(ty.span()=> ::std::vec::Vec<#ty>)
                    }
                    (_, ty) => ty,
                },
                default: field.default,
                embeds: field.embeds,
            }),
        }
    }
    Schema { attributes, visibility, is_embedded: embedded.is_some(), name, table, fields, words }
}

/// `BlogPost` → `blog_post`, `HTTPLog` → `http_log`.
pub(super) fn underscore(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut words = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let after_small = index > 0 && !letters[index - 1].is_uppercase() && letters[index - 1] != '_';
        let before_small = letters.get(index + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && index > 0 && letters[index - 1] != '_' && (after_small || before_small) {
            words.push('_');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
