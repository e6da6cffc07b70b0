//! What the expansion of `router!` calls.

use crate::router::untidy::find_untidy;
pub use crate::router::{Match, Route, Router, Verb, scan::Scan};

/// The route of a path: `find` is the generated lookup for paths as they usually are, all others take the slow way.
#[inline]
pub fn find(
    routes: &[Route],
    verb: Verb,
    path: &str,
    find: impl FnOnce(Verb, Scan<'_>) -> Option<Match>,
) -> Option<Match> {
    match Scan::new(path) {
        Some(scan) => find(verb, scan),
        None => find_untidy(routes, verb, path),
    }
}

/// Of what several branches found, the route that is declared first.
#[must_use]
pub fn earliest<const N: usize>(found: [Option<Match>; N]) -> Option<Match> {
    found.into_iter().flatten().min_by_key(|found| found.route)
}
