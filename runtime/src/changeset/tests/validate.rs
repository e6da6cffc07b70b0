//! Changesets with rules come in, messages and metadata are as Ecto documents them.

use rust_decimal::Decimal;
use serde_json::json;

use super::super::{Changeset, FieldError, Length, Limits, Meta};
use super::{User, eric, messages, params};

#[test]
fn length_errors_carry_what_ecto_s_carry() {
    let long = "a".repeat(30);
    let changeset =
        Changeset::from(User).put_change(User::username, long).validate_length(User::username, 1..=20);
    let expected = FieldError::new("should be at most %{count} character(s)")
        .with("count", 20)
        .with("validation", "length")
        .with("kind", "max")
        .with("type", "string");
    assert_eq!(changeset.errors(), [("username", expected)]);
    assert_eq!(messages(&changeset), [("username", "should be at most 20 character(s)".to_owned())]);
}

#[test]
fn lengths_are_counted_in_characters() {
    let of = |text: &str, length: Length| {
        messages(
            &Changeset::from(User).put_change(User::bio, text.to_owned()).validate_length(User::bio, length),
        )
        .pop()
        .map(|(_, message)| message)
    };
    assert_eq!(of("12345", (6..).into()).as_deref(), Some("should be at least 6 character(s)"));
    assert_eq!(of("", (2..=140).into()).as_deref(), Some("should be at least 2 character(s)"));
    assert_eq!(of("äöü", 3.into()), None);
    assert_eq!(of("äöü", 2.into()).as_deref(), Some("should be 2 character(s)"));
    assert_eq!(of("äöü", (..=3).into()), None);
    assert_eq!(of("äöü", (..3).into()).as_deref(), Some("should be at most 2 character(s)"));
    assert_eq!(of("äöü", (4..9).into()).as_deref(), Some("should be at least 4 character(s)"));
}

#[test]
fn only_changes_are_validated() {
    let changeset = Changeset::from(eric())
        .validate_length(User::username, 100..)
        .validate_format(User::username, |_| false)
        .validate_inclusion(User::age, [1, 2])
        .validate_change(User::age, |_| Err("never seen"));
    assert!(changeset.valid());
    let changeset = changeset.put_change(User::bio, None).validate_length(User::bio, 1..);
    assert!(changeset.valid());
}

#[test]
fn formats_and_choices() {
    let changeset = Changeset::from(User)
        .put_change(User::username, "nobody")
        .put_change(User::age, 3_i64)
        .validate_format(User::username, |name| name.contains('@'))
        .validate_inclusion(User::age, [1, 2])
        .validate_exclusion(User::age, [3])
        .validate_inclusion(User::age, 3..5);
    let choices = |of: [&str; 2]| of.map(str::to_owned).to_vec();
    let expected = [
        (
            "age",
            FieldError::new("is reserved").with("validation", "exclusion").with("enum", vec!["3".to_owned()]),
        ),
        (
            "age",
            FieldError::new("is invalid").with("validation", "inclusion").with("enum", choices(["1", "2"])),
        ),
        ("username", FieldError::new("has invalid format").with("validation", "format")),
    ];
    assert_eq!(changeset.errors(), expected);
}

#[test]
fn other_words_keep_the_metadata() {
    let changeset = Changeset::from(User)
        .put_change(User::username, "a")
        .validate_length(User::username, 3..)
        .message("needs %{count} letters");
    assert_eq!(messages(&changeset), [("username", "needs 3 letters".to_owned())]);
    assert!(Changeset::from(User).message("of nothing").valid());
}

#[test]
fn graphemes_codepoints_and_bytes_differ() {
    let name = || Changeset::from(User).put_change(User::name, "e\u{301}🇩🇪".to_owned());
    let is_valid = |length: Length| name().validate_length(User::name, length).valid();
    assert!(
        is_valid(2.into()) && is_valid(Length::from(4).codepoints()) && is_valid(Length::from(11).bytes())
    );
    let error = FieldError::new("should be at most %{count} byte(s)")
        .with("count", 10)
        .with("validation", "length")
        .with("kind", "max")
        .with("type", "binary");
    assert_eq!(name().validate_length(User::name, Length::from(..=10).bytes()).errors(), [("name", error)]);
}

#[test]
fn lists_and_maps_have_items() {
    let post = Changeset::from(Post)
        .put_change(Post::tags, ["a".to_owned()])
        .put_change(Post::meta, serde_json::Map::new())
        .validate_length(Post::tags, 2)
        .validate_length(Post::meta, 1..);
    let error = |message: &'static str, count: i64, kind: &'static str, ty: &'static str| {
        let error = FieldError::new(message).with("count", count).with("validation", "length");
        error.with("kind", kind).with("type", ty)
    };
    let expected = [
        ("meta", error("should have at least %{count} item(s)", 1, "min", "map")),
        ("tags", error("should have %{count} item(s)", 2, "is", "list")),
    ];
    assert_eq!(post.errors(), expected);
}

crate::schema! {
    /// Something with the rarer types.
    struct Post in "posts" {
        tags: Vec<String> = Vec::new(),
        meta: serde_json::Map<String, serde_json::Value>,
        price: Decimal,
    }
}

#[test]
fn entries_outside_of_a_set_are_invalid() {
    let post = Changeset::from(Post).put_change(Post::tags, ["a".to_owned(), "c".to_owned()]);
    let allowed = ["a".to_owned(), "b".to_owned()];
    let expected =
        FieldError::new("has an invalid entry").with("validation", "subset").with("enum", allowed.to_vec());
    assert_eq!(post.clone().validate_subset(Post::tags, &allowed).errors(), [("tags", expected)]);
    assert!(post.validate_subset(Post::tags, ["a", "b", "c"]).valid());
}

