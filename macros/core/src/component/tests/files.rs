//! The front end for files.

use proc_macro2::Span;

use super::super::lexer;
use super::super::{check_markup, resolve_markup};
use super::tokens;
use crate::diagnostics::Diagnostics;

fn messages(text: &str) -> String {
    let mut diagnostics = Diagnostics::new();
    diagnostics.within("page.html", |diagnostics| {
        let lexemes = lexer::lex_file(text, Span::call_site(), diagnostics);
        check_markup(lexemes, diagnostics);
    });
    diagnostics.messages().join("\n")
}

#[test]
fn mistakes_in_files_have_their_place() {
    let cases = [
        "<p>\n  <b>text\n</p>",
        "<p>é <dvi>x</dvi></p>",
        "<p clas='a'></p>",
        "<p class='a' class='b'></p>",
        "<br>\n</br>",
        "\n</p>",
        "<p>{}</p>",
        "<p>{a b}</p>",
        "<p>{a</p>",
        "<p>{😀}</p>",
        "<p a=></p>",
        "<p a='></p>",
        "<p \"></p>",
        "<p class='a'\n<b></b>",
        "<p",
        "<>x</>",
        "<!-- a",
        "<!DOCTYPE html",
        "<script>a",
        "<p :for={items}></p>\n<i :if>x</i>",
        "if a {\n <p>x</p>",
        "match a {\n 1 <p>x</p> }",
        "match a {\n 1 => <p>x</p> }",
        "<a::b! />",
        "<p onclick={a}></p>",
    ];
    let text = cases.map(|source| format!("{source}\n    {}", messages(source).replace('\n', "\n    ")));
    insta::assert_snapshot!(text.join("\n\n"));
}

#[test]
fn what_is_right_in_files_is_not_reported() {
    for source in [
        "",
        "\u{feff}<!DOCTYPE html><html></html>",
        "It's a { /* comment */ } < b & c } 😀 'x",
        "if only it were so\nfor example { 1 } and more\nmatch it's {2}",
        "<p :for={a in b} :key={a}>{a}</p><br/><img src=/a/b.png alt=''>",
        "<textarea>\n a </textarea><style>p { color: red }</style>",
        "<svg viewBox = '0 0 1 1'><feGaussianBlur /></svg>",
        "<.card title='a' {rest}><:item :let={a}>{a}</:item></.card><a::b /> <my-element x></my-element>",
        "for a in b { if c { x } else if let Some(d) = e { y } else { z } }",
        "match a { Some(\"}\") if b => { x }, _ => { {'}'} } }",
    ] {
        assert_eq!(messages(source), "", "{source}");
    }
}

#[test]
fn both_front_ends_make_the_same_template() {
    for source in [
        "<p class=\"a\">Hello, <b>{name}</b>!</p>",
        "<ul>\n  <li :for={a in b} :if={c}>{a.b} text</li>\n</ul>",
        "<.card title=\"a\" open><:item :if={a}>x</:item> y </.card>",
        "if a { <p>x</p> } else { <b>y</b> }",
        "for a in b { <p :key={a}>{a}</p> }",
        "match a { 1 => { x } _ => { <b>y</b> } }",
        "<input disabled={a} {rest}><my-element a=\"&amp; b\"></my-element>",
    ] {
        let mut diagnostics = Diagnostics::new();
        let of_tokens = resolve_markup(tokens(source), &mut diagnostics);
        let lexemes = lexer::lex_file(source, Span::call_site(), &mut diagnostics);
        let of_file = check_markup(lexemes, &mut diagnostics);
        assert_eq!(diagnostics.messages(), Vec::<String>::new(), "{source}");
        assert_eq!(of_file.statics(), of_tokens.statics(), "{source}");
        assert_eq!(of_file.fingerprint(), of_tokens.fingerprint(), "{source}");
    }
}

proptest::proptest! {
    #[test]
    fn any_file_is_read(text in "[<>/{}='\"a-c.: !\\-\n#\\\\é😀]{0,40}|(<[a-z:.]{1,3}|</p>|\\{|\\}|if a |for a in b |match |=> |else |'|\"|r#\"|/\\*|\\*/|//| |\n){0,20}") {
        let _ = messages(&text);
    }
}
