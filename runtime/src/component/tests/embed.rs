//! Files of HTML as components.

use super::{View, page};
use crate::component::{Context, Rest, Slot, to_html};
use crate::{component, embed_templates, html};

component! {
    fn badge(kind: &str in ["new", "old"], size: u8, rest: Rest, inner_block: Slot) {
        <span class={kind} data-size={size} {rest}>{inner_block}</span>
    }
}

embed_templates! {
    "templates/*.html";

    /// One message.
    fn show(title: Option<&str>, name: &str, words: &[&str], level: u32 = 1, rest: Rest);
}

mod one {
    crate::embed_templates!(pub(super) "templates/about-us.html");
}

#[test]
fn files_are_components() {
    let words = ["a<b", "c"];
    assert_eq!(
        page(html! { <.show name="Ann" words={&words} id="x" /> }),
        concat!(
            "<!-- It's kept -->",
            r#"<article class="message" data-level="1">"#,
            "<p>It's Ann's turn 🎉 &mdash; don't // panic &amp; &quot;relax&quot;</p>",
            r#"<ul><li title="a &quot;quoted&quot; word">1. a&lt;b</li><li title="a &quot;quoted&quot; word">2. c</li></ul>"#,
            "<b>2 words</b> <em>some</em> ",
            r#"<span class="new" data-size="2" id="x">if you can't, for example }</span>"#,
            "<pre>\n two\n   lines  </pre>",
            r#"<input disabled type="checkbox" value="1">"#,
            r#"<script>if (1 < 2) { go("it's") }</script></article>"#,
        )
    );
    let page = page(html! { <.show title="T" name="Bob" words={&[]} level={500} /> });
    assert!(page.contains("<h2>T</h2>") && page.contains("nothing a lot"), "{page}");
}

#[test]
fn files_without_declaration_have_no_attributes() {
    assert_eq!(page(html! { <.about_us /> }), "<h1>About us</h1>");
    assert_eq!(page(html! { <one::about_us /> }), "<h1>About us</h1>");
    assert_eq!(to_html(&about_us(), &Context::default()), b"<h1>About us</h1>");
}

#[test]
fn files_send_only_what_changed() {
    let show = |word: &'static str| html! { <.show name="Ann" words={&[word, "b"]} /> };
    let mut view = View::new();
    view.diff(show("a"));
    assert_eq!(view.diff(show("a")), "{}");
    assert_eq!(view.diff(show("c")), r#"{"0":{"3":{"k":{"0":{"1":"c"},"kc":2}}}}"#);
}
