//! Watching a video: anybody who has its address may.

use bennu::prelude::*;
use rumbl_domain::multimedia::{self, Permalink, Video};

use crate::Conn;
use crate::core_components::*;
use crate::router::path;

/// `GET /watch/{id}`: the video, and what people say of it.
pub async fn show(conn: &mut Conn, id: Permalink) -> Result {
    let video = multimedia::fetch_video(&conn.state().repo, id).await?;
    conn.put_page_title(&video.title).render(watch(&video))
}

component! {
    /// The player, beside it what people say, below it who is there.
    fn watch(video: &Video) {
        <script type="module" src={path!("/assets/player.js")}></script>
        <div class="row">
            <div class="column column-60">
                <h1>{&video.title}</h1>
                <div id="video" data-id={video.id.0} data-player-id={video.player_id()} />
                <p class="lead">{&video.description}</p>
            </div>
            <div class="column annotations">
                <h2>Annotations</h2>
                <div id="msg-container" />
                <label class="sr-only" for="msg-input">Comment</label>
                <textarea id="msg-input" rows="3" placeholder="Comment..." disabled />
                <.button id="msg-submit" class="column" type="submit" disabled>Post</.button>
            </div>
        </div>
        <hr>
        <div class="row">
            <div class="column">
                <h2>Users</h2>
                <ul id="user-list" />
            </div>
        </div>
    }
}
