//! Payloads in every context: whatever a user types, the page has the elements and attributes that its author wrote.

use super::{View, page};
use crate::component::{Raw, Render, dynamic_tag};
use crate::html;

const PAYLOADS: [&str; 24] = [
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onmouseover='alert(1)",
    " onmouseover=alert(1) ",
    "</p><svg onload=alert(1)>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "\u{0}<script>",
    "`onerror=alert(1)",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " \u{1}javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)",
    "{{constructor.constructor('alert(1)')()}}<%= 1 %>${1}",
];

/// The tags of a page with the names and the values of their attributes, as a browser reads them.
fn tags(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(begin) = rest.find('<') {
        rest = &rest[begin + 1..];
        let length =
            rest.find(|character: char| character.is_whitespace() || character == '>').unwrap_or(rest.len());
        let (name, mut attributes) = (rest[..length].to_owned(), Vec::new());
        rest = &rest[length..];
        loop {
            rest = rest.trim_start();
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let length = rest
                .find(|character: char| character.is_whitespace() || "=>".contains(character))
                .unwrap_or(rest.len());
            let attribute = rest[..length].to_owned();
            rest = &rest[length..];
            let mut value = "";
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let end = quoted.find('"').expect("every value is quoted and ends");
                (value, rest) = (&quoted[..end], &quoted[end + 1..]);
            }
            attributes.push((attribute, decoded(value)));
        }
        tags.push((name, attributes));
    }
    tags
}

/// The five entities that are written.
fn decoded(value: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(value.to_owned(), |value, (entity, character)| value.replace(entity, character))
}

/// The names alone.
fn shape(page: &str) -> Vec<(String, Vec<String>)> {
    let names = |attributes: Vec<(String, String)>| attributes.into_iter().map(|(name, _)| name).collect();
    tags(page).into_iter().map(|(tag, attributes)| (tag, names(attributes))).collect()
}

/// Renders with every payload; whatever it is, the page has the shape that it has with a harmless text.
fn same_shape<R: Render>(template: impl Fn(&'static str) -> R) {
    let expected = shape(&page(template("harmless")));
    for payload in PAYLOADS {
        let text = page(template(payload));
        assert_eq!(shape(&text), expected, "{payload:?}: {text}");
        let mut view = View::new();
        view.diff(template("harmless"));
        let diff = view.diff(template(payload));
        assert!(
            !diff.contains("<script") && !diff.contains("<img") && !diff.contains("<svg"),
            "{payload:?}: {diff}"
        );
    }
}

#[test]
fn between_tags() {
    same_shape(|text| html! { <p>{text}</p><title>{text}</title><textarea>{text}</textarea> });
    same_shape(|text| html! { <p>a {Some(text)} {text.to_owned()} {format_args!("{text}")}</p> });
    same_shape(|text| html! { for part in [text] { <i>{part}</i> } });
}

#[test]
fn in_attributes() {
    same_shape(|text| html! { <p title={text} class={["a", text]} data-x={Some(text)} style={text}></p> });
    same_shape(|text| html! { <input value={text.to_owned()} placeholder={format_args!("{text}")} /> });
    same_shape(|text| html! { <p style={["margin: 0", "color: red"]} lang={[text]}></p> });
}

#[test]
fn in_addresses() {
    fn addresses(text: &'static str) -> impl Render {
        html! {
            <a href={text} ping={text}>x</a>
            <form action={text}><button formaction={text}>x</button></form>
            <img src={text} srcset={text} longdesc={text}><video poster={text}></video>
            <iframe src={text}></iframe><object data={text}></object><embed src={text}>
            <svg><a xlink:href={text}></a><use href={text} /></svg><blockquote cite={text}></blockquote>
        }
    }
    same_shape(addresses);
    let formatted = |text: &'static str| html! { <a href={format_args!("{text}")}>x</a> };
    same_shape(formatted);
    let opened = ["javascript:", "vbscript:", "data:text"];
    for payload in PAYLOADS {
        for (tag, attributes) in
            tags(&page(addresses(payload))).into_iter().chain(tags(&page(formatted(payload))))
        {
            // A browser opens no address of `srcset` but as an image.
            for (name, value) in attributes.iter().filter(|(name, _)| name != "srcset") {
                let plain: String = value.chars().filter(|character| *character > ' ').collect();
                let runs = opened.iter().any(|scheme| plain.to_ascii_lowercase().starts_with(scheme));
                assert!(!runs, "<{tag} {name}={value:?}>");
            }
        }
    }
}

#[test]
fn in_sets_of_attributes() {
    same_shape(|text| html! { <a {[("title", text), ("href", text)]}>x</a> });
    for payload in PAYLOADS {
        let text =
            page(html! { <p {[(payload, "value")]} {[("onclick", payload), ("SRCDOC", payload)]}>x</p> });
        let shape = shape(&text);
        assert_eq!((shape.len(), &*shape[0].0), (2, "p"), "{payload:?}: {text}");
        assert!(shape[0].1.iter().all(|name| !name.starts_with("on") && name != "SRCDOC"), "{text}");
    }
}

#[test]
fn in_styles_and_names_of_tags() {
    for payload in PAYLOADS {
        let text = page(html! { <p style={[("color", payload), (payload, "red")]}>x</p> });
        let value = &tags(&text)[0].1;
        assert!(
            value.iter().all(|(name, value)| name == "style" && !value.contains([';', '<', '"', '{'])),
            "{text}"
        );
        let text = page(html! { <.dynamic_tag tag_name={payload}>x</.dynamic_tag> });
        assert_eq!(text, "<div>x</div>", "{payload:?}");
    }
}

#[test]
fn only_who_vouches_writes_markup() {
    // XSS: the text is a constant of this test.
    let markup = Raw::dangerously_create("<b>vouched for</b>");
    assert_eq!(page(html! { <p>{markup}</p> }), "<p><b>vouched for</b></p>");
}
