//! The rules of templates, one function each; they report and change nothing.
//!
//! | rule | says |
//! |---|---|
//! | [`nesting::unclosed_tag`] | every tag is closed |
//! | [`nesting::mismatched_closing_tag`] | by its own name |
//! | [`nesting::unexpected_closing_tag`] | and only if it was opened |
//! | [`nesting::void_element_with_content`] | elements like `br` have no closing tag |
//! | [`nesting::unknown_element`] | elements are HTML's, or have a dash |
//! | [`nesting::bad_component`] | components are functions, named by a path |
//! | [`nesting::named_slot`] | slots have no names yet |
//! | [`nesting::interpolated_script`] | programs and style sheets are constants |
//! | [`attributes::duplicate_attribute`] | an attribute stands once |
//! | [`attributes::interpolated_code`] | programs in attributes are constants |
//! | [`attributes::missing_id`] | hooks and updates need an id |
//! | [`attributes::unknown_update`] | `phx-update` has four values |
//! | [`directives::unknown_directive`] | directives are `:if`, `:for` and `:key` |
//! | [`directives::bad_directive`] | directives have an expression in braces |
//! | [`directives::key_without_for`] | a key names an entry of a loop |
//! | [`holes::bad_expression`] | braces hold one Rust expression |

pub(super) mod attributes;
pub(super) mod directives;
pub(super) mod holes;
pub(super) mod nesting;

use super::tree::Node;
use crate::diagnostics::Diagnostics;

/// Checks a whole template.
pub(super) fn check(nodes: &[Node], diagnostics: &mut Diagnostics) {
    nesting::unknown_element(nodes, diagnostics);
    directives::key_without_for(nodes, diagnostics);
    for node in nodes {
        node.walk(&mut |node| check_node(node, diagnostics));
    }
}

fn check_node(node: &Node, diagnostics: &mut Diagnostics) {
    holes::bad_expression(node, diagnostics);
    if let Node::Element(element) = node {
        nesting::bad_component(element, diagnostics);
        nesting::named_slot(element, diagnostics);
        nesting::interpolated_script(element, diagnostics);
        attributes::duplicate_attribute(element, diagnostics);
        attributes::interpolated_code(element, diagnostics);
        attributes::missing_id(element, diagnostics);
        attributes::unknown_update(element, diagnostics);
        directives::unknown_directive(element, diagnostics);
        directives::bad_directive(element, diagnostics);
    }
}
