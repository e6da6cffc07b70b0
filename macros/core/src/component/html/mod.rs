//! What HTML knows about its elements and attributes: data only.

mod attributes;
mod placement;

pub(super) use attributes::{
    attributes_of, global, has_attribute, is_global, misspelt_prefixed, of_other_language, own_attributes,
};
pub(super) use placement::{Misplaced, is_table, misplaced};

/// Elements that have no content and no closing tag (HTML Standard, 13.1.2).
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements next to whose tags a gap is not seen.
const BLOCK: &[&str] = &[
    "address",
    "article",
    "aside",
    "base",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "col",
    "colgroup",
    "datalist",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "meta",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "pre",
    "script",
    "search",
    "section",
    "source",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "template",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
    // Drawings have no text between their shapes.
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "symbol",
    "use",
];

/// Elements within whose tags a gap at either end is not seen, though next to them it is.
const INNER_BLOCK: &[&str] =
    &["button", "select", "textarea", "iframe", "object", "video", "audio", "picture", "svg"];

/// Elements of HTML (HTML Standard, index of elements) beside those above, with the obsolete ones that browsers know.
const OTHER: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "canvas", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "map", "mark", "math", "meter", "noscript", "output", "progress",
    "q", "rp", "rt", "ruby", "s", "samp", "slot", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var",
];

/// Whether the element has no content.
pub(in crate::component) fn is_void(element: &str) -> bool {
    VOID.contains(&element)
}

/// Whether a gap next to the element's tags is not seen.
pub(in crate::component) fn is_block(element: &str) -> bool {
    BLOCK.contains(&element)
}

/// Whether a gap at either end of the element's content is not seen.
pub(in crate::component) fn is_inner_block(element: &str) -> bool {
    is_block(element) || INNER_BLOCK.contains(&element)
}

/// Whether HTML has this element. Names with a dash are the page's own.
pub(in crate::component) fn is_element(name: &str) -> bool {
    name.contains('-') || elements().any(|element| element == name)
}

/// The elements of HTML.
pub(in crate::component) fn elements() -> impl Iterator<Item = &'static str> {
    [VOID, BLOCK, INNER_BLOCK, OTHER].into_iter().flatten().copied()
}

/// Elements whose content is another language with its own names.
pub(in crate::component) fn is_foreign(element: &str) -> bool {
    matches!(element, "svg" | "math")
}

/// Elements whose content is a program or a style sheet, not markup.
pub(in crate::component) fn is_raw_text(element: &str) -> bool {
    matches!(element, "script" | "style")
}

/// Elements in which gaps are seen as they are.
pub(in crate::component) fn keeps_gaps(element: &str) -> bool {
    matches!(element, "pre" | "textarea" | "listing")
}

/// Attributes whose value is an address that a browser follows.
pub(in crate::component) fn is_url_attribute(name: &str) -> bool {
    let name = name.rsplit_once(':').map_or(name, |(_, name)| name);
    matches!(
        name.to_ascii_lowercase().as_str(),
        "action"
            | "background"
            | "cite"
            | "data"
            | "formaction"
            | "href"
            | "icon"
            | "longdesc"
            | "manifest"
            | "ping"
            | "poster"
            | "src"
    )
}

/// Attributes whose value is a program or a document.
pub(in crate::component) fn is_code_attribute(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "srcdoc"
        || (name.starts_with("on")
            && name.len() > 4
            && name.chars().all(|character| character.is_ascii_alphabetic()))
}

/// Attributes that name an event of a LiveView.
pub(in crate::component) fn is_event_attribute(name: &str) -> bool {
    let Some(event) = name.strip_prefix("phx-") else { return false };
    let event = event.strip_prefix("window-").unwrap_or(event);
    matches!(
        event,
        "click"
            | "click-away"
            | "submit"
            | "change"
            | "keydown"
            | "keyup"
            | "focus"
            | "blur"
            | "viewport-top"
            | "viewport-bottom"
            | "auto-recover"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_once() {
        let mut seen = std::collections::HashSet::new();
        let twice: Vec<_> = elements().filter(|name| !seen.insert(*name)).collect();
        // Void elements that are blocks too.
        assert_eq!(twice, ["base", "br", "col", "hr", "link", "meta", "source", "track"]);
    }

    #[test]
    fn contexts_of_attributes() {
        assert!(is_url_attribute("href") && is_url_attribute("xlink:href") && is_url_attribute("SRC"));
        assert!(!is_url_attribute("data-href") && !is_url_attribute("title"));
        assert!(is_code_attribute("onclick") && is_code_attribute("srcdoc"));
        assert!(!is_code_attribute("on") && !is_code_attribute("one-two"));
        assert!(is_event_attribute("phx-click") && is_event_attribute("phx-window-keydown"));
        assert!(!is_event_attribute("phx-value-id") && !is_event_attribute("click"));
    }
}
