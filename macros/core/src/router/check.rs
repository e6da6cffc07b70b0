//! A resolved router comes in, every rule that it breaks is reported; one function a rule.
//!
//! 1. no two pipelines have one name
//! 2. no parameter of a scope is repeated by its routes
//! 3. a glob is the last segment, also where a scope holds it
//! 4. a route captures and has no more segments than the runtime holds
//! 5. no two routes answer the same requests
//! 6. no route is hidden behind an earlier one
//! 7. no pipeline passes through itself
//! 8. no two routes are given one name
//! 9. no two live sessions have one name
//! 10. scopes are for at most 64 different lists of hosts

use std::collections::HashSet;

use proc_macro2::Span;

use super::host;
use super::model::{Pipe, Route, Router};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::pattern::Segment;

/// As `bennu::router::MAX_PARAMS` has it.
const MAX_PARAMS: usize = 8;
/// As many as `bennu::router` has bits for.
const MAX_HOSTS: usize = 64;
/// As the runtime's lookup of untidy paths has it.
const MAX_SEGMENTS: usize = 32;

pub(super) fn check(router: &Router, diagnostics: &mut Diagnostics) {
    check_duplicate_pipeline(router, diagnostics);
    for route in &router.routes {
        check_duplicate_parameter(route, diagnostics);
        check_glob_in_scope(route, diagnostics);
        check_size(route, diagnostics);
    }
    check_reachable(router, diagnostics);
    check_cyclic_pipeline(router, diagnostics);
    check_duplicate_route_name(router, diagnostics);
    check_duplicate_live_session(router, diagnostics);
    check_hosts(router, diagnostics);
}

fn check_duplicate_pipeline(router: &Router, diagnostics: &mut Diagnostics) {
    for (index, pipeline) in router.pipelines.iter().enumerate() {
        if let Some(first) = router.pipelines[..index].iter().find(|first| first.name == pipeline.name) {
            let message = format!("pipeline `{}` is declared twice", pipeline.name);
            diagnostics.error(
                Diagnostic::new(pipeline.name.span(), message)
                    .help("merge the two, or rename one of them")
                    .related(first.name.span(), format!("pipeline `{}` is first declared here", first.name)),
            );
        }
    }
}

fn check_duplicate_parameter(route: &Route, diagnostics: &mut Diagnostics) {
    let mut seen = HashSet::new();
    for name in route.pattern.names() {
        if !seen.insert(name) {
            let message = format!("parameter `{name}` occurs twice in `{}`", route.pattern);
            let help = "give each a name of its own, as in `{user_id}`";
            diagnostics.error(Diagnostic::new(route.span, message).help(help));
        }
    }
}

fn check_glob_in_scope(route: &Route, diagnostics: &mut Diagnostics) {
    let segments = route.pattern.segments();
    let inner = &segments[..segments.len().saturating_sub(1)];
    for glob in inner.iter().filter(|segment| segment.is_glob()) {
        let message = format!("glob `{glob}` is not the last segment of `{}`", route.pattern);
        diagnostics
            .error(Diagnostic::new(route.span, message).help("a scope captures single segments: `{name}`"));
    }
}

fn check_size(route: &Route, diagnostics: &mut Diagnostics) {
    let captured = route.pattern.names().count();
    if captured > MAX_PARAMS {
        let message =
            format!("route `{}` captures {captured} segments, {MAX_PARAMS} are possible", route.pattern);
        diagnostics
            .error(Diagnostic::new(route.span, message).help("take the last ones together with `{*rest}`"));
    }
    let count = route.pattern.segments().len();
    if count > MAX_SEGMENTS {
        let message = format!("route `{}` has {count} segments, {MAX_SEGMENTS} are possible", route.pattern);
        diagnostics
            .error(Diagnostic::new(route.span, message).help("take the last ones together with `{*rest}`"));
    }
}

/// Of two routes for the same verb, the later one must match something that the earlier one does not.
fn check_reachable(router: &Router, diagnostics: &mut Diagnostics) {
    for (index, later) in router.routes.iter().enumerate() {
        let hides = |earlier: &&Route| covers(router, earlier, later);
        let Some(earlier) = router.routes[..index].iter().find(hides) else { continue };
        if covers(router, later, earlier) {
            check_duplicate_route(earlier, later, diagnostics);
        } else {
            check_unreachable_route(earlier, later, diagnostics);
        }
    }
}

