//! Rules about the inputs of forms.

use crate::component::tree::{AttributeValue, Element};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// What a form knows by names that its inputs would take away, `form.id`: browser clients ask for these.
const OF_FORMS: [&str; 4] = ["elements", "id", "nodeName", "submit"];

/// `<select name="tags" multiple>`, `<input name="user[email">`, `<input name="id">`.
pub(in crate::component) fn bad_input_name(element: &Element, diagnostics: &mut Diagnostics) {
    let tag = element.tag.name.text.as_str();
    if !matches!(tag, "button" | "input" | "select" | "textarea") {
        return;
    }
    let Some(AttributeValue::Literal(name, literal)) = element.attribute("name").map(|name| &name.value)
    else {
        return;
    };
    let (message, help) = if OF_FORMS.contains(&name.as_str()) {
        let message =
            format!("an input called `{name}` hides the `{name}` of its form from the browser client");
        (message, format!("give it another name, such as `record[{name}]`"))
    } else if !is_balanced(name) {
        let message =
            format!("the brackets of `{name}` do not match, so that its value would arrive elsewhere");
        (message, "write names as `user[email]`, and those of lists as `user[tags][]`".to_owned())
    } else if sends_several(element, tag) && !name.ends_with("[]") {
        let message = format!("of the values of `{name}`, only the last one would arrive");
        (message, format!("write `name=\"{name}[]\"`"))
    } else {
        return;
    };
    diagnostics.error(Diagnostic::new(literal.span(), message).help(help));
}

/// Whether each bracket has its other half, and none stands in another.
fn is_balanced(name: &str) -> bool {
    let mut is_open = false;
    name.chars().all(|character| match character {
        '[' => !std::mem::replace(&mut is_open, true),
        ']' => std::mem::take(&mut is_open),
        _ => true,
    }) && !is_open
}

/// Whether the element has `multiple`, and that means several values of one name.
fn sends_several(element: &Element, tag: &str) -> bool {
    let is_list = match tag {
        "select" => true,
        // Addresses come as one text with commas.
        "input" => element.literal("type").is_some_and(|(kind, _)| kind == "file"),
        _ => false,
    };
    is_list && element.attribute("multiple").is_some()
}
