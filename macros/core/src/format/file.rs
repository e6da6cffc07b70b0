//! The text of a template file comes in, what is laid out one by one goes out, as from the templates of Rust files.
//!
//! As there, what belongs together is found the way the lexer finds it; a file that turns out otherwise is left alone.

use std::ops::Range;

use syn::Expr;
use syn::parse::Parser;

use super::items::{Gap, Item, Kind, gap_of};
use super::tag::{Part, Tag, trimmed};
use crate::component::{keeps_text, rust_length};

/// Blocks that stand deeper in each other are not laid out.
const DEEPEST: usize = 64;

/// The items of a file; nothing where something does not end.
pub(super) fn items(source: &str) -> Option<Vec<Item>> {
    let mut reader = Reader { source, at: 0, items: Vec::new() };
    reader.markup(0)?;
    let gap = reader.gap();
    let end = source.len();
    reader.items.push(Item { gap, kind: Kind::End, place: end..end });
    Some(reader.items)
}

struct Reader<'a> {
    source: &'a str,
    /// The end of what was read last.
    at: usize,
    items: Vec<Item>,
}

impl<'a> Reader<'a> {
    /// What follows, without the gap before it.
    fn rest(&self) -> &'a str {
        self.source[self.at..].trim_start()
    }

    fn start(&self) -> usize {
        self.source.len() - self.rest().len()
    }

    fn gap(&self) -> Gap {
        gap_of(&self.source[self.at..self.start()])
    }

    /// Adds what follows, so many bytes long.
    fn push(&mut self, length: usize, kind: Kind) {
        let place = self.start()..self.start() + length;
        self.items.push(Item { gap: self.gap(), kind, place: place.clone() });
        self.at = place.end;
    }

    /// Everything up to the end of the file, or of the block.
    fn markup(&mut self, depth: usize) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return (depth == 0).then_some(());
            }
            if depth > 0 && rest.starts_with('}') {
                self.push(1, Kind::BlockEnd);
                return Some(());
            }
            self.next(rest, depth)?;
        }
    }

    fn next(&mut self, rest: &str, depth: usize) -> Option<()> {
        let is_tag = |next: char| next.is_ascii_alphabetic() || matches!(next, '.' | ':' | '/' | '!' | '>');
        if rest.strip_prefix('<').is_some_and(|rest| rest.starts_with(is_tag)) {
            return self.tag(rest);
        }
        if rest.starts_with('{') {
            self.push(braces(rest)?, Kind::Hole);
            return Some(());
        }
        let after_text = matches!(self.items.last(), Some(Item { kind: Kind::Plain, .. }));
        let is_new_line = self.at == 0 || !matches!(self.gap(), Gap::Nothing | Gap::Space);
        if is_new_line || !after_text {
            if let Some(head) = head(rest, "if").or_else(|| head(rest, "for")) {
                return self.branches(head, depth);
            }
            if let Some(head) = head(rest, "match") {
                self.block_start(head);
                return self.arms(depth);
            }
        }
        let first = rest.chars().next()?.len_utf8();
        let ends = |character: char| {
            character.is_whitespace() || matches!(character, '<' | '{') || (depth > 0 && character == '}')
        };
        let length = rest[first..].find(ends).map_or(rest.len(), |length| first + length);
        self.push(length, Kind::Plain);
        Some(())
    }

    /// The head of a block, so many bytes long, and its brace.
    fn block_start(&mut self, head: usize) {
        let text = self.rest()[..head].trim_end().to_owned();
        self.push(head + 1, Kind::BlockStart(text));
    }

    /// `if`, with what belongs to it, or `for`.
    fn branches(&mut self, head_length: usize, depth: usize) -> Option<()> {
        let is_if = self.rest().starts_with("if");
        self.block_start(head_length);
        self.markup(depth + 1)?;
        while let Some(behind) = self.rest().strip_prefix("else").filter(|_| is_if) {
            let gap = behind.len() - behind.trim_start().len();
            let behind = behind.trim_start();
            let begin = "else".len() + gap;
            match (behind.starts_with('{'), head(behind, "if")) {
                (true, _) => {
                    self.block_start(begin);
                    return self.markup(depth + 1);
                }
                (false, Some(head)) if gap > 0 => self.block_start(begin + head),
                _ => break,
            }
            self.markup(depth + 1)?;
        }
        Some(())
    }

    fn arms(&mut self, depth: usize) -> Option<()> {
        loop {
            let rest = self.rest();
            if rest.starts_with(',') {
                self.push(1, Kind::Plain);
            } else if rest.starts_with('}') {
                self.push(1, Kind::BlockEnd);
                return Some(());
            } else {
                let pattern = rust_length(rest, |rest| rest.starts_with("=>"))? + "=>".len();
                let gap = rest[pattern..].len() - rest[pattern..].trim_start().len();
                if !rest[pattern + gap..].starts_with('{') {
                    return None;
                }
                self.block_start(pattern + gap);
                self.markup(depth + 1)?;
            }
        }
    }

    /// A tag, a comment or a doctype.
    fn tag(&mut self, rest: &str) -> Option<()> {
        if rest.starts_with("<!--") {
            self.push(rest.find("-->")? + "-->".len(), Kind::Verbatim);
            return Some(());
        }
        let end = rest.find('>')? + 1;
        if rest.starts_with("<!") {
            self.push(end, Kind::Verbatim);
            return Some(());
        }
        if let Some(closing) = rest.strip_prefix("</") {
            let name = closing[..end - "</>".len()].trim_end().to_owned();
            self.push(end, Kind::Close(name));
            return Some(());
        }
        let begin = self.start();
        let (tag, length) = opening_tag(self.source, begin)?;
        let (name, is_open) = (tag.name().to_owned(), tag.end == ">");
        self.push(length, Kind::Open(tag));
        if is_open && keeps_text(&name) {
            let content = &self.source[self.at..];
            let length = content.to_ascii_lowercase().find(&format!("</{name}"))?;
            let place: Range<usize> = self.at..self.at + length;
            self.at = place.end;
            self.items.push(Item { gap: Gap::Nothing, kind: Kind::Verbatim, place });
        }
        Some(())
    }
}

