//! The tokens of a Rust file come in, the places of the templates in it go out.

use std::ops::Range;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// One template.
pub(super) struct Template {
    pub(super) markup: TokenStream,
    /// The bytes between its braces.
    pub(super) inside: Range<usize>,
}

/// The templates that are within `depth` others, in the order of the file.
pub(super) fn templates(tokens: &TokenStream, depth: usize) -> Vec<Template> {
    let mut found = Vec::new();
    search(tokens, depth, &mut found);
    found
}

fn search(tokens: &TokenStream, depth: usize, found: &mut Vec<Template>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        match macro_before(&tokens[..at]).as_deref() {
            Some("html") if group.delimiter() == Delimiter::Brace => add(group, depth, found),
            Some("component") if group.delimiter() == Delimiter::Brace => {
                bodies(group, |body| add(body, depth, found));
            }
            // What a `macro_rules!` makes is not known.
            Some("macro_rules") => {}
            _ => search(&group.stream(), depth, found),
        }
    }
}

fn add(group: &Group, depth: usize, found: &mut Vec<Template>) {
    if depth > 0 {
        return search(&group.stream(), depth - 1, found);
    }
    let inside = group.span_open().byte_range().end..group.span_close().byte_range().start;
    found.push(Template { markup: group.stream(), inside });
}

/// The name of the macro that is called with the next token: `name!`, `path::name!`, `macro_rules! name`.
fn macro_before(tokens: &[TokenTree]) -> Option<String> {
    let is_bang = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '!');
    match tokens {
        [.., TokenTree::Ident(name), bang] if is_bang(bang) => Some(name.to_string()),
        [.., TokenTree::Ident(name), bang, TokenTree::Ident(_)] if is_bang(bang) => Some(name.to_string()),
        _ => None,
    }
}

/// Calls `visit` for the body of each function in a `component!`.
fn bodies(group: &Group, mut visit: impl FnMut(&Group)) {
    let mut within_function = false;
    for token in group.stream() {
        match token {
            TokenTree::Ident(word) if word == "fn" => within_function = true,
            // A function without a body: its markup is in a file.
            TokenTree::Punct(sign) if sign.as_char() == ';' => within_function = false,
            TokenTree::Group(group) if within_function && group.delimiter() == Delimiter::Brace => {
                visit(&group);
                within_function = false;
            }
            _ => {}
        }
    }
}
