//! Which gaps of the source are seen on the page.
//!
//! A gap becomes one space, as in HTML; where a browser would not show it, at the ends of a block and next to blocks, it is
//! dropped.

use super::super::html;
use super::super::tree::Node;

/// What becomes of the gaps before the first and after the last node.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edges {
    Kept,
    Dropped,
}

/// Whether the gap `at` is seen.
pub(super) fn is_seen(nodes: &[Node], at: usize, edges: Edges) -> bool {
    let before = nodes[..at].iter().rev().find(|node| !matches!(node, Node::Space));
    let after = nodes[at + 1..].iter().find(|node| !matches!(node, Node::Space));
    // Of two gaps in a row, only the first counts.
    let is_first = at == 0 || !matches!(nodes[at - 1], Node::Space);
    is_first
        && [before, after].into_iter().all(|node| node.map_or(edges == Edges::Kept, |node| !is_block(node)))
}

/// Whether a gap next to the node is not seen.
fn is_block(node: &Node) -> bool {
    match node {
        Node::Markup(_) => true,
        Node::Element(element) => element.tag.name.is_element() && html::is_block(&element.tag.name.text),
        Node::If(_) | Node::For(_) | Node::Match(_) => {
            let first = node.bodies().into_iter().flatten().find(|node| !matches!(node, Node::Space));
            first.is_some_and(is_block)
        }
        Node::Space | Node::Text(_) | Node::Hole(_) => false,
    }
}
