//! Changesets come in, what Ecto's documentation says of them is checked.

mod constraint;
mod validate;

use serde_json::{Value as Json, json};

use super::{Action, Changeset, Fetched, FieldError, Meta};
use crate::Params;
use crate::schema::{Schema, Value};

bennu::schema! {
    /// Somebody with an account.
    struct User in "users" {
        name: String,
        username: String,
        bio: Option<String>,
        age: i64 = 18,
        admin: bool = false,
        score: Option<f64>,
        timestamps,
    }
}

fn eric() -> User {
    let now = crate::schema::now();
    User {
        id: 7,
        name: "Eric".to_owned(),
        username: "eric".to_owned(),
        bio: Some("Writes".to_owned()),
        age: 40,
        admin: false,
        score: None,
        inserted_at: now,
        updated_at: now,
    }
}

fn params(value: Json) -> Params {
    let Json::Object(map) = value else { panic!("parameters are an object") };
    Params::from(map)
}

fn changes(changeset: &Changeset<User>) -> Vec<(&'static str, Value)> {
    changeset.changes().map(|(name, value)| (name, value.clone())).collect()
}

fn messages(changeset: &Changeset<User>) -> Vec<(&'static str, String)> {
    changeset.errors().iter().map(|(field, error)| (*field, error.to_string())).collect()
}

#[test]
fn without_parameters_nothing_changes() {
    let changeset = Changeset::from(eric()).cast(&Params::new(), (User::name, User::username));
    assert_eq!(changes(&changeset), []);
    assert!(changeset.valid());
    assert_eq!(changeset.action(), None);
    assert_eq!(changeset.row().map(|row| row.id), Some(7));
}

#[test]
fn only_permitted_parameters_are_taken() {
    let params = params(json!({"name": "Max", "admin": "true", "random_key": "x"}));
    let changeset = Changeset::from(User).cast(&params, (User::name, User::username));
    assert_eq!(changes(&changeset), [("name", "Max".into())]);
}

#[test]
fn casting_is_typed() {
    let input = json!({"age": "21", "admin": true, "score": 2, "bio": null});
    let changeset =
        Changeset::from(eric()).cast(&params(input), (User::age, User::admin, User::score, User::bio));
    assert!(changeset.valid());
    let expected =
        [("bio", Value::Null), ("age", 21_i64.into()), ("admin", true.into()), ("score", Value::Float(2.0))];
    assert_eq!(changes(&changeset), expected);
}

#[test]
fn what_cannot_be_cast_is_invalid() {
    let input = json!({"age": "old", "name": {"first": "Max"}, "score": [1]});
    let changeset = Changeset::from(User).cast(&params(input), (User::age, User::name, User::score));
    let invalid =
        |kind: &'static str| FieldError::new("is invalid").with("type", kind).with("validation", "cast");
    let expected = [("age", invalid("integer")), ("name", invalid("string")), ("score", invalid("float"))];
    assert_eq!(changeset.errors(), expected);
    assert!(!changeset.valid());
    assert_eq!(changes(&changeset), []);
}

#[test]
fn what_the_row_has_already_is_no_change() {
    let changeset =
        Changeset::from(eric()).cast(&params(json!({"name": "Eric", "age": "40"})), (User::name, User::age));
    assert_eq!(changes(&changeset), []);
    let changeset = changeset.put_change(User::name, "Erik").put_change(User::name, "Eric");
    assert_eq!(changes(&changeset), []);
}

#[test]
fn an_empty_string_is_the_default_or_null() {
    let input = params(json!({"age": "", "bio": ""}));
    let changeset = Changeset::from(eric()).cast(&input, (User::age, User::bio));
    assert_eq!(changes(&changeset), [("bio", Value::Null), ("age", 18_i64.into())]);
    assert!(changeset.changed(User::bio));
    assert_eq!(changeset.get_change(User::bio), None);
    assert_eq!(changeset.get_field(User::bio), None);
}

