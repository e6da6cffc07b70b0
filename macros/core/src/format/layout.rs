//! The items of a template come in, its text goes out: lines stay lines, what is in something is indented by one step, and
//! the attributes of a tag get lines of their own where its line becomes too long.

use std::ops::Range;
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

use super::items::{Gap, Item, Kind, range};
use super::tag::{Tag, trimmed};

/// One step of indentation.
const STEP: usize = 4;

/// The text between the braces of the template that is `inside`.
pub(super) fn layout(items: &[Item], source: &str, inside: Range<usize>, width: usize) -> String {
    let line_start = source[..inside.start].rfind('\n').map_or(0, |newline| newline + 1);
    let base = indentation(&source[line_start..inside.start]);
    let is_split = items.iter().any(|item| matches!(item.gap, Gap::Line | Gap::Blank));
    if !is_split {
        let text = inline(items, source);
        let around =
            [&source[line_start..inside.start], source[inside.end..].split('\n').next().unwrap_or_default()];
        let length: usize = around.iter().map(|text| text.chars().count()).sum();
        if length + first_line(&text) <= width || items.len() == 1 {
            return text;
        }
    }
    let (out, open, top) = (String::new(), Vec::new(), base + STEP);
    let mut layout = Layout { source, width, out, indent: base, open, base, top };
    layout.template(items);
    layout.out
}

/// The text of a file that is one template.
pub(super) fn layout_file(items: &[Item], source: &str, width: usize) -> String {
    let (out, open) = (String::new(), Vec::new());
    let mut layout = Layout { source, width, out, indent: 0, open, base: 0, top: 0 };
    layout.template(items);
    layout.out.trim_start_matches('\n').to_owned()
}

/// All on one line.
fn inline(items: &[Item], source: &str) -> String {
    let mut text = String::new();
    for (at, item) in items.iter().enumerate() {
        let is_edge = at == 0 || at + 1 == items.len();
        if items.len() > 1 && (is_edge || gap(items, at) != Gap::Nothing) {
            text.push(' ');
        }
        text.push_str(&line_of(item, source));
    }
    text
}

struct Layout<'a> {
    source: &'a str,
    width: usize,
    out: String,
    /// The indentation of the line that is being written.
    indent: usize,
    /// The indentation of the lines in which what is open was opened.
    open: Vec<usize>,
    /// The indentation of what is around the template, and of what stands in it at the top.
    base: usize,
    top: usize,
}

impl Layout<'_> {
    fn template(&mut self, items: &[Item]) {
        let opens = openers(items);
        let mut at = 0;
        while at < items.len() {
            let length = 1 + items[at + 1..]
                .iter()
                .enumerate()
                .take_while(|(next, _)| !is_new_line(items, at + 1 + next))
                .count();
            // The closing brace is never on a line with something else.
            let end = (at + length).min(items.len() - usize::from(at + 1 < items.len()));
            let is_blank = gap(items, at) == Gap::Blank && at > 0;
            self.out.push_str(if is_blank { "\n\n" } else { "\n" });
            self.line(items, at..end, &opens);
            at = end;
        }
    }

    /// One line, but for what has to be broken.
    fn line(&mut self, items: &[Item], line: Range<usize>, opens: &[bool]) {
        let leading = items[line.clone()].iter().take_while(|item| item.is_end_of_something()).count();
        let closed = (0..leading).filter_map(|_| self.open.pop()).last();
        self.indent = match (closed, &items[line.start].kind) {
            (_, Kind::End) => self.base,
            (Some(indent), _) => indent,
            (None, _) => self.open.last().map_or(self.top, |indent| indent + STEP),
        };
        self.out.extend(std::iter::repeat_n(' ', self.indent));
        for at in line.clone() {
            if at > line.start && gap(items, at) != Gap::Nothing {
                self.out.push(' ');
            }
            let rest: usize = (at + 1..line.end)
                .map(|at| {
                    usize::from(gap(items, at) != Gap::Nothing)
                        + first_line(&line_of(&items[at], self.source))
                })
                .sum();
            self.item(&items[at], rest);
            if opens[at] {
                self.open.push(self.indent);
            } else if items[at].is_end_of_something() && at >= line.start + leading {
                self.open.pop();
            }
        }
    }

    /// One item, with `rest` characters behind it on its line.
    fn item(&mut self, item: &Item, rest: usize) {
        match &item.kind {
            Kind::Open(tag) => {
                let text = tag.line();
                let column = self.column();
                let length = first_line(&text);
                let is_long = column + length > self.width
                    || (column + length + rest > self.width
                        && self.indent + 1 + rest <= self.width
                        && tag.parts.len() > 1);
                if tag.is_broken() || (is_long && !tag.parts.is_empty() && !text.contains('\n')) {
                    self.broken_tag(tag);
                } else {
                    self.tag(tag);
                }
            }
            Kind::Verbatim => self.out.push_str(&self.source[item.place.clone()]),
            _ => {
                let text = line_of(item, self.source);
                self.push_moved(&text, item.place.start);
            }
        }
    }

    fn tag(&mut self, tag: &Tag) {
        self.out.push_str(&tag.start);
        for part in &tag.parts {
            self.out.push(' ');
            self.push_moved(&part.text, part.from);
        }
        self.out.push_str(tag.end);
    }

    fn broken_tag(&mut self, tag: &Tag) {
        let indent = self.indent;
        self.out.push_str(&tag.start);
        self.indent += STEP;
        for part in &tag.parts {
            self.new_line();
            self.push_moved(&part.text, part.from);
        }
        self.indent = indent;
        self.new_line();
        self.out.push_str(tag.end.trim_start());
    }

    fn new_line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', self.indent));
    }

    fn column(&self) -> usize {
        self.out.rsplit('\n').next().map_or(0, |line| line.chars().count())
    }

    /// Text that was at `from`; its other lines move along with the first one, unless they are in a literal.
    fn push_moved(&mut self, text: &str, from: usize) {
        let line_start = self.source[..from].rfind('\n').map_or(0, |newline| newline + 1);
        let before = indentation(&self.source[line_start..]);
        let fixed = literal_lines(text);
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.out.push('\n');
            }
            if number == 0 || fixed.contains(&number) {
                self.out.push_str(line);
            } else if !line.trim().is_empty() {
                let indent = (indentation(line) + self.indent).saturating_sub(before);
                self.out.extend(std::iter::repeat_n(' ', indent));
                self.out.push_str(line.trim());
            }
        }
    }
}

