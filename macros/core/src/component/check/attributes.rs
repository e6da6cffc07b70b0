//! Rules about attributes of elements.

use crate::component::html;
use crate::component::tree::{Attribute, AttributeValue, Element};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest;

/// `<p class="a" class="b">`.
pub(in crate::component) fn duplicate_attribute(element: &Element, diagnostics: &mut Diagnostics) {
    let attributes = &element.tag.attributes;
    for (at, attribute) in attributes.iter().enumerate() {
        // Spreads have no name.
        let is_same = |first: &&Attribute| !first.name.is_empty() && first.name == attribute.name;
        if let Some(first) = attributes[..at].iter().find(is_same) {
            let name = &attribute.name;
            let error = Diagnostic::new(attribute.span, format!("the attribute `{name}` is given twice"))
                .help("remove one of the two")
                .related(first.span, format!("`{name}` is first given here"));
            diagnostics.error(error);
        }
    }
}

/// `<.card {pairs}>`.
pub(in crate::component) fn spread_on_component(element: &Element, diagnostics: &mut Diagnostics) {
    let name = &element.tag.name;
    for attribute in element.tag.attributes.iter().filter(|_| !name.is_element()) {
        if let AttributeValue::Spread(_) = attribute.value {
            let message = format!("`<{}>` takes its attributes by name, not from a set of them", name.text);
            let help = "write `name={value}` for each; sets of attributes are for elements";
            diagnostics.error(Diagnostic::new(attribute.span, message).help(help));
        }
    }
}

/// `<button onclick={code}>`.
pub(in crate::component) fn interpolated_code(element: &Element, diagnostics: &mut Diagnostics) {
    if !element.tag.name.is_element() {
        return;
    }
    for attribute in &element.tag.attributes {
        if let AttributeValue::Hole(_) = attribute.value
            && html::is_code_attribute(&attribute.name)
        {
            let message = format!(
                "the attribute `{}` is a program, which cannot be made safe, so it must be a constant",
                attribute.name
            );
            let help = "write `phx-click={Self::event}` in a LiveView, or hand the value over in a `data-` attribute";
            diagnostics.error(Diagnostic::new(attribute.span, message).help(help));
        }
    }
}

/// `<div phx-hook="Chart">` without `id`.
pub(in crate::component) fn missing_id(element: &Element, diagnostics: &mut Diagnostics) {
    if !element.tag.name.is_element() || element.attribute("id").is_some() {
        return;
    }
    for name in ["phx-hook", "phx-update"] {
        if let Some(attribute) = element.attribute(name) {
            let error = Diagnostic::new(attribute.span, format!("an element with `{name}` needs an `id`"));
            diagnostics.error(error.help(
                "the client finds the element again by `id=\"..\"`; add one that is unique on the page",
            ));
        }
    }
}

/// `<div id="x" phx-update="streem">`.
pub(in crate::component) fn unknown_update(element: &Element, diagnostics: &mut Diagnostics) {
    const KNOWN: [&str; 3] = ["replace", "stream", "ignore"];
    let Some(attribute) = element.attribute("phx-update").filter(|_| element.tag.name.is_element()) else {
        return;
    };
    if let AttributeValue::Literal(value, literal) = &attribute.value
        && !KNOWN.contains(&value.as_str())
    {
        let error = Diagnostic::new(literal.span(), format!("`phx-update` cannot be `{value}`"));
        let help = suggest::did_you_mean(value, KNOWN)
            .unwrap_or_else(|| "it is `replace`, `stream` or `ignore`".to_owned());
        diagnostics.error(error.help(help));
    }
}
