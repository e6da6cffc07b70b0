//! Tags: names, attributes and their values; comments and doctypes.

use proc_macro2::{Span, TokenStream, TokenTree};

use super::{Lexeme, cursor::Cursor, text};
use crate::component::tree::{Attribute, AttributeValue, Hole, Name, NameKind, Tag};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// A tag, a comment or a doctype.
pub(super) fn lex_tag(cursor: &mut Cursor, lexemes: &mut Vec<Lexeme>, diagnostics: &mut Diagnostics) {
    let open = cursor.next().map_or_else(Span::call_site, |token| token.span());
    if cursor.is_punct(0, '!') {
        return lexemes.push(Lexeme::Markup(lex_markup(cursor, open, diagnostics)));
    }
    if cursor.skip_punct('/') {
        let name = lex_name(cursor, open, diagnostics);
        if name.text.is_empty() {
            cursor.skip_punct('>');
            return;
        }
        if !cursor.skip_punct('>') {
            let error =
                Diagnostic::new(name.location, format!("the closing tag `</{}` does not end", name.text));
            diagnostics.error(error.help(format!("write `</{}>`", name.text)));
        }
        return lexemes.push(Lexeme::Close(name));
    }
    let name = lex_name(cursor, open, diagnostics);
    if name.text.trim_start_matches(['.', ':']).is_empty() {
        // Reported; what follows is text to begin with.
        cursor.skip_punct('>');
        return;
    }
    let tag = lex_attributes(cursor, name, diagnostics);
    lexemes.push(Lexeme::Open(tag));
}

/// `div`, `my-element`, `.card`, `ui::card`, `:item`.
fn lex_name(cursor: &mut Cursor, open: Span, diagnostics: &mut Diagnostics) -> Name {
    let local = cursor.skip_punct('.');
    let slot = !local && cursor.is_punct(0, ':') && !cursor.is_punct(1, ':') && cursor.skip_punct(':');
    let span = cursor.peek().map_or(open, TokenTree::span);
    let mut path = TokenStream::new();
    let mut text = String::new();
    let mut is_path = local;
    // A word after a gap is an attribute.
    while text.is_empty() || !cursor.gap() {
        match cursor.peek() {
            Some(TokenTree::Ident(_)) => {}
            Some(TokenTree::Punct(punct)) if punct.as_char() == '-' && !is_path => {}
            Some(TokenTree::Punct(punct))
                if punct.as_char() == ':' && (cursor.is_punct(1, ':') || text.ends_with(':')) =>
            {
                is_path = true;
            }
            Some(TokenTree::Literal(_)) if text.ends_with('-') => {}
            _ => break,
        }
        if let Some(token) = cursor.next() {
            text.push_str(&token.to_string());
            path.extend([token]);
        }
        let after_word = matches!(cursor.last(), Some(TokenTree::Ident(_)));
        if after_word && matches!(cursor.peek(), Some(TokenTree::Ident(_))) {
            break;
        }
    }
    if text.is_empty() {
        let error = Diagnostic::new(open, "a tag has no name");
        diagnostics.error(
            error.help("write an element (`<div>`) or a component (`<.card>`), or `\"<\"` for the sign"),
        );
    }
    let (kind, prefix) = match (local, slot, is_path) {
        (true, ..) => (NameKind::Component(path), "."),
        (_, true, _) => (NameKind::Slot, ":"),
        (_, _, true) => (NameKind::Component(path), ""),
        _ => (NameKind::Element, ""),
    };
    Name { kind, text: format!("{prefix}{text}"), location: span.into() }
}

fn lex_attributes(cursor: &mut Cursor, name: Name, diagnostics: &mut Diagnostics) -> Tag {
    let mut attributes = Vec::new();
    loop {
        if cursor.skip_punct('>') {
            return Tag { name, attributes, closed: false };
        }
        if cursor.is_punct(0, '/') && cursor.is_punct(1, '>') {
            cursor.take(2);
            return Tag { name, attributes, closed: true };
        }
        if cursor.peek().is_none() || cursor.at_tag() {
            let error = Diagnostic::new(name.location, format!("the tag `<{}` does not end", name.text));
            diagnostics.error(error.help("end it with `>` or `/>`"));
            // At the end of the template it cannot be closed any more.
            return Tag { name, attributes, closed: cursor.peek().is_none() };
        }
        if let Some(group) = cursor.brace() {
            let (span, tokens) = (group.span_open(), group.stream());
            let value = AttributeValue::Spread(Hole { tokens, location: span.into() });
            attributes.push(Attribute { name: String::new(), location: span.into(), value });
            continue;
        }
        match lex_attribute_name(cursor) {
            Some((text, span)) => {
                let value = lex_attribute_value(cursor, &text, span, diagnostics);
                attributes.push(Attribute { name: text, location: span.into(), value });
            }
            None => skip_in_tag(cursor, &name, diagnostics),
        }
    }
}

