//! Finding a route: generated code against the routers inside of axum and actix, and two more that are known for their speed.

use std::hint::black_box;

use bennu::router::{Router, Verb};

use crate::measure::{Subject, Table, allocations, compare, print};
use crate::router_gitlab::GitLab;
use crate::router_paths::{canonical, misses, shuffled};
use crate::router_peers::Peers;
use crate::router_routes::GitHub;

const ROUNDS: usize = 61;

/// As many as actix has the time for.
const ROUNDS_OF_ACTIX: usize = 9;

/// Prints the table of the bench `router`.
pub(crate) fn run() {
    print(format_args!("one lookup, median of {ROUNDS} interleaved rounds"));
    let mut table = Table::new("ns", &["Bennu", "matchit", "path-tree", "wayfind", "actix-router"]);
    let allocated = measure::<GitHub>("github", &mut table) + measure::<GitLab>("gitlab", &mut table);
    print(format_args!("{table}"));
    print(format_args!("allocations in all lookups of Bennu: {allocated}"));
}

/// Adds the rows of one router; returns how often its lookups allocated.
fn measure<R: Router>(name: &str, table: &mut Table) -> u64 {
    let peers = Peers::new(R::ROUTES);
    let find = |path: &str| R::find(Verb::Get, path);
    let cases = [
        ("canonical", canonical(R::ROUTES)),
        ("shuffled", shuffled(R::ROUTES)),
        ("misses", misses(R::ROUTES, |path| find(path).is_none())),
    ];
    let mut allocated = 0;
    for (case, paths) in &cases {
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        for path in &paths {
            peers.check(path, find(path).map(|found| found.route));
        }
        allocated += allocations(|| {
            for path in &paths {
                black_box(find(black_box(path)));
            }
        });
        let subjects = [
            Subject::new(|path| {
                black_box(find(path));
            }),
            Subject::new(|path| drop(black_box(peers.matchit.at(path)))),
            Subject::new(|path| drop(black_box(peers.path_tree.find(path)))),
            Subject::new(|path| drop(black_box(peers.wayfind.search(path)))),
        ];
        // Apart from the others: it tries routes one by one, and whoever came after it would find the paths gone from the caches.
        let actix = Subject::new(|path| {
            let mut path = actix_router::Path::new(path);
            black_box(peers.actix.recognize(&mut path));
            black_box(path);
        });
        let mut times = compare(&subjects, &paths, ROUNDS);
        times.extend(compare(&[actix], &paths, ROUNDS_OF_ACTIX));
        table.push(format!("{name} {} {case}", R::ROUTES.len()), times);
    }
    allocated
}
