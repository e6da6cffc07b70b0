//! Named slots, their attributes and what their content is given.

use super::{View, page};
use crate::component::{Attribute, Slot, Slots, Value};
use crate::{component, html};

struct Video {
    id: u32,
    title: &'static str,
}

const VIDEOS: [Video; 2] = [Video { id: 1, title: "One & all" }, Video { id: 2, title: "Two" }];

#[derive(Clone, Copy)]
enum Align {
    Left,
    Right,
}

impl Attribute for Align {
    fn value(&self) -> Value<'_> {
        Value::Text(match self {
            Self::Left => "left",
            Self::Right => "right",
        })
    }
}

component! {
    /// A column of a table.
    struct Col<'a> {
        /// What stands at its top.
        label: &'a str,
        align: Align = Align::Left,
        class: Option<&'a str>,
    }

    fn table<T>(col: Slots<'_, Col<'_>, T>, rows: &[T], empty: Slot<'_> = Slot::EMPTY, footer: Slots<'_> = Slots::EMPTY) {
        <table>
            <tr><th :for={col in col} align={col.align} class={col.class}>{col.label}</th></tr>
            <tr :for={row in rows}><td :for={col in &col}>{col.with(row)}</td></tr>
            <caption :if={rows.is_empty()}>{empty}</caption>
            <tfoot :if={!footer.is_empty()}>{footer}</tfoot>
        </table>
    }

    fn each<T>(items: &[T], inner_block: Slot<'_, T>) {
        <ul><li :for={item in items}>{inner_block.with(item)}</li></ul>
    }
}

#[test]
fn slots_with_attributes_and_arguments() {
    let price = String::from("free");
    let html = page(html! {
        <.table rows={&VIDEOS}>
            <:col :let={video} label="Title"><b>{video.title}</b></:col>
            <:col :let={Video { id, .. }} label={&format!("No {}", 1)} align={Align::Right} class="wide">{id}</:col>
            <:col label="Price">{price}</:col>
            <:footer>one</:footer>
            <:footer>two</:footer>
        </.table>
    });
    assert_eq!(
        html,
        concat!(
            r#"<table><tr><th align="left">Title</th><th align="right" class="wide">No 1</th>"#,
            r#"<th align="left">Price</th></tr>"#,
            "<tr><td><b>One &amp; all</b></td><td>1</td><td>free</td></tr>",
            "<tr><td><b>Two</b></td><td>2</td><td>free</td></tr><tfoot>onetwo</tfoot></table>",
        )
    );
}

#[test]
fn optional_slots_and_conditions() {
    let table = |shown: bool| {
        page(html! {
            <.table rows={&VIDEOS[..0]}>
                <:col label="Always" />
                <:col :if={shown} label="Sometimes">x</:col>
                <:empty>none yet</:empty>
                <:footer :if={shown}>x</:footer>
            </.table>
        })
    };
    assert_eq!(
        table(false),
        r#"<table><tr><th align="left">Always</th></tr><caption>none yet</caption></table>"#
    );
    assert_eq!(
        table(true),
        concat!(
            r#"<table><tr><th align="left">Always</th><th align="left">Sometimes</th></tr>"#,
            "<caption>none yet</caption><tfoot>x</tfoot></table>"
        )
    );
}

#[test]
fn the_content_is_given_a_value() {
    let html = page(html! {
        <.each :let={(name, points)} items={&[("Ann", 1), ("Bob", 2)]}>
            <.each :let={sign} items={&["+", "-"]}>{name} {sign} {points}</.each>
        </.each>
    });
    assert_eq!(
        html,
        concat!(
            "<ul><li><ul><li>Ann + 1</li><li>Ann - 1</li></ul></li>",
            "<li><ul><li>Bob + 2</li><li>Bob - 2</li></ul></li></ul>"
        )
    );
}

