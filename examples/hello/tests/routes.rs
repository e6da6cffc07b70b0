//! What is typed behind the program's name comes in, the table of routes or the route of a URL goes out.

use std::process::{Command, Output};

/// Where the routes are declared.
const ROUTER: &str = include_str!("../src/router.rs");

fn hello(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hello")).args(arguments).output().expect("the example runs")
}

fn printed(arguments: &[&str]) -> String {
    let output = hello(arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("routes are text")
}

#[test]
fn all_routes_as_a_table() {
    let expected = "  GET   /                messages::index
  POST  /messages        messages::create
  GET   /messages/{id}   messages::show
  GET   /outings/new     outings::new
  POST  /outings         outings::create
  GET   /counter         CounterLive
  GET   /gallery         GalleryLive
  WS    /live/websocket  bennu::live
";
    assert_eq!(printed(&["routes"]), expected);
}

#[test]
fn the_route_of_a_url() {
    let declared = |route| {
        let line = ROUTER.lines().position(|line| line.contains(route)).expect("the router declares it");
        format!("examples/hello/src/router.rs:{}", line + 1)
    };
    let expected = "Module: messages
Function: show
LINE
Route: GET /messages/{id}
Params: id = \"a/b\"
Pipelines: browser
"
    .replace("LINE", &declared("\"/messages/{id}\""));
    assert_eq!(printed(&["routes", "--info", "/messages/a%2Fb?page=1"]), expected);
    assert_eq!(printed(&["routes", "--info", "http://localhost:4000/messages/a%2fb"]), expected);
    let created = printed(&["routes", "--info", "/messages", "--method", "post"]);
    let line = declared("post \"/messages\"");
    assert_eq!(
        created,
        format!("Module: messages\nFunction: create\n{line}\nRoute: POST /messages\nPipelines: browser\n"),
    );
}

#[test]
fn what_has_no_answer_says_so_and_fails() {
    for (arguments, expected) in [
        (["routes", "--info", "/nowhere"].as_slice(), "no route found for GET /nowhere"),
        (&["routes", "--info", "/", "--method", "delete"], "no route found for DELETE /"),
        (&["routes", "--info", "/", "--method", "brew"], "`brew` is not the verb of any route"),
        (&["routes", "--info", "/a b"], "`/a b` is no URL"),
        (&["routes", "--info", "/%ff"], "UTF-8"),
        (&["routes", "--info"], "not `--info`"),
        (&["routes", "--inof", "/"], "not `--inof`"),
    ] {
        let output = hello(arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}: {output:?}");
        assert!(error.contains(expected), "{arguments:?}: {error}");
    }
}
