//! Generated lookups against a matcher that is too simple to be wrong.

use bennu::router::{Route, Router, Verb};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;

use super::overlapping;

#[path = "../../../benches/src/router_routes.rs"]
mod github;

mod hosts {
    //! Routes that differ by their hosts and their verbs, among them some that any verb reaches.

    use bennu::{Conn, Result};

    bennu::router! {
        /// All of them.
        pub(crate) Router for ();

        scope "/", host: "example.com" {
            get "/" => none;
            get "/{a}" => one;
            post "/users" => none;
        }
        scope "/users", host: ["api.", "*.example.com"] {
            match * "/" => none;
            get "/{id}" => one;
            match [put, patch] "/{id}" => one;
            get "/{id}/{*rest}" => one_rest;
        }
        match * "/users/me" => none;
        get "/users/{id}" => one;
        head "/users/{id}" => one;
        options "/users" => none;
        scope "/", host: "*.org" {
            match * "/{*rest}" => rest;
        }
        delete "/users/u{n}" => one;
        match [get, post] "/{a}/{b}" => two;
    }

    async fn none(conn: &mut Conn<()>) -> Result {
        conn.text("none")
    }

    async fn one(conn: &mut Conn<()>, _: String) -> Result {
        conn.text("one")
    }

    async fn two(conn: &mut Conn<()>, _: String, _: String) -> Result {
        conn.text("two")
    }

    async fn rest(conn: &mut Conn<()>, _: Vec<String>) -> Result {
        conn.text("rest")
    }

    async fn one_rest(conn: &mut Conn<()>, _: String, _: Vec<String>) -> Result {
        conn.text("one_rest")
    }
}

/// A route's place and what it captures, decoded; the parts of a glob one by one.
type Found = Option<(usize, Vec<Vec<u8>>)>;

/// What a request is looked up by.
type Asked<'a> = (&'a str, Verb, &'a str);

/// The first route that is for the host and the verb and whose every segment fits.
fn find_naively<R: Router>((host, verb, path): Asked<'_>) -> Found {
    let segments: Vec<&str> = path.strip_prefix('/')?.split('/').filter(|text| !text.is_empty()).collect();
    let is_asked = |route: &Route| {
        let is_verb = route.verb == verb || route.verb == Verb::Any && verb != Verb::Head;
        is_verb && (route.hosts.is_empty() || route.hosts.iter().any(|wanted| is_host(wanted, host)))
    };
    let asked = R::ROUTES.iter().enumerate().filter(|(_, route)| is_asked(route));
    asked.into_iter().find_map(|(index, route)| Some((index, capture(route, &segments)?)))
}

fn is_host(wanted: &str, host: &str) -> bool {
    let host = host.to_lowercase();
    match wanted.strip_prefix('*') {
        Some(end) => host.len() > end.len() && host.ends_with(end),
        None if wanted.ends_with('.') => host.starts_with(wanted),
        None => host == wanted,
    }
}

fn capture(route: &Route, segments: &[&str]) -> Option<Vec<Vec<u8>>> {
    let mut captured = Vec::new();
    let mut rest = segments;
    for pattern in route.path.split('/').filter(|pattern| !pattern.is_empty()) {
        if pattern.starts_with("{*") {
            captured.extend(rest.iter().map(|text| decode(text)));
            return Some(captured);
        }
        let (first, others) = rest.split_first()?;
        let first = decode(first);
        match pattern.split_once('{') {
            None if first == pattern.as_bytes() => {}
            Some((prefix, _)) => captured.push(first.strip_prefix(prefix.as_bytes())?.to_owned()),
            None => return None,
        }
        rest = others;
    }
    rest.is_empty().then_some(captured)
}

fn decode(text: &str) -> Vec<u8> {
    percent_decode_str(text).collect()
}

/// What the router finds, in the form of the naive matcher.
fn find<R: Router>((host, verb, path): Asked<'_>) -> Found {
    let found = R::find_on(host, verb, path)?;
    let has_glob = R::ROUTES[found.route].path.contains("{*");
    let mut captured = Vec::new();
    for index in 0..found.count() {
        let text = found.segment(path, index).expect("a captured segment lies in the path");
        match has_glob && index + 1 == found.count() {
            true => captured.extend(text.split('/').filter(|part| !part.is_empty()).map(decode)),
            false => captured.push(decode(text)),
        }
    }
    Some((found.route, captured))
}

