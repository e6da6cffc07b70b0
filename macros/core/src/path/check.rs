//! A path and a router's table come in, what the path gets wrong is reported; one function a rule.

use std::rc::Rc;

use super::files::{self, Found};
use super::model::{Part, Path, Segment};
use super::table::{self, Table};
use crate::declared::admits;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::pattern::{self, Pattern};
use crate::suggest;

/// How many routes a message names.
const NEAREST: usize = 3;

/// `{rest..}` is a segment of its own at the end of the path.
pub(super) fn check_rest(path: &Path, diagnostics: &mut Diagnostics) {
    let count = path.segments.len();
    let in_path =
        path.segments.iter().enumerate().filter(|(index, segment)| {
            segment.is_rest() && (*index + 1 != count || !segment.prefix.is_empty())
        });
    let parts = path.query.iter().flat_map(|pair| match pair {
        super::model::Pair::Parts(parts) => parts.as_slice(),
        super::model::Pair::Spread(_) => &[],
    });
    let elsewhere = parts.chain(path.fragment.iter().flatten()).filter_map(|part| match part {
        Part::Hole(hole) if hole.is_rest => Some(hole.place),
        _ => None,
    });
    for place in in_path.map(|(_, segment)| segment.place).chain(elsewhere) {
        let message = format!("`{}` takes many segments but is not the last one", path.written(place));
        let help = "write `/files/{rest..}`; a single value has no dots";
        diagnostics.error(Diagnostic::new(place.span, message).help(help));
    }
}

/// Some route of the router matches the path, or it names a static file that is there.
pub(super) fn check_route(path: &mut Path, table: &Table, diagnostics: &mut Diagnostics) {
    let Some(patterns) = &table.patterns else { return };
    let reached: Vec<usize> =
        patterns.iter().map(|pattern| reached(pattern.segments(), &path.segments)).collect();
    if reached.contains(&usize::MAX) {
        return;
    }
    match files::find(path, &table.statics) {
        Found::Elsewhere => {}
        Found::File => {
            path.is_file = true;
            return;
        }
        Found::Missing(message, help) => {
            let last = path.segments.last().filter(|_| !path.is_literal);
            let span = last.map_or(path.span, |segment| segment.place.span);
            diagnostics.error(Diagnostic::new(span, message).maybe_help(help));
            return;
        }
    }
    let furthest = reached.into_iter().max().unwrap_or_default();
    let wrong = path.segments.get(furthest).or(path.segments.last());
    let span = wrong.filter(|_| !path.is_literal).map_or(path.span, |segment| segment.place.span);
    let shown = path.segments.last().map_or(1, |last| last.place.end).min(path.text.len());
    let shown = &path.text[..shown];
    let mut message = format!("no route of `{}` matches `{shown}`", table.router);
    if path.is_literal
        && let Some(wrong) = wrong
    {
        message.push_str(&caret(path, shown, wrong));
    }
    let help = elsewhere(path).or_else(|| nearest(path, patterns));
    diagnostics.error(Diagnostic::new(span, message).maybe_help(help));
}

/// Another router of the crate that matches the path.
fn elsewhere(path: &Path) -> Option<String> {
    let matches = |table: &Rc<Table>| table.patterns.iter().flatten().any(|pattern| reaches(pattern, path));
    let other = table::siblings().into_iter().find(matches)?;
    Some(format!("router `{}` matches it: call the `path!` beside that one", other.router))
}

/// A copy of the path with a line below that points at the segment that fits no route.
fn caret(path: &Path, shown: &str, wrong: &Segment) -> String {
    let before = path.text[..wrong.place.start].chars().count();
    let length = path.written(wrong.place).chars().count();
    format!("\n  {shown}\n  {}{}", " ".repeat(before), "^".repeat(length))
}

/// How many segments of the path fit the pattern; the highest number where all of both do.
fn reached(pattern: &[pattern::Segment], path: &[Segment]) -> usize {
    let mut fitting = 0;
    loop {
        fitting += match (pattern.get(fitting), path.get(fitting)) {
            (None, None) | (Some(pattern::Segment::Glob { .. }), _) => return usize::MAX,
            (Some(pattern), Some(segment)) if fits(pattern, segment) => 1,
            _ => return fitting,
        }
    }
}

/// Whether the path is one of the pattern.
pub(super) fn reaches(pattern: &Pattern, path: &Path) -> bool {
    reached(pattern.segments(), &path.segments) == usize::MAX
}

/// Text fits itself and parameters whose type it spells; a value fits a parameter only, whatever it may turn out to be.
fn fits(pattern: &pattern::Segment, segment: &Segment) -> bool {
    match pattern {
        pattern::Segment::Static(text) => segment.hole.is_none() && *text == segment.prefix,
        pattern::Segment::Param { prefix, declared, .. } => {
            let rest = segment.prefix.strip_prefix(prefix.as_str());
            let admits =
                |text| segment.hole.is_some() || declared.as_deref().is_none_or(|ty| admits(ty, text));
            !segment.is_rest() && rest.is_some_and(admits)
        }
        pattern::Segment::Glob { .. } => true,
    }
}

/// The routes that look most like the path, parameters compared as such.
fn nearest(path: &Path, patterns: &[Pattern]) -> Option<String> {
    let shape = |prefix: &str, is_value| format!("/{prefix}{}", if is_value { "{}" } else { "" });
    let wanted: String =
        path.segments.iter().map(|segment| shape(&segment.prefix, segment.hole.is_some())).collect();
    let of_pattern = |segment: &pattern::Segment| match segment {
        pattern::Segment::Static(text) => shape(text, false),
        pattern::Segment::Param { prefix, .. } => shape(prefix, true),
        pattern::Segment::Glob { .. } => shape("", true),
    };
    let distance = |pattern: &Pattern| {
        let candidate: String = pattern.segments().iter().map(of_pattern).collect();
        suggest::distance(&wanted, &candidate)
    };
    let mut scored: Vec<(usize, String)> =
        patterns.iter().map(|pattern| (distance(pattern), pattern.to_string())).collect();
    scored.sort();
    let near = wanted.chars().count() / 3;
    let best = scored.first()?.0;
    if best <= near.max(1) && scored.iter().filter(|(distance, _)| *distance == best).count() == 1 {
        return Some(format!("did you mean `{}`?", scored[0].1));
    }
    let names: Vec<String> = scored.iter().take(NEAREST).map(|(_, pattern)| format!("`{pattern}`")).collect();
    Some(match names.as_slice() {
        [only] => format!("the only route is {only}"),
        names => format!("the nearest routes are {}", names.join(", ")),
    })
}
