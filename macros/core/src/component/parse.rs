//! Markup tokens come in, the tree as written goes out; a tag that does not fit is reported and repaired.

use super::check::nesting;
use super::html;
use super::lexer::{Control, Lexeme};
use super::tree::{Element, For, If, Match, Name, NameKind, Node, Tag};
use crate::diagnostics::Diagnostics;

/// Builds the tree.
pub(super) fn parse(lexemes: Vec<Lexeme>, diagnostics: &mut Diagnostics) -> Vec<Node> {
    let mut parser = Parser { open: Vec::new(), nodes: Vec::new(), diagnostics };
    for lexeme in lexemes {
        parser.parse_lexeme(lexeme);
    }
    while let Some(name) = parser.close_last() {
        nesting::unclosed_tag(&name, parser.diagnostics);
    }
    parser.nodes
}

struct Parser<'a> {
    /// The tags that wait for their closing tags, each with the nodes before it.
    open: Vec<(Tag, Vec<Node>)>,
    /// What is in the innermost of them so far.
    nodes: Vec<Node>,
    diagnostics: &'a mut Diagnostics,
}

impl Parser<'_> {
    fn parse_lexeme(&mut self, lexeme: Lexeme) {
        let node = match lexeme {
            Lexeme::Space => Node::Space,
            Lexeme::Text(text) => Node::Text(text),
            Lexeme::Hole(hole) => Node::Hole(hole),
            Lexeme::Markup(markup) => Node::Markup(markup),
            Lexeme::Control(control) => self.parse_control(control),
            Lexeme::Close(name) => return self.parse_closing_tag(&name),
            Lexeme::Open(tag) => return self.parse_opening_tag(tag),
        };
        self.nodes.push(node);
    }

    fn parse_opening_tag(&mut self, tag: Tag) {
        let is_void = tag.name.is_element() && html::is_void(&tag.name.text);
        if is_void || tag.closed {
            self.nodes.push(Node::Element(Element { tag, children: Vec::new(), slots: Vec::new() }));
        } else {
            self.open.push((tag, std::mem::take(&mut self.nodes)));
        }
    }

    fn parse_closing_tag(&mut self, name: &Name) {
        if name.is_element() && html::is_void(&name.text) {
            return nesting::void_element_with_content(name, self.diagnostics);
        }
        let Some(depth) = self.open.iter().rposition(|(tag, _)| tag.name.text == name.text) else {
            match self.open.last() {
                // Most likely a misspelt closing tag.
                Some((tag, _)) => {
                    nesting::mismatched_closing_tag(name, &tag.name, self.diagnostics);
                    self.close_last();
                }
                None => nesting::unexpected_closing_tag(name, self.diagnostics),
            }
            return;
        };
        while self.open.len() > depth + 1 {
            if let Some(left_open) = self.close_last() {
                nesting::unclosed_tag(&left_open, self.diagnostics);
            }
        }
        self.close_last();
    }

    /// Ends the innermost open tag.
    fn close_last(&mut self) -> Option<Name> {
        let (tag, before) = self.open.pop()?;
        let name = tag.name.clone();
        let children = std::mem::replace(&mut self.nodes, before);
        let is_component = matches!(tag.name.kind, NameKind::Component(_));
        let (slots, children) = children.into_iter().partition(|node| is_component && node.slot().is_some());
        self.nodes.push(Node::Element(Element { tag, children, slots }));
        Some(name)
    }

    fn parse_control(&mut self, control: Control) -> Node {
        match control {
            Control::If { branches, otherwise } => {
                let branches = branches
                    .into_iter()
                    .map(|(condition, body)| (condition, parse(body, self.diagnostics)))
                    .collect();
                let otherwise = otherwise.map(|body| parse(body, self.diagnostics));
                Node::If(If { branches, otherwise })
            }
            Control::For { head, body } => Node::For(For { head, body: parse(body, self.diagnostics) }),
            Control::Match { value, arms } => {
                let arms =
                    arms.into_iter().map(|arm| (arm.pattern, parse(arm.body, self.diagnostics))).collect();
                Node::Match(Match { value, arms })
            }
        }
    }
}
