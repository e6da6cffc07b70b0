//! Schemas come in, their expansions and errors are compared with what is written here.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::diagnostics::Diagnostics;
use crate::names::Names;
use crate::snapshot;

/// What is wrong with a schema, and what is expanded all the same.
fn mistakes(input: TokenStream) -> (Vec<String>, String) {
    let mut diagnostics = Diagnostics::new();
    let output = super::pipeline(&Names::default(), input, &mut diagnostics);
    (diagnostics.messages(), output.to_string())
}

fn message() -> TokenStream {
    quote! {
        /// Something that was said.
        pub struct Message in "messages" {
            author: String,
            /// What was said.
            body: String,
            likes: i64 = 0,
            slug: String = "",
            note: Option<String>,
            timestamps,
        }
    }
}

#[test]
fn a_message() {
    insta::assert_snapshot!(snapshot::items(super::expand, message()));
}

#[test]
fn attributes_visibility_and_another_param() {
    let input = quote! {
        #[derive(bennu::Param)]
        #[param(key = slug)]
        pub(crate) struct Page in "pages" {
            #[serde(rename = "path")]
            pub slug: String,
            r#type: Option<u16>,
        }
    };
    insta::assert_snapshot!(snapshot::items(super::expand, input));
}

#[test]
fn a_schema_with_mistakes_stands_in() {
    let input = quote! {
        pub struct Message in "messages" { id: i64, body: &'static str, body: String, timestamps, timestamps }
    };
    insta::assert_snapshot!(snapshot::items(super::expand, input));
}

#[test]
fn all_mistakes_are_reported() {
    let (messages, output) = mistakes(quote! {
        pub struct Message in "" { id: i64, Body: usize, body: String, oops, broken String, timestamps, timestamps }
    });
    let found: Vec<_> = messages.iter().filter_map(|message| message.lines().next()).collect();
    let expected = [
        "expected `:` and the type of `broken`, as in `broken: String`",
        "a table's name has at least one character",
        "`oops` has no type",
        "`timestamps` stands here twice",
        "`body` is a field already",
        "no column holds `usize`",
    ];
    assert_eq!(found, expected);
    assert!(output.contains("struct Message") && output.contains("unreadable"));
}

#[test]
fn names_are_put_into_snake_case() {
    for (name, expected) in [
        ("Message", "message"),
        ("BlogPost", "blog_post"),
        ("HTTPLog", "http_log"),
        ("LogHTTP", "log_http"),
        ("Area51", "area51"),
        ("snake_case", "snake_case"),
        ("Ärger", "ärger"),
    ] {
        assert_eq!(crate::spelling::underscore(name), expected, "{name}");
    }
}

/// Somebody types: after each token the macro answers with messages or items, and does not panic.
#[test]
fn half_a_schema_is_an_answer() {
    let tokens: Vec<TokenTree> = message().into_iter().collect();
    let (Some(TokenTree::Group(body)), header) = (tokens.last().cloned(), &tokens[..tokens.len() - 1]) else {
        panic!("a schema ends with its fields");
    };
    for end in 0..header.len() {
        let (messages, output) = mistakes(header[..end].iter().cloned().collect());
        assert!(!messages.is_empty() && output.is_empty(), "{end}: {output}");
    }
    let entries: Vec<TokenTree> = body.stream().into_iter().collect();
    for end in 0..=entries.len() {
        let entries = entries[..end].iter().cloned();
        let (_, output) = mistakes(quote!(pub struct Message in "messages" { #(#entries)* }));
        assert!(output.contains("struct Message"), "{end}: {output}");
    }
}
