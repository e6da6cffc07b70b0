//! Rules about slots, where they stand and where they are declared.

use crate::component::declare::{Declaration, INNER_BLOCK, SlotAttributes};
use crate::component::directive;
use crate::component::tree::{Element, Node};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest;

/// `<div><:item> .. </div>`.
pub(in crate::component) fn misplaced_slot(nodes: &[Node], diagnostics: &mut Diagnostics) {
    for node in nodes {
        if let Some(slot) = node.slot() {
            let name = &slot.tag.name;
            let message = format!("the slot `<{}>` does not stand directly in a component", name.text);
            let help = "put it between the tags of the component that declares it; `:if` on the slot makes it conditional";
            diagnostics.error(Diagnostic::new(name.location, message).help(help));
        }
        let Node::Element(element) = node else {
            node.bodies().into_iter().for_each(|body| misplaced_slot(body, diagnostics));
            continue;
        };
        misplaced_slot(&element.children, diagnostics);
        for slot in element.slots.iter().filter_map(Node::slot) {
            misplaced_slot(&slot.children, diagnostics);
        }
    }
}

/// `<:inner_block>`.
pub(in crate::component) fn named_inner_block(element: &Element, diagnostics: &mut Diagnostics) {
    let name = &element.tag.name;
    if name.is_slot() && name.text.trim_start_matches(':') == INNER_BLOCK {
        let error = Diagnostic::new(name.location, "`inner_block` is no named slot");
        diagnostics.error(error.help("put its content directly between the component's tags"));
    }
}

/// `<:col :key={..}>`, `<:col :if={let ..}>`.
pub(in crate::component) fn slot_directives(element: &Element, diagnostics: &mut Diagnostics) {
    let name = &element.tag.name;
    if !name.is_slot() {
        return;
    }
    if let Some(attribute) = element.attribute(":key") {
        let error =
            Diagnostic::new(attribute.location, format!("a slot like `<{}>` has no `:key`", name.text));
        diagnostics.error(error.help("remove it; the component that shows the entries gives them keys"));
    }
    if let Some(condition) = directive::expression(element, ":if")
        && directive::has_let(condition)
    {
        let error = Diagnostic::new(condition.location, "the `:if` of a slot cannot name values with `let`");
        diagnostics.error(
            error.help("write `:for={value in option}`, which gives an entry if the option holds a value"),
        );
    }
}

/// `<p :let={x}>`, `<.card :let={x} />`.
pub(in crate::component) fn let_without_content(element: &Element, diagnostics: &mut Diagnostics) {
    let Some(attribute) = element.attribute(":let") else { return };
    let name = &element.tag.name;
    if name.is_element() {
        let error = Diagnostic::new(
            attribute.location,
            format!("`:let` does not belong on the element `<{}>`", name.text),
        );
        diagnostics.error(error.help(
            "`:let` names what a component gives to its content; put it on the component or on one of its slots",
        ));
    } else if !element.has_content() {
        let message =
            format!("`:let` names what the content of `<{}>` is given, and there is no content", name.text);
        diagnostics.error(
            Diagnostic::new(attribute.location, message).help("remove it, or write content between the tags"),
        );
    }
}

/// `col: Slots<Cool>` where no `struct Cool` is declared.
pub(in crate::component) fn undeclared_slot_attributes(
    declaration: &Declaration,
    declared: &[SlotAttributes],
    diagnostics: &mut Diagnostics,
) {
    for argument in &declaration.arguments {
        let Some(slot) = argument.slot() else { continue };
        let Some(attributes) = slot.attributes else { continue };
        if slot.declared_in(declared).is_some() {
            continue;
        }
        let names: Vec<_> = declared.iter().map(|declared| declared.name.to_string()).collect();
        let wanted = slot.attributes_name().map(ToString::to_string).unwrap_or_default();
        let help = suggest::did_you_mean(&wanted, names.iter().map(String::as_str)).unwrap_or_else(|| {
            let name = if wanted.is_empty() { "Entry" } else { &wanted };
            format!(
                "declare `struct {name} {{ label: String }}` in the same `component!`, or write `Slots` for entries without attributes"
            )
        });
        let span = syn::spanned::Spanned::span(attributes);
        let message =
            format!("the attributes of the slot `{}` are not declared in this `component!`", argument.name);
        diagnostics.error(Diagnostic::new(span, message).help(help));
    }
}

/// `inner_block: &str`.
pub(in crate::component) fn bad_inner_block(declaration: &Declaration, diagnostics: &mut Diagnostics) {
    for argument in declaration.arguments.iter().filter(|argument| argument.name == INNER_BLOCK) {
        if argument.slot().is_none_or(|slot| slot.several) {
            let message = "`inner_block` is the content between the tags, which is one slot";
            let help =
                "write `inner_block: Slot`, or `inner_block: Slot<T>` if a `T` is given to the content";
            diagnostics.error(Diagnostic::new(argument.name.span(), message).help(help));
        }
    }
}