impl Item {
    fn is_end_of_something(&self) -> bool {
        matches!(self.kind, Kind::Close(_) | Kind::BlockEnd)
    }
}

/// Whether a new line begins with the item `at`.
fn is_new_line(items: &[Item], at: usize) -> bool {
    matches!(gap(items, at), Gap::Line | Gap::Blank)
}

/// What stands before the item `at`, where people have no say.
fn gap(items: &[Item], at: usize) -> Gap {
    let before = at.checked_sub(1).map(|before| &items[before].kind);
    let item = &items[at];
    match (before, &item.kind, item.gap) {
        (Some(Kind::BlockStart(_)), Kind::BlockEnd, Gap::Nothing | Gap::Space) => Gap::Nothing,
        (Some(Kind::BlockEnd), Kind::BlockStart(head), _) if head.starts_with("else") => Gap::Space,
        (Some(Kind::BlockStart(_)), _, Gap::Nothing) | (_, Kind::BlockEnd, Gap::Nothing) => Gap::Space,
        (Some(Kind::BlockStart(_) | Kind::Open(_)), _, Gap::Blank) => Gap::Line,
        (_, Kind::Close(_) | Kind::BlockEnd | Kind::End, Gap::Blank) => Gap::Line,
        (_, _, gap) => gap,
    }
}

/// Which items open something that is closed later.
fn openers(items: &[Item]) -> Vec<bool> {
    let mut opens = vec![false; items.len()];
    let mut open: Vec<(usize, Option<&str>)> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let closed = match &item.kind {
            Kind::Open(tag) if tag.end == ">" => {
                open.push((at, Some(tag.name())));
                continue;
            }
            Kind::BlockStart(_) => {
                open.push((at, None));
                continue;
            }
            Kind::Close(name) => open.iter().rposition(|(_, open)| *open == Some(name)),
            Kind::BlockEnd => open.iter().rposition(|(_, open)| open.is_none()),
            _ => None,
        };
        if let Some(closed) = closed {
            opens[open[closed].0] = true;
            open.truncate(closed);
        }
    }
    opens
}

/// An item on one line, but for Rust that has several.
fn line_of(item: &Item, source: &str) -> String {
    let typed = &source[item.place.clone()];
    match &item.kind {
        Kind::Open(tag) => tag.line(),
        Kind::Close(name) => format!("</{name}>"),
        Kind::BlockStart(head) => format!("{head} {{"),
        Kind::Hole => trimmed(typed),
        Kind::Plain | Kind::Verbatim | Kind::BlockEnd | Kind::Comment | Kind::End => typed.to_owned(),
    }
}

fn first_line(text: &str) -> usize {
    text.split('\n').next().map_or(0, |line| line.chars().count())
}

fn indentation(line: &str) -> usize {
    line.chars().take_while(|character| *character == ' ').count()
}

/// The numbers of the lines that begin within a literal.
fn literal_lines(text: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    if text.contains('\n')
        && let Ok(tokens) = TokenStream::from_str(text)
    {
        collect_literal_lines(tokens, text, &mut lines);
    }
    lines
}

fn collect_literal_lines(tokens: TokenStream, text: &str, lines: &mut Vec<usize>) {
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            collect_literal_lines(group.stream(), text, lines);
            continue;
        }
        let place = range(&token);
        let first = text[..place.start].matches('\n').count();
        let count = text[place].matches('\n').count();
        lines.extend(first + 1..=first + count);
    }
}
