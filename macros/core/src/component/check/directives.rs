//! Rules about `:if`, `:for`, `:key` and `:let`.

use syn::parse::Parser;

use super::holes;
use crate::component::directive;
use crate::component::tree::{AttributeValue, Element, Node};
use crate::diagnostics::{Diagnostic, Diagnostics, Location};
use crate::suggest;

const KNOWN: [&str; 4] = [":if", ":for", ":key", ":let"];

/// `<p :fi={..}>`.
pub(in crate::component) fn unknown_directive(element: &Element, diagnostics: &mut Diagnostics) {
    for attribute in &element.tag.attributes {
        if attribute.name.starts_with(':') && !KNOWN.contains(&attribute.name.as_str()) {
            let error =
                Diagnostic::new(attribute.location, format!("there is no directive `{}`", attribute.name));
            let help = suggest::did_you_mean(&attribute.name, KNOWN);
            diagnostics.error(
                error.help(
                    help.unwrap_or_else(|| "directives are `:if`, `:for`, `:key` and `:let`".to_owned()),
                ),
            );
        }
    }
}

/// `<p :if>`, `<p :for={items}>`.
pub(in crate::component) fn bad_directive(element: &Element, diagnostics: &mut Diagnostics) {
    for attribute in &element.tag.attributes {
        let name = attribute.name.as_str();
        if !KNOWN.contains(&name) {
            continue;
        }
        let example = match name {
            ":for" => "item in &items",
            ":key" => "item.id",
            ":let" => "item",
            _ => "condition",
        };
        let AttributeValue::Hole(hole) = &attribute.value else {
            let error = Diagnostic::new(
                attribute.location,
                format!("the directive `{name}` needs an expression in braces"),
            );
            diagnostics.error(error.help(format!("write `{name}={{{example}}}`")));
            continue;
        };
        if name == ":for" {
            match directive::loop_of(hole) {
                Some(head) => {
                    check_pattern(&head.pattern, hole.location, diagnostics);
                    holes::check_condition(&head.iterator, diagnostics);
                }
                None => {
                    let error =
                        Diagnostic::new(hole.location, "`:for` needs a pattern, `in` and what to go through");
                    diagnostics.error(error.help(format!("write `:for={{{example}}}`")));
                }
            }
        } else if name == ":let" {
            // Without `|`, since it becomes the argument of a closure.
            if syn::Pat::parse_single.parse2(hole.tokens.clone()).is_err() {
                let error =
                    Diagnostic::new(hole.location, "`:let` needs a pattern for what the content is given");
                diagnostics.error(error.help("write `:let={item}`, or `:let={(key, value)}`"));
            }
        } else if name == ":if" {
            holes::check_condition(hole, diagnostics);
        } else {
            holes::check_expression(hole, diagnostics);
        }
    }
}

/// Reports a pattern that is none.
pub(super) fn check_pattern(
    pattern: &proc_macro2::TokenStream,
    location: Location,
    diagnostics: &mut Diagnostics,
) {
    if let Err(error) = syn::Pat::parse_multi_with_leading_vert.parse2(pattern.clone()) {
        diagnostics.error(holes::at_its_place(error, pattern, location));
    }
}

/// `<p :key={..}>` outside a loop.
pub(in crate::component) fn key_without_for(nodes: &[Node], diagnostics: &mut Diagnostics) {
    for node in nodes {
        if let Node::Element(element) = node
            && let Some(key) = element.attribute(":key")
            && element.attribute(":for").is_none()
        {
            let error = Diagnostic::new(key.location, "`:key` names an entry of a loop, and here is no loop");
            diagnostics
                .error(error.help("put it beside `:for`, or on the first element within a `for` block"));
        }
        let is_loop = matches!(node, Node::For(_));
        for body in node.bodies() {
            let first = if is_loop { directive::first_element(body).map_or(0, |at| at + 1) } else { 0 };
            key_without_for(&body[first..], diagnostics);
            // The first element of a loop may have a key; what is in it may not.
            for node in body[..first].iter().flat_map(Node::bodies) {
                key_without_for(node, diagnostics);
            }
        }
    }
}
