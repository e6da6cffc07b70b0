//! The tokens of a template come in, what is laid out one by one goes out: tags, text, Rust, comments, each with the gap
//! before it.
//!
//! What belongs together is found the way the lexer of templates finds it; a template that turns out otherwise changes its
//! meaning, and is left alone for that.

use std::ops::Range;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::tag;

/// What stands between two things in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    Nothing,
    Space,
    Line,
    /// At least one empty line.
    Blank,
}

/// One thing that is laid out.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) gap: Gap,
    pub(super) kind: Kind,
    /// Where it is in the source.
    pub(super) place: Range<usize>,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// Text, a comment or a doctype in HTML, the head of an arm: as it was typed.
    Plain,
    /// What keeps its gaps: in files, comments of HTML, and the content of `<pre>` and `<script>`.
    Verbatim,
    /// `{expression}`.
    Hole,
    Open(tag::Tag),
    /// `</name>`.
    Close(String),
    /// A keyword with its head, to which a brace belongs.
    BlockStart(String),
    BlockEnd,
    /// `// text` or `/* text */`.
    Comment,
    /// The end of the template.
    End,
}

/// The items of the template `inside`; nothing where tokens have no places of their own, as those of a doc comment.
pub(super) fn items(source: &str, markup: &TokenStream, inside: Range<usize>) -> Option<Vec<Item>> {
    let mut reader = Reader { source, at: inside.start, items: Vec::new(), after_text: false };
    reader.markup(markup)?;
    reader.push(inside.end..inside.end, Kind::End)?;
    Some(reader.items)
}

pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    /// The end of what was read last.
    at: usize,
    items: Vec<Item>,
    /// Whether text was read last, in which `if` is a word.
    after_text: bool,
}

impl Reader<'_> {
    /// Adds what is at `place`, with the comments before it.
    fn push(&mut self, place: Range<usize>, kind: Kind) -> Option<()> {
        if place.is_empty() && !matches!(kind, Kind::End) {
            return None;
        }
        let gap = self.gap(self.at..place.start)?;
        self.after_text = matches!(kind, Kind::Plain);
        self.at = place.end;
        self.items.push(Item { gap, kind, place });
        Some(())
    }

    /// Adds the comments in a gap and says what is after the last one.
    fn gap(&mut self, place: Range<usize>) -> Option<Gap> {
        let mut from = place.start;
        loop {
            let rest = self.source.get(from..place.end)?;
            let comment = from + (rest.len() - rest.trim_start().len());
            let gap = gap_of(&self.source[from..comment]);
            if comment == place.end {
                return Some(gap);
            }
            let rest = &self.source[comment..place.end];
            let (length, _) = comment_length(rest)?;
            self.items.push(Item { gap, kind: Kind::Comment, place: comment..comment + length });
            from = comment + length;
        }
    }

    fn markup(&mut self, markup: &TokenStream) -> Option<()> {
        let tokens: Vec<TokenTree> = markup.clone().into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at += self.next(&tokens[at..])?;
        }
        Some(())
    }

    /// Reads what comes first and says how many tokens that were.
    fn next(&mut self, tokens: &[TokenTree]) -> Option<usize> {
        if tag::is_tag(tokens) {
            let (kind, length) = tag::read(self.source, tokens)?;
            self.push(span(&tokens[..length])?, kind)?;
            self.after_text = false;
            return Some(length);
        }
        if let Some(length) = self.block(tokens)? {
            return Some(length);
        }
        match &tokens[0] {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                self.push(range(&tokens[0]), Kind::Hole)?;
            }
            TokenTree::Group(group) => {
                self.push(group.span_open().byte_range(), Kind::Plain)?;
                self.markup(&group.stream())?;
                self.push(group.span_close().byte_range(), Kind::Plain)?;
            }
            token => self.push(range(token), Kind::Plain)?,
        }
        Some(1)
    }

    /// `if`, `for` and `match`, where they are no text.
    fn block(&mut self, tokens: &[TokenTree]) -> Option<Option<usize>> {
        let TokenTree::Ident(keyword) = &tokens[0] else { return Some(None) };
        let new_line = self.source.get(self.at..range(&tokens[0]).start)?.contains('\n');
        if self.after_text && !new_line {
            return Some(None);
        }
        let Some(head) = head_length(tokens) else { return Some(None) };
        match keyword.to_string().as_str() {
            "if" => self.branches(tokens, head).map(Some),
            "for" if tokens[..head].iter().any(|token| is_word(token, "in")) => {
                self.braces(&tokens[..head], &tokens[head])?;
                Some(Some(head + 1))
            }
            "match" => {
                self.arms(&tokens[..head], &tokens[head])?;
                Some(Some(head + 1))
            }
            _ => Some(None),
        }
    }

    fn branches(&mut self, tokens: &[TokenTree], head: usize) -> Option<usize> {
        self.braces(&tokens[..head], &tokens[head])?;
        let mut at = head + 1;
        while tokens.get(at).is_some_and(|token| is_word(token, "else")) {
            let rest = &tokens[at..];
            let length = match rest.get(1) {
                Some(token) if is_word(token, "if") => 1 + head_length(&rest[1..])?,
                Some(token) if brace(token).is_some() => 1,
                _ => break,
            };
            self.braces(&rest[..length], &rest[length])?;
            at += length + 1;
            if length == 1 {
                break;
            }
        }
        Some(at)
    }

    /// A head and the markup in the braces after it.
    fn braces(&mut self, head: &[TokenTree], block: &TokenTree) -> Option<()> {
        let group = self.start(head, block)?;
        self.markup(&group.stream())?;
        self.push(group.span_close().byte_range(), Kind::BlockEnd)
    }

    fn start<'t>(&mut self, head: &[TokenTree], block: &'t TokenTree) -> Option<&'t Group> {
        let (place, group) = (span(head)?, brace(block)?);
        let text = self.source.get(place.clone())?.to_owned();
        self.push(place.start..group.span_open().byte_range().end, Kind::BlockStart(text))?;
        Some(group)
    }

    fn arms(&mut self, head: &[TokenTree], block: &TokenTree) -> Option<()> {
        let group = self.start(head, block)?;
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        let mut rest = tokens.as_slice();
        while !rest.is_empty() {
            let arrow =
                rest.windows(2).position(|pair| is_sign(&pair[0], '=') && is_sign(&pair[1], '>'))? + 2;
            match rest.get(arrow) {
                Some(block) if brace(block).is_some() => {
                    self.braces(&rest[..arrow], block)?;
                    rest = &rest[arrow + 1..];
                }
                _ => {
                    self.push(span(&rest[..arrow])?, Kind::Plain)?;
                    self.after_text = false;
                    let end = rest[arrow..].iter().position(|token| is_sign(token, ','));
                    let end = end.map_or(rest.len(), |end| arrow + end);
                    self.markup(&rest[arrow..end].iter().cloned().collect())?;
                    rest = &rest[end..];
                }
            }
            if let Some((comma, after)) = rest.split_first().filter(|(token, _)| is_sign(token, ',')) {
                self.push(range(comma), Kind::Plain)?;
                rest = after;
            }
            self.after_text = false;
        }
        self.push(group.span_close().byte_range(), Kind::BlockEnd)
    }
}

