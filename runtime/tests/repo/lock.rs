//! Changesets with conditions and with work for the repo come in, rows change only if all of it holds.

use bennu::Changeset;
use bennu::changeset::FieldError;
use bennu::repo::migration::{Change, integer, string, table};
use bennu::repo::{Error, Migration, Repo, WriteOptions};

use super::on_each_database;

on_each_database! {
    of_two_who_change_a_row_the_second_hears_of_it,
    what_is_locked_is_not_deleted_after_a_change,
    a_stale_row_may_be_an_error_for_people,
    an_update_can_be_forced,
    work_is_done_before_the_write,
    work_is_taken_back_with_the_write,
    work_may_refuse,
}

bennu::schema! {
    pub(crate) struct Post in "posts" { title: String, lock_version: i64 = 1, timestamps }
}

bennu::schema! {
    pub(crate) struct Revision in "revisions" { title: String }
}

fn create(change: &mut Change) {
    let posts = table("posts").add("title", string().null(false)).add("lock_version", integer().null(false));
    change.create(posts.timestamps());
    change.create(table("revisions").add("title", string().null(false)));
}

async fn with_posts(repo: Repo) -> Repo {
    repo.migrate(&[Migration::change(20261121090000, "create posts", create)]).await.unwrap();
    repo
}

async fn post(repo: &Repo) -> Post {
    repo.insert(Changeset::from(Post).put_change(Post::title, "Hello")).await.unwrap().unwrap()
}

fn rename(post: &Post, title: &str) -> Changeset<Post> {
    Changeset::from(post).put_change(Post::title, title).optimistic_lock(Post::lock_version)
}

async fn of_two_who_change_a_row_the_second_hears_of_it(repo: Repo) {
    let repo = with_posts(repo).await;
    let post = post(&repo).await;
    let mine = repo.update(rename(&post, "Mine")).await.unwrap().unwrap();
    assert_eq!((mine.title.as_str(), mine.lock_version), ("Mine", 2));
    let error = repo.update(rename(&post, "Yours")).await.unwrap_err();
    assert!(matches!(error, Error::Stale { table: "posts", .. }));
    assert_eq!(repo.fetch::<Post>(post.id).await.unwrap(), mine);
    let again = repo.update(rename(&mine, "Yours")).await.unwrap().unwrap();
    assert_eq!(again.lock_version, 3);

    // It begins again before the database has no number left; without a change it does not count.
    let last = Changeset::from(&again).put_change(Post::lock_version, 2_147_483_647);
    let last = repo.update(last).await.unwrap().unwrap();
    assert_eq!(repo.update(rename(&last, "First")).await.unwrap().unwrap().lock_version, 1);
    assert_eq!(repo.update(rename(&last, &last.title)).await.unwrap().unwrap(), last);
}

async fn what_is_locked_is_not_deleted_after_a_change(repo: Repo) {
    let repo = with_posts(repo).await;
    let post = post(&repo).await;
    let mine = repo.update(rename(&post, "Mine")).await.unwrap().unwrap();
    let delete = |post: &Post| Changeset::from(post).optimistic_lock(Post::lock_version);
    assert!(matches!(repo.delete(delete(&post)).await, Err(Error::Stale { .. })));
    assert_eq!(repo.delete(delete(&mine)).await.unwrap().unwrap(), mine);
}

async fn a_stale_row_may_be_an_error_for_people(repo: Repo) {
    let repo = with_posts(repo).await;
    let post = post(&repo).await;
    repo.delete(&post).await.unwrap().unwrap();
    let expected = FieldError::new("is stale").with("stale", true);
    let options = || WriteOptions::new().stale_error(Post::title);
    let refused = repo.update_with(rename(&post, "Mine"), options()).await.unwrap().unwrap_err();
    assert_eq!(refused.errors(), [("title", expected.clone())]);
    assert_eq!(refused.changes().count(), 2, "{refused:?}");
    let refused = repo.delete_with(&post, options()).await.unwrap().unwrap_err();
    assert_eq!(refused.errors(), [("title", expected)]);
    let gone = repo.delete_with(&post, WriteOptions::new().allow_stale()).await.unwrap().unwrap();
    assert_eq!(gone, post);
}

async fn an_update_can_be_forced(repo: Repo) {
    let repo = with_posts(repo).await;
    let post = post(&repo).await;
    let same = repo.update_with(Changeset::from(&post), WriteOptions::new().force()).await.unwrap().unwrap();
    assert!(same.updated_at > post.updated_at);
    assert_eq!(repo.fetch::<Post>(post.id).await.unwrap(), same);
    let kept = Changeset::from(&post).force_change(Post::title, "Hello");
    assert!(repo.update(kept).await.unwrap().unwrap().updated_at > same.updated_at);

    // Where there is no time to note, it is still seen whether the row is there.
    let revision =
        repo.insert(Changeset::from(Revision).put_change(Revision::title, "x")).await.unwrap().unwrap();
    let force = || WriteOptions::new().force();
    assert_eq!(repo.update_with(Changeset::from(&revision), force()).await.unwrap().unwrap(), revision);
    repo.delete(&revision).await.unwrap().unwrap();
    assert!(matches!(repo.update_with(Changeset::new(revision), force()).await, Err(Error::Stale { .. })));
}

/// Keeps the title of a post.
fn kept(post: Changeset<Post>) -> Changeset<Post> {
    post.prepare_changes(|post, repo| async move {
        assert!(repo.in_transaction());
        let title = post.get_field(Post::title).unwrap_or_default();
        let revision = Changeset::from(Revision).put_change(Revision::title, title.clone());
        repo.insert(revision).await?.expect("it has a title");
        Ok(post.put_change(Post::title, format!("{title}!")))
    })
}

async fn work_is_done_before_the_write(repo: Repo) {
    let repo = with_posts(repo).await;
    let hello = Changeset::from(Post).put_change(Post::title, "Hello");
    let post = repo.insert(kept(kept(hello))).await.unwrap().unwrap();
    assert_eq!(post.title, "Hello!!");
    // Without a change there is nothing to do it for.
    repo.update(kept(Changeset::from(&post))).await.unwrap().unwrap();
    repo.update(kept(rename(&post, "Bye"))).await.unwrap().unwrap();
    repo.delete(kept(Changeset::from(&post))).await.unwrap().unwrap();
    let titles: Vec<_> =
        repo.all(Revision).await.unwrap().into_iter().map(|revision| revision.title).collect();
    assert_eq!(titles, ["Hello", "Hello!", "Bye", "Hello!!"]);
}

async fn work_is_taken_back_with_the_write(repo: Repo) {
    let repo = with_posts(repo).await;
    let post = post(&repo).await;
    repo.delete(&post).await.unwrap().unwrap();
    assert!(repo.update(kept(rename(&post, "Gone"))).await.is_err());
    assert_eq!(repo.all(Revision).await.unwrap(), []);
}

async fn work_may_refuse(repo: Repo) {
    let repo = with_posts(repo).await;
    let refused = kept(Changeset::from(Post).put_change(Post::title, "Hello"))
        .prepare_changes(|post, _| async { Ok(post.add_error(Post::title, "is not now")) });
    let refused = repo.insert(refused).await.unwrap().unwrap_err();
    assert_eq!(refused.traverse_errors(ToString::to_string)["title"], ["is not now"]);
    assert_eq!(repo.all(Revision).await.unwrap(), []);
    assert_eq!(repo.all(Post).await.unwrap(), []);
}
