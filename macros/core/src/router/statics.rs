//! `static "/assets" from "assets";` comes in, a prefix under which `path!` finds files goes out.

use std::path::PathBuf;

use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::{Ident, LitStr, Token};

use super::syntax::Item;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::path::table;
use crate::pattern::{self, Segment};

/// As it is written.
pub(super) struct StaticItem {
    prefix: LitStr,
    directory: LitStr,
}

/// Reads what stands behind `static`; the semicolon is left to whoever calls.
pub(super) fn parse_static(input: ParseStream<'_>, keyword: Span) -> Result<Item, Diagnostic> {
    let wrong = |span| {
        Diagnostic::new(span, "expected a path and the directory of its files")
            .help("write `static \"/assets\" from \"assets\";`")
    };
    let span = |input: ParseStream<'_>| if input.is_empty() { keyword } else { input.span() };
    let prefix = input.parse().map_err(|_| wrong(span(input)))?;
    let at = span(input);
    match input.parse::<Ident>() {
        Ok(word) if word == "from" => {}
        _ => return Err(wrong(at)),
    }
    let directory = input.parse().map_err(|_| wrong(span(input)))?;
    input
        .parse::<Token![;]>()
        .map_err(|error| Diagnostic::new(error.span(), "expected `;` after the directory of the files"))?;
    Ok(Item::Static(StaticItem { prefix, directory }))
}

/// The prefixes with their directories, which are looked for in the package that is being compiled.
pub(super) fn resolve_statics(items: &[Item], diagnostics: &mut Diagnostics) -> Vec<table::Static> {
    let mut statics = Vec::new();
    for item in items {
        let Item::Static(StaticItem { prefix, directory }) = item else { continue };
        let pattern = match pattern::parse(&prefix.value()) {
            Ok(pattern) => pattern,
            Err(error) => {
                diagnostics.error(Diagnostic::new(prefix.span(), &error).maybe_help(error.help()));
                continue;
            }
        };
        if pattern.segments().iter().any(|segment| !matches!(segment, Segment::Static(_))) {
            let message = format!("`static` stands under a parameter in `{pattern}`");
            diagnostics
                .error(Diagnostic::new(prefix.span(), message).help("files lie under a path of plain text"));
            continue;
        }
        let written = directory.value();
        let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
        let found = package.join(&written);
        if !found.is_dir() {
            let message = format!("there is no directory `{written}`");
            let help = "it is looked for beside the package's `Cargo.toml`";
            diagnostics.error(Diagnostic::new(directory.span(), message).help(help));
            continue;
        }
        statics.push(table::Static { prefix: pattern.to_string(), directory: written, found });
    }
    statics
}
