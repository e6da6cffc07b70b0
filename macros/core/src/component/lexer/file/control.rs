//! `if`, `for` and `match` at the beginning of a line or behind a tag: Rust up to a brace, markup in the block.

use proc_macro2::{TokenStream, TokenTree};
use syn::Expr;
use syn::parse::Parser;

use super::super::Lexeme;
use super::super::control::{Arm, Control};
use super::{FileLexer, rust};
use crate::component::tree::{Hole, Loop};
use crate::diagnostics::{Diagnostic, Location};

/// How deeply blocks may stand in each other.
const DEEPEST: usize = 64;

impl FileLexer<'_, '_> {
    /// The block that begins here, if one does; prose that begins with the same word does not.
    pub(super) fn lex_control(&mut self) -> Option<Control> {
        let keyword = ["if", "for", "match"].into_iter().find(|keyword| self.is_word(keyword))?;
        let head = self.head(keyword)?;
        let tokens = self.source.tokens(head)?;
        let location = self.source.location();
        let begin = keyword.len() + head.len() + 1;
        let is_expression =
            |tokens: &TokenStream| Expr::parse_without_eager_brace.parse2(tokens.clone()).is_ok();
        match keyword {
            "for" => {
                let head =
                    split_loop(tokens, location).filter(|head| is_expression(&head.iterator.tokens))?;
                self.source.take(begin);
                Some(Control::For { head, body: self.lex_block(location) })
            }
            _ if !is_expression(&tokens) => None,
            "if" => {
                self.source.take(begin);
                let body = self.lex_block(location);
                Some(self.lex_branches(Hole { tokens, location }, body))
            }
            _ => {
                self.source.take(begin);
                Some(Control::Match { value: Hole { tokens, location }, arms: self.lex_arms(location) })
            }
        }
    }

    fn is_word(&self, word: &str) -> bool {
        self.source.starts_with(word) && self.source.is_at(word.len(), char::is_whitespace)
    }

    /// What stands between the keyword and its block.
    fn head(&self, keyword: &str) -> Option<&'_ str> {
        let rest = &self.source.rest()[keyword.len()..];
        let length = rust::length_until(rest, |rest| rest.starts_with('{') || rest.starts_with("</"))?;
        let head = &rest[..length];
        (rest[length..].starts_with('{') && !head.contains("\n\n")).then_some(head)
    }

    /// The markup of a block whose brace was taken.
    fn lex_block(&mut self, location: Location) -> Vec<Lexeme> {
        if self.depth == DEEPEST {
            let error = Diagnostic::new(location, format!("more than {DEEPEST} blocks stand in each other"));
            self.diagnostics.error(error.help("make a component of the inner ones"));
            self.source.take(self.source.rest().len());
            return Vec::new();
        }
        self.depth += 1;
        let body = self.lex(Some(location));
        self.depth -= 1;
        body
    }

    fn lex_branches(&mut self, condition: Hole, body: Vec<Lexeme>) -> Control {
        let mut branches = vec![(condition, body)];
        loop {
            let gap = self.source.rest().len() - self.source.rest().trim_start().len();
            let Some(rest) = self.source.rest()[gap..].strip_prefix("else") else { break };
            let inner = rest.len() - rest.trim_start().len();
            let rest = rest.trim_start();
            if rest.starts_with('{') {
                self.source.take(gap + "else".len() + inner);
                let location = self.source.location();
                self.source.take(1);
                let otherwise = Some(self.lex_block(location));
                return Control::If { branches, otherwise };
            }
            if inner == 0 || !rest.starts_with("if") {
                break;
            }
            self.source.take(gap + "else".len() + inner);
            let location = self.source.location();
            let Some(head) = self.head("if").filter(|_| self.is_word("if")) else { break };
            let tokens = self.source.tokens(head).unwrap_or_default();
            self.source.take("if".len() + head.len() + 1);
            branches.push((Hole { tokens, location }, self.lex_block(location)));
        }
        Control::If { branches, otherwise: None }
    }

    fn lex_arms(&mut self, location: Location) -> Vec<Arm> {
        let mut arms = Vec::new();
        loop {
            self.source.take_while(|character| character.is_whitespace() || character == ',');
            if self.source.skip("}") {
                return arms;
            }
            let at = self.source.location();
            let length = rust::length_until(self.source.rest(), |rest| rest.starts_with("=>"));
            let Some(pattern) = length.map(|length| self.source.take(length)) else {
                let error = Diagnostic::new(
                    if self.source.is_empty() { location } else { at },
                    "a `match` arm has no `=>`",
                );
                self.diagnostics.error(error.help("write `pattern => { markup }`"));
                self.skip_block();
                return arms;
            };
            self.source.take("=>".len());
            self.source.skip_gap();
            let begin = self.source.location();
            if !self.source.skip("{") {
                let error = Diagnostic::new(at, "a `match` arm has no markup in braces");
                self.diagnostics.error(error.help("write `pattern => { markup }`"));
                self.skip_block();
                return arms;
            }
            let pattern = self.source.tokens(pattern).unwrap_or_default();
            arms.push(Arm { pattern, body: self.lex_block(begin) });
        }
    }

    /// Goes on behind the block that cannot be understood.
    fn skip_block(&mut self) {
        let length = rust::length_until(self.source.rest(), |rest| rest.starts_with('}'));
        self.source.take(length.map_or(self.source.rest().len(), |length| length + 1));
    }
}

/// `pattern in iterator`.
fn split_loop(tokens: TokenStream, location: Location) -> Option<Loop> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let within = tokens.iter().position(|token| matches!(token, TokenTree::Ident(word) if word == "in"))?;
    let collect = |tokens: &[TokenTree]| tokens.iter().cloned().collect::<TokenStream>();
    let (pattern, iterator) = (collect(&tokens[..within]), collect(&tokens[within + 1..]));
    let is_pattern = syn::Pat::parse_multi_with_leading_vert.parse2(pattern.clone()).is_ok();
    is_pattern.then_some(Loop { pattern, iterator: Hole { tokens: iterator, location } })
}
