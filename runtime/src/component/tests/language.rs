//! Styles, loops over slots, and components of every kind: generic, recursive, chosen while rendering.

use std::fmt;

use rust_decimal::Decimal;
use time::macros::date;
use uuid::uuid;

use super::{View, page};
use crate::component::{Attribute, Render, Slot, Slots, display, dynamic_tag};
use crate::{component, html};

component! {
    struct Col<'a> { label: &'a str, wide: bool = false }

    fn table<T>(rows: &[T], col: Slots<Col, T>, empty: Slot = Slot::EMPTY) {
        <table>
            <tr><th :for={col in col} data-wide={col.wide}>{col.label}</th></tr>
            <tr :for={row in rows}><td :for={col in col}>{col.with(row)}</td></tr>
            <caption :if={empty.is_given()}>{empty}</caption>
        </table>
    }

    fn tabs(tab: Slots) { <i :for={tab in tab}>{tab}</i> }

    fn tree(of: &[Branch]) {
        <ul><li :for={branch in of}>{branch.name}<.tree :if={!branch.branches.is_empty()} of={&branch.branches} /></li></ul>
    }

    fn pair<A: fmt::Display, B>(first: A, second: B) where B: fmt::Display + Copy {
        <b>{display(&first)}</b><i>{display(second)}</i>
    }

    fn bar(style: Option<impl Attribute>) { <i style={style}></i> }
}

struct Branch {
    name: &'static str,
    branches: Vec<Branch>,
}