/// Reports what is no attribute, and goes on behind it.
fn skip_in_tag(cursor: &mut Cursor, name: &Name, diagnostics: &mut Diagnostics) {
    let Some(token) = cursor.next() else { return };
    let message = format!("expected an attribute or `>` within `<{}>`, found `{token}`", name.text);
    let help = "an attribute is `name`, `name=\"text\"` or `name={value}`";
    diagnostics.error(Diagnostic::new(token.span(), message).help(help));
}

/// `class`, `phx-value-id`, `xlink:href`, `@click`, `:if`.
fn lex_attribute_name(cursor: &mut Cursor) -> Option<(String, Span)> {
    let span = cursor.peek()?.span();
    let mut text = String::new();
    loop {
        let after_sign = text.is_empty() || text.ends_with(['-', ':', '@', '.', '_']);
        match cursor.peek() {
            Some(TokenTree::Ident(_)) if after_sign => {}
            Some(TokenTree::Literal(_)) if after_sign && !text.is_empty() => {}
            Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), ':' | '@') => {}
            Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '-' | '.') && !text.is_empty() => {}
            _ => break,
        }
        if !text.is_empty() && cursor.gap() {
            break;
        }
        if let Some(token) = cursor.next() {
            text.push_str(token.to_string().trim_start_matches("r#"));
        }
    }
    (!text.is_empty()).then_some((text, span))
}

fn lex_attribute_value(
    cursor: &mut Cursor,
    name: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> AttributeValue {
    if !cursor.skip_punct('=') {
        return AttributeValue::None;
    }
    if let Some(group) = cursor.brace() {
        return AttributeValue::Hole(Hole { tokens: group.stream(), location: group.span_open().into() });
    }
    if let Some(TokenTree::Literal(literal)) = cursor.peek() {
        let literal = literal.clone();
        cursor.next();
        return AttributeValue::Literal(text::literal_text(&literal), literal);
    }
    let error = Diagnostic::new(span, format!("the attribute `{name}` has no value after `=`"));
    let help = match cursor.peek() {
        Some(TokenTree::Ident(word)) => {
            format!("write `{name}=\"{word}\"` for the text, `{name}={{{word}}}` for the variable")
        }
        _ => format!("write `{name}=\"text\"` or `{name}={{value}}`"),
    };
    diagnostics.error(error.help(help));
    if matches!(cursor.peek(), Some(TokenTree::Ident(_))) {
        cursor.next();
    }
    AttributeValue::None
}

/// `<!-- .. -->` and `<!DOCTYPE html>`, as they were typed.
fn lex_markup(cursor: &mut Cursor, open: Span, diagnostics: &mut Diagnostics) -> String {
    cursor.next();
    if cursor.is_punct(0, '-') && cursor.is_punct(1, '-') {
        cursor.take(2);
        let before = cursor.last();
        let ends = |ahead| {
            cursor.is_punct(ahead, '-') && cursor.is_punct(ahead + 1, '-') && cursor.is_punct(ahead + 2, '>')
        };
        let Some(length) = find(cursor, ends) else {
            diagnostics.error(Diagnostic::new(open, "the comment does not end").help("end it with `-->`"));
            cursor.take(usize::MAX >> 1);
            return String::new();
        };
        let text = text::source(cursor.take(length), before);
        cursor.take(3);
        return format!("<!--{} -->", text.trim_end());
    }
    let Some(length) = find(cursor, |ahead| cursor.is_punct(ahead, '>')) else {
        diagnostics
            .error(Diagnostic::new(open, "the declaration does not end").help("write `<!DOCTYPE html>`"));
        return String::new();
    };
    let text = text::source(cursor.take(length), None);
    cursor.take(1);
    format!("<!{text}>")
}

/// The number of tokens before the first one for which `ends` holds.
fn find(cursor: &Cursor, ends: impl Fn(usize) -> bool) -> Option<usize> {
    let mut ahead = 0;
    while cursor.peek_at(ahead).is_some() {
        if ends(ahead) {
            return Some(ahead);
        }
        ahead += 1;
    }
    None
}
