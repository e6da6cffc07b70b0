//! Where `path!` can be used: before its router, in nested modules, in macros, through a prelude, with several routers.

mod before {
    use crate::prelude::*;

    pub fn posts() -> bennu::path::Path {
        path!("/posts")
    }

    pub mod inner {
        pub fn posts(path: u8) -> String {
            format!("{}{}", crate::shop::router::path!("/{path}"), super::super::admin::path!(/))
        }
    }
}

mod prelude {
    pub(crate) use crate::shop::router::path;
}

mod shop {
    pub mod router {
        use super::super::{none, one};

        bennu::router! {
            pub(crate) Router for ();

            get "/posts" => none;
            get "/{id}" => one;
        }
    }
}

// The same name and the same paths as another router of the crate; one is exported, one is not.
mod admin {
    use super::{none, one};

    bennu::router! {
        pub Router for ();

        get "/" => none;
        get "/users/{id}" => one;
    }
}

mod support {
    use super::{none, one};

    bennu::router! {
        pub Router for ();

        get "/" => none;
        get "/tickets/{id}" => one;
    }
}

// The built-in attribute of the same name is still there.
#[path = "../router/requests.rs"]
#[allow(dead_code)]
mod requests;

async fn none(conn: &mut bennu::Conn<()>) -> bennu::Result {
    conn.text("")
}

async fn one(conn: &mut bennu::Conn<()>, _: i64) -> bennu::Result {
    conn.text("")
}

macro_rules! link {
    ($id:expr) => {
        admin::path!(/users/{$id})
    };
}

fn main() {
    use shop::router::path;

    let writer = 3;
    assert_eq!(path!("/{writer}"), "/3");
    assert_eq!(before::posts(), "/posts");
    assert_eq!(before::inner::posts(1), "/1/");
    assert_eq!(link!(writer + 1), "/users/4");
    assert_eq!(support::path!("/tickets/{writer}"), "/tickets/3");
    // A crate that calls Bennu by another name, whose users need not know Bennu at all.
    assert_eq!(renamed::path!("/posts/{writer}"), "/posts/3");
    assert_eq!(renamed::post(7), "/posts/7");
    // The type that the route declares is one of that crate.
    assert_eq!(renamed::path!("/drafts/{renamed::PostId(7)}"), "/drafts/7");
    assert_eq!(renamed::url!("https://example.com", "/posts/{writer}"), "https://example.com/posts/3");
    assert_eq!(path!(unverified "/elsewhere/{writer}?x=1"), "/elsewhere/3?x=1");
}
