//! Directives of a tag as what they mean: a condition, a loop, a key.

use proc_macro2::{TokenStream, TokenTree};

use super::tree::{AttributeValue, Element, Hole, Loop, Node};

/// The expression of `:if` or `:key`.
pub(super) fn expression<'a>(element: &'a Element, name: &str) -> Option<&'a Hole> {
    match &element.attribute(name)?.value {
        AttributeValue::Hole(hole) => Some(hole),
        _ => None,
    }
}

/// `pattern in iterator`.
pub(super) fn loop_of(hole: &Hole) -> Option<Loop> {
    let tokens: Vec<TokenTree> = hole.tokens.clone().into_iter().collect();
    let within = tokens.iter().position(|token| matches!(token, TokenTree::Ident(word) if word == "in"))?;
    let (pattern, iterator) = (&tokens[..within], &tokens[within + 1..]);
    if pattern.is_empty() || iterator.is_empty() {
        return None;
    }
    let collect = |tokens: &[TokenTree]| tokens.iter().cloned().collect::<TokenStream>();
    Some(Loop {
        pattern: collect(pattern),
        iterator: Hole { tokens: collect(iterator), location: hole.location },
    })
}

/// Whether the condition names values with `let`.
pub(super) fn has_let(condition: &Hole) -> bool {
    let mut tokens = condition.tokens.clone().into_iter();
    tokens.any(|token| matches!(token, TokenTree::Ident(word) if word == "let"))
}

/// Where the first element of a block is, if nothing but gaps is before it.
pub(super) fn first_element(nodes: &[Node]) -> Option<usize> {
    let first = nodes.iter().position(|node| !matches!(node, Node::Space))?;
    matches!(nodes[first], Node::Element(_)).then_some(first)
}
