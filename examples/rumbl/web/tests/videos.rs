//! The videos of a user, and of others.

use bennu::component::{Context, to_html};
use bennu::http::Method;
use bennu::prelude::*;
use bennu::serde_json::json;
use rumbl_domain::multimedia::{self, Category, Permalink, Video};
use rumbl_testing::{on_each_database, user_fixture, user_named, video_fixture};
use rumbl_web::videos::html;

use crate::support::{logged_in, visitor};

on_each_database! {
    requires_user_authentication_on_all_actions,
    lists_all_of_the_user_s_videos,
    creates_a_video_and_redirects,
    does_not_create_an_invalid_video,
    edits_updates_and_deletes,
    authorizes_actions_against_access_by_other_users,
    the_form_offers_categories,
}

async fn requires_user_authentication_on_all_actions(repo: Repo) {
    let mut client = visitor(&repo);
    client.get("/").await;
    for (method, path) in [
        (Method::GET, "/manage/videos/new"),
        (Method::GET, "/manage/videos"),
        (Method::GET, "/manage/videos/123"),
        (Method::GET, "/manage/videos/123/edit"),
        (Method::PUT, "/manage/videos/123"),
        (Method::POST, "/manage/videos"),
        (Method::DELETE, "/manage/videos/123"),
    ] {
        let answer = if method == Method::GET {
            client.get(path).await
        } else {
            client.post(path, &[("_method", method.as_str())]).await
        };
        assert!(!answer.html_response(302).contains("video"), "{method} {path}");
        assert_eq!(answer.redirected_to(), "/");
        assert_eq!(client.flash().get("error"), Some("You must be logged in to access that page"));
    }
}

async fn lists_all_of_the_user_s_videos(repo: Repo) {
    let user = user_named(&repo, "max").await;
    let other = user_fixture(&repo).await;
    video_fixture(&repo, &user, "funny cats").await;
    video_fixture(&repo, &other, "another video").await;
    let page = logged_in(&repo, &user).get("/manage/videos").await.html_response(200);
    assert!(page.contains("Listing Videos") && page.contains("funny cats"), "{page}");
    assert!(!page.contains("another video"), "{page}");
}

async fn creates_a_video_and_redirects(repo: Repo) {
    let user = user_named(&repo, "max").await;
    let mut client = logged_in(&repo, &user);
    client.get("/manage/videos/new").await;
    let form = json!({"video": {"url": "http://youtu.be", "title": "vid", "description": "a vid"}});
    let answer = client.post("/manage/videos", &form).await;
    let id = client.redirected_params(&answer).require::<String>("id").expect("the route has an id");
    let page = client.follow_redirect(&answer).await.html_response(200);
    assert!(page.contains("Show Video") && page.contains("Video created successfully."), "{page}");
    let id = id.trim_end_matches("-vid").parse().expect("a number and the slug");
    let video = multimedia::fetch_video(&repo, Permalink(id)).await.expect("it is there");
    assert_eq!(video.user_id, user.id);
}

async fn does_not_create_an_invalid_video(repo: Repo) {
    let user = user_named(&repo, "max").await;
    let mut client = logged_in(&repo, &user);
    client.get("/manage/videos/new").await;
    let answer = client.post("/manage/videos", &[("video[title]", "invalid")]).await;
    let page = answer.html_text(200);
    assert!(page.contains("check the errors") && page.contains("New Video"), "{page}");
    assert!(answer.text().contains("<span class=\"help-block\">can&#39;t be blank</span>"), "{page}");
    assert!(multimedia::list_videos(&repo).await.expect("the database works").is_empty());
    client.post("/manage/videos", &[("title", "no video")]).await.assert_status(400);
}

async fn edits_updates_and_deletes(repo: Repo) {
    let user = user_named(&repo, "max").await;
    let video = video_fixture(&repo, &user, "First").await;
    let address = format!("/manage/videos/{}-first", video.id.0);
    let mut client = logged_in(&repo, &user);
    let page = client.get(format!("{address}/edit")).await.html_response(200);
    assert!(page.contains("Edit Video") && page.contains(r#"value="First""#), "{page}");
    let page = client.put(&address, &[("video[title]", "")]).await.html_text(200);
    assert!(page.contains("Edit Video") && page.contains("check the errors"), "{page}");
    let answer = client.put(&address, &[("video[title]", "Second")]).await;
    let address = format!("/manage/videos/{}-second", video.id.0);
    assert_eq!(answer.redirected_to(), address);
    assert!(client.get(&address).await.html_text(200).contains("Video updated successfully."));
    assert_eq!(client.delete(&address).await.redirected_to(), "/manage/videos");
    assert!(client.get("/manage/videos").await.html_text(200).contains("Video deleted successfully."));
    client.get(&address).await.html_response(404);
}

async fn authorizes_actions_against_access_by_other_users(repo: Repo) {
    let owner = user_fixture(&repo).await;
    let video = video_fixture(&repo, &owner, "a video").await;
    let sneaky = user_named(&repo, "sneaky").await;
    let mut client = logged_in(&repo, &sneaky);
    client.get("/").await;
    let address = format!("/manage/videos/{}", video.id.0);
    client.get(&address).await.assert_error_sent(404);
    client.get(format!("{address}/edit")).await.assert_error_sent(404);
    client.put(&address, &[("video[title]", "mine")]).await.assert_error_sent(404);
    client.delete(&address).await.assert_error_sent(404);
    let found = multimedia::fetch_video(&repo, video.id).await.expect("it is still there");
    assert_eq!(found.title, "a video");
}

async fn the_form_offers_categories(repo: Repo) {
    for name in ["Drama", "Action"] {
        multimedia::create_category(&repo, name).await.expect("a new category");
    }
    let user = user_named(&repo, "max").await;
    let mut client = logged_in(&repo, &user);
    let page = client.get("/manage/videos/new").await.html_response(200);
    let options = r#"<option value="">Choose a category</option><option value="2">Action</option>"#;
    assert!(page.contains(options) || !page.contains(r#"value="1">Drama"#), "{page}");
    assert!(page.contains(r#"<select id="video_category_id" name="video[category_id]""#), "{page}");
}

fn rendered(page: impl Render) -> String {
    String::from_utf8(to_html(&page, &Context::default())).expect("pages are text")
}

#[test]
fn renders_index() {
    let video = |id, title: &str| {
        let values = Params::from([("url", "http://local"), ("title", title), ("description", "a video")]);
        let changeset = Changeset::from(Video).cast(&values, (Video::url, Video::title, Video::description));
        let changeset = changeset.put_change(Video::user_id, 1).put_change(Video::id, Permalink(id));
        changeset.apply_action(bennu::changeset::Action::Validate).expect("valid")
    };
    let page = rendered(html::index(&[video(1, "dogs"), video(2, "cats")]));
    for text in ["Listing Videos", "dogs", "cats"] {
        assert!(page.contains(text), "{page}");
    }
}

#[test]
fn renders_new() {
    let category = Changeset::from(Category).put_change(Category::name, "cats");
    let category = category.apply_action(bennu::changeset::Action::Insert).expect("valid");
    let page = rendered(html::new(&multimedia::change_video(Video), &[category]));
    assert!(page.contains("New Video") && page.contains("cats"), "{page}");
}