#[test]
fn numbers_have_every_limit_of_ecto_s() {
    let error = |limits: Limits<i64>| {
        let changeset = Changeset::from(User).put_change(User::age, 7).validate_number(User::age, limits);
        changeset.errors().first().map(|(_, error)| error.clone())
    };
    let expected = |message: &'static str, kind: &'static str, number: i64| {
        Some(FieldError::new(message).with("validation", "number").with("kind", kind).with("number", number))
    };
    let new = Limits::new;
    assert_eq!(error(new().less_than(7)), expected("must be less than %{number}", "less_than", 7));
    assert_eq!(error(new().greater_than(7)), expected("must be greater than %{number}", "greater_than", 7));
    let message = "must be less than or equal to %{number}";
    assert_eq!(error(new().less_than_or_equal_to(6)), expected(message, "less_than_or_equal_to", 6));
    let message = "must be greater than or equal to %{number}";
    assert_eq!(error(new().greater_than_or_equal_to(8)), expected(message, "greater_than_or_equal_to", 8));
    assert_eq!(error(new().equal_to(8)), expected("must be equal to %{number}", "equal_to", 8));
    assert_eq!(error(new().not_equal_to(7)), expected("must be not equal to %{number}", "not_equal_to", 7));
    // The first that is broken, as told.
    assert_eq!(error(new().greater_than(0).less_than(5).equal_to(9)), error(new().less_than(5)));
    assert_eq!(error((0..8).into()), None);
    assert_eq!(error((0..7).into()), error(new().less_than(7)));
    assert_eq!(error((8..=9).into()), error(new().greater_than_or_equal_to(8)));
    assert_eq!((error((7..).into()), error((..=7).into()), error((..8).into())), (None, None, None));
}

#[test]
fn numbers_of_other_types_are_limited() {
    let cents = |number| Decimal::new(number, 2);
    let post = Changeset::from(Post).put_change(Post::price, cents(1000));
    let post = post.validate_number(Post::price, cents(0)..cents(999));
    assert_eq!(post.errors()[0].1, "must be less than 9.99");
    let user = Changeset::from(User).put_change(User::score, 0.5).validate_number(User::score, 0.75..);
    assert_eq!(user.errors()[0].1, "must be greater than or equal to 0.75");
}

#[test]
fn confirmations_repeat() {
    let confirm = |input| {
        let changeset = Changeset::from(User).cast(&params(input), User::name);
        messages(&changeset.validate_confirmation(User::name))
    };
    let mismatch = [("name_confirmation", "does not match confirmation".to_owned())];
    assert_eq!(confirm(json!({"name": "Max", "name_confirmation": "Max"})), []);
    assert_eq!(confirm(json!({"name": "Max"})), []);
    assert_eq!(confirm(json!({"name": "Max", "name_confirmation": "Min"})), mismatch);
    assert_eq!(confirm(json!({"name": "Max", "name_confirmation": null})), mismatch);
    assert_eq!(confirm(json!({"name_confirmation": "Max"})), mismatch);
    // Without parameters there is nothing to repeat.
    assert!(Changeset::from(User).put_change(User::name, "Max").require_confirmation(User::name).valid());
    let missing = Changeset::from(User).cast(&params(json!({"name": "Max"})), User::name);
    let missing = missing.require_confirmation(User::name).message("say it again");
    let expected = FieldError::new("say it again").with("validation", "required");
    assert_eq!(missing.errors(), [("name_confirmation", expected)]);
}

#[test]
fn terms_are_accepted_or_not() {
    let accept = |input| Changeset::from(User).cast(&params(input), ()).validate_acceptance("terms").valid();
    assert!(
        accept(json!({"terms": "true"})) && accept(json!({"terms": true})) && accept(json!({"terms": "1"}))
    );
    for refused in [json!({}), json!({"terms": "false"}), json!({"terms": ""}), json!({"terms": null})] {
        assert!(!accept(refused));
    }
    assert!(Changeset::from(User).validate_acceptance("terms").valid());
    let changeset = Changeset::from(User).cast(&params(json!({})), ()).validate_acceptance(User::admin);
    let expected = FieldError::new("must be accepted").with("validation", "acceptance");
    assert_eq!(changeset.errors(), [("admin", expected)]);
}

#[test]
fn rules_can_be_read() {
    let changeset = Changeset::from(User)
        .validate_required((User::name, User::username))
        .validate_required(User::name)
        .validate_length(User::name, 2..=20)
        .validate_number(User::age, 18..)
        .validate_format(User::name, |_| true);
    assert_eq!(changeset.required().collect::<Vec<_>>(), ["name", "username"]);
    let rules: Vec<_> = changeset.validations().map(|(field, rule)| (field, rule.name())).collect();
    assert_eq!(rules, [("name", "length"), ("age", "number"), ("name", "format")]);
    let (_, length) = changeset.validations().next().expect("there are rules");
    assert_eq!(length.options(), [("min", Meta::Integer(2)), ("max", Meta::Integer(20))]);
}

#[test]
fn errors_may_be_about_anything() {
    let changeset = Changeset::from(eric()).add_error("base", "is wrong").add_error(User::name, "is odd");
    assert_eq!(changeset.errors_on("base").next().map(FieldError::message), Some("is wrong"));
    // What is no column comes last.
    assert_eq!(changeset.messages().iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["name", "base"]);
}
