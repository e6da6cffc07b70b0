//! Finding a route: generated code against matchit, the router inside of axum and tonic.

use std::hint::black_box;

use bennu::router::{Router, Verb};

use crate::measure::{Subject, Table, allocations, compare, print};
use crate::router_paths::{canonical, misses, shuffled};
use crate::router_routes::GitHub;

const ROUNDS: usize = 301;

/// Prints the table of the bench `router`.
pub(crate) fn run() {
    let mut matchit = matchit::Router::new();
    for (index, route) in GitHub::ROUTES.iter().enumerate() {
        matchit
            .insert(route.path, index)
            .expect("a route that Bennu accepts does not conflict with another one");
    }
    let find = |path: &str| GitHub::find(Verb::Get, path);
    let cases = [
        ("github canonical", canonical(GitHub::ROUTES)),
        ("github shuffled", shuffled(GitHub::ROUTES)),
        ("github misses", misses(GitHub::ROUTES, |path| find(path).is_none())),
    ];
    print(format_args!("{} routes, one lookup, median of {ROUNDS} interleaved rounds", GitHub::ROUTES.len()));

    let mut table = Table::new("ns", &["Bennu", "matchit"]);
    let mut allocated = 0;
    for (case, paths) in &cases {
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        for path in &paths {
            let expected = matchit.at(path).ok().map(|found| *found.value);
            assert_eq!(find(path).map(|found| found.route), expected, "{path}");
        }
        allocated += allocations(|| {
            for path in &paths {
                black_box(find(black_box(path)));
            }
        });
        let subjects = [
            Subject::new(|path| _ = black_box(find(path))),
            Subject::new(|path| _ = black_box(matchit.at(path))),
        ];
        table.push(*case, compare(&subjects, &paths, ROUNDS));
    }
    print(format_args!("{table}"));
    print(format_args!("allocations in all lookups of Bennu: {allocated}"));
}
