//! Rows that a database refuses come in, errors for people go out, the same on each database.

use bennu::Changeset;
use bennu::changeset::{Action, FieldError, Match};
use bennu::repo::migration::{Change, OnChange, check, integer, references, string, table, unique_index};
use bennu::repo::{Error, Migration, Repo};

use super::on_each_database;

on_each_database! {
    a_row_refers_to_one_that_is_there,
    a_row_that_others_refer_to_stays,
    what_goes_with_its_row_is_no_hindrance,
    a_unique_index_is_known_by_its_name,
    a_check_is_known_by_its_name,
    what_is_taken_is_known_before,
}

bennu::schema! { pub(crate) struct Category in "categories" { name: String } }

bennu::schema! {
    pub(crate) struct Video in "videos" {
        title: String,
        year: Option<i64>,
        category_id: Option<i64>,
        next_id: Option<i64>,
    }
}

fn create(change: &mut Change) {
    change.create(table("categories").add("name", string().null(false)));
    change.create(
        table("videos")
            .add("title", string().null(false))
            .add("year", integer())
            .add("category_id", references("categories"))
            .add("next_id", references("videos").on_delete(OnChange::NilifyAll)),
    );
    change.create(unique_index("videos", ["year", "title"]).name("one_a_year"));
    change.create(check("videos", "not_too_old", "year > 1895"));
}

async fn with_videos(repo: Repo) -> Repo {
    repo.migrate(&[Migration::change(20261121090000, "create videos", create)]).await.unwrap();
    repo
}

fn titled(title: &str) -> Changeset<Video> {
    Changeset::from(Video).put_change(Video::title, title)
}

fn error(message: &'static str, constraint: &'static str, name: &'static str) -> FieldError {
    FieldError::new(message).with("constraint", constraint).with("constraint_name", name)
}

async fn a_row_refers_to_one_that_is_there(repo: Repo) {
    let repo = with_videos(repo).await;
    let in_category = |id| titled("Nosferatu").put_change(Video::category_id, Some(id));
    let checked = |id| {
        in_category(id).foreign_key_constraint(Video::next_id).foreign_key_constraint(Video::category_id)
    };
    let refused = repo.insert(checked(12345)).await.unwrap().unwrap_err();
    let expected = error("does not exist", "foreign", "videos_category_id_fkey");
    assert_eq!(refused.errors(), [("category_id", expected.clone())]);
    assert_eq!(refused.action(), Some(Action::Insert));

    let category = repo.insert(Changeset::from(Category).put_change(Category::name, "Horror")).await;
    let video = repo.insert(checked(category.unwrap().unwrap().id)).await.unwrap().unwrap();
    let moved = Changeset::from(&video).put_change(Video::category_id, Some(12345));
    let refused = repo.update(moved.foreign_key_constraint(Video::category_id)).await.unwrap().unwrap_err();
    assert_eq!(refused.errors(), [("category_id", expected)]);

    let Err(Error::Constraint { constraint, .. }) = repo.insert(in_category(12345)).await else {
        panic!("nobody speaks of it")
    };
    assert_eq!(constraint.as_deref(), Some("`videos_category_id_fkey` (foreign_key_constraint)"));
}

async fn a_row_that_others_refer_to_stays(repo: Repo) {
    let repo = with_videos(repo).await;
    let category = repo.insert(Changeset::from(Category).put_change(Category::name, "Horror")).await;
    let category = category.unwrap().unwrap();
    let other = repo.insert(Changeset::from(Category).put_change(Category::name, "Comedy")).await;
    repo.insert(titled("Nosferatu").put_change(Video::category_id, Some(category.id)))
        .await
        .unwrap()
        .unwrap();

    let delete = |category: &Category| {
        let changeset = Changeset::from(category).foreign_key_constraint("videos");
        changeset.named("videos_category_id_fkey").message("still exist")
    };
    let refused = repo.delete(delete(&category)).await.unwrap().unwrap_err();
    assert_eq!(refused.errors(), [("videos", error("still exist", "foreign", "videos_category_id_fkey"))]);
    assert!(!refused.valid());
    let plain = repo.delete(&category).await.unwrap_err();
    assert!(matches!(&plain, Error::Constraint { action: Action::Delete, known, .. } if known.is_empty()));
    repo.delete(delete(&other.unwrap().unwrap())).await.unwrap().unwrap();
}

