//! Tags of a file: names, attributes and their values; comments and doctypes; what is in `<script>` and `<style>`.

use proc_macro2::{Literal, TokenStream};

use super::{FileLexer, Lexeme};
use crate::component::html;
use crate::component::tree::{Attribute, AttributeValue, Hole, Name, NameKind, Tag, Text};
use crate::diagnostics::{Diagnostic, Location};

impl FileLexer<'_, '_> {
    /// A tag, a comment or a doctype.
    pub(super) fn lex_tag(&mut self, lexemes: &mut Vec<Lexeme>) {
        let location = self.source.location();
        self.source.take(1);
        if self.source.starts_with("!") {
            return lexemes.extend(self.lex_markup(location).map(Lexeme::Markup));
        }
        let is_closing = self.source.skip("/");
        let name = self.lex_name();
        if name.text.trim_start_matches(['.', ':']).is_empty() {
            let error = Diagnostic::new(location, "a tag has no name");
            let help = "write an element (`<div>`) or a component (`<.card>`), or `&lt;` for the sign";
            self.diagnostics.error(error.help(help));
            self.source.skip(">");
            return;
        }
        if is_closing {
            self.source.skip_gap();
            if !self.source.skip(">") {
                let text = &name.text;
                let error = Diagnostic::new(location, format!("the closing tag `</{text}` does not end"));
                self.diagnostics.error(error.help(format!("write `</{text}>`")));
            }
            self.preformatted -= usize::from(self.preformatted > 0 && html::keeps_gaps(&name.text));
            return lexemes.push(Lexeme::Close(name));
        }
        let tag = self.lex_attributes(name);
        let (is_open, text) = (!tag.closed && tag.name.is_element(), tag.name.text.clone());
        self.preformatted += usize::from(is_open && html::keeps_gaps(&text));
        lexemes.push(Lexeme::Open(tag));
        if is_open && html::is_raw_text(&text) {
            lexemes.push(Lexeme::Text(self.lex_raw_text(&text)));
        }
    }