/// The number of bytes from the keyword to its brace, if that is Rust.
fn head(rest: &str, keyword: &str) -> Option<usize> {
    let behind = rest.strip_prefix(keyword).filter(|behind| behind.starts_with(char::is_whitespace))?;
    let length = rust_length(behind, |rest| rest.starts_with('{') || rest.starts_with("</"))?;
    let head = &behind[..length];
    let value = if keyword == "for" { head.split_once(" in ")?.1 } else { head };
    let is_rust = Expr::parse_without_eager_brace.parse_str(value).is_ok();
    (behind[length..].starts_with('{') && !head.contains("\n\n") && is_rust).then_some(keyword.len() + length)
}

/// The number of bytes of `{..}`.
fn braces(rest: &str) -> Option<usize> {
    Some(rust_length(&rest[1..], |rest| rest.starts_with('}'))? + 2)
}

/// The tag that begins at `begin`, and its number of bytes.
fn opening_tag(source: &str, begin: usize) -> Option<(Tag, usize)> {
    let is_name_end =
        |character: char| character.is_whitespace() || matches!(character, '/' | '>' | '<' | '{' | '}' | '=');
    let text = &source[begin..];
    let mut at = 1 + text[1..].find(is_name_end)?;
    let start = text[..at].to_owned();
    let mut parts = Vec::new();
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let rest = &text[at..];
        let end = [("/>", " />"), (">", ">")].into_iter().find(|(typed, _)| rest.starts_with(typed));
        if let Some((typed, end)) = end {
            return Some((Tag { start, parts, end }, at + typed.len()));
        }
        let (part, length) = attribute(rest, begin + at)?;
        parts.push(part);
        at += length;
    }
}

/// The attribute that `rest` begins with, and its number of bytes; it stands at `from`.
fn attribute(rest: &str, from: usize) -> Option<(Part, usize)> {
    if rest.starts_with('{') {
        let length = braces(rest)?;
        return Some((Part { text: trimmed(&rest[..length]), from, ends_line: false }, length));
    }
    let is_sign = |character: char| matches!(character, '>' | '<' | '/' | '=' | '{' | '}' | '"' | '\'');
    let name = rest.find(|character: char| character.is_whitespace() || is_sign(character))?;
    if name == 0 {
        return None;
    }
    let behind = rest[name..].trim_start();
    let Some(value) = behind.strip_prefix('=').map(str::trim_start) else {
        return Some((Part { text: rest[..name].to_owned(), from, ends_line: false }, name));
    };
    let begin = rest.len() - value.len();
    let length = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].find(quote)? + 2,
        '{' => braces(value)?,
        _ => {
            let ends = |character: char| character.is_whitespace() || matches!(character, '>' | '<' | '=');
            value.find("/>").into_iter().chain(value.find(ends)).min()?
        }
    };
    let typed = &value[..length];
    let value = if typed.starts_with('{') { trimmed(typed) } else { typed.to_owned() };
    let text = format!("{}={value}", &rest[..name]);
    Some((Part { text, from: from + begin, ends_line: false }, begin + length))
}
