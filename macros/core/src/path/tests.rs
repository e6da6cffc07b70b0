//! Golden expansions of documented examples, and properties over arbitrary text.

use proptest::prelude::*;
use quote::quote;

use super::*;
use crate::snapshot;

const TABLE: &str = "Router\n/\n/posts\n/posts/{id}\n/posts/{id}/edit\n/v{version}/files/{*rest}";

fn expansion(path: TokenStream) -> String {
    snapshot::expression(expand, quote!(#TABLE (krate) #path))
}

#[test]
fn text_alone_is_a_constant() {
    insta::assert_snapshot!(expansion(quote!("/posts?sort=name#top")));
}

#[test]
fn values_are_written_in_turn() {
    insta::assert_snapshot!(expansion(quote!("/posts/{post.id}/edit?page={page + 1}&{params}&x=1#{anchor}")));
}

#[test]
fn bare_tokens_mean_the_same() {
    let path = "/posts/{post}/edit?page={page}#top";
    let tokens: TokenStream = path.parse().unwrap();
    assert_eq!(expansion(tokens), expansion(quote!(#path)));
}

#[test]
fn a_glob_takes_what_iterates() {
    insta::assert_snapshot!(expansion(quote!("/v{version}/files/{&files..}")));
}

#[test]
fn a_value_is_checked_against_the_type_that_its_route_declares() {
    let expansion = |path: &str| {
        let table =
            "Router\n/posts/{id: crate::PostId}\n/users/{id: i64}\n/{kind}/{id: i64}/edit\n/users/{id}/edit";
        snapshot::expression(expand, quote!(#table (krate) #path))
    };
    assert!(expansion("/posts/{post}").contains(".param_of::<krate::PostId, _>(&post)"));
    assert!(expansion("/users/{1}").contains(".param_of::<i64, _>(&1)"));
    assert!(expansion("/users/me").contains("no route of `Router` matches `/users/me`"));
    // Routes that do not agree ask for nothing.
    assert!(expansion("/users/{id}/edit").contains(".param(&id)"));
    assert!(expansion("/users/me/edit").contains("from_static"));
}

#[test]
fn a_wrong_path_names_the_nearest_route() {
    insta::assert_snapshot!(expansion(quote!("/posts/{post}/edti")));
}

#[test]
fn static_files_are_looked_for() {
    let expansion = |path: &str| {
        let table = "Router\n/files/{*rest}\n=/assets\tsources\tsrc\n=/files\tsources\tsrc";
        snapshot::expression(expand, quote!(#table (krate) #path))
    };
    for path in ["/assets/lib.rs#top", "/assets/path/mod.rs?vsn=d", "/assets/path/{name}", "/files/elsewhere"]
    {
        assert!(!expansion(path).contains("compile_error"), "{path}");
    }
    let missing = expansion("/assets/path/mdo.rs");
    assert!(missing.contains("there is no file `path/mdo.rs` in `sources`"), "{missing}");
    assert!(missing.contains("did you mean `mod.rs`?"), "{missing}");
    for path in ["/assets/../Cargo.toml", "/assets/path"] {
        assert!(expansion(path).contains("there is no file"), "{path}");
    }
    assert!(expansion("/assets").contains("no route of `Router`"));
}

#[test]
fn what_is_not_verified_is_still_encoded() {
    let output = expansion(quote!(unverified "/elsewhere/a b"));
    assert!(output.contains(r#"from_static("/elsewhere/a%20b")"#), "{output}");
}

#[test]
fn a_router_with_mistakes_lets_every_path_pass() {
    let output = snapshot::expression(expand, quote!("!Router" (krate) "/nowhere"));
    assert!(!output.contains("compile_error"), "{output}");
}

#[test]
fn braces_in_strings_do_not_end_a_value() {
    for path in [r#"/posts/{f("}")}"#, r"/posts/{f('}')}", r"/posts/{Post { id: 1 }}", r#"/posts/{f("\"}")}"#]
    {
        assert!(!expansion(quote!(#path)).contains("compile_error"), "{path}");
    }
}

proptest! {
    #[test]
    fn no_text_is_too_strange(path in "/?[a-z/{}?#&=.%' é\"]{0,24}|.{0,30}") {
        let output = expansion(quote!(#path));
        prop_assert!(output.contains("Path::from_static") || output.contains("Writer::new"), "{}", output);
    }

    #[test]
    fn the_table_comes_back_as_it_went(names in prop::collection::vec("[a-z]{1,6}", 0..6)) {
        let patterns: Vec<String> = names.iter().map(|name| format!("/{name}/{{id}}")).collect();
        let table = table::parse(&Literal::string(&table::print("Router", Some(&patterns), &[])));
        let read = table.patterns.iter().flatten().map(ToString::to_string).collect::<Vec<_>>();
        prop_assert_eq!(read, patterns);
        prop_assert_eq!(&table.router, "Router");
    }
}
