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
//! | [`nesting::interpolated_script`] | programs and style sheets are constants |
//! | [`attributes::duplicate_attribute`] | an attribute stands once |
//! | [`attributes::spread_on_component`] | components take attributes by name |
//! | [`attributes::interpolated_code`] | programs in attributes are constants |
//! | [`attributes::missing_id`] | hooks and updates need an id |
//! | [`attributes::unknown_update`] | `phx-update` has four values |
//! | [`slots::misplaced_slot`] | a slot stands directly in its component |
//! | [`slots::named_inner_block`] | the content between the tags is not named |
//! | [`slots::slot_directives`] | slots have no loops |
//! | [`slots::let_without_content`] | `:let` names what content is given |
//! | [`slots::undeclared_slot_attributes`] | a slot's attributes are declared beside its component |
//! | [`slots::bad_inner_block`] | the content between the tags is one slot |
//! | [`directives::unknown_directive`] | directives are `:if`, `:for`, `:key` and `:let` |
//! | [`directives::bad_directive`] | directives have an expression in braces |
//! | [`directives::key_without_for`] | a key names an entry of a loop |
//! | [`holes::bad_expression`] | braces hold one Rust expression |

pub(super) mod attributes;
pub(super) mod directives;
pub(super) mod holes;
pub(super) mod nesting;
pub(super) mod slots;

use super::tree::Node;
use crate::diagnostics::Diagnostics;

/// Checks a whole template.
pub(super) fn check(nodes: &[Node], diagnostics: &mut Diagnostics) {
    nesting::unknown_element(nodes, diagnostics);
    slots::misplaced_slot(nodes, diagnostics);
    directives::key_without_for(nodes, diagnostics);
    for node in nodes {
        node.walk(&mut |node| check_node(node, diagnostics));
    }
}

fn check_node(node: &Node, diagnostics: &mut Diagnostics) {
    holes::bad_expression(node, diagnostics);
    if let Node::Element(element) = node {
        nesting::bad_component(element, diagnostics);
        slots::named_inner_block(element, diagnostics);
        slots::slot_directives(element, diagnostics);
        slots::let_without_content(element, diagnostics);
        nesting::interpolated_script(element, diagnostics);
        attributes::duplicate_attribute(element, diagnostics);
        attributes::spread_on_component(element, diagnostics);
        attributes::interpolated_code(element, diagnostics);
        attributes::missing_id(element, diagnostics);
        attributes::unknown_update(element, diagnostics);
        directives::unknown_directive(element, diagnostics);
        directives::bad_directive(element, diagnostics);
    }
}
