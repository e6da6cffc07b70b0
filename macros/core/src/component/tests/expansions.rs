//! What the macros expand to.

use super::super::{expand, expand_call, expand_html};
use super::tokens;
use crate::snapshot;

fn html(source: &str) -> String {
    snapshot::expression(expand_html, tokens(source))
}

#[test]
fn static_markup_is_written_at_once() {
    insta::assert_snapshot!(html("<p class=\"a\">Hello, <b>world</b>!</p>"));
}

#[test]
fn values_are_written_in_runs() {
    insta::assert_snapshot!(html("<a href={url} title={title}>{first + 1}, {second}</a>"));
}

#[test]
fn conditions_fill_one_place() {
    insta::assert_snapshot!(html("<div>if let Some(name) = name { <p>{name}</p> } else { nobody }</div>"));
}

#[test]
fn loops_are_lists_with_keys() {
    insta::assert_snapshot!(html(
        "<ul><li :for={item in &items} :if={item.visible} :key={item.id}>{item.name}</li></ul>"
    ));
}

#[test]
fn events_are_named_by_their_handler() {
    insta::assert_snapshot!(html(
        "<button phx-click={Self::archive} phx-value-id={id} phx-blur={event}>x</button>"
    ));
}

#[test]
fn components_are_called_through_their_companion() {
    insta::assert_snapshot!(html(
        "<.card title=\"a\" phx-click={Self::go} open><b>{text}</b></.card><ui::icon />"
    ));
}

#[test]
fn a_component_is_a_function_and_its_companion() {
    let source = "/// A card.\npub fn card(title: &str, kind: Kind = Kind::Plain, note: Option<&str>, inner_block: Slot) { <div>{title}{inner_block}</div> }";
    insta::assert_snapshot!(snapshot::items(expand, tokens(source)));
}

#[test]
fn declarations_are_documented() {
    let source = r#"fn button(
        /// What it looks like,
        /// to people.
        kind: &str in ["plain", "a|b"] = "plain",
        class: Option<impl Attribute>,
        rest: Rest include ["disabled"],
    ) { <button {rest}></button> }"#;
    insta::assert_snapshot!(snapshot::items(expand, tokens(source)));
}

#[test]
fn undeclared_attributes_are_handed_over_as_one_set() {
    let source = r#"{ kind optional "Kind", rest collected "Rest" include ["form"], } ".card" (card)
        [data_id "data-id" { id } kind "kind" { "a" } undeclared "" { more } onclick "onclick" { "go()" } lang "lang" { [a, b] }] []"#;
    insta::assert_snapshot!(snapshot::expression(expand_call, tokens(source)));
}

#[test]
fn arrays_of_a_style_are_declarations() {
    insta::assert_snapshot!(html("<p style={[(\"width\", a + b), (\"color\", \"red\"), c]}></p>"));
}

#[test]
fn slots_in_loops_are_closures_over_their_items() {
    insta::assert_snapshot!(html(
        "<.list><:item :for={(a, b) in &c} :if={b > 1} :let={d} label={a}>{d}</:item></.list>"
    ));
    let source = r#"{ item required "Slots<Item, u8>" slots("u8") { label required "&str", }, }
        ".list" (list) [] [item [label "label" { x }] () () { 1 } item [label "label" { a }] (b > 1) (d) for ((a, b)) (&c) { 2 }]"#;
    insta::assert_snapshot!(
        "a_slot_in_a_loop_is_a_list_of_entries",
        snapshot::expression(expand_call, tokens(source))
    );
}

#[test]
fn a_call_has_its_attributes_in_order() {
    let source = r#"{ title required "&str", kind defaulted "Kind", note optional "Option<&str>", inner_block required "Slot" slot(), }
        ".card" (card) [note "note" { "n" } title "title" { title }] [inner_block [] () () { content }]"#;
    insta::assert_snapshot!(snapshot::expression(expand_call, tokens(source)));
}

#[test]
fn arrays_are_lists_of_texts() {
    insta::assert_snapshot!(html(
        "<p class={[\"card\", (\"active\", active), [a, b], c + d]}></p><.list class={[a]} items={[a]} />"
    ));
}

#[test]
fn sets_of_attributes_are_values() {
    insta::assert_snapshot!(html("<p class=\"a\" {pairs} {[(\"b\", c)]}>x</p>"));
}

#[test]
fn slots_are_handed_over_by_name() {
    insta::assert_snapshot!(html(
        "<.table rows={&rows}><:col :let={row} :if={wide} label=\"Name\">{row.name}</:col><:empty>none</:empty></.table>"
    ));
}

#[test]
fn slots_with_attributes_have_constructors() {
    let source = "pub struct Col<'a> { label: &'a str, wide: bool = false, class: Option<&'a str> }
        pub fn table<T>(rows: &[T], col: Slots<Col, T>, empty: Slot = Slot::EMPTY) { <b :for={col in col}>{col.label}</b> }";
    insta::assert_snapshot!(snapshot::items(expand, tokens(source)));
}

#[test]
fn a_call_has_its_slots_in_order() {
    let source = r#"{ rows required "&[T]", col required "Slots<Col, T>" slots("T") { label required "&str", wide defaulted "bool", }, empty defaulted "Slot" slot(), }
        ".table" (ui::table) [rows "rows" { &rows }] [
            col [label "label" { "Name" }] (wide) (row) { named }
            col [label "label" { "Age" } wide "wide" { true }] () () { plain }
        ]"#;
    insta::assert_snapshot!(snapshot::expression(expand_call, tokens(source)));
}

#[test]
fn the_fingerprint_tells_templates_apart() {
    let fingerprint =
        |source: &str| super::super::resolve_markup(tokens(source), &mut silent()).fingerprint();
    let sources = [
        "<p>{a}</p>",
        "<p>{a}{b}</p>",
        "<b>{a}</b>",
        "<p title={a}></p>",
        "<p class={a}></p>",
        "<p>if a { b }</p>",
    ];
    for (at, left) in sources.iter().enumerate() {
        assert_eq!(fingerprint(left), fingerprint(left));
        for right in &sources[..at] {
            assert_ne!(fingerprint(left), fingerprint(right), "{left} and {right}");
        }
    }
}

/// Diagnostics that nobody has to read: the templates are right.
fn silent() -> std::mem::ManuallyDrop<crate::diagnostics::Diagnostics> {
    std::mem::ManuallyDrop::new(crate::diagnostics::Diagnostics::new())
}
