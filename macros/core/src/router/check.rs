//! A resolved router comes in, every rule that it breaks is reported; one function a rule.
//!
//! 1. no two pipelines have one name
//! 2. no parameter of a scope is repeated by its routes
//! 3. a glob is the last segment, also where a scope holds it
//! 4. a route captures and has no more segments than the runtime holds
//! 5. no two routes answer the same requests
//! 6. no route is hidden behind an earlier one

use std::collections::HashSet;

use super::model::{Route, Router};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::pattern::Segment;

/// As `bennu::router::MAX_PARAMS` has it.
const MAX_PARAMS: usize = 8;
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
        let hides = |earlier: &&Route| earlier.verb == later.verb && earlier.pattern.covers(&later.pattern);
        let Some(earlier) = router.routes[..index].iter().find(hides) else { continue };
        if later.pattern.covers(&earlier.pattern) {
            check_duplicate_route(earlier, later, diagnostics);
        } else {
            check_unreachable_route(earlier, later, diagnostics);
        }
    }
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
