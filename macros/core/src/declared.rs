//! The type that a route declares for a parameter comes in as text, its tokens go out: in the router, and wherever `path!` stands.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use syn::{GenericArgument, PathArguments, Type};

use crate::diagnostics::Diagnostic;
use crate::entry::hygienic;
use crate::suggest;

/// The types that have one name everywhere.
const KNOWN: [&str; 17] = [
    "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize", "f32", "f64",
    "bool", "char", "String",
];

/// Reports what is not a type, and a type that `path!` could not name from other modules.
///
/// # Errors
///
/// What is wrong, underlined at `span`.
pub(crate) fn check(declared: &str, span: Span) -> Result<(), Diagnostic> {
    let Ok(ty) = syn::parse_str::<Type>(declared) else {
        return Err(Diagnostic::new(span, format!("`{declared}` is not a type"))
            .help("a parameter declares the type that its handler takes, as in `{id: i64}`"));
    };
    match find_unnameable(&ty) {
        None => Ok(()),
        Some(None) => Err(Diagnostic::new(span, format!("`{declared}` cannot be the type of a parameter"))
            .help("declare a number, `bool`, `char`, `String`, or a type of yours by its path: `crate::blog::PostId`")),
        Some(Some(name)) => {
            let message = format!("type `{name}` of a parameter is not written with its whole path");
            let help = suggest::did_you_mean(&name, KNOWN)
                .unwrap_or_else(|| format!("write where it is from the crate on, as in `crate::{name}`: `path!` names it from other modules"));
            Err(Diagnostic::new(span, message).help(help))
        }
    }
}

/// The name that means another thing elsewhere; `Some(None)` where the type is none that has a name.
fn find_unnameable(ty: &Type) -> Option<Option<String>> {
    let Type::Path(path) = ty else { return Some(None) };
    let Some(first) = path.path.segments.first().filter(|_| path.qself.is_none()) else { return Some(None) };
    let first = first.ident.to_string();
    let is_whole = path.path.leading_colon.is_some()
        || first == "crate"
        || path.path.get_ident().is_some() && KNOWN.contains(&first.as_str());
    if !is_whole {
        let names = path.path.segments.iter().map(|segment| segment.ident.to_string());
        return Some(Some(names.collect::<Vec<_>>().join("::")));
    }
    path.path.segments.iter().find_map(|segment| match &segment.arguments {
        PathArguments::None => None,
        PathArguments::Parenthesized(_) => Some(None),
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => find_unnameable(ty),
                _ => Some(None),
            })
        }
    })
}

/// The type as code, underlined at `span` and not linted as the user's own: its path has to be whole. `krate` is what stands for `crate`, where the code is not in the router's own crate.
pub(crate) fn expand(declared: &str, krate: Option<&TokenStream>, span: Span) -> TokenStream {
    let tokens = declared.parse::<TokenStream>().unwrap_or_default();
    relocate(tokens, krate, hygienic().located_at(span))
}

fn relocate(tokens: TokenStream, krate: Option<&TokenStream>, span: Span) -> TokenStream {
    let relocated = tokens.into_iter().map(|token| match (token, krate) {
        (TokenTree::Ident(name), Some(krate)) if name == "crate" => krate.clone(),
        (TokenTree::Group(group), _) => {
            TokenTree::from(Group::new(group.delimiter(), relocate(group.stream(), krate, span))).into()
        }
        // Types of one name are found whatever the user's module calls by it.
        (TokenTree::Ident(name), _) => TokenTree::from(Ident::new(&name.to_string(), span)).into(),
        (mut token, _) => {
            token.set_span(span);
            token.into()
        }
    });
    relocated.collect()
}

/// Whether `text` in a path could spell a value of the declared type, as far as that is known here.
pub(crate) fn admits(declared: &str, text: &str) -> bool {
    match declared {
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => text.parse::<i128>().is_ok(),
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => text.parse::<u128>().is_ok(),
        "f32" | "f64" => text.parse::<f64>().is_ok(),
        "bool" => text.parse::<bool>().is_ok(),
        "char" => text.parse::<char>().is_ok(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn types_that_mean_the_same_everywhere_pass() {
        for declared in ["i64", "String", "crate::PostId", "::uuid::Uuid", "crate::Id<crate::Post, u8>"] {
            assert!(check(declared, Span::call_site()).is_ok(), "{declared}");
        }
        for declared in [
            "PostId",
            "blog::PostId",
            "crate::Id<Post>",
            "&str",
            "(i64, i64)",
            "i64 i64",
            "[u8; 2]",
            "Self::Id",
        ] {
            assert!(check(declared, Span::call_site()).is_err(), "{declared}");
        }
    }

    #[test]
    fn the_crate_is_the_one_of_the_router() {
        let tokens = expand("crate::Id<crate::Post>", Some(&quote!(elsewhere)), Span::call_site());
        assert_eq!(tokens.to_string(), quote!(elsewhere::Id<elsewhere::Post>).to_string());
    }

    #[test]
    fn text_that_spells_no_value_is_known() {
        assert!(admits("i64", "-7") && admits("bool", "true") && admits("crate::Slug", "a-b"));
        assert!(!admits("u8", "-7") && !admits("i64", "new") && !admits("char", "ab") && !admits("f64", "x"));
    }
}
