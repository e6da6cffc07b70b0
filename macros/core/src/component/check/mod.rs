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
//! | [`placement::misplaced_element`] | elements stand where browsers leave them |
//! | [`placement::duplicate_id`] | an id stands once |
//! | [`attributes::unknown_attribute`] | attributes are those of their element, or made up with a dash |
//! | [`attributes::duplicate_attribute`] | an attribute stands once |
//! | [`attributes::interpolated_code`] | programs in attributes are constants |
//! | [`attributes::missing_id`] | hooks and updates need an id |
//! | [`attributes::unknown_update`] | `phx-update` has four values |
//! | [`inputs::bad_input_name`] | the name of an input says what arrives |
//! | [`slots::misplaced_slot`] | a slot stands directly in its component |
//! | [`slots::named_inner_block`] | the content between the tags is not named |
//! | [`slots::slot_directives`] | slots have no keys |
//! | [`slots::let_without_content`] | `:let` names what content is given |
//! | [`slots::undeclared_slot_attributes`] | a slot's attributes are declared beside its component |
//! | [`slots::bad_inner_block`] | the content between the tags is one slot |
//! | [`declarations::missing_markup`] | a component has markup |
//! | [`declarations::bad_values`] | a default is one of the values that are listed |
//! | [`declarations::bad_rest`] | one `Rest` takes what is not declared |
//! | [`declarations::rest_of_slot`] | the attributes of slots are declared by name |
//! | [`directives::unknown_directive`] | directives are `:if`, `:for`, `:key` and `:let` |
//! | [`directives::bad_directive`] | directives have an expression in braces |
//! | [`directives::key_without_for`] | a key names an entry of a loop |
//! | [`holes::bad_expression`] | braces hold one Rust expression |

pub(super) mod attributes;
pub(super) mod declarations;
pub(super) mod directives;
pub(super) mod holes;
pub(super) mod inputs;
pub(super) mod nesting;
pub(super) mod placement;
pub(super) mod slots;

use super::declare::{Declaration, SlotAttributes};
use super::html;
use super::tree::{Element, Node};
use crate::diagnostics::Diagnostics;

/// Checks what a component declares.
pub(super) fn check_declaration(
    declaration: &Declaration,
    slot_attributes: &[SlotAttributes],
    diagnostics: &mut Diagnostics,
) {
    slots::undeclared_slot_attributes(declaration, slot_attributes, diagnostics);
    slots::bad_inner_block(declaration, diagnostics);
    declarations::bad_rest(declaration, diagnostics);
    declaration.arguments.iter().for_each(|argument| declarations::bad_values(argument, diagnostics));
}

/// Checks what the entries of a slot declare.
pub(super) fn check_slot_attributes(slot: &SlotAttributes, diagnostics: &mut Diagnostics) {
    declarations::rest_of_slot(slot, diagnostics);
    slot.fields.iter().for_each(|field| declarations::bad_values(&field.argument, diagnostics));
}

/// Checks a whole template.
pub(super) fn check(nodes: &[Node], diagnostics: &mut Diagnostics) {
    visit_html(nodes, &mut |element| {
        nesting::unknown_element(element, diagnostics);
        attributes::unknown_attribute(element, diagnostics);
    });
    placement::misplaced_element(nodes, diagnostics);
    placement::duplicate_id(nodes, diagnostics);
    slots::misplaced_slot(nodes, diagnostics);
    directives::key_without_for(nodes, diagnostics);
    for node in nodes {
        node.walk(&mut |node| check_node(node, diagnostics));
    }
}

/// Calls `visit` for each element of HTML; drawings and formulas have their own names.
fn visit_html(nodes: &[Node], visit: &mut impl FnMut(&Element)) {
    for node in nodes {
        if let Node::Element(element) = node
            && element.tag.name.is_element()
        {
            visit(element);
            if html::is_foreign(&element.tag.name.text) {
                continue;
            }
        }
        node.bodies().into_iter().for_each(|body| visit_html(body, visit));
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
        attributes::interpolated_code(element, diagnostics);
        attributes::missing_id(element, diagnostics);
        attributes::unknown_update(element, diagnostics);
        inputs::bad_input_name(element, diagnostics);
        directives::unknown_directive(element, diagnostics);
        directives::bad_directive(element, diagnostics);
    }
}
