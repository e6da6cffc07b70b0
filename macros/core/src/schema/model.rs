//! The schema as written comes in, the schema with all its fields, the automatic ones included, goes out.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Ident, LitStr, Type, Visibility, parse_quote_spanned};

use super::assoc::{self, Association};
use super::options::Options;
use super::parse::{self, AssociationKind, Entry, Syntax, Word};
use crate::spelling::underscore;

/// The words that may stand for a whole field or several.
pub(super) const WORDS: &[&str] = &["timestamps"];

/// A table's row.
pub(super) struct Schema {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) name: Ident,
    /// Whether it has no table: it lives inside of rows, or under a changeset alone.
    pub(super) is_embedded: bool,
    pub(super) prefix: Option<LitStr>,
    /// As it is written; checked to be there.
    pub(super) table: Option<LitStr>,
    /// All columns and virtual fields in their order: the automatic key, what is written, the timestamps.
    pub(super) fields: Vec<Field>,
    pub(super) associations: Vec<Association>,
    /// Words that are no fields, as they are written.
    pub(super) words: Vec<Word>,
}

/// A field of the struct that holds a value.
pub(super) struct Field {
    pub(super) attributes: Vec<Attribute>,
    /// The struct's where the field has none of its own.
    pub(super) visibility: Visibility,
    pub(super) name: Ident,
    pub(super) ty: Ty,
    pub(super) default: Option<Expr>,
    /// Of embedded structs: whether there may be several.
    pub(super) embeds: Option<bool>,
    pub(super) generated: Generated,
    /// Whether it is the primary key, or a part of it.
    pub(super) is_key: bool,
    pub(super) options: Options,
    /// Whether it stands in the schema as a field.
    pub(super) is_written: bool,
}

/// A field's type.
pub(super) enum Ty {
    /// What the column holds: of several embedded structs, a `Vec`.
    Written(Box<Type>),
    /// The key of a table that says nothing of its key.
    Integer,
    /// The key of an embedded struct.
    Uuid,
    /// The key of another table.
    KeyOf { row: Box<Type>, is_optional: bool },
    /// Of timestamps without a type of their own.
    Moment,
}

/// Who gives a field its value when the program does not.
pub(super) enum Generated {
    Never,
    /// The key, by whoever makes keys of this type.
    Key,
    /// At insert, by this function.
    By(Box<Expr>),
    AtInsert,
    AtUpdate,
}

impl Schema {
    /// The table's name; empty where it was forgotten, which is an error.
    pub(super) fn table(&self) -> String {
        self.table.as_ref().map(LitStr::value).unwrap_or_default()
    }

    /// What one row is called: `blog_post` for `BlogPost`.
    pub(super) fn singular(&self) -> String {
        underscore(&self.name.unraw().to_string())
    }

    /// The primary key's fields with their places.
    pub(super) fn keys(&self) -> impl Iterator<Item = (usize, &Field)> {
        self.fields.iter().enumerate().filter(|(_, field)| field.is_key)
    }

    /// Whether rows can have it in a column: only what has a key.
    pub(super) fn is_embeddable(&self) -> bool {
        self.is_embedded && self.keys().next().is_some()
    }

    pub(super) fn field(&self, name: &Ident) -> Option<(usize, &Field)> {
        self.fields.iter().enumerate().find(|(_, field)| field.name == *name)
    }
}

impl Field {
    /// The field's name without the `r#` of a keyword.
    pub(super) fn text(&self) -> String {
        self.name.unraw().to_string()
    }

    /// The column's name in the database.
    pub(super) fn source(&self) -> String {
        self.options.text("source").map_or_else(|| self.text(), LitStr::value)
    }

    pub(super) fn is_virtual(&self) -> bool {
        self.options.has("virtual")
    }

    pub(super) fn is_timestamp(&self) -> bool {
        !self.is_written && matches!(self.generated, Generated::AtInsert | Generated::AtUpdate)
    }

    pub(super) fn span(&self) -> Span {
        self.name.span()
    }

    fn automatic(visibility: &Visibility, name: Ident, ty: Ty, generated: Generated) -> Self {
        Self {
            attributes: Vec::new(),
            visibility: visibility.clone(),
            name,
            ty,
            default: None,
            embeds: None,
            generated,
            is_key: false,
            options: Options::default(),
            is_written: false,
        }
    }
}

