//! What users read.

use super::super::{call, declare, resolve_markup};
use super::tokens;
use crate::diagnostics::Diagnostics;

fn messages(source: &str) -> Vec<String> {
    let mut diagnostics = Diagnostics::new();
    resolve_markup(tokens(source), &mut diagnostics);
    diagnostics.messages()
}

/// All messages of a call, where `<.card>` needs a title, has a kind and a note, takes content, rows and a footer.
fn call_messages(attributes: &str, slots: &str) -> Vec<String> {
    let source = format!(
        r#"{{
            title required "&str", kind defaulted "Kind", note optional "Option<&str>",
            inner_block required "Slot" slot(), row required "Slots<Row, u8>" slots("u8") {{ label required "&str", }},
            footer defaulted "Slot" slot(),
        }}
        ".card" (card) [{attributes}] [{slots}]"#
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
        "<select name=\"tags\" multiple></select><input type=\"file\" name=\"a[]\" multiple>",
        "<input name=\"user[email\"><input name=\"a[b]\"><input name=\"id\">",
        "<div><p>text</div>",
        "<p>text</dvi>",
        "text</p>",
        "<br>text</br>",
        "<dvi>text</dvi>",
        "<card>text</card>",
        "<p clas=\"a\" className=\"b\" href=\"c\"></p>",
        "<a hreff=\"a\" valu=\"b\"></a>",
        "<p aria-lable=\"a\" phx-clik={b}></p>",
        "<p class=\"a\" class=\"b\"></p>",
        "<p :fi={a}></p>",
        "<p :if></p>",
        "<p :for={items}></p>",
        "<p :key={a}></p>",
        "<p>{}</p>",
        "<p>{a b}</p>",
        "<p class=a></p>",
        "<p , ></p>",
        "<p class=\"a\"",
        "<!-- text",
        "<script>{code}</script>",
        "<script>\"</script>\"</script>",
        "<p onclick={code}></p>",
        "<iframe srcdoc={code}></iframe>",
        "<div phx-hook=\"Chart\"></div>",
        "<div id=\"a\" phx-update=\"streem\"></div>",
        "<ul><:item>x</:item></ul>",
        "<.list>if a { <:item>x</:item> }</.list>",
        "<.list><:inner_block>x</:inner_block></.list>",
        "<.list><:item :for={a in b} :key={a}>x</:item></.list>",
        "<.list><:item :if={let Some(a) = b}>x</:item></.list>",
        "<.list><:item :let={a b}>x</:item></.list>",
        "<.list><:item :let>x</:item></.list>",
        "<.list :let={a} />",
        "<p :let={a}>x</p>",
        "match a { b }",
        "< p>",
        "<p><div>x</div></p>",
        "<a href=\"/\">x <b><a href=\"/\">y</a></b></a>",
        "<form><form></form></form>",
        "<ul><li>a<li>b</li></li></ul>",
        "<table><div>x</div> text <tr><td>a</td></tr></table>",
        "<div><tr></tr></div>",
        "<table><td>a</td></table>",
        "<table>for a in b { <p>x</p> }</table>",
        "<i id=\"a\"></i><b id=\"a\"></b>",
        "<i id=\"a\"></i>if c { <b id=\"a\"></b> }",
        "<svg><set attributeName=\"href\" to={a} /><animate values={a} /></svg>",
    ];
    let text: Vec<_> = cases
        .iter()
        .map(|source| format!("{source}\n    {}", messages(source).join("\n").replace('\n', "\n    ")))
        .collect();
    insta::assert_snapshot!(text.join("\n\n"));
}