#[test]
fn casts_add_up() {
    let changeset = Changeset::from(User)
        .cast(&params(json!({"name": "Max"})), User::name)
        .cast(&params(json!({"username": "max", "name": "dropped"})), User::username);
    assert_eq!(changes(&changeset), [("name", "Max".into()), ("username", "max".into())]);
}

#[test]
fn changes_are_put_read_and_taken_back() {
    let changeset = Changeset::from(eric()).put_change(User::username, "ericmj");
    assert_eq!(changeset.get_change(User::username).as_deref(), Some("ericmj"));
    assert_eq!(changeset.get_field(User::username).as_deref(), Some("ericmj"));
    assert_eq!(changeset.get_field(User::name).as_deref(), Some("Eric"));
    assert_eq!(changeset.get_change(User::name), None);
    let changeset = changeset.delete_change(User::username);
    assert!(!changeset.changed(User::username));
    assert_eq!(Changeset::from(User).get_field(User::age), Some(18));
    assert_eq!(Changeset::from(User).get_field(User::name), None);
}

#[test]
fn what_is_required_cannot_be_blank() {
    let changeset = Changeset::from(User).validate_required((User::name, User::username));
    let blank = FieldError::new("can't be blank").with("validation", "required");
    assert_eq!(changeset.errors(), [("name", blank.clone()), ("username", blank)]);
    assert!(Changeset::from(eric()).validate_required((User::name, User::username)).valid());
}

#[test]
fn white_space_is_blank_and_no_change() {
    let input = params(json!({"name": " \t\n", "username": "max"}));
    let changeset = Changeset::from(User).cast(&input, (User::name, User::username));
    let changeset = changeset.validate_required((User::name, User::username));
    assert_eq!(messages(&changeset), [("name", "can't be blank".to_owned())]);
    assert_eq!(changes(&changeset), [("username", "max".into())]);
}

#[test]
fn a_field_with_an_error_is_not_blank_too() {
    let changeset =
        Changeset::from(User).cast(&params(json!({"name": 5})), User::name).validate_required(User::name);
    assert_eq!(messages(&changeset), [("name", "is invalid".to_owned())]);
}

#[test]
fn the_newest_error_comes_first() {
    let changeset = Changeset::from(User)
        .add_error(User::name, "first")
        .add_error(User::age, FieldError::new("must be below %{limit}").with("limit", 99_i64))
        .add_error(User::name, "second".to_owned());
    let by_field = changeset.traverse_errors(ToString::to_string);
    assert_eq!(by_field.keys().copied().collect::<Vec<_>>(), ["age", "name"]);
    assert_eq!(by_field["name"], ["second", "first"]);
    assert_eq!(by_field["age"], ["must be below 99"]);
    assert_eq!(
        changeset.errors_on(User::name).map(FieldError::message).collect::<Vec<_>>(),
        ["second", "first"]
    );
}

#[test]
fn messages_have_holes_for_what_is_known() {
    let error = FieldError::new("%{a} of %{b}, %{c, 100%{")
        .with("a", 1_i64)
        .with("b", Meta::List(vec!["x".into(), "y".into()]));
    assert_eq!(error.to_string(), "1 of x, y, %{c, 100%{");
    assert_eq!(FieldError::new("%{missing}").to_string(), "%{missing}");
}

#[test]
fn an_action_is_applied_or_refused() {
    let changeset = Changeset::from(eric()).put_change(User::name, "Erik");
    let user = changeset.apply_action(Action::Update).expect("the change is valid");
    assert_eq!((user.id, user.name.as_str(), user.username.as_str()), (7, "Erik", "eric"));

    let changeset = Changeset::from(User)
        .put_change(User::name, "Max")
        .apply_action(Action::Insert)
        .expect_err("no username");
    assert_eq!(changeset.action(), Some(Action::Insert));
    assert_eq!(messages(&changeset), [("username", "can't be blank".to_owned())]);

    let changeset = Changeset::from(User).put_change(User::name, "Max").put_change(User::username, "max");
    let user = changeset.apply_action(Action::Validate).expect("nothing is missing");
    assert_eq!((user.id, user.age, user.bio), (0, 18, None));
    assert_eq!(user.inserted_at, user.updated_at);
}

