//! A schema comes in, the types in it that no column holds go out.

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{GenericArgument, PathArguments, Type};

use super::super::model::{Schema, Ty};
use crate::diagnostics::{Diagnostic, Diagnostics};

const COLUMN_TYPES: &str = "a column holds `bool`, `i8`, `i16`, `i32`, `i64`, `u16`, `u32`, `f32`, `f64`, `Decimal`, `String`, `Vec<u8>`, \
    `Uuid`, the types of `bennu::time`, `serde_json::Value` and `Map`, a `Vec` or an `Option` of one of them, or a type of yours that implements `bennu::schema::Type`";

pub(super) fn check_types(schema: &Schema, diagnostics: &mut Diagnostics) {
    for field in &schema.fields {
        let Ty::Written(ty) = &field.ty else { continue };
        if let Some((ty, help)) = unsupported(ty) {
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
pub(super) fn spelling(ty: &Type) -> String {
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