#[test]
fn mistakes_in_calls_have_their_words() {
    let title = r#"title "title" { 1 }"#;
    let content = "inner_block [] () () { content }";
    let row = r#"row [label "label" { 1 }] () () { content }"#;
    let right = format!("{content} {row}");
    let cases = [
        ("", &*right),
        (r#"titel "titel" { 1 }"#, &right),
        (title, row),
        (r#"title "title" { 1 } phx_x "phx-x" { 1 } phx_x "phx_x" { 2 }"#, &right),
        (title, content),
        (title, &format!("{content} rwo [] () () {{ x }}")),
        (title, &format!(r#"{right} row [lable "lable" {{ 1 }}] () (a) {{ x }} row [] () () {{ x }}"#)),
        (title, &format!("{right} footer [] () (a) {{ x }} footer [] () () {{ x }}")),
        (
            title,
            &format!(r#"inner_block [] () (a) {{ x }} {row} footer [class "class" {{ 1 }}] () () {{ x }}"#),
        ),
        (title, &right),
        (
            title,
            &format!(
                "{right} footer [] () () for (a) (b) {{ x }} row [label \"label\" {{ 1 }}] () () for (a) (b) {{ x }}"
            ),
        ),
    ];
    let text: Vec<_> =
        cases.iter().map(|(attributes, slots)| call_messages(attributes, slots).join("\n")).collect();
    insta::assert_snapshot!(text.join("\n\n"));
}

#[test]
fn mistakes_in_collected_attributes_have_their_words() {
    let declared = [
        r#"size required "u8" doc "how large" in [1, 2], kind optional "Option<&str>" in ["a", "b"],"#,
        r#"rest collected "Rest" include ["form", "accept-charset"],"#,
    ];
    let cases = [
        (
            &declared[..],
            r#"clas "clas" { 1 } href "href" { 1 } form "form" { 1 } accept_charset "accept-charset" { 1 }"#,
        ),
        (&declared, r#"size "size" { 3 } kind "kind" { "c" } undeclared "" { rest }"#),
        (
            &declared,
            r#"size "size" { 1u8 } kind "kind" { kind } onclick "onclick" { code } onload "onload" { "go()" }"#,
        ),
        (&declared[..1], r#"size "size" { 1 } undeclared "" { rest } class "class" { "a" }"#),
    ];
    let text = cases.iter().map(|(declared, attributes)| {
        let source = format!(r#"{{ {} }} ".card" (card) [{attributes}] []"#, declared.concat());
        let mut diagnostics = Diagnostics::new();
        let call = syn::parse2::<call::Call>(tokens(&source)).expect("a call");
        call::check(&call, &mut diagnostics);
        diagnostics.messages().join("\n")
    });
    insta::assert_snapshot!(text.collect::<Vec<_>>().join("\n\n"));
}

#[test]
fn what_is_right_is_not_reported() {
    for source in [
        "",
        "<p>text</p>",
        "<!DOCTYPE html><html><body><br><img src=\"a\" /></body></html>",
        "<svg fill=\"none\" viewBox=\"0 0 1 1\"><feGaussianBlur /><path d=\"M0\"/></svg>",
        "<my-element some-thing=1 data-x></my-element>",
        "<p :for={(a, b) in &c} :if={let Some(d) = a} :key={b}>{d}</p>",
        "for a in b { <p :key={a.id}>{a}</p> }",
        "<a::b::card title={x}/> <.card />",
        "<.list :let={(a, b)}>{a}<:item label=\"a\" :if={b > 1} :let={Row { c, .. }}>x</:item><:item /></.list>",
        "match a { Some(b) if b > 1 => { <p>{b}</p> } _ => text, }",
        "<button onclick=\"go()\" @click=\"x\" x-on:click.prevent=\"y\">x</button>",
        "<script src=\"/a.js\"></script><style>\"p { color: red }\"</style>",
        "<div id={id} phx-hook=\"Chart\" phx-update=\"ignore\"></div>",
        "<p data-x=\"1\" aria-label=\"a\" phx-click=\"a\" phx-value-clik=\"a\" phx-own=\"a\" hx-get=\"/\"></p>",
        "<my-element anything=\"1\"></my-element><td align=\"left\" tabIndex=\"1\"></td>",
        "<p>a<br><.card><div>x</div></.card></p><p><svg><a><a></a></a></svg></p>",
        "<table><tr :for={a in b}><td><p>{a}</p></td></tr>{rows}<.row /></table><tr></tr>",
        "<i :if={a} id=\"a\"></i><b :if={b} id=\"a\"></b>if a { <i id=\"b\"></i> } else { <b id=\"b\"></b> }",
        "<svg><set attributeName=\"fill\" to={a} /></svg><.card id=\"a\" /><i id=\"a\"></i>",
        "<p {rest} class=\"a\" {[(\"b\", c)]}></p>",
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
        "expected the attributes of a slot in braces\nhelp: write `struct Col { label: String }`, or `fn` for a component"
    );
    assert_eq!(
        parse("enum Card {}"),
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
    let names: Vec<_> =
        declarations.components.iter().map(|declaration| declaration.name.to_string()).collect();
    assert_eq!(names, ["a", "c"]);
    assert_eq!(diagnostics.messages().len(), 2);
}
