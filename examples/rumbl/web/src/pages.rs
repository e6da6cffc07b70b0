//! The first page.

use bennu::prelude::*;

use crate::core_components::*;
use crate::router::path;
use crate::{Conn, CurrentUser};

/// `GET /`.
pub async fn index(conn: &mut Conn) -> Result {
    let is_known = conn.assigned().is_some_and(|CurrentUser(user)| user.is_some());
    conn.render(welcome(is_known))
}

component! {
    /// What Rumbl is, and the way in.
    fn welcome(is_known: bool) {
        <section class="phx-hero">
            <div>
                <h1>"Welcome to Rumbl.io!"</h1>
                <p class="tagline">"Rumbl out loud."</p>
                <p class="lead">"Keep the videos you care about in one place, give each a page of its own, and talk while you watch."</p>
                <div class="actions">
                    if is_known {
                        <.button href={path!("/manage/videos")}>My Videos</.button>
                        <.button href={path!("/manage/videos/new")} variant="plain">Add a video</.button>
                    } else {
                        <.button href={path!("/users/new")}>Create an account</.button>
                        <.button href={path!("/sessions/new")} variant="plain">I have one</.button>
                    }
                </div>
            </div>
            <.scene />
        </section>
        <ol class="steps">
            <li><h2>Register</h2><p>"A name and a password, no more."</p></li>
            <li><h2>Add a video</h2><p>"Paste its address, say what it is about."</p></li>
            <li><h2>Watch</h2><p>"Anybody with the link can join you."</p></li>
        </ol>
    }

    /// A drawing: a film, and what people say to it.
    fn scene() {
        <div class="scene" aria-hidden="true">
            <div class="screen"><span class="play" /></div>
            <div class="timeline"><i /><i /><i /></div>
            <p class="bubble">"Here it comes…"</p>
            <p class="bubble right">"I love this part!"</p>
        </div>
    }
}
