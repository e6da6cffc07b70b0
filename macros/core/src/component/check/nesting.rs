//! Rules about tags and what is between them.

use crate::component::html;
use crate::component::tree::{Element, Name, NameKind, Node};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest;

/// `<p>` without `</p>`.
pub(in crate::component) fn unclosed_tag(name: &Name, diagnostics: &mut Diagnostics) {
    let text = &name.text;
    let error = Diagnostic::new(name.location, format!("the tag `<{text}>` is not closed"));
    diagnostics.error(error.help(format!("add `</{text}>`, or write `<{text} />` if it is empty")));
}

/// `<p> .. </div>`.
pub(in crate::component) fn mismatched_closing_tag(name: &Name, open: &Name, diagnostics: &mut Diagnostics) {
    let error = Diagnostic::new(
        name.location,
        format!("the closing tag `</{}>` does not match `<{}>`", name.text, open.text),
    )
    .help(format!("write `</{}>`", open.text))
    .related(open.location, format!("`<{}>` is opened here", open.text));
    diagnostics.error(error);
}

/// `</p>` without `<p>`.
pub(in crate::component) fn unexpected_closing_tag(name: &Name, diagnostics: &mut Diagnostics) {
    let text = &name.text;
    let error = Diagnostic::new(name.location, format!("the closing tag `</{text}>` has no opening tag"));
    diagnostics.error(error.help(format!("remove it, or open the element with `<{text}>`")));
}

/// `<br> .. </br>`.
pub(in crate::component) fn void_element_with_content(name: &Name, diagnostics: &mut Diagnostics) {
    let text = &name.text;
    let error =
        Diagnostic::new(name.location, format!("`<{text}>` cannot have content, so it has no closing tag"));
    diagnostics.error(error.help(format!("remove `</{text}>`; `<{text}>` alone is complete")));
}

/// `<dvi>`.
pub(in crate::component) fn unknown_element(element: &Element, diagnostics: &mut Diagnostics) {
    let name = &element.tag.name;
    if name.text.is_empty() || html::is_element(&name.text) {
        return;
    }
    let error = Diagnostic::new(name.location, format!("HTML has no element `{}`", name.text));
    let help = suggest::did_you_mean(&name.text, html::elements()).unwrap_or_else(|| {
        format!(
            "call a component as `<.{0}>`, or name an element of your own with a dash: `<my-{0}>`",
            name.text
        )
    });
    diagnostics.error(error.help(help));
}

/// `<.else />`, `<ui:card />`.
pub(in crate::component) fn bad_component(element: &Element, diagnostics: &mut Diagnostics) {
    let name = &element.tag.name;
    if matches!(name.kind, NameKind::Component(_)) && name.component().is_none() {
        let error = Diagnostic::new(name.location, format!("`{}` is not the name of a component", name.text));
        diagnostics.error(error.help("write `<.card>` for a component in scope, or `<path::to::card>`"));
    }
}

/// `<script>{value}</script>`.
pub(in crate::component) fn interpolated_script(element: &Element, diagnostics: &mut Diagnostics) {
    let name = &element.tag.name;
    if !name.is_element() || !html::is_raw_text(&name.text) {
        return;
    }
    for child in &element.children {
        child.walk(&mut |node| {
            let location = match node {
                Node::Hole(hole) => hole.location,
                Node::Element(element) => element.tag.name.location,
                Node::Text(text) if text.typed.to_ascii_lowercase().contains(&format!("</{}", name.text)) => text.location,
                _ => return,
            };
            let message = format!("the content of `<{}>` cannot be made safe, so it must be a constant", name.text);
            let help = match name.text.as_str() {
                "script" => "write it in quotes; hand values over in a `data-` attribute, or load a file with `src`",
                _ => "write it in quotes; set values with `style={..}` on the elements, or load a file with `<link>`",
            };
            diagnostics.error(Diagnostic::new(location, message).help(help));
        });
    }
}
