//! A crate that depends on `bennu` under another name: its router and its paths work, here and in the crates that use it.

pub mod components;
pub mod live;

use web::{Conn, Result};

web::router! {
    /// All routes.
    pub Router for ();

    pipeline browser {
        plug web::plug::accepts(["html"]);
    }

    scope "/" {
        pipe_through browser;
        get "/" => home;
        get "/posts/{id}" => show;
        get "/drafts/{id: crate::PostId}" => draft;
        live "/counter" => live::CounterLive;
    }
}

/// What stands for a post in a path.
#[derive(web::Param)]
#[param(crate = web)]
pub struct PostId(pub i64);

impl web::router::FromParam for PostId {
    fn from_param(segment: &str) -> Result<Self, web::router::ParamError> {
        i64::from_param(segment).map(Self)
    }
}

async fn draft(conn: &mut Conn<()>, PostId(id): PostId) -> Result {
    conn.text(format!("draft {id}"))
}

async fn home(conn: &mut Conn<()>) -> Result {
    conn.redirect(path!("/posts/{PostId(1)}"))
}

async fn show(conn: &mut Conn<()>, id: i64) -> Result {
    conn.text(format!("post {id}"))
}

/// The way to a post, for a crate that knows nothing of this router.
#[must_use]
pub fn post(id: i64) -> web::path::Path {
    path!(/posts/{PostId(id)})
}

/// Its address, for a mail.
#[must_use]
pub fn post_url(id: i64) -> String {
    url!("https://example.com/blog", "/posts/{PostId(id)}?{[(\"from\", \"mail\")]}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn paths_work_under_another_name() {
        assert_eq!(super::post(7), "/posts/7");
        assert_eq!(super::post_url(7), "https://example.com/blog/posts/7?from=mail");
        assert_eq!(crate::path!("/"), "/");
    }
}