#[test]
fn styles() {
    let (width, color, evil) = (40, Some("red"), "red; position: fixed");
    assert_eq!(
        page(
            html! { <p style={[("width", format_args!("{width}px")), ("color", color), "margin: 0", ("order", 2)]}></p> }
        ),
        r#"<p style="width: 40px; color: red; margin: 0; order: 2"></p>"#
    );
    assert_eq!(
        page(
            html! { <p style={[("color", evil), ("content", "'constant'"), ("top", None::<u8>), (evil, 1)]}></p> }
        ),
        r#"<p style="content: &#39;constant&#39;"></p>"#
    );
    assert_eq!(page(html! { <p style={[("color", None::<&str>), ("left", (1, false))]}></p> }), "<p></p>");
    assert_eq!(page(html! { <.bar style={[("color", color)]} /> }), r#"<i style="color: red"></i>"#);
    let mut view = View::new();
    let bar = |width: u32| html! { <p style={[("width", width), ("height", 1)]}></p> };
    view.diff(bar(1));
    assert_eq!(view.diff(bar(2)), r#"{"0":" style=\"width: 2; height: 1\""}"#);
}

#[test]
fn slots_in_loops() {
    let (rows, labels, prefix) = ([1, 2], ["a", "b"], String::from("#"));
    assert_eq!(
        page(html! {
            <.table rows={&rows}>
                <:col :let={row} label="first">{row}</:col>
                <:col :let={row} :for={(at, label) in labels.iter().enumerate()} label={label} wide={at > 0}>
                    {&prefix}{row}{label}
                </:col>
                <:col :for={label in labels} :if={label != "a"} label={label}>-</:col>
            </.table>
        }),
        concat!(
            r#"<table><tr><th>first</th><th>a</th><th data-wide>b</th><th>b</th></tr>"#,
            "<tr><td>1</td><td>#1a</td><td>#1b</td><td>-</td></tr><tr><td>2</td><td>#2a</td><td>#2b</td><td>-</td></tr></table>",
        )
    );
    let owned = vec![String::from("x"), String::from("y")];
    assert_eq!(
        page(html! { <.tabs><:tab :for={tab in owned.clone()}>{tab}</:tab></.tabs> }),
        "<i>x</i><i>y</i>"
    );
    assert_eq!(page(html! { <.tabs><:tab :for={tab in None::<u8>}>{tab}</:tab></.tabs> }), "");
}

#[test]
fn slots_in_loops_send_only_what_changed() {
    let tabs =
        |names: Vec<&'static str>| html! { <.tabs><:tab :for={name in names.iter()}>({name})</:tab></.tabs> };
    let mut view = View::new();
    view.diff(tabs(vec!["a", "b"]));
    assert_eq!(view.diff(tabs(vec!["a", "b"])), "{}");
    assert_eq!(view.diff(tabs(vec!["a", "c"])), r#"{"0":{"0":{"k":{"1":{"0":{"0":"c"}},"kc":2}}}}"#);
}

#[test]
fn a_slot_may_be_left_out_by_its_condition() {
    let table = |is_empty: bool| html! { <.table rows={&[0; 0]}><:col label="a">x</:col><:empty :if={is_empty}>none</:empty></.table> };
    assert_eq!(page(table(false)), "<table><tr><th>a</th></tr></table>");
    assert_eq!(page(table(true)), "<table><tr><th>a</th></tr><caption>none</caption></table>");
}

#[test]
fn recursive_components() {
    let leaf = |name| Branch { name, branches: Vec::new() };
    let branches = &[Branch { name: "a", branches: vec![leaf("b"), leaf("c")] }, leaf("d")];
    let expected = "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>";
    assert_eq!(page(html! { <.tree of={branches} /> }), expected);
    let mut view = View::new();
    view.diff(tree(branches));
    assert_eq!(view.diff(tree(branches)), "{}");
}

#[test]
fn generic_components() {
    assert_eq!(page(html! { <.pair first={1.5} second='x' /> }), "<b>1.5</b><i>x</i>");
    assert_eq!(page(html! { <.pair first="a" second={2_u8} /> }), "<b>a</b><i>2</i>");
    let (id, day) = (uuid!("0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c"), date!(2026 - 11 - 21));
    let page = page(html! { <.pair first={Decimal::new(150, 2)} second={day} /><p id={id}>{id}</p> });
    let expected = r#"<b>1.50</b><i>2026-11-21</i><p id="0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c">0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c</p>"#;
    assert_eq!(page, expected);
}

component! {
    fn welcome(name: &str) { <p>Hello, {name}</p> }
    fn picture(src: &str) { <img src={src}> }
}

#[test]
fn components_as_values() {
    let widgets: Vec<Box<dyn Render>> =
        vec![Box::new(welcome("Ann")), Box::new(picture("/a.png")), Box::new(html! { <hr> })];
    assert_eq!(
        page(html! { for widget in &widgets { {widget} } }),
        r#"<p>Hello, Ann</p><img src="/a.png"><hr>"#
    );
    let component: fn(&str) -> Box<dyn Render + '_> = |text| Box::new(welcome(text));
    assert_eq!(page(html! { <div>{component("Bob")}</div> }), "<div><p>Hello, Bob</p></div>");
}

#[test]
fn dynamic_tags() {
    let tag = |name: &'static str| {
        page(html! { <.dynamic_tag tag_name={name} class="a" href="javascript:x">b</.dynamic_tag> })
    };
    assert_eq!(tag("section"), r#"<section class="a" href="about:invalid#blocked">b</section>"#);
    assert_eq!(tag("my-element"), r#"<my-element class="a" href="about:invalid#blocked">b</my-element>"#);
    for name in ["", "script", "STYLE", "p onclick=alert(1)", "p><script", "1", "-", "é", "plaintext"] {
        assert!(tag(name).starts_with("<div ") && tag(name).ends_with("b</div>"), "{name}");
    }
    assert_eq!(page(html! { <.dynamic_tag tag_name="hr" /> }), "<hr>");
    let mut view = View::new();
    let heading = |name: &'static str| html! { <.dynamic_tag tag_name={name}>b</.dynamic_tag> };
    view.diff(heading("h1"));
    assert_eq!(view.diff(heading("h2")), r#"{"0":{"0":{"0":"h2","3":"h2"}}}"#);
}