/// Whether every request of `narrow` is one of `wide` too.
fn covers(router: &Router, wide: &Route, narrow: &Route) -> bool {
    wide.verb.covers(narrow.verb)
        && wide.pattern.covers(&narrow.pattern)
        && host::list_covers(router.hosts_of(wide), router.hosts_of(narrow))
}

fn check_duplicate_route(earlier: &Route, later: &Route, diagnostics: &mut Diagnostics) {
    let message = if earlier.pattern == later.pattern {
        format!("route `{later}` is declared twice")
    } else {
        format!("route `{later}` answers the same requests as `{earlier}`")
    };
    diagnostics.error(
        Diagnostic::new(later.span, message)
            .help("remove one of the two, or change its path or verb")
            .related(earlier.span, format!("`{earlier}` is first declared here")),
    );
}

fn check_unreachable_route(earlier: &Route, later: &Route, diagnostics: &mut Diagnostics) {
    let kind = match earlier.pattern.segments().last() {
        Some(Segment::Glob { .. }) => "glob",
        _ if earlier.verb != later.verb => "`*`",
        _ if earlier.pattern.is_same_shape(&later.pattern) => "host",
        _ => "parameter",
    };
    let message = format!(
        "route `{later}` is never reached: `{earlier}` is declared before it and takes all of its requests"
    );
    diagnostics.error(
        Diagnostic::new(later.span, message)
            .help("declare it before the other one: the first route that matches wins")
            .related(
                earlier.span,
                format!("the {kind} of `{earlier}` matches everything that `{later}` does"),
            ),
    );
}

fn check_cyclic_pipeline(router: &Router, diagnostics: &mut Diagnostics) {
    for start in 0..router.pipelines.len() {
        let mut way = vec![start];
        let Some(span) = find_cycle(router, &mut way, &mut HashSet::new()) else { continue };
        // Every pipeline of the circle finds it; the one that is declared first reports it.
        if way.iter().any(|&other| other < start) {
            continue;
        }
        let name = &router.pipelines[start].name;
        let mut names: Vec<String> =
            way.iter().map(|&index| format!("`{}`", router.pipelines[index].name)).collect();
        names.push(format!("`{name}`"));
        let message = format!("pipeline `{name}` passes through itself: {}", names.join(" → "));
        let help = format!(
            "take one of the steps out; a function `{name}` is named by its path, as in `self::{name}`"
        );
        diagnostics.error(Diagnostic::new(span, message).help(help));
    }
}

/// The rest of a way that leads back to its start, and where its last step is named.
fn find_cycle(router: &Router, way: &mut Vec<usize>, seen: &mut HashSet<usize>) -> Option<Span> {
    let &last = way.last()?;
    for pipe in &router.pipelines[last].pipes {
        let Pipe::Pipeline(next, span) = pipe else { continue };
        if *next == way[0] {
            return Some(*span);
        }
        if seen.insert(*next) {
            way.push(*next);
            if let Some(span) = find_cycle(router, way, seen) {
                return Some(span);
            }
            way.pop();
        }
    }
    None
}

fn check_duplicate_route_name(router: &Router, diagnostics: &mut Diagnostics) {
    let named = |route: &Route| {
        let name = route.name.as_ref()?;
        Some((name.text.clone(), name.given?))
    };
    let mut known: Vec<(String, Span)> = Vec::new();
    for (name, span) in router.routes.iter().filter_map(named) {
        match known.iter().find(|(other, _)| *other == name) {
            Some((_, first)) => diagnostics.error(
                Diagnostic::new(span, format!("two routes are called `{name}`"))
                    .help("give each a name of its own")
                    .related(*first, format!("`{name}` is first given here")),
            ),
            None => known.push((name, span)),
        }
    }
}

fn check_duplicate_live_session(router: &Router, diagnostics: &mut Diagnostics) {
    for (index, name) in router.live_sessions.iter().enumerate() {
        if let Some(first) = router.live_sessions[..index].iter().find(|first| *first == name) {
            diagnostics.error(
                Diagnostic::new(name.span(), format!("live session `{name}` is declared twice"))
                    .help("put the routes of both into one, with scopes inside, or rename one of them")
                    .related(first.span(), format!("live session `{first}` is first declared here")),
            );
        }
    }
}

fn check_hosts(router: &Router, diagnostics: &mut Diagnostics) {
    let beyond = router.routes.iter().find(|route| route.hosts.is_some_and(|index| index >= MAX_HOSTS));
    if let Some(route) = beyond {
        let message = format!("the scopes of a router are for more than {MAX_HOSTS} different hosts");
        diagnostics.error(
            Diagnostic::new(route.span, message).help("declare some of them in a router of their own"),
        );
    }
}