    /// `div`, `my-element`, `.card`, `ui::card`, `:item`.
    fn lex_name(&mut self) -> Name {
        let location = self.source.location();
        let text = self
            .source
            .take_while(|character| {
                !character.is_whitespace() && !matches!(character, '/' | '>' | '<' | '{' | '}' | '=')
            })
            .to_owned();
        let path = |path: &str| {
            let is_path =
                path.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | ':'));
            is_path.then(|| self.source.tokens(path)).flatten().unwrap_or_default()
        };
        let kind = match &*text {
            local if local.starts_with('.') => NameKind::Component(path(&local[1..])),
            global if global.contains("::") => NameKind::Component(path(global)),
            slot if slot.starts_with(':') => NameKind::Slot,
            _ => NameKind::Element,
        };
        Name { kind, text, location }
    }

    fn lex_attributes(&mut self, name: Name) -> Tag {
        let mut attributes = Vec::new();
        loop {
            self.source.skip_gap();
            if self.source.skip("/>") {
                return Tag { name, attributes, closed: true };
            }
            if self.source.skip(">") {
                return Tag { name, attributes, closed: false };
            }
            if self.source.is_empty() || self.source.starts_with("<") {
                let error = Diagnostic::new(name.location, format!("the tag `<{}` does not end", name.text));
                self.diagnostics.error(error.help("end it with `>` or `/>`"));
                return Tag { name, attributes, closed: self.source.is_empty() };
            }
            let location = self.source.location();
            if self.source.starts_with("{") {
                let value = self.lex_hole(location).map(AttributeValue::Spread);
                attributes.extend(value.map(|value| Attribute { name: String::new(), location, value }));
                continue;
            }
            let text = self.source.take_while(|character| !character.is_whitespace() && !is_sign(character));
            if text.is_empty() {
                self.skip_in_tag(&name, location);
            } else {
                let value = self.lex_value(text, location);
                attributes.push(Attribute { name: text.to_owned(), location, value });
            }
        }
    }

    /// Reports what is no attribute, and goes on behind it.
    fn skip_in_tag(&mut self, name: &Name, location: Location) {
        let length = self.source.rest().chars().next().map_or(0, char::len_utf8);
        let found = self.source.take(length);
        let message = format!("expected an attribute or `>` within `<{}>`, found `{found}`", name.text);
        let help = "an attribute is `name`, `name=\"text\"` or `name={value}`";
        self.diagnostics.error(Diagnostic::new(location, message).help(help));
    }

    /// What stands behind the name of an attribute, with or without gaps around `=`.
    fn lex_value(&mut self, name: &str, location: Location) -> AttributeValue {
        let gap = self.source.rest().len() - self.source.rest().trim_start().len();
        if !self.source.rest()[gap..].starts_with('=') {
            return AttributeValue::None;
        }
        self.source.take(gap + 1);
        self.source.skip_gap();
        let begin = self.source.location();
        for quote in ["\"", "'"] {
            if self.source.skip(quote) {
                let Some(text) = self.source.take_until(quote) else {
                    let error = Diagnostic::new(begin, format!("the value of `{name}` does not end"));
                    self.diagnostics.error(error.help(format!("end it with `{quote}`")));
                    self.source.take(self.source.rest().len());
                    return AttributeValue::None;
                };
                return self.literal(text);
            }
        }
        if self.source.starts_with("{") {
            let hole = self.lex_hole(begin);
            let empty = || Hole { tokens: TokenStream::new(), location: begin };
            return AttributeValue::Hole(hole.unwrap_or_else(empty));
        }
        let ends =
            |character: char| character.is_whitespace() || matches!(character, '>' | '<' | '=' | '"' | '\'');
        let rest = self.source.rest();
        let length = rest.find("/>").into_iter().chain(rest.find(ends)).min().unwrap_or(rest.len());
        let text = self.source.take(length);
        if text.is_empty() {
            let error = Diagnostic::new(location, format!("the attribute `{name}` has no value after `=`"));
            self.diagnostics.error(error.help(format!("write `{name}=\"text\"` or `{name}={{value}}`")));
            return AttributeValue::None;
        }
        match text.parse::<u64>() {
            // For components that want a number.
            Ok(number) => self.value(text, Literal::u64_unsuffixed(number)),
            Err(_) => self.literal(text),
        }
    }

    fn literal(&self, text: &str) -> AttributeValue {
        self.value(text, Literal::string(text))
    }

    fn value(&self, text: &str, mut literal: Literal) -> AttributeValue {
        literal.set_span(self.source.span());
        AttributeValue::Literal(text.to_owned(), literal)
    }

    /// The content of `<script>` or `<style>`, as it is.
    fn lex_raw_text(&mut self, element: &str) -> Text {
        let location = self.source.location();
        let end = format!("</{element}");
        let length = self.source.rest().to_ascii_lowercase().find(&end).unwrap_or(self.source.rest().len());
        let typed = self.source.take(length).trim().to_owned();
        Text { html: typed.clone(), typed, location }
    }

    /// `<!-- .. -->` and `<!DOCTYPE html>`, as they were typed.
    fn lex_markup(&mut self, location: Location) -> Option<String> {
        let (begin, end, what) = if self.source.starts_with("!--") {
            ("!--", "-->", "comment")
        } else {
            ("!", ">", "declaration")
        };
        self.source.take(begin.len());
        let Some(text) = self.source.take_until(end) else {
            let error = Diagnostic::new(location, format!("the {what} does not end"));
            self.diagnostics.error(error.help(format!("end it with `{end}`")));
            self.source.take(self.source.rest().len());
            return None;
        };
        Some(format!("<{begin}{text}{end}"))
    }
}

/// A character that is no part of an attribute's name.
fn is_sign(character: char) -> bool {
    matches!(character, '>' | '<' | '/' | '=' | '{' | '}' | '"' | '\'')
}
