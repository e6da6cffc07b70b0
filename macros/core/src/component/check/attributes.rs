//! Rules about attributes of elements.

use crate::component::html;
use crate::component::tree::{Attribute, AttributeValue, Element};
use crate::diagnostics::{Diagnostic, Diagnostics, Location};
use crate::suggest;

/// `<p clas="a">`, `<p className="a">`, `<p aria-lable="a">`, `<p phx-clik={..}>`.
pub(in crate::component) fn unknown_attribute(element: &Element, diagnostics: &mut Diagnostics) {
    let tag = &element.tag.name.text;
    // Drawings have their own attributes, and so have elements with a dash.
    let is_free = html::is_foreign(tag) || tag.contains('-') || !html::is_element(tag);
    // Spreads have no name.
    for Attribute { name, location, .. } in
        element.tag.attributes.iter().filter(|given| !given.name.is_empty())
    {
        if let Some(known) = html::misspelt_prefixed(name) {
            // Hooks and libraries make up names; one that is nearly a known one was meant to be that.
            if let Some(help) = suggest::did_you_mean(name, known.iter().map(String::as_str)) {
                let message = format!("there is no attribute `{name}`");
                diagnostics.error(Diagnostic::new(*location, message).help(help));
            }
            continue;
        }
        if is_free || html::has_attribute(tag, name) {
            continue;
        }
        let help = match html::of_other_language(name) {
            Some(known) => format!("it is called `{known}` in HTML"),
            None => suggest::did_you_mean(name, html::attributes_of(tag)).unwrap_or_else(|| {
                format!("`<{tag}>` has {}every global one; name your own `data-{name}`", own(tag))
            }),
        };
        let message = format!("`<{tag}>` has no attribute `{name}`");
        diagnostics.error(Diagnostic::new(*location, message).help(help));
    }
}

/// "`href`, `target` and ".
fn own(tag: &str) -> String {
    let own: Vec<_> = html::own_attributes(tag).map(|name| format!("`{name}`")).collect();
    if own.is_empty() { String::new() } else { format!("{} and ", own.join(", ")) }
}

/// `<p class="a" class="b">`.
pub(in crate::component) fn duplicate_attribute(element: &Element, diagnostics: &mut Diagnostics) {
    let attributes = &element.tag.attributes;
    for (at, attribute) in attributes.iter().enumerate() {
        // Spreads have no name.
        let is_same = |first: &&Attribute| !first.name.is_empty() && first.name == attribute.name;
        if let Some(first) = attributes[..at].iter().find(is_same) {
            let name = &attribute.name;
            let error = Diagnostic::new(attribute.location, format!("the attribute `{name}` is given twice"))
                .help("remove one of the two")
                .related(first.location, format!("`{name}` is first given here"));
            diagnostics.error(error);
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
            && (html::is_code_attribute(&attribute.name) || animates_address(element, &attribute.name))
        {
            report_code(&attribute.name, attribute.location, diagnostics);
        }
    }
}

/// Whether the attribute sets an address without being one: `<set attributeName="href" to={..}>`.
fn animates_address(element: &Element, name: &str) -> bool {
    let animates = matches!(element.tag.name.text.as_str(), "animate" | "set");
    let is_address = match element.attribute("attributeName").map(|attribute| &attribute.value) {
        Some(AttributeValue::Literal(target, _)) => html::is_url_attribute(target),
        _ => true,
    };
    animates && is_address && matches!(name, "to" | "from" | "by" | "values" | "attributeName")
}

pub(in crate::component) fn report_code(
    name: &str,
    location: impl Into<Location>,
    diagnostics: &mut Diagnostics,
) {
    let message =
        format!("the attribute `{name}` is a program, which cannot be made safe, so it must be a constant");
    let help = "write `phx-click={Self::event}` in a LiveView, or hand the value over in a `data-` attribute";
    diagnostics.error(Diagnostic::new(location, message).help(help));
}

/// `<div phx-hook="Chart">` without `id`.
pub(in crate::component) fn missing_id(element: &Element, diagnostics: &mut Diagnostics) {
    if !element.tag.name.is_element() || element.attribute("id").is_some() {
        return;
    }
    for name in ["phx-hook", "phx-update"] {
        if let Some(attribute) = element.attribute(name) {
            let error =
                Diagnostic::new(attribute.location, format!("an element with `{name}` needs an `id`"));
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
