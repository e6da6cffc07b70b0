//! Watching a video.

use bennu::prelude::*;
use rumbl_domain::multimedia;
use rumbl_testing::{on_each_database, user_fixture, video_fixture};

use crate::support::visitor;

on_each_database! {
    anybody_may_watch,
    what_is_no_video_is_not_shown,
}

async fn anybody_may_watch(repo: Repo) {
    let owner = user_fixture(&repo).await;
    let video = video_fixture(&repo, &owner, "Hello World").await;
    let params = Params::from([("url", "https://www.youtube.com/watch?v=ABC&t=1")]);
    multimedia::update_video(&repo, &video, &params).await.expect("the database works").expect("valid");
    let mut client = visitor(&repo);
    for path in [format!("/watch/{}-hello-world", video.id.0), format!("/watch/{}", video.id.0)] {
        let page = client.get(path).await.html_response(200);
        let player = format!(r#"<div id="video" data-id="{}" data-player-id="ABC"></div>"#, video.id.0);
        assert!(page.contains(&player) && page.contains("Hello World"), "{page}");
        for id in ["msg-container", "msg-input", "msg-submit", "user-list"] {
            assert!(page.contains(&format!(r#"id="{id}""#)), "{page}");
        }
    }
}

async fn what_is_no_video_is_not_shown(repo: Repo) {
    let mut client = visitor(&repo);
    client.get("/watch/13-hello-world").await.html_response(404);
    client.get("/watch/hello-world-13").await.html_response(400);
    let owner = user_fixture(&repo).await;
    let params = Params::from([("url", "http://local"), ("title", "No player"), ("description", "None")]);
    let video =
        multimedia::create_video(&repo, &owner, &params).await.expect("the database works").expect("valid");
    let page = client.get(format!("/watch/{}", video.id.0)).await.html_response(200);
    assert!(!page.contains("data-player-id"), "{page}");
}