async fn what_goes_with_its_row_is_no_hindrance(repo: Repo) {
    let repo = with_videos(repo).await;
    let second = repo.insert(titled("Metropolis II")).await.unwrap().unwrap();
    let first = repo.insert(titled("Metropolis").put_change(Video::next_id, Some(second.id))).await;
    repo.delete(second).await.unwrap().unwrap();
    let first = repo.fetch::<Video>(first.unwrap().unwrap().id).await.unwrap();
    assert_eq!(first.next_id, None);
}

async fn a_unique_index_is_known_by_its_name(repo: Repo) {
    let repo = with_videos(repo).await;
    let of_year = |title| titled(title).put_change(Video::year, Some(1922));
    repo.insert(of_year("Nosferatu")).await.unwrap().unwrap();
    let twice = || of_year("Nosferatu").unique_constraint((Video::year, Video::title));
    let refused =
        repo.insert(twice().named("one_a_year").error_key(Video::title)).await.unwrap().unwrap_err();
    assert_eq!(refused.errors(), [("title", error("has already been taken", "unique", "one_a_year"))]);
    let refused = repo.insert(twice().named(Match::Suffix("_a_year".into()))).await.unwrap().unwrap_err();
    assert_eq!(refused.errors()[0].0, "year");
    assert!(matches!(repo.insert(twice()).await, Err(Error::Constraint { .. })));

    // The key is an index, too.
    let other = repo.insert(of_year("Faust")).await.unwrap().unwrap();
    let taken = Changeset::from(&other).put_change(Video::id, 1).unique_constraint(Video::id);
    let refused = repo.update(taken.named("videos_pkey")).await.unwrap().unwrap_err();
    assert_eq!(refused.errors(), [("id", error("has already been taken", "unique", "videos_pkey"))]);
}

async fn a_check_is_known_by_its_name(repo: Repo) {
    let repo = with_videos(repo).await;
    let old = titled("The Birth").put_change(Video::year, Some(1000));
    let refused = repo.insert(old.check_constraint(Video::year, "not_too_old")).await.unwrap().unwrap_err();
    assert_eq!(refused.errors(), [("year", error("is invalid", "check", "not_too_old"))]);
}

async fn what_is_taken_is_known_before(repo: Repo) {
    let repo = with_videos(repo).await;
    let video = repo.insert(titled("Nosferatu").put_change(Video::year, Some(1922))).await.unwrap().unwrap();
    let columns = (Video::title, Video::year);
    let errors = async |changeset: Changeset<Video>| {
        let changeset = changeset.unsafe_validate_unique(columns, &repo).await.unwrap();
        changeset.errors().iter().map(|(field, error)| (*field, error.clone())).collect::<Vec<_>>()
    };
    let again = || titled("Nosferatu").put_change(Video::year, Some(1922));
    let expected = FieldError::new("has already been taken")
        .with("validation", "unsafe_unique")
        .with("fields", vec!["title".to_owned(), "year".to_owned()]);
    assert_eq!(errors(again()).await, [("title", expected)]);
    assert_eq!(errors(again().put_change(Video::year, Some(1979))).await, []);
    // Nothing of it changed, or something is null: there is nothing to ask.
    assert_eq!(errors(Changeset::from(&video)).await, []);
    assert_eq!(errors(titled("Nosferatu")).await, []);
    // A row is not in its own way.
    let other = repo.insert(titled("Faust").put_change(Video::year, Some(1922))).await.unwrap().unwrap();
    let back = Changeset::from(&video).put_change(Video::title, "Nosferatu, again");
    assert_eq!(errors(back.clone()).await, []);
    assert_eq!(errors(back.put_change(Video::title, other.title)).await.len(), 1);
    let wrong = again().add_error(Video::year, "is odd");
    assert_eq!(errors(wrong).await.len(), 1);
}