#[test]
fn slots_send_only_what_changed() {
    let mut view = View::new();
    let render = |points: [u32; 2], label: &'static str| {
        html! {
            <.table rows={&points}>
                <:col :let={points} label={label}><i>{points}</i></:col>
            </.table>
        }
    };
    assert_eq!(
        view.diff(render([1, 2], "P")),
        concat!(
            r#"{"0":{"0":{"k":{"0":{"0":" align=\"left\"","1":"","2":"P"},"kc":1},"s":0},"#,
            r#""1":{"k":{"0":{"0":{"k":{"0":{"0":{"0":"1","s":1}},"kc":1},"s":2}},"#,
            r#""1":{"0":{"k":{"0":{"0":{"0":"2","s":1}},"kc":1},"s":2}},"kc":2},"s":3},"#,
            r#""2":"","3":"","s":4,"r":1},"s":5,"p":{"0":["<th","",">","</th>"],"1":["<i>","</i>"],"#,
            r#""2":["<td>","</td>"],"3":["<tr>","</tr>"],"#,
            r#""4":["<table><tr>","</tr>","","","</table>"],"5":["",""]}}"#,
        )
    );
    assert_eq!(view.diff(render([1, 2], "P")), "{}");
    assert_eq!(
        view.diff(render([1, 3], "P")),
        r#"{"0":{"1":{"k":{"1":{"0":{"k":{"0":{"0":{"0":"3"}},"kc":1}}},"kc":2}}}}"#
    );
    assert_eq!(view.diff(render([1, 3], "Q")), r#"{"0":{"0":{"k":{"0":{"2":"Q"},"kc":1}}}}"#);
}

component! {
    fn panel(inner_block: Slot<'_>, footer: Slot<'_> = Slot::EMPTY) {
        <section>
            {inner_block}
            <footer :if={footer.is_given()}>{footer}</footer>
        </section>
    }

    fn clock(zone: &str) {
        <time>{zone}</time>
    }

    fn counter(from: u32) {
        <b>{from}</b>
    }
}

#[test]
fn an_optional_slot_has_its_wrapper_where_it_is_given() {
    let with = page(html! { <.panel>Text<:footer>End</:footer></.panel> });
    assert_eq!(with, "<section>Text<footer>End</footer></section>");
    assert_eq!(page(html! { <.panel>Text</.panel> }), "<section>Text</section>");
}

#[test]
fn a_slot_follows_what_its_caller_knows() {
    let greeting = |user: &'static str| html! { <.panel>Hello, {user}!<:footer>{user}</:footer></.panel> };
    let mut view = View::new();
    view.diff(greeting("Ann"));
    assert_eq!(view.diff(greeting("Bob")), r#"{"0":{"0":{"0":"Bob"},"1":{"0":{"0":"Bob"}}}}"#);
    assert_eq!(view.diff(greeting("Bob")), "{}");
}

/// What a dashboard shows, chosen by its user.
#[derive(Clone, Copy)]
enum Widget {
    Clock(&'static str),
    Counter(u32),
}

#[test]
fn components_are_chosen_at_run_time() {
    let dashboard = |widgets: [(u32, Widget); 3]| {
        html! {
            <div :for={(id, widget) in &widgets} :key={id} id={id}>
                match *widget {
                    Widget::Clock(zone) => <.clock zone={zone} />,
                    Widget::Counter(from) => <.counter from={from} />,
                }
            </div>
        }
    };
    let before = [(1, Widget::Clock("UTC")), (2, Widget::Counter(7)), (3, Widget::Clock("CET"))];
    assert_eq!(
        page(dashboard(before)),
        concat!(
            r#"<div id="1"><time>UTC</time></div><div id="2"><b>7</b></div>"#,
            r#"<div id="3"><time>CET</time></div>"#
        )
    );
    let mut view = View::new();
    view.diff(dashboard(before));
    let after = [(1, Widget::Counter(1)), before[1], before[2]];
    let diff = view.diff(dashboard(after));
    assert!(diff.contains(r#"["<b>","</b>"]"#) && diff.contains(r#""0":"1""#), "{diff}");
    assert!(!diff.contains("CET") && !diff.contains("\"7\""), "{diff}");
}
