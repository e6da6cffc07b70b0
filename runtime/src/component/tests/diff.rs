//! Templates as diffs, byte by byte as the protocol has them.

use super::View;
use crate::component::Render;
use crate::html;

#[test]
fn a_counter() {
    let counter = |count: i32| html! { <div><p>Count: {count}</p></div> };
    let mut view = View::new();
    assert_eq!(view.diff(counter(0)), r#"{"0":"0","s":0,"p":{"0":["<div><p>Count: ","</p></div>"]}}"#);
    assert_eq!(view.diff(counter(1)), r#"{"0":"1"}"#);
    assert_eq!(view.diff(counter(1)), "{}");
}

#[test]
fn attributes_are_whole() {
    let field = |disabled: bool, title: &'static str| html! { <input disabled={disabled} title={title}> };
    let mut view = View::new();
    assert_eq!(
        view.diff(field(false, "a\"b")),
        r#"{"0":"","1":" title=\"a&quot;b\"","s":0,"p":{"0":["<input","",">"]}}"#
    );
    assert_eq!(view.diff(field(true, "a\"b")), r#"{"0":" disabled"}"#);
    assert_eq!(view.diff(field(false, "c")), r#"{"0":"","1":" title=\"c\""}"#);
}

#[test]
fn lists_of_texts_are_one_value() {
    let item =
        |active: bool, color: &'static str| html! { <p class={["item", ("active", active), color]}></p> };
    let mut view = View::new();
    assert_eq!(
        view.diff(item(true, "red")),
        r#"{"0":" class=\"item active red\"","s":0,"p":{"0":["<p","></p>"]}}"#
    );
    assert_eq!(view.diff(item(true, "red")), "{}");
    assert_eq!(view.diff(item(false, "")), r#"{"0":" class=\"item\""}"#);
}

#[test]
fn a_set_of_attributes_is_one_value() {
    let item =
        |title: &'static str, hidden: bool| html! { <p {[("title", title)]} {[("hidden", hidden)]}></p> };
    let mut view = View::new();
    assert_eq!(
        view.diff(item("a", true)),
        r#"{"0":" title=\"a\"","1":" hidden","s":0,"p":{"0":["<p","","></p>"]}}"#
    );
    assert_eq!(view.diff(item("a", true)), "{}");
    assert_eq!(view.diff(item("b", false)), r#"{"0":" title=\"b\"","1":""}"#);
}

#[test]
fn a_condition_on_and_off() {
    let place = |at: Option<(f64, f64)>| html! { <div>if let Some((a, b)) = at { <p>{a}, {b}</p> }</div> };
    let mut view = View::new();
    assert_eq!(view.diff(place(None)), r#"{"0":"","s":0,"p":{"0":["<div>","</div>"]}}"#);
    assert_eq!(
        view.diff(place(Some((37.5, -122.1)))),
        r#"{"0":{"0":"37.5","1":"-122.1","s":0},"p":{"0":["<p>",", ","</p>"]}}"#
    );
    assert_eq!(view.diff(place(Some((37.5, 1.0)))), r#"{"0":{"1":"1"}}"#);
    assert_eq!(view.diff(place(None)), r#"{"0":""}"#);
}

fn rows<'a>(rows: &'a [(u32, &'static str)]) -> impl Render + 'a {
    html! { <ul><li :for={(id, name) in rows} :key={id}>{name}</li></ul> }
}

/// The list that was, the list that is, and what the client hears.
fn edit(before: &[(u32, &'static str)], after: &[(u32, &'static str)]) -> String {
    let mut view = View::new();
    view.diff(rows(before));
    view.diff(rows(after))
}

const A: (u32, &str) = (1, "a");
const B: (u32, &str) = (2, "b");
const C: (u32, &str) = (3, "c");

#[test]
fn lists() {
    let mut view = View::new();
    assert_eq!(
        view.diff(rows(&[A, B])),
        r#"{"0":{"k":{"0":{"0":"a"},"1":{"0":"b"},"kc":2},"s":0},"s":1,"p":{"0":["<li>","</li>"],"1":["<ul>","</ul>"]}}"#
    );
    assert_eq!(view.diff(rows(&[A, B])), "{}");
    assert_eq!(edit(&[A, B], &[B, A]), r#"{"0":{"k":{"0":1,"1":0,"km":true,"kc":2}}}"#, "swap");
    assert_eq!(
        edit(&[A, B], &[C, A, B]),
        r#"{"0":{"k":{"0":{"0":"c"},"1":0,"2":1,"km":true,"kc":3}}}"#,
        "prepend"
    );
    assert_eq!(
        edit(&[A, B], &[(2, "B!"), A]),
        r#"{"0":{"k":{"0":[1,{"0":"B!"}],"1":0,"km":true,"kc":2}}}"#,
        "move and patch"
    );
    assert_eq!(edit(&[A, B], &[B]), r#"{"0":{"k":{"0":1,"km":true,"kc":1}}}"#, "remove the first");
    assert_eq!(edit(&[A, B], &[A]), r#"{"0":{"k":{"kc":1}}}"#, "remove the last");
    assert_eq!(edit(&[A, B], &[A, (2, "B2")]), r#"{"0":{"k":{"1":{"0":"B2"},"kc":2}}}"#, "patch");
    assert_eq!(edit(&[A, B], &[A, B, C]), r#"{"0":{"k":{"2":{"0":"c"},"kc":3}}}"#, "append");
    assert_eq!(edit(&[A, B], &[]), r#"{"0":{"k":{"kc":0}}}"#, "empty");
    assert_eq!(
        edit(&[], &[A]),
        r#"{"0":{"k":{"0":{"0":"a"},"kc":1},"s":0},"p":{"0":["<li>","</li>"]}}"#,
        "first entry"
    );
    assert_eq!(edit(&[], &[]), "{}");
}

#[test]
fn a_list_without_keys_goes_by_position() {
    let rows = |names: &'static [&'static str]| html! { <ul><li :for={name in names}>{name}</li></ul> };
    let mut view = View::new();
    view.diff(rows(&["a", "b"]));
    assert_eq!(view.diff(rows(&["b", "b", "c"])), r#"{"0":{"k":{"0":{"0":"b"},"2":{"0":"c"},"kc":3}}}"#);
    assert_eq!(view.diff(rows(&["b"])), r#"{"0":{"k":{"kc":1}}}"#);
}

#[test]
fn another_template_is_sent_whole() {
    let mut view = View::new();
    view.diff(html! { <p>{1}</p> });
    assert_eq!(view.diff(html! { <b>{1}</b> }), r#"{"0":"1","s":0,"p":{"0":["<b>","</b>"]}}"#);
}

#[test]
fn text_alone_is_wrapped() {
    let mut view = View::new();
    assert_eq!(view.diff("a<b"), r#"{"0":"a&lt;b","s":0,"p":{"0":["",""]}}"#);
    assert_eq!(view.diff("a<b"), "{}");
    assert_eq!(view.diff("c"), r#"{"0":"c"}"#);
    assert_eq!(View::new().diff(()), r#"{"0":"","s":0,"p":{"0":["",""]}}"#);
}

#[test]
fn fingerprints_are_eight_bytes_each() {
    let mut view = View::new();
    view.diff(html! { <p>{1}{"two"}{3.0}</p> });
    assert_eq!(view.sent.size(), (2 + 3) * 8);
}
