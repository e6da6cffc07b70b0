//! Examples of each rule, and properties over arbitrary text.

use proptest::prelude::*;

use super::*;

fn error(text: &str) -> (String, Option<String>) {
    let error = parse(text).expect_err("this path should not be accepted");
    (error.to_string(), error.help())
}

#[test]
fn segments_are_static_parameters_and_globs() {
    let pattern = parse("/api/v{version}/files/{*rest}").unwrap();
    let expected = [
        Segment::Static("api".into()),
        Segment::Param { prefix: "v".into(), name: "version".into(), declared: None },
        Segment::Static("files".into()),
        Segment::Glob { name: "rest".into() },
    ];
    assert_eq!(pattern.segments(), expected);
    assert_eq!(pattern.names().collect::<Vec<_>>(), ["version", "rest"]);
    assert_eq!(parse("/").unwrap().segments(), []);
}

#[test]
fn a_parameter_may_declare_its_type() {
    let pattern = parse("/posts/{id :  crate::blog::Id<Post> }").unwrap();
    assert_eq!(pattern.to_string(), "/posts/{id: crate::blog::Id<Post>}");
    assert_eq!(pattern.segments()[1].declared(), Some("crate::blog::Id<Post>"));
    assert!(pattern.is_same_shape(&parse("/posts/{slug}").unwrap()));
}

#[test]
fn phoenix_spelling_is_recognised() {
    for (written, instead) in
        [("/:id", "{id}"), ("/v:version", "v{version}"), ("/a/*rest", "{*rest}"), ("/a/*", "{*rest}")]
    {
        assert_eq!(error(written).1.unwrap(), format!("write `{instead}`"), "{written}");
    }
    assert_eq!(error("/users/<id>").1.unwrap(), "write `{id}`");
}

#[test]
fn every_mistake_names_its_segment() {
    for (written, expected) in [
        ("users", "path `users` does not begin with a slash"),
        ("/users//x", "a segment of the path is empty"),
        ("/users/", "a segment of the path is empty"),
        ("/{id", "segment `{id` has a brace without its counterpart"),
        ("/id}", "segment `id}` has a brace without its counterpart"),
        ("/{{id}}", "segment `{{id}}` has a brace without its counterpart"),
        ("/{}", "segment `{}` has no name in its braces"),
        ("/{*}", "segment `{*}` has no name in its braces"),
        ("/{my-id}", "`my-id` in segment `{my-id}` is not a name"),
        ("/{_}", "`_` in segment `{_}` is not a name"),
        ("/{id:}", "segment `{id:}` has no type behind its colon"),
        ("/{:i64}", "segment `{:i64}` has no name in its braces"),
        ("/{*rest: String}", "glob `{*rest: String}` has a type"),
        ("/{id}.json", "segment `{id}.json` goes on after its parameter"),
        ("/a{*rest}", "segment `a{*rest}` has text beside its glob"),
        ("/{*rest}/edit", "glob `{*rest}` is not the last segment"),
        ("/{id}/{id}", "parameter `id` occurs twice in the path"),
        ("/a%20b", "segment `a%20b` holds `%`"),
        ("/a b", "segment `a b` holds ` `"),
        ("/..", "segment `..` never arrives: browsers take it out of the path"),
    ] {
        assert_eq!(error(written).0, expected);
    }
}

#[test]
fn a_pattern_covers_what_it_always_matches() {
    let pattern = |text| parse(text).unwrap();
    for (wide, narrow) in
        [("/{a}", "/users"), ("/v{x}", "/v1"), ("/{a}", "/v{x}"), ("/{*all}", "/"), ("/a/{*r}", "/a/{b}/c")]
    {
        assert!(pattern(wide).covers(&pattern(narrow)), "{wide} {narrow}");
        assert!(!pattern(narrow).covers(&pattern(wide)), "{narrow} {wide}");
    }
    assert!(pattern("/{a}/new").overlaps(&pattern("/users/{id}")));
    assert!(!pattern("/{a}/new").covers(&pattern("/users/{id}")));
    assert!(!pattern("/{a}/new").overlaps(&pattern("/users/{id}/edit")));
    assert!(pattern("/posts/{id}").is_same_shape(&pattern("/posts/{slug}")));
}

proptest! {
    #[test]
    fn any_text_is_a_pattern_or_an_error_inside_it(text in "(/?[a-z:*{}%<>. é]{0,6}){0,5}|.{0,40}") {
        match parse(&text) {
            Ok(pattern) => prop_assert_eq!(parse(&pattern.to_string()), Ok(pattern)),
            Err(error) => {
                prop_assert!(text[error.offset..].starts_with(&error.segment));
                prop_assert!(!error.to_string().is_empty());
                let _ = error.help();
            }
        }
    }

    #[test]
    fn printing_and_parsing_are_inverse(text in "(/([a-z.é-]{1,8}[a-z]|[a-z]{0,2}\\{[a-z][a-z0-9_]{0,5}\\})){0,6}(/\\{\\*rest\\})?") {
        let text = if text.is_empty() { "/".to_owned() } else { text };
        if let Ok(pattern) = parse(&text) {
            prop_assert_eq!(parse(&pattern.to_string()), Ok(pattern.clone()));
            prop_assert_eq!(pattern.to_string(), text);
            prop_assert!(pattern.is_same_shape(&pattern) && pattern.overlaps(&pattern));
        }
    }
}
