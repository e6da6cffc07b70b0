//! The tokens of a tag come in, its name and its attributes as they were typed go out.

use proc_macro2::TokenTree;

use super::items::{Kind, brace, comment_length, is_sign, range, span};

/// An opening tag.
#[derive(Debug)]
pub(super) struct Tag {
    /// `<div`, `<.card`.
    pub(super) start: String,
    /// Attributes and comments, without the gaps between them.
    pub(super) parts: Vec<Part>,
    /// `>` or ` />`.
    pub(super) end: &'static str,
}

#[derive(Debug)]
pub(super) struct Part {
    pub(super) text: String,
    /// Where it was, so that the lines of Rust in it can be moved along.
    pub(super) from: usize,
    /// Whether nothing can follow on its line.
    pub(super) ends_line: bool,
}

impl Tag {
    /// The name as in the closing tag.
    pub(super) fn name(&self) -> &str {
        self.start.strip_prefix('<').unwrap_or_default()
    }

    /// Whether the attributes have to stand on lines of their own.
    pub(super) fn is_broken(&self) -> bool {
        self.parts.iter().any(|part| part.ends_line || (part.text.contains('\n') && self.parts.len() > 1))
    }

    /// The tag on one line.
    pub(super) fn line(&self) -> String {
        let parts: String = self.parts.iter().map(|part| format!(" {}", part.text)).collect();
        format!("{}{parts}{}", self.start, self.end)
    }
}

/// Whether a tag, a comment or a doctype begins here.
pub(super) fn is_tag(tokens: &[TokenTree]) -> bool {
    let [first, second, ..] = tokens else { return false };
    let begins = match second {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => matches!(punct.as_char(), '/' | '.' | ':' | '!' | '>'),
        _ => false,
    };
    is_sign(first, '<') && begins && range(first).end == range(second).start
}

/// The tag, and its number of tokens.
pub(super) fn read(source: &str, tokens: &[TokenTree]) -> Option<(Kind, usize)> {
    if is_sign(&tokens[1], '!') {
        let is_comment = tokens.get(2..4)?.iter().all(|token| is_sign(token, '-'));
        let end = if is_comment {
            let is_end = |three: &[TokenTree]| {
                is_sign(&three[0], '-') && is_sign(&three[1], '-') && is_sign(&three[2], '>')
            };
            tokens[4..].windows(3).position(is_end)? + 7
        } else {
            tokens.iter().position(|token| is_sign(token, '>'))? + 1
        };
        return Some((Kind::Plain, end));
    }
    if is_sign(&tokens[1], '/') {
        let end = tokens.iter().position(|token| is_sign(token, '>'))?;
        let name = source.get(span(tokens.get(2..end)?)?)?;
        return Some((Kind::Close(name.to_owned()), end + 1));
    }
    read_opening_tag(source, tokens)
}

fn read_opening_tag(source: &str, tokens: &[TokenTree]) -> Option<(Kind, usize)> {
    let mut at = 2;
    while !is_end(&tokens[at..])? && is_joined(&tokens[at - 1..]) {
        at += 1;
    }
    let start = source.get(span(&tokens[..at])?)?.to_owned();
    let mut parts = Vec::new();
    while !is_end(&tokens[at..])? {
        read_comments(source, &tokens[at - 1..], &mut parts)?;
        let length = attribute_length(&tokens[at..])?;
        parts.push(attribute(source, &tokens[at..at + length])?);
        at += length;
    }
    read_comments(source, &tokens[at - 1..], &mut parts)?;
    let is_closed = is_sign(&tokens[at], '/');
    let end = if is_closed { " />" } else { ">" };
    Some((Kind::Open(Tag { start, parts, end }), at + 1 + usize::from(is_closed)))
}

/// Whether the tag ends here; nothing if there is nothing.
fn is_end(tokens: &[TokenTree]) -> Option<bool> {
    let is_closed = is_sign(tokens.first()?, '/') && tokens.get(1).is_some_and(|token| is_sign(token, '>'));
    Some(is_closed || is_sign(&tokens[0], '>'))
}

/// Whether there is nothing between the first two tokens.
fn is_joined(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [left, right, ..] if range(left).end == range(right).start)
}

/// The comments between the first two tokens.
fn read_comments(source: &str, tokens: &[TokenTree], parts: &mut Vec<Part>) -> Option<()> {
    let mut from = range(tokens.first()?).end;
    let end = range(tokens.get(1)?).start;
    loop {
        let rest = source.get(from..end)?;
        from += rest.len() - rest.trim_start().len();
        if from == end {
            return Some(());
        }
        let (length, ends_line) = comment_length(&source[from..end])?;
        parts.push(Part { text: source[from..from + length].to_owned(), from, ends_line });
        from += length;
    }
}

/// The number of tokens of the attribute that comes first: `name`, `name="text"`, `name={expr}`, `{pairs}`.
fn attribute_length(tokens: &[TokenTree]) -> Option<usize> {
    if brace(&tokens[0]).is_some() {
        return Some(1);
    }
    let is_name = |token: &TokenTree| !is_sign(token, '=') && brace(token).is_none();
    if !is_name(&tokens[0]) {
        return None;
    }
    let mut length = 1;
    while is_joined(&tokens[length - 1..]) && is_name(&tokens[length]) && !is_end(&tokens[length..])? {
        length += 1;
    }
    let has_value = tokens.get(length).is_some_and(|token| is_sign(token, '='));
    (!has_value || tokens.len() > length + 1).then_some(if has_value { length + 2 } else { length })
}

fn attribute(source: &str, tokens: &[TokenTree]) -> Option<Part> {
    let last = tokens.last()?;
    let from = range(last).start;
    let value = match brace(last) {
        Some(_) => trimmed(source.get(range(last))?),
        None => source.get(range(last))?.to_owned(),
    };
    let text = match tokens {
        [.., sign, _] if is_sign(sign, '=') => {
            format!("{}={value}", source.get(span(&tokens[..tokens.len() - 2])?)?)
        }
        [_] => value,
        tokens => source.get(span(tokens)?)?.to_owned(),
    };
    Some(Part { text, from, ends_line: false })
}

/// `{ value }` → `{value}`, where it is one line without comments.
pub(super) fn trimmed(braces: &str) -> String {
    match braces.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
        Some(inside) if !inside.contains(['\n']) && !inside.contains("//") && !inside.contains("/*") => {
            format!("{{{}}}", inside.trim())
        }
        _ => braces.to_owned(),
    }
}