/// The number of tokens from the keyword to its brace.
fn head_length(tokens: &[TokenTree]) -> Option<usize> {
    let end = tokens.iter().skip(1).position(|token| brace(token).is_some())? + 1;
    let closes = tokens[..end].windows(2).any(|pair| is_sign(&pair[0], '<') && is_sign(&pair[1], '/'));
    (end > 1 && !closes).then_some(end)
}

/// What white space means.
pub(super) fn gap_of(space: &str) -> Gap {
    match space.matches('\n').count() {
        0 if space.is_empty() => Gap::Nothing,
        0 => Gap::Space,
        1 => Gap::Line,
        _ => Gap::Blank,
    }
}

/// The length of the comment that `text` begins with, and whether a line ends with it.
pub(super) fn comment_length(text: &str) -> Option<(usize, bool)> {
    if text.starts_with("//") {
        return Some((text.split('\n').next()?.trim_end().len(), true));
    }
    let mut depth = 0usize;
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        depth = match rest {
            _ if rest.starts_with("/*") => depth + 1,
            _ if rest.starts_with("*/") => depth.checked_sub(1)?,
            _ if depth == 0 => return None,
            _ => {
                at += rest.chars().next()?.len_utf8();
                continue;
            }
        };
        at += 2;
        if depth == 0 {
            return Some((at, false));
        }
    }
}

/// The bytes of one token.
pub(super) fn range(token: &TokenTree) -> Range<usize> {
    match token {
        TokenTree::Group(group) => group.span_open().byte_range().start..group.span_close().byte_range().end,
        token => token.span().byte_range(),
    }
}

/// The bytes from the first to the last token.
pub(super) fn span(tokens: &[TokenTree]) -> Option<Range<usize>> {
    Some(range(tokens.first()?).start..range(tokens.last()?).end)
}

pub(super) fn brace(token: &TokenTree) -> Option<&Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
        _ => None,
    }
}

pub(super) fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}
