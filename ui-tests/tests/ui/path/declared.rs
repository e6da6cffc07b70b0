//! A value is not of the type that the route declares, nor is a text.

mod web {
    use bennu::router::{FromParam, ParamError};
    use bennu::{Conn, Result};

    #[derive(bennu::Param)]
    pub struct PostId(pub i64);

    impl FromParam for PostId {
        fn from_param(segment: &str) -> Result<Self, ParamError> {
            i64::from_param(segment).map(Self)
        }
    }

    bennu::router! {
        pub(crate) Router for ();

        get "/users/{id: i64}" => user;
        get "/posts/{id: crate::web::PostId}" => post;
    }

    async fn user(conn: &mut Conn<()>, _: i64) -> Result {
        conn.text("")
    }

    async fn post(conn: &mut Conn<()>, _: PostId) -> Result {
        conn.text("")
    }
}

use web::path;

#[derive(bennu::Param)]
#[param(key = name)]
struct User {
    name: String,
}

fn text(name: &str) {
    path!("/users/{name}");
}

fn number() {
    path!(/posts/{7});
}

fn row(name: &str) {
    let user = User { name: name.to_owned() };
    path!(/users/{user});
}

fn literal() {
    path!("/users/new");
}

fn main() {}
