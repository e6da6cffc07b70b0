//! The element whose name is only known while rendering.

use super::{Place, Render, Rest, Sink, Slot, Template};
use crate::component;

component! {
    /// An element whose name is a value: a heading of some level, a list that is ordered or not.
    ///
    /// A name that is none, and one whose content would not be markup (`script`, `style`, `iframe`, ..), is replaced by
    /// `div`: whoever chooses the name cannot run a program. Elements without content, such as `hr`, have no closing tag.
    ///
    /// ```
    /// use bennu::component::{Context, dynamic_tag, to_html};
    /// use bennu::html;
    ///
    /// let heading = format!("h{}", 2);
    /// let page = html! { <.dynamic_tag tag_name={&heading} class="title">Hello</.dynamic_tag> };
    /// assert_eq!(to_html(&page, &Context::default()), br#"<h2 class="title">Hello</h2>"#);
    /// ```
    pub fn dynamic_tag(
        /// The name of the element.
        tag_name: &str,
        rest: Rest<'_> include [
            "alt", "datetime", "disabled", "for", "form", "height", "href", "name", "rel", "src", "target", "type",
            "value", "width",
        ],
        inner_block: Slot<'_> = Slot::EMPTY,
    ) {
        {Tag { name: harmless(tag_name), rest, content: inner_block }}
    }
}

struct Tag<'a> {
    name: &'a str,
    rest: Rest<'a>,
    content: Slot<'a>,
}

impl Render for Tag<'_> {
    fn render(&self, sink: &mut Sink<'_>) {
        static WHOLE: Template = Template::new(0x3d0c_71b5_96fa_e284, false, r#"["<","",">","</",">"]"#);
        static VOID: Template = Template::new(0xa95e_4c08_1f27_d36b, false, r#"["<","",">"]"#);
        let mode = sink.mode();
        let (name, rest) = (mode.text(self.name), mode.spread(&self.rest));
        if is_void(self.name) {
            sink.open(mode, &VOID);
            sink.run(Place::<0>, mode, ((b"<", name), (b"", rest)), b">");
        } else {
            let (content, end) = (mode.text(&self.content), mode.text(self.name));
            sink.open(mode, &WHOLE);
            sink.run(Place::<0>, mode, ((b"<", name), (b"", rest), (b">", content), (b"</", end)), b">");
        }
        sink.close(mode);
    }
}

/// The name, if it can be written as it is.
fn harmless(name: &str) -> &str {
    const RAW: [&str; 9] =
        ["script", "style", "iframe", "noembed", "noframes", "noscript", "object", "plaintext", "xmp"];
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.bytes().all(is_letter);
    let is_raw = RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name));
    if is_name && !is_raw { name } else { "div" }
}

fn is_void(name: &str) -> bool {
    const VOID: [&str; 13] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ];
    VOID.iter().any(|void| void.eq_ignore_ascii_case(name))
}