/// What two routers of these tests are made of, with escapes and with beginnings that they share.
fn segment() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "users",
        "user",
        "new",
        "me",
        "edit",
        "v",
        "v1",
        "version",
        "files",
        "raw",
        "caf\u{e9}",
        "caf%C3%A9",
        "%75sers",
        "m%65",
        "v%31",
        "a%2Fb",
        "%2F",
        "posts",
        "u",
        "u7",
        "%",
        "%zz",
        "%F",
        "%FF%fe",
        "%00",
        "a-longer-segment-that-needs-room",
        "a-segment-so-long-that-no-word-of-slashes-holds-it-and-a-half-more",
    ];
    prop_oneof![
        12 => prop::sample::select(KNOWN).prop_map(str::to_owned),
        2 => Just(String::new()),
        1 => "[a-z%]{0,3}",
        1 => "[^/]{0,5}",
    ]
}

fn path(segment: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec(segment, 0..8).prop_map(|segments| format!("/{}", segments.join("/")))
}

fn verb() -> impl Strategy<Value = Verb> {
    use Verb::{Connect, Delete, Get, Head, Options, Other, Patch, Post, Put, Trace};
    const VERBS: &[Verb] =
        &[Get, Get, Get, Get, Post, Post, Delete, Delete, Put, Patch, Head, Options, Trace, Connect, Other];
    prop::sample::select(VERBS)
}

fn host() -> impl Strategy<Value = &'static str> {
    const HOSTS: &[&str] = &[
        "",
        "localhost",
        "example.com",
        "EXAMPLE.com",
        "api.example.com",
        "api.localhost",
        "API.x.org",
        "x.org",
        ".org",
        ".example.com",
        "xexample.com",
        "api",
    ];
    prop::sample::select(HOSTS)
}

/// A path of GitHub with its parameters filled, a part of it replaced at times, and something behind it at times.
fn path_of_github() -> impl Strategy<Value = String> {
    let route = prop::sample::select(github::GitHub::ROUTES);
    let changed =
        (any::<prop::sample::Index>(), segment(), prop::sample::select(["", "", "/", "/extra"].as_slice()));
    let parts =
        (route, prop::collection::vec("[a-zA-Z0-9._~-]{1,40}", 4), prop::option::weighted(0.4, changed));
    parts.prop_map(|(route, values, change)| {
        let values = route.params.iter().zip(values);
        let path = values
            .fold(route.path.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), &value));
        let Some((place, segment, behind)) = change else { return path };
        let mut segments: Vec<&str> = path.split('/').skip(1).collect();
        let place = place.index(segments.len());
        segments[place] = &segment;
        format!("/{}{behind}", segments.join("/"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn the_route_declared_first_wins(path in path(segment()), verb in verb()) {
        let asked = ("", verb, path.as_str());
        prop_assert_eq!(find::<overlapping::Router>(asked), find_naively::<overlapping::Router>(asked));
    }

    #[test]
    fn hosts_and_verbs_decide_among_routes(path in path(segment()), is_user: bool, verb in verb(), host in host()) {
        let path = if is_user { format!("/users{path}") } else { path };
        let asked = (host, verb, path.as_str());
        prop_assert_eq!(find::<hosts::Router>(asked), find_naively::<hosts::Router>(asked));
    }

    #[test]
    fn the_routes_of_github_are_found(path in path_of_github(), verb in verb()) {
        let asked = ("", verb, path.as_str());
        prop_assert_eq!(find::<github::GitHub>(asked), find_naively::<github::GitHub>(asked));
    }

    #[test]
    fn no_text_makes_a_lookup_fail(path in ".{0,80}|/[a-z/%]{0,90}|(/users){0,40}|/(repos/){0,20}.{0,70}", verb in verb()) {
        for asked in [("", verb, path.as_str()), ("api.x.org", verb, path.as_str())] {
            prop_assert_eq!(find::<hosts::Router>(asked), find_naively::<hosts::Router>(asked));
            prop_assert_eq!(find::<github::GitHub>(asked), find_naively::<github::GitHub>(asked));
            prop_assert_eq!(find::<overlapping::Router>(asked), find_naively::<overlapping::Router>(asked));
        }
    }
}
