//! Attributes that components do not declare, lists of values, and what is documented of both.

use super::{View, page};
use crate::component::{Attribute, Render, Rest, Slot};
use crate::{component, html};

component! {
    /// A button.
    fn button(
        /// What it looks like.
        kind: &str in ["plain", "danger"] = "plain",
        class: Option<impl Attribute>,
        rest: Rest include ["disabled", "form", "formaction"],
        inner_block: Slot,
    ) {
        <button class={["button", kind]} data-class={class} {rest}>{inner_block}</button>
    }

    fn delete(title: &str, rest: Rest include ["disabled"]) {
        <.button kind="danger" title={title} {rest} data-confirm="Sure?">Delete</.button>
    }

    fn twice(rest: Rest) {
        <i {rest}></i><b id="own" {rest}></b>
    }

    fn level(of: u8 in [1, 2], size: Option<&str> in ["s", "m"] = None) {
        <i data-of={of}>{size}</i>
    }
}

#[test]
fn undeclared_attributes_are_collected() {
    let (id, names) = (7, ["a", "b"]);
    assert_eq!(
        page(html! {
            <.button data-id={id} aria-label="a <b" disabled phx-click="save" onclick="go('1')" form={Some("f")}
                hidden={false} title={None::<&str>} lang={["x", ("y", true), ("z", false)]} tabindex=1 xml:lang="en">
                {names[0]}
            </.button>
        }),
        concat!(
            r#"<button class="button plain" data-id="7" aria-label="a &lt;b" disabled phx-click="save" "#,
            r#"onclick="go(&#39;1&#39;)" form="f" lang="x y" tabindex="1" xml:lang="en">a</button>"#
        )
    );
    assert_eq!(
        page(html! { <.button class={["x", "y"]}>b</.button> }),
        r#"<button class="button plain" data-class="x y">b</button>"#
    );
}

#[test]
fn collected_attributes_are_handed_on() {
    let more = vec![("data-a", "1"), ("onclick", "alert(1)")];
    assert_eq!(
        page(html! { <.delete title="t" class="c" disabled={true} {more} id="d" /> }),
        concat!(
            r#"<button class="button danger" title="t" class="c" disabled data-a="1" id="d" data-confirm="Sure?">"#,
            "Delete</button>"
        )
    );
    assert_eq!(
        page(html! { <.twice id="x" title="y" /> }),
        r#"<i id="x" title="y"></i><b id="own" id="x" title="y"></b>"#
    );
    assert_eq!(page(html! { <.twice /> }), r#"<i></i><b id="own"></b>"#);
}

#[test]
fn collected_attributes_are_escaped_where_they_end_up() {
    for address in ["javascript:alert(1)", " JAVA\tSCRIPT:alert(1)", "data:text/html,x"] {
        assert_eq!(
            page(html! { <.button formaction={address}>x</.button> }),
            r#"<button class="button plain" formaction="about:invalid#blocked">x</button>"#
        );
    }
    let breakout = "\"><script>alert(1)</script>";
    assert!(!page(html! { <.button title={breakout} style={breakout}>x</.button> }).contains("<script"));
}

#[test]
fn collected_attributes_are_one_value_on_the_wire() {
    let button = |id: u32, busy: bool| html! { <.button data-id={id} disabled={busy}>x</.button> };
    let mut view = View::new();
    let first = view.diff(button(1, false));
    assert!(first.contains(r#""2":" data-id=\"1\"""#), "{first}");
    assert_eq!(view.diff(button(1, false)), "{}");
    assert_eq!(view.diff(button(1, true)), r#"{"0":{"2":" data-id=\"1\" disabled"}}"#);
}

#[test]
fn a_component_may_look_at_what_it_is_given() {
    let seen = Rest::EMPTY;
    assert!(seen.is_empty() && !seen.has("id"));
    assert_eq!(format!("{seen:?}"), "{}");
    component! {
        fn look(rest: Rest) { {rest.is_empty()} {rest.has("id")} {rest.has("title")} }
    }
    assert_eq!(page(html! { <.look id="a" title={false} /> }), "false true false");
    assert_eq!(page(look(Rest::default())), "true false false");
}

#[test]
fn listed_values() {
    let kind = String::from("other");
    assert_eq!(
        page(html! { <.button kind="danger">x</.button><.button kind={&kind}>y</.button> }),
        r#"<button class="button danger">x</button><button class="button other">y</button>"#
    );
    assert_eq!(page(html! { <.level of=1 size="m" /> }), r#"<i data-of="1">m</i>"#);
    fn shown(_: impl Render) {}
    shown(level(2, None));
}
