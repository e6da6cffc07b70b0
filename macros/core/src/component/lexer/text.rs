//! Tokens that are text: words, numbers, signs, quoted text.

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};

use super::cursor::{Cursor, is_gap, is_gap_before};
use crate::component::tree::Text;

/// One token as text; an entity reference (`&nbsp;`) takes the tokens that belong to it.
pub(super) fn lex_text(token: TokenTree, cursor: &mut Cursor) -> Text {
    let span = token.span();
    let (html, typed) = match &token {
        TokenTree::Literal(literal) => {
            let typed = literal_text(literal);
            (escape(&typed), typed)
        }
        TokenTree::Punct(punct) if punct.as_char() == '&' => match entity(cursor) {
            Some(entity) => (entity.clone(), entity),
            None => ("&amp;".to_owned(), "&".to_owned()),
        },
        token => {
            let typed = token.to_string();
            (escape(&typed), typed)
        }
    };
    Text { html, typed, location: span.into() }
}

/// `nbsp;` or `#39;` after an ampersand, with nothing between.
fn entity(cursor: &mut Cursor) -> Option<String> {
    let numeric = cursor.is_punct(0, '#');
    let name = cursor.peek_at(usize::from(numeric))?.to_string();
    let end = 1 + usize::from(numeric);
    if !cursor.is_punct(end, ';') || cursor.gap() {
        return None;
    }
    let entity = format!("&{}{name};", if numeric { "#" } else { "" });
    if !is_entity(&entity) {
        return None;
    }
    cursor.take(end + 1);
    Some(entity)
}

/// What a literal says: the content of a string or a character, the digits of a number.
pub(in crate::component) fn literal_text(literal: &Literal) -> String {
    match syn::Lit::new(literal.clone()) {
        syn::Lit::Str(text) => text.value(),
        syn::Lit::Char(character) => character.value().to_string(),
        _ => literal.to_string(),
    }
}

/// Text as HTML, for between tags and within quotes. What is an entity reference already stays one, since literals are
/// part of the markup.
pub(in crate::component) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        match character {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '&' if !starts_with_entity(&text[at..]) => html.push_str("&amp;"),
            character => html.push(character),
        }
    }
    html
}

fn starts_with_entity(text: &str) -> bool {
    text.find(';').is_some_and(|end| is_entity(&text[..=end]))
}

/// `&nbsp;`, `&#39;`, `&#x27;`.
fn is_entity(text: &str) -> bool {
    let Some(name) = text.strip_prefix('&').and_then(|rest| rest.strip_suffix(';')) else { return false };
    let all = |text: &str, check: fn(&char) -> bool| {
        !text.is_empty() && text.chars().all(|character| check(&character))
    };
    match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(number) => all(number, char::is_ascii_hexdigit),
            None => all(number, char::is_ascii_digit),
        },
        None => name.len() < 32 && all(name, char::is_ascii_alphanumeric),
    }
}

/// Tokens as they were typed, with gaps as single spaces; for comments.
pub(super) fn source(tokens: TokenStream, before: Option<TokenTree>) -> String {
    let mut text = String::new();
    let mut last = before;
    for token in tokens {
        if last.as_ref().is_some_and(|last| is_gap_before(last, &token)) {
            text.push(' ');
        }
        match &token {
            TokenTree::Group(group) => push_group(&mut text, group),
            token => text.push_str(&token.to_string()),
        }
        last = Some(token);
    }
    text
}

fn push_group(text: &mut String, group: &proc_macro2::Group) {
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::None => ("", ""),
    };
    let inner = source(group.stream(), Some(super::cursor::mark(group.span_open())));
    text.push_str(open);
    text.push_str(&inner);
    let last = group.stream().into_iter().last();
    if last.is_some_and(|last| is_gap(&last, group.span_close())) {
        text.push(' ');
    }
    text.push_str(close);
}
