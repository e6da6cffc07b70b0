//! A path that no route answers comes in, the routes that were probably meant go out.

use crate::router::{Route, Verb};

/// Routes that are shown at most.
const SHOWN: usize = 5;
/// What a client sends may be long; whoever mistyped a path did not mistype more than this.
const LONGEST: usize = 200;

/// The routes nearest to a request, the nearest first.
pub(super) fn nearest_routes(verb: Verb, path: &str, routes: &'static [Route]) -> Vec<&'static Route> {
    let Some(path) = Some(path).filter(|path| path.len() <= LONGEST) else { return Vec::new() };
    let asked = segments(path);
    let mut found: Vec<_> = routes
        .iter()
        .filter_map(|route| {
            let cost = cost(&asked, route)? + usize::from(!route.verb.answers(verb));
            Some((cost, route))
        })
        .collect();
    found.sort_by_key(|(cost, _)| *cost);
    found.into_iter().map(|(_, route)| route).take(SHOWN).collect()
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}

/// How much of the path has to change before the route answers it; none where little would stay of it.
fn cost(asked: &[&str], route: &Route) -> Option<usize> {
    let declared = segments(route.path);
    let mut cost = 0;
    let mut kept = 0;
    for (index, segment) in declared.iter().enumerate() {
        if segment.starts_with("{*") {
            return (kept > 0).then_some(cost);
        }
        let Some(asked) = asked.get(index) else {
            cost += 3;
            continue;
        };
        let distance = if segment.contains('{') { 1 } else { distance(asked, segment) };
        if distance * 2 > segment.len().max(asked.len()) {
            cost += 4;
        } else {
            kept += usize::from(!segment.contains('{'));
            cost += distance;
        }
    }
    cost += 3 * asked.len().saturating_sub(declared.len());
    (kept > 0 || asked.is_empty() && declared.is_empty()).then_some(cost)
}

/// How many letters have to be put in, left out or replaced.
fn distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, from) in left.bytes().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, to) in right.bytes().enumerate() {
            let replaced = corner + usize::from(from != to);
            corner = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(corner + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUTES: &[Route] = &[
        Route::new(Verb::Get, "/", "home"),
        Route::new(Verb::Get, "/users", "users::index"),
        Route::new(Verb::Get, "/users/{id}", "users::show"),
        Route::new(Verb::Post, "/users", "users::create"),
        Route::new(Verb::Get, "/manage/videos/{id}/edit", "videos::edit"),
        Route::new(Verb::Get, "/files/{*rest}", "files::show"),
    ];

    fn nearest(verb: Verb, path: &str) -> Vec<&'static str> {
        nearest_routes(verb, path, ROUTES).into_iter().map(|route| route.handler).collect()
    }

    #[test]
    fn a_misspelt_path_has_a_route_nearby() {
        assert_eq!(nearest(Verb::Get, "/user")[0], "users::index");
        assert_eq!(nearest(Verb::Post, "/user")[0], "users::create");
        assert_eq!(nearest(Verb::Get, "/usres/7")[0], "users::show");
        assert_eq!(nearest(Verb::Get, "/manage/video/7/edit")[0], "videos::edit");
        assert_eq!(nearest(Verb::Delete, "/users/7")[0], "users::show");
        assert_eq!(nearest(Verb::Get, "/file/a/b/c")[0], "files::show");
    }

    #[test]
    fn what_is_far_from_all_routes_has_none() {
        assert_eq!(nearest(Verb::Get, "/wp-login.php"), [""; 0]);
        assert_eq!(nearest(Verb::Get, &"/users".repeat(100)), [""; 0]);
    }

    proptest::proptest! {
        #[test]
        fn any_path_may_be_asked_for(path: String) {
            nearest(Verb::Get, &path);
        }

        #[test]
        fn as_many_changes_as_letters_are_enough(left in "[ab]{0,6}", right in "[ab]{0,6}") {
            let found = distance(&left, &right);
            proptest::prop_assert!(found <= left.len().max(right.len()));
            proptest::prop_assert!(found >= left.len().abs_diff(right.len()));
            proptest::prop_assert_eq!(found == 0, left == right);
        }
    }
}
