//! Rules about Rust within markup.

use proc_macro2::{Span, TokenStream};
use syn::parse::Parser;

use super::directives::check_pattern;
use crate::component::resolve::parse_arm;
use crate::component::tree::{AttributeValue, Hole, Node};
use crate::diagnostics::{Diagnostic, Diagnostics, Location};

/// `{}`, `{a b}`, `if a b { .. }`.
pub(in crate::component) fn bad_expression(node: &Node, diagnostics: &mut Diagnostics) {
    match node {
        Node::Hole(hole) => check_expression(hole, diagnostics),
        Node::Element(element) => {
            for attribute in &element.tag.attributes {
                if let AttributeValue::Hole(hole) | AttributeValue::Spread(hole) = &attribute.value
                    && !attribute.name.starts_with(':')
                {
                    check_expression(hole, diagnostics);
                }
            }
        }
        Node::If(block) => {
            block.branches.iter().for_each(|(condition, _)| check_head(condition, diagnostics))
        }
        Node::For(block) => {
            check_pattern(&block.head.pattern, block.head.iterator.location, diagnostics);
            check_head(&block.head.iterator, diagnostics);
        }
        Node::Match(block) => {
            check_head(&block.value, diagnostics);
            for (pattern, _) in &block.arms {
                check_arm(pattern, block.value.location, diagnostics);
            }
        }
        Node::Space | Node::Text(_) | Node::Markup(_) => {}
    }
}

/// Reports what is not the content of a Rust block.
pub(in crate::component) fn check_expression(hole: &Hole, diagnostics: &mut Diagnostics) {
    if hole.tokens.is_empty() {
        return missing_expression(hole, diagnostics);
    }
    if let Err(error) = syn::Block::parse_within.parse2(hole.tokens.clone()) {
        diagnostics
            .error(at_its_place(error, &hole.tokens, hole.location).help("braces hold one Rust expression"));
    }
}

fn missing_expression(hole: &Hole, diagnostics: &mut Diagnostics) {
    let error = Diagnostic::new(hole.location, "there is no expression in these braces");
    diagnostics.error(error.help("write a Rust expression, or `\"{\"` for the sign"));
}

/// An error at the end of `tokens`, for which syn knows no place, is put at the last of them; one in a file that rustc does
/// not read, where all tokens have one span, at the `location` where they begin.
pub(super) fn at_its_place(error: syn::Error, tokens: &TokenStream, location: Location) -> Diagnostic {
    if location.line_column.is_some() {
        return Diagnostic::new(location, error);
    }
    let (found, unknown) = (error.span(), Span::call_site());
    let is_unknown = found.start() == unknown.start() && found.end() == unknown.end();
    let last = tokens.clone().into_iter().last().filter(|_| is_unknown);
    let span = last.map_or(found, |token| token.span());
    Diagnostic::new(span, error)
}

/// The same for a condition or what a loop goes through.
pub(super) fn check_condition(hole: &Hole, diagnostics: &mut Diagnostics) {
    if hole.tokens.is_empty() {
        return missing_expression(hole, diagnostics);
    }
    if let Err(error) = syn::Expr::parse_without_eager_brace.parse2(hole.tokens.clone()) {
        diagnostics.error(at_its_place(error, &hole.tokens, hole.location));
    }
}

/// The same for what stands before a block, where text may be meant.
fn check_head(hole: &Hole, diagnostics: &mut Diagnostics) {
    if let Err(error) = syn::Expr::parse_without_eager_brace.parse2(hole.tokens.clone()) {
        let help = "`if`, `for` and `match` before braces begin a block of Rust; put text in quotes";
        diagnostics.error(at_its_place(error, &hole.tokens, hole.location).help(help));
    }
}

fn check_arm(pattern: &TokenStream, location: Location, diagnostics: &mut Diagnostics) {
    if let Err(error) = parse_arm.parse2(pattern.clone()) {
        diagnostics.error(at_its_place(error, pattern, location));
    }
}