pub(super) fn resolve(syntax: Syntax) -> Schema {
    let Syntax { attributes, visibility, embedded, name, prefix, table, entries } = syntax;
    let is_embedded = embedded.is_some();
    let own = |written: Visibility| match written {
        Visibility::Inherited => visibility.clone(),
        own => own,
    };
    let (mut fields, mut associations, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        match entry {
            Entry::Word(word) => words.push(word),
            Entry::Field(field) => {
                let visibility = own(field.visibility.clone());
                fields.push(resolve_field(*field, visibility));
            }
            Entry::Association(written) => {
                let visibility = own(written.visibility.clone());
                if written.kind == AssociationKind::BelongsTo {
                    fields.push(resolve_foreign_key(&written, &visibility));
                }
                associations.push(assoc::resolve(*written, visibility, &name));
            }
        }
    }
    drop_declared_foreign_keys(&mut fields);
    resolve_key(&mut fields, &words, is_embedded, &visibility);
    resolve_timestamps(&mut fields, &words, &visibility);
    Schema { attributes, visibility, name, is_embedded, prefix, table, fields, associations, words }
}

fn resolve_field(field: parse::Field, visibility: Visibility) -> Field {
    let parse::Field { attributes, name, ty, default, embeds, options, .. } = field;
    let ty = match embeds {
        Some(true) => parse_quote_spanned!(ty.span()=> ::std::vec::Vec<#ty>),
        _ => ty,
    };
    let is_key = options.has("primary_key") || (name == "id" && !options.has("virtual"));
    let generated = match options.expr("autogenerate") {
        Some(function) => Generated::By(Box::new(function.clone())),
        None if options.has("autogenerate") => Generated::Key,
        None if name == "id" && is_key && default.is_none() && !options.is_off("autogenerate") => {
            Generated::Key
        }
        None => Generated::Never,
    };
    let ty = Ty::Written(Box::new(ty));
    Field { attributes, visibility, name, ty, default, embeds, generated, is_key, options, is_written: true }
}

/// `belongs_to user: User` has the column `user_id`.
fn resolve_foreign_key(written: &parse::Association, visibility: &Visibility) -> Field {
    let name = assoc::foreign_key(written);
    let (row, is_optional) = assoc::target(&written.ty);
    let ty = match written.options.ty("type") {
        Some(ty) if is_optional => {
            Ty::Written(Box::new(parse_quote_spanned!(ty.span()=> ::core::option::Option<#ty>)))
        }
        Some(ty) => Ty::Written(Box::new(ty.clone())),
        None => Ty::KeyOf { row: Box::new(row.clone()), is_optional },
    };
    let mut field = Field::automatic(visibility, name, ty, Generated::Never);
    field.is_key = written.options.has("primary_key");
    field
}

/// A foreign key that is written as a field, with options or a type of its own, is that field.
fn drop_declared_foreign_keys(fields: &mut Vec<Field>) {
    let written: Vec<_> =
        fields.iter().filter(|field| field.is_written).map(|field| field.name.clone()).collect();
    fields.retain(|field| field.is_written || !written.contains(&field.name));
}

fn resolve_key(fields: &mut Vec<Field>, words: &[Word], is_embedded: bool, visibility: &Visibility) {
    let has_none = words.iter().any(|word| word.name == "primary_key" && word.is_off);
    if has_none || fields.iter().any(|field| field.is_key) {
        return;
    }
    let ty = if is_embedded { Ty::Uuid } else { Ty::Integer };
    let name = Ident::new("id", Span::call_site());
    let key = Field { is_key: true, ..Field::automatic(visibility, name, ty, Generated::Key) };
    fields.insert(0, key);
}

fn resolve_timestamps(fields: &mut Vec<Field>, words: &[Word], visibility: &Visibility) {
    let Some(word) = words.iter().find(|word| word.name == "timestamps") else { return };
    for (name, generated) in [("inserted_at", Generated::AtInsert), ("updated_at", Generated::AtUpdate)] {
        if word.options.is_off(name) {
            continue;
        }
        let ty = match word.options.ty("type") {
            Some(ty) => Ty::Written(Box::new(ty.clone())),
            None => Ty::Moment,
        };
        let name = word.options.name(name).cloned().unwrap_or_else(|| Ident::new(name, Span::call_site()));
        fields.push(Field::automatic(visibility, name, ty, generated));
    }
}
