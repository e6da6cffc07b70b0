//! What users read.

use super::super::{call, declare, resolve_markup};
use super::tokens;
use crate::diagnostics::Diagnostics;

fn messages(source: &str) -> Vec<String> {
    let mut diagnostics = Diagnostics::new();
    resolve_markup(tokens(source), &mut diagnostics);
    diagnostics.messages()
}

/// All messages of a call, where `<.card>` needs a title, has a kind and a note, and takes content.
fn call_messages(attributes: &str, content: &str) -> Vec<String> {
    let source = format!(
        r#"{{ title required "&str", kind defaulted "Kind", note optional "Option<&str>", inner_block required "Slot", }}
        ".card" (card) [{attributes}] {{ {content} }}"#
    );
    let mut diagnostics = Diagnostics::new();
    let call = syn::parse2::<call::Call>(tokens(&source)).expect("a call");
    call::check(&call, &mut diagnostics);
    diagnostics.messages()
}

#[test]
fn each_mistake_has_its_words() {
    let cases = [
        "<p>text",
        "<div><p>text</div>",
        "<p>text</dvi>",
        "text</p>",
        "<br>text</br>",
        "<dvi>text</dvi>",
        "<card>text</card>",
        "<p class=\"a\" class=\"b\"></p>",
        "<p :fi={a}></p>",
        "<p :if></p>",
        "<p :for={items}></p>",
        "<p :key={a}></p>",
        "<p>{}</p>",
        "<p>{a b}</p>",
        "<p class=a></p>",
        "<p {rest}></p>",
        "<p , ></p>",
        "<p class=\"a\"",
        "<!-- text",
        "<script>{code}</script>",
        "<script>\"</script>\"</script>",
        "<p onclick={code}></p>",
        "<iframe srcdoc={code}></iframe>",
        "<div phx-hook=\"Chart\"></div>",
        "<div id=\"a\" phx-update=\"streem\"></div>",
        "<.list><:item>x</:item></.list>",
        "match a { b }",
        "< p>",
    ];
    let text: Vec<_> = cases
        .iter()
        .map(|source| format!("{source}\n    {}", messages(source).join("\n").replace('\n', "\n    ")))
        .collect();
    insta::assert_snapshot!(text.join("\n\n"));
}

#[test]
fn mistakes_in_calls_have_their_words() {
    let cases = [
        ("", "content"),
        ("titel \"titel\" { 1 }", "content"),
        ("title \"title\" { 1 }", ""),
        ("title \"title\" { 1 } phx_x \"phx-x\" { 1 } phx_x \"phx_x\" { 2 }", "content"),
    ];
    let text: Vec<_> =
        cases.iter().map(|(attributes, content)| call_messages(attributes, content).join("\n")).collect();
    insta::assert_snapshot!(text.join("\n\n"));
}

#[test]
fn what_is_right_is_not_reported() {
    for source in [
        "",
        "<p>text</p>",
        "<!DOCTYPE html><html><body><br><img src=\"a\" /></body></html>",
        "<svg viewBox=\"0 0 1 1\"><feGaussianBlur /><path d=\"M0\"/></svg>",
        "<my-element some-thing=1 data-x></my-element>",
        "<p :for={(a, b) in &c} :if={let Some(d) = a} :key={b}>{d}</p>",
        "for a in b { <p :key={a.id}>{a}</p> }",
        "<a::b::card title={x}/> <.card />",
        "match a { Some(b) if b > 1 => { <p>{b}</p> } _ => text, }",
        "<button onclick=\"go()\" @click=\"x\" x-on:click.prevent=\"y\">x</button>",
        "<script src=\"/a.js\"></script><style>\"p { color: red }\"</style>",
        "<div id={id} phx-hook=\"Chart\" phx-update=\"ignore\"></div>",
        "{let a = 1; a + 1}",
        "a (b <b>c</b>) [d] ; e's",
    ] {
        assert_eq!(messages(source), Vec::<String>::new(), "{source}");
    }
}

#[test]
fn declarations_have_their_words() {
    let parse = |source: &str| {
        let mut diagnostics = Diagnostics::new();
        declare::parse_declarations(tokens(source), &mut diagnostics);
        diagnostics.messages().join(", ")
    };
    assert_eq!(parse("pub fn card() {}"), "");
    assert_eq!(
        parse("struct Card;"),
        "expected `fn`\nhelp: a component is written `pub fn card(title: &str) { <h2>{title}</h2> }`"
    );
    assert_eq!(
        parse("fn card(&self) {}"),
        "expected the name of an attribute\nhelp: write `name: Type`; a component has no `self`"
    );
    assert_eq!(
        parse("fn card() -> Html {}"),
        "a component has no return type\nhelp: remove it; a component returns what its markup renders"
    );
}

#[test]
fn a_bad_declaration_does_not_hide_the_others() {
    let mut diagnostics = Diagnostics::new();
    let source = "fn a() {} fn b(&self) {} pub fn c(d: u8 = { 1 }) { <p>{d}</p> } fn e";
    let declarations = declare::parse_declarations(tokens(source), &mut diagnostics);
    let names: Vec<_> = declarations.iter().map(|declaration| declaration.name.to_string()).collect();
    assert_eq!(names, ["a", "c"]);
    assert_eq!(diagnostics.messages().len(), 2);
}
