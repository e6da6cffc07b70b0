//! Videos and their categories.

use bennu::prelude::*;
use bennu::serde_json::json;
use rumbl_domain::multimedia::{self, Annotation, Permalink, Video};
use rumbl_testing::{on_each_database, user_fixture, video_fixture};

on_each_database! {
    list_alphabetical_categories,
    categories_are_created_once,
    list_videos_returns_all_videos,
    fetch_video_returns_the_video_with_given_id,
    create_video_with_valid_data_creates_a_video,
    create_video_with_invalid_data_says_what_is_wrong,
    update_video_with_valid_data_updates_the_video,
    update_video_with_invalid_data_leaves_it,
    delete_video_deletes_the_video,
    change_video_returns_a_changeset,
    videos_are_their_owners,
    videos_come_with_their_categories,
    a_category_that_is_not_there_is_said_at_its_field,
    annotations_have_a_user_and_a_video,
    annotations_are_listed_by_their_moments,
}

fn valid() -> Params {
    Params::from([("description", "desc"), ("title", "Hello, World!"), ("url", "http://local")])
}

fn invalid() -> Params {
    let nothing = bennu::serde_json::Value::Null;
    ["description", "title", "url"].map(|field| (field, nothing.clone())).into()
}

async fn ids(repo: &Repo) -> Vec<Permalink> {
    let videos = multimedia::list_videos(repo).await.expect("the database works");
    videos.iter().map(|video| video.id).collect()
}

async fn list_alphabetical_categories(repo: Repo) {
    for name in ["Drama", "Action", "Comedy"] {
        multimedia::create_category(&repo, name).await.expect("a new category");
    }
    let found = multimedia::list_alphabetical_categories(&repo).await.expect("the database works");
    let names: Vec<_> = found.iter().map(|category| category.name.as_str()).collect();
    assert_eq!(names, ["Action", "Comedy", "Drama"]);
}

async fn categories_are_created_once(repo: Repo) {
    for _ in 0..2 {
        multimedia::create_category(&repo, "Drama").await.expect("there or not");
    }
    let found = multimedia::list_alphabetical_categories(&repo).await.expect("the database works");
    assert_eq!(found.len(), 1);
}

async fn list_videos_returns_all_videos(repo: Repo) {
    let owner = user_fixture(&repo).await;
    let first = video_fixture(&repo, &owner, "First").await;
    assert_eq!(ids(&repo).await, [first.id]);
    let second = video_fixture(&repo, &owner, "Second").await;
    assert_eq!(ids(&repo).await, [first.id, second.id]);
}

async fn fetch_video_returns_the_video_with_given_id(repo: Repo) {
    let owner = user_fixture(&repo).await;
    let video = video_fixture(&repo, &owner, "First").await;
    let found = multimedia::fetch_video(&repo, video.id).await.expect("it is there");
    assert_eq!(found.id, video.id);
    let error = multimedia::fetch_video(&repo, Permalink(video.id.0 + 1)).await.expect_err("it is not there");
    assert_eq!(error.status(), 404);
}

async fn create_video_with_valid_data_creates_a_video(repo: Repo) {
    let owner = user_fixture(&repo).await;
    let created = multimedia::create_video(&repo, &owner, &valid()).await.expect("the database works");
    let video = created.expect("valid");
    assert_eq!((video.description.as_str(), video.title.as_str()), ("desc", "Hello, World!"));
    assert_eq!((video.url.as_str(), video.slug.as_str()), ("http://local", "hello-world-"));
    assert_eq!(video.user_id, owner.id);
}

async fn create_video_with_invalid_data_says_what_is_wrong(repo: Repo) {
    let owner = user_fixture(&repo).await;
    let created = multimedia::create_video(&repo, &owner, &invalid()).await.expect("the database works");
    let changeset = created.expect_err("nothing is there");
    for field in [Video::description, Video::title, Video::url] {
        let errors: Vec<_> = changeset.errors_on(field).map(ToString::to_string).collect();
        assert_eq!(errors, ["can't be blank"], "{}", field.name());
    }
}

async fn update_video_with_valid_data_updates_the_video(repo: Repo) {
    let owner = user_fixture(&repo).await;
    let video = video_fixture(&repo, &owner, "First").await;
    let params = Params::from([("title", "updated title")]);
    let updated = multimedia::update_video(&repo, &video, &params).await.expect("the database works");
    let updated = updated.expect("valid");
    assert_eq!((updated.title.as_str(), updated.slug.as_str()), ("updated title", "updated-title"));
    let params = Params::from([("description", "another")]);
    let updated = multimedia::update_video(&repo, &updated, &params).await.expect("the database works");
    assert_eq!(updated.expect("valid").slug, "updated-title", "the same title has the same slug");
}

async fn update_video_with_invalid_data_leaves_it(repo: Repo) {
    let owner = user_fixture(&repo).await;
    let video = video_fixture(&repo, &owner, "First").await;
    let updated = multimedia::update_video(&repo, &video, &invalid()).await.expect("the database works");
    assert!(updated.is_err(), "nothing is there");
    let found = multimedia::fetch_video(&repo, video.id).await.expect("it is there");
    assert_eq!(found.title, "First");
}

