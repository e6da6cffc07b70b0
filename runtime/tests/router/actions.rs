//! Plugs in front of some actions, and handlers that take values of the conn.

use bennu::endpoint::Config;
use bennu::http::StatusCode;
use bennu::router::Router as _;
use bennu::testing::Client;
use bennu::{Conn, Endpoint, Error, Result};

/// What plugs left, in order.
#[derive(Clone, Default)]
struct Steps(Vec<&'static str>);

fn step(conn: &mut Conn<()>, name: &'static str) {
    let mut steps = conn.assigned::<Steps>().cloned().unwrap_or_default();
    steps.0.push(name);
    conn.assign(steps);
}

async fn audit(conn: &mut Conn<()>) -> Result {
    step(conn, "audit");
    Ok(())
}

mod auth {
    use super::{Conn, Error, Result, StatusCode, step};

    pub(super) async fn owner(conn: &mut Conn<()>) -> Result {
        step(conn, "owner");
        Ok(())
    }

    /// Whoever the request says it comes from.
    #[derive(Debug, PartialEq)]
    pub(super) struct User(String);

    pub(super) fn current_user(conn: &Conn<()>) -> Result<User> {
        let name =
            conn.req_header("x-user").ok_or_else(|| Error::new(StatusCode::UNAUTHORIZED, "who is there?"))?;
        Ok(User(name.to_owned()))
    }
}

/// A value that is no result.
fn count(conn: &Conn<()>) -> usize {
    conn.assigned::<Steps>().map_or(0, |steps| steps.0.len())
}

mod videos {
    use super::auth::User;
    use super::{Conn, Result, Steps, step};

    pub(super) async fn load(conn: &mut Conn<()>) -> Result {
        step(conn, "load");
        Ok(())
    }

    pub(super) async fn answer(conn: &mut Conn<()>, action: &str) -> Result {
        let steps = conn.assigned::<Steps>().map(|steps| steps.0.join(" ")).unwrap_or_default();
        conn.text(format!("{action} {steps}"))
    }

    macro_rules! actions {
        ($($name:ident($($param:ident),*);)+) => {
            $(pub(super) async fn $name(conn: &mut Conn<()> $(, $param: String)*) -> Result {
                $(let _ = $param;)*
                answer(conn, stringify!($name)).await
            })+
        };
    }

    actions! { index(); new(); show(id); edit(id); delete(id); }

    pub(super) mod notes {
        use super::{Conn, Result, answer};

        pub(in super::super) async fn index(conn: &mut Conn<()>, video: i64) -> Result {
            answer(conn, &format!("notes of {video}")).await
        }
    }

    pub(super) mod mine {
        use super::{Conn, Result, User};

        pub(in super::super) async fn index(conn: &mut Conn<()>, user: User, steps: usize) -> Result {
            conn.text(format!("{user:?} {steps}"))
        }

        pub(in super::super) async fn show(conn: &mut Conn<()>, user: User, steps: usize, id: i64) -> Result {
            conn.text(format!("{user:?} {steps} {id}"))
        }

        pub(in super::super) async fn rules(conn: &mut Conn<()>) -> Result {
            conn.text("rules")
        }
    }
}

bennu::router! {
    Router for ();

    resources "/videos" => videos, only: [index, new, show, edit, delete] {
        plug videos::load, only: [show, edit];
        plug auth::owner, except: [index, new, show];
        resources "/notes" => videos::notes, only: [index];
    }

    scope "/admin" {
        get "/early" => videos::index;
        plug audit;
        plug auth::owner, only: [edit];
        get "/" => videos::index;
        get "/{id}/edit" => videos::edit;
    }

    scope "/mine", args: [auth::current_user, count] {
        plug audit;
        resources "/videos" => videos::mine, only: [index, show];
        get "/rules" => videos::mine::rules, args: [];
    }
}

async fn get(path: &str) -> String {
    Client::new(Endpoint::<Router>::new((), Config::default())).get(path).await.text().to_owned()
}

#[tokio::test]
async fn plugs_run_in_front_of_the_actions_that_they_are_for() {
    for (path, expected) in [
        ("/videos", "index "),
        ("/videos/new", "new "),
        ("/videos/7", "show load"),
        ("/videos/7/edit", "edit load owner"),
        ("/videos/7/notes", "notes of 7 "),
        ("/admin/early", "index "),
        ("/admin", "index audit"),
        ("/admin/7/edit", "edit audit owner"),
    ] {
        assert_eq!(get(path).await, expected, "{path}");
    }
    let passed: Vec<_> = Router::ROUTES.iter().map(|route| (route.path, route.pipelines)).collect();
    assert_eq!(passed[1], ("/videos/{id}/edit", ["videos::load", "auth::owner"].as_slice()));
}

#[tokio::test]
async fn handlers_take_values_of_the_conn_before_those_of_the_path() {
    let mut client = Client::new(Endpoint::<Router>::new((), Config::default()));
    assert_eq!(client.get("/mine/videos").await.status(), StatusCode::UNAUTHORIZED);
    // Who asks comes before what is asked for.
    assert_eq!(client.get("/mine/videos/seven").await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(client.get("/mine/rules").await.text(), "rules");
    client.put_header("x-user", "ana");
    assert_eq!(client.get("/mine/videos").await.text(), r#"User("ana") 1"#);
    assert_eq!(client.get("/mine/videos/7").await.text(), r#"User("ana") 1 7"#);
    assert_eq!(client.get("/mine/videos/seven").await.status(), StatusCode::BAD_REQUEST);
}