#[test]
fn an_invalid_changeset_is_an_error_with_its_messages() {
    let changeset = Changeset::from(User).validate_required(User::name).with_action(Action::Insert);
    let error = crate::Error::from(changeset);
    assert_eq!(error.status(), 422);
    assert_eq!(error.to_string(), "name can't be blank");
    assert_eq!(error.details(), Some(&serde_json::json!({"name": ["can't be blank"]})));
}

#[test]
fn a_changeset_prints_what_it_would_do() {
    let changeset = Changeset::from(User).put_change(User::name, "Max").validate_required(User::username);
    let printed = format!("{changeset:?}");
    for part in
        ["action: None", "(\"name\", Text(\"Max\"))", "can't be blank", "table: \"users\"", "valid: false"]
    {
        assert!(printed.contains(part), "{part} in {printed}");
    }
    assert_eq!(User::FIELDS.len(), 9);
}

#[test]
fn single_changes_are_fetched_and_forced() {
    let changeset = Changeset::from(eric()).put_change(User::bio, None);
    assert_eq!(changeset.fetch_change(User::bio), Some(None));
    assert_eq!(changeset.fetch_change(User::name), None);
    assert_eq!(changeset.fetch_field(User::bio), Fetched::Changes(None));
    assert_eq!(changeset.fetch_field(User::name), Fetched::Data(Some("Eric".to_owned())));
    let forced = Changeset::from(eric()).force_change(User::name, "Eric");
    assert_eq!(changes(&forced), [("name", "Eric".into())]);
    assert_eq!(changes(&forced.put_change(User::name, "Eric")), []);
}

#[test]
fn two_changesets_are_merged() {
    let eric = eric();
    let cast = |input, column| Changeset::from(&eric).cast(&params(input), column);
    let first = cast(json!({"name": "Erik", "age": "x"}), User::name).validate_length(User::name, 9..);
    let second = cast(json!({"name": "Max"}), User::name).validate_length(User::name, 9..);
    let second = second.validate_required(User::age).add_error(User::age, "is odd");
    let merged = first.with_action(Action::Update).merge(second);
    assert_eq!(changes(&merged), [("name", "Max".into())]);
    let expected = ["should be at least 9 character(s)", "is odd"];
    assert_eq!(messages(&merged).into_iter().map(|(_, text)| text).collect::<Vec<_>>(), expected);
    assert_eq!(merged.params().and_then(|params| params.str("age")), Some("x"));
    assert_eq!(merged.required().collect::<Vec<_>>(), ["age"]);
    assert_eq!((merged.action(), merged.validations().count()), (Some(Action::Update), 2));
}

#[test]
#[should_panic(expected = "cannot merge changesets of different rows of `users`")]
fn changesets_of_different_rows_are_not_merged() {
    let _ = Changeset::from(eric()).merge(Changeset::from(User));
}

#[test]
fn changes_apply_without_being_valid() {
    let changeset = Changeset::from(eric()).put_change(User::name, "").add_error(User::name, "is odd");
    assert_eq!(changeset.apply_changes().expect("nothing is missing").name, "");
    assert!(Changeset::from(User).apply_changes().is_err());
}

#[test]
fn other_texts_can_be_empty() {
    let input = params(json!({"name": "N/A", "bio": "", "username": "max"}));
    let changeset = Changeset::from(eric())
        .empty_values(|text| text == "N/A")
        .cast(&input, (User::name, User::bio, User::username));
    assert_eq!(changes(&changeset), [("name", Value::Null), ("username", "max".into()), ("bio", "".into())]);
}