async fn delete_video_deletes_the_video(repo: Repo) {
    let owner = user_fixture(&repo).await;
    let video = video_fixture(&repo, &owner, "First").await;
    multimedia::delete_video(&repo, &video).await.expect("the database works").expect("nothing needs it");
    assert!(ids(&repo).await.is_empty());
}

async fn change_video_returns_a_changeset(repo: Repo) {
    let owner = user_fixture(&repo).await;
    let video = video_fixture(&repo, &owner, "First").await;
    let changeset = multimedia::change_video(&video);
    assert!(changeset.valid() && changeset.changes().count() == 0, "{changeset:?}");
}

async fn videos_are_their_owners(repo: Repo) {
    let (owner, other) = (user_fixture(&repo).await, user_fixture(&repo).await);
    let video = video_fixture(&repo, &owner, "First").await;
    let id = video.id;
    let videos = multimedia::list_user_videos(&repo, &owner).await.expect("the database works");
    assert!(videos.len() == 1 && videos[0].category.is_none(), "{videos:?}");
    assert!(multimedia::list_user_videos(&repo, &other).await.expect("the database works").is_empty());
    multimedia::fetch_user_video(&repo, &owner, id).await.expect("it is theirs");
    let error = multimedia::fetch_user_video(&repo, &other, id).await.expect_err("it is not theirs");
    assert_eq!(error.status(), 404);
}

async fn videos_come_with_their_categories(repo: Repo) {
    let owner = user_fixture(&repo).await;
    multimedia::create_category(&repo, "Drama").await.expect("a new category");
    let drama = &multimedia::list_alphabetical_categories(&repo).await.expect("the database works")[0];
    let mut params = valid();
    params.insert("category_id", drama.id);
    multimedia::create_video(&repo, &owner, &params).await.expect("the database works").expect("valid");
    let videos = multimedia::list_user_videos(&repo, &owner).await.expect("the database works");
    assert_eq!(videos[0].category.as_ref(), Some(drama));
}

async fn a_category_that_is_not_there_is_said_at_its_field(repo: Repo) {
    let owner = user_fixture(&repo).await;
    let mut params = valid();
    params.insert("category_id", "12345");
    let created = multimedia::create_video(&repo, &owner, &params).await.expect("the database works");
    let errors = created.expect_err("there is no such category").traverse_errors(ToString::to_string);
    assert_eq!(errors.into_iter().collect::<Vec<_>>(), [("category", vec!["does not exist".to_owned()])]);
}

async fn annotations_have_a_user_and_a_video(repo: Repo) {
    let user = user_fixture(&repo).await;
    let video = video_fixture(&repo, &user, "First").await;
    let params = Params::from([("body", "one"), ("at", "1500"), ("user_id", "12345")]);
    let annotated =
        multimedia::annotate_video(&repo, &user, video.id, &params).await.expect("the database works");
    let annotation = annotated.expect("valid");
    assert_eq!((annotation.body.as_str(), annotation.at), ("one", 1500));
    assert_eq!((annotation.user_id, annotation.video_id), (user.id, video.id));
    let params = Params::from([("body", "one"), ("at", "later")]);
    let annotated =
        multimedia::annotate_video(&repo, &user, video.id, &params).await.expect("the database works");
    let errors = annotated.expect_err("no moment").traverse_errors(ToString::to_string);
    assert_eq!(errors["at"], ["is invalid"]);
}

async fn annotations_are_listed_by_their_moments(repo: Repo) {
    let user = user_fixture(&repo).await;
    let (video, other) =
        (video_fixture(&repo, &user, "First").await, video_fixture(&repo, &user, "Other").await);
    for (video, body, at) in
        [(&video, "last", 9), (&video, "first", 1), (&video, "second", 1), (&other, "else", 0)]
    {
        let params = Params::from([("body", json!(body)), ("at", json!(at))]);
        let annotated = multimedia::annotate_video(&repo, &user, video.id, &params).await;
        annotated.expect("the database works").expect("valid");
    }
    let list =
        async |since| multimedia::list_annotations(&repo, &video, since).await.expect("the database works");
    let bodies = |list: &[Annotation]| {
        assert!(list.iter().all(|annotation| annotation.user.username == user.username));
        list.iter().map(|annotation| annotation.body.clone()).collect::<Vec<_>>()
    };
    let all = list(0).await;
    assert_eq!(bodies(&all), ["first", "second", "last"]);
    assert_eq!(bodies(&list(all[0].id).await), ["second"]);
}

#[test]
fn permalinks_begin_with_a_number() {
    use bennu::router::FromParam as _;
    use bennu::schema::Type as _;

    for (input, id) in [
        (json!("1"), Some(1)),
        (json!(1), Some(1)),
        (json!(-1), Some(-1)),
        (json!("13-hello-world"), Some(13)),
        (json!("+7x"), Some(7)),
        (json!("hello-world-13"), None),
        (json!("0"), None),
        (json!("-5"), None),
        (json!(""), None),
        (json!("abc"), None),
        (json!(" 1"), None),
        (json!(null), None),
        (json!(true), None),
        (json!("99999999999999999999"), None),
    ] {
        assert_eq!(Permalink::cast(&input).ok().map(|permalink| permalink.0), id, "{input}");
        if let Some(text) = input.as_str() {
            assert_eq!(Permalink::from_param(text).ok().map(|permalink| permalink.0), id, "{input}");
        }
    }
}
