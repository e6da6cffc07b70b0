//! Constraints come in with what a database could say of them, errors are as Ecto documents them.

use super::super::constraint::ConstraintKind;
use super::super::{Changeset, FieldError, Match};
use super::{User, messages};

fn violated(
    changeset: Changeset<User>,
    kind: ConstraintKind,
    name: &str,
) -> Option<(&'static str, FieldError)> {
    let refused = changeset.violated(kind, &[name.to_owned()]).ok()?;
    refused.errors().first().cloned()
}

fn expected(message: &'static str, constraint: &'static str, name: &'static str) -> FieldError {
    FieldError::new(message).with("constraint", constraint).with("constraint_name", name)
}

#[test]
fn a_constraint_says_nothing_before_the_database_does() {
    let changeset = Changeset::from(User).unique_constraint(User::username);
    assert!(changeset.valid());
    let error = violated(changeset, ConstraintKind::Unique, "users_username_index");
    assert_eq!(
        error,
        Some(("username", expected("has already been taken", "unique", "users_username_index")))
    );
    let named = Changeset::from(User).unique_constraint((User::name, User::age)).message("are taken");
    let named = named.violated(ConstraintKind::Unique, &["users_name_age_index".to_owned()]);
    assert_eq!(messages(&named.expect("it is spoken of")), [("name", "are taken".to_owned())]);
}

#[test]
fn every_constraint_has_its_message_and_name() {
    let new = || Changeset::from(User);
    let cases = [
        (
            new().foreign_key_constraint(User::age),
            ConstraintKind::ForeignKey,
            ("age", expected("does not exist", "foreign", "users_age_fkey")),
        ),
        (
            new().check_constraint(User::age, "age_is_positive"),
            ConstraintKind::Check,
            ("age", expected("is invalid", "check", "age_is_positive")),
        ),
        (
            new().exclusion_constraint(User::age),
            ConstraintKind::Exclusion,
            ("age", expected("violates an exclusion constraint", "exclusion", "users_age_exclusion")),
        ),
        (
            new().foreign_key_constraint("videos").named("videos_user_id_fkey").message("still exist"),
            ConstraintKind::ForeignKey,
            ("videos", expected("still exist", "foreign", "videos_user_id_fkey")),
        ),
    ];
    for (changeset, kind, error) in cases {
        let name = error.1.metadata()[1].1.to_string();
        assert_eq!(violated(changeset, kind, &name), Some(error));
    }
}

#[test]
fn kind_and_name_must_be_the_same() {
    let unique = || Changeset::from(User).unique_constraint(User::username);
    assert_eq!(violated(unique(), ConstraintKind::Unique, "users_name_index"), None);
    assert_eq!(violated(unique(), ConstraintKind::Check, "users_username_index"), None);
    let refused = unique().violated(ConstraintKind::Unique, &[]).expect_err("it is about another one");
    assert!(refused.valid());
}

#[test]
fn a_name_may_be_known_in_part() {
    let named = |name: Match| Changeset::from(User).unique_constraint(User::username).named(name);
    let is_broken = |name| violated(named(name), ConstraintKind::Unique, "p7_users_username_index").is_some();
    assert!(is_broken(Match::Suffix("_username_index".into())) && is_broken(Match::Prefix("p7_".into())));
    assert!(!is_broken("users_username_index".into()) && !is_broken(Match::Suffix("p7_".into())));
    assert!(is_broken("p7_users_username_index".to_owned().into()));
}

#[test]
fn the_last_of_several_decides_and_may_be_about_another_field() {
    let changeset = Changeset::from(User)
        .unique_constraint(User::username)
        .unique_constraint(User::name)
        .named("users_username_index")
        .error_key(User::bio)
        .message("is somebody's");
    let error = violated(changeset, ConstraintKind::Unique, "users_username_index");
    assert_eq!(error, Some(("bio", expected("is somebody's", "unique", "users_username_index"))));
}

#[test]
fn words_and_names_go_to_nothing_but_the_constraint_before() {
    let changeset = Changeset::from(User)
        .unique_constraint(User::username)
        .validate_required(())
        .named("elsewhere")
        .error_key(User::bio)
        .message("of nothing");
    let error = violated(changeset, ConstraintKind::Unique, "users_username_index");
    assert_eq!(
        error,
        Some(("username", expected("has already been taken", "unique", "users_username_index")))
    );
}
