//! A router where names of the standard library mean something else, inside of a macro, with keywords as parameters.

#![allow(dead_code, non_camel_case_types)]

mod core {}
mod std {}
mod bennu_ {}
struct Option;
struct Result;
struct Some;
struct None;
struct Ok;
struct Err;
struct Verb;
struct Match;
struct Route;
struct Conn;

macro_rules! application {
    ($name:ident, $path:literal, $handler:path) => {
        ::bennu::router! {
            $name for ();

            pipeline conn { plug route; }

            scope "/" {
                pipe_through conn;
                get $path => $handler;
                get "/{type}/{conn}/{route}" => three;
                get "/{self}/{path}/{verb}/{found}" => four;
            }
        }
    };
}

application!(Application, "/{id}", one);

async fn route(_: &mut ::bennu::Conn<()>) -> ::bennu::Result {
    ::bennu::Result::Ok(())
}

async fn one(conn: &mut ::bennu::Conn<()>, _: i64) -> ::bennu::Result {
    conn.text("")
}

async fn three(conn: &mut ::bennu::Conn<()>, _: i64, _: i64, _: i64) -> ::bennu::Result {
    conn.text("")
}

async fn four(conn: &mut ::bennu::Conn<()>, _: i64, _: i64, _: i64, _: i64) -> ::bennu::Result {
    conn.text("")
}

fn main() {
    use ::bennu::router::Router;

    let found = Application::find(::bennu::router::Verb::Get, "/a/b/c/d");
    assert!(found.is_some_and(|found| found.route == 2 && found.count() == 4));
    assert_eq!(path!("/{7}"), "/7");
}
