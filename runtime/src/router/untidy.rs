//! A path with escapes or empty segments comes in, its route goes out; slower than the generated code and just as exact.

use super::host::meets;
use super::matched::{MAX_PATH, Match};
use super::route::{Route, Verb};

/// The most segments that a route may have.
const MAX_SEGMENTS: usize = 32;

/// The segments of a path as byte ranges, empty ones left out, as far as routes can tell them apart.
struct Segments<'p> {
    path: &'p str,
    ranges: [(usize, usize); MAX_SEGMENTS],
    /// How many there are, counting one more where there are more than fit.
    count: usize,
    /// Where the last segment ends.
    end: usize,
}

impl<'p> Segments<'p> {
    fn new(path: &'p str) -> Self {
        let mut segments = Self { path, ranges: [(0, 0); MAX_SEGMENTS], count: 0, end: 0 };
        let mut start = 0;
        for text in path.split('/') {
            let end = start + text.len();
            if !text.is_empty() {
                if let Some(place) = segments.ranges.get_mut(segments.count) {
                    *place = (start, end);
                }
                segments.count = (segments.count + 1).min(MAX_SEGMENTS + 1);
                segments.end = end;
            }
            start = end + 1;
        }
        segments
    }

    fn get(&self, index: usize) -> Option<(usize, usize, &'p str)> {
        let (start, end) = *self.ranges[..self.count.min(MAX_SEGMENTS)].get(index)?;
        Some((start, end, self.path.get(start..end)?))
    }
}

/// The first route that answers `verb` and `path` on any host, whatever the path looks like.
#[cold]
#[must_use]
pub fn find_untidy(routes: &[Route], verb: Verb, path: &str) -> Option<Match> {
    find_untidy_on(routes, "", verb, path)
}

/// The same for requests to `host`.
#[cold]
#[must_use]
pub fn find_untidy_on(routes: &[Route], host: &str, verb: Verb, path: &str) -> Option<Match> {
    if !path.starts_with('/') || path.len() > MAX_PATH {
        return None;
    }
    let segments = Segments::new(path);
    let is_asked =
        |route: &Route| route.verb.answers(verb) && (route.hosts.is_empty() || meets(host, route.hosts));
    let asked = routes.iter().enumerate().filter(|(_, route)| is_asked(route));
    asked.into_iter().find_map(|(index, route)| match_route(index, route, &segments))
}

fn match_route(index: usize, route: &Route, segments: &Segments<'_>) -> Option<Match> {
    let mut found = Match::empty(index);
    let mut count = 0;
    for pattern in route.path.split('/').filter(|pattern| !pattern.is_empty()) {
        if pattern.starts_with("{*") {
            let start = segments.get(count).map_or(segments.end, |(start, ..)| start);
            found.capture(start, segments.end);
            return Some(found);
        }
        let (start, end, text) = segments.get(count)?;
        match pattern.split_once('{') {
            None => (skip_decoded(text, pattern)? == text.len()).then_some(())?,
            Some((prefix, _)) => found.capture(start + skip_decoded(text, prefix)?, end),
        }
        count += 1;
    }
    (count == segments.count).then_some(found)
}

/// How many bytes of the encoded `text` spell the plain `prefix`; `None` where `text` begins otherwise.
fn skip_decoded(text: &str, prefix: &str) -> Option<usize> {
    let mut rest = text.as_bytes();
    for &expected in prefix.as_bytes() {
        let (byte, after) = next_decoded(rest)?;
        (byte == expected).then_some(())?;
        rest = after;
    }
    Some(text.len() - rest.len())
}

/// The next byte that `text` spells; an escape that is none stands for itself.
fn next_decoded(text: &[u8]) -> Option<(u8, &[u8])> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    match text {
        [b'%', high, low, rest @ ..] if digit(*high).is_some() && digit(*low).is_some() => {
            let byte = digit(*high)? * 16 + digit(*low)?;
            Some((byte as u8, rest))
        }
        [byte, rest @ ..] => Some((*byte, rest)),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUTES: &[Route] = &[
        Route::new(Verb::Get, "/", "home"),
        Route::new(Verb::Get, "/pages/hello", "hello"),
        Route::new(Verb::Get, "/pages/{page}", "page"),
        Route::new(Verb::Get, "/caf\u{e9}/v{version}", "version"),
        Route::new(Verb::Get, "/files/{*rest}", "files"),
    ];

    fn find(path: &str) -> Option<(usize, Option<&str>)> {
        find_untidy(ROUTES, Verb::Get, path).map(|found| (found.route, found.segment(path, 0)))
    }

    #[test]
    fn slashes_too_many_are_as_good_as_one() {
        assert_eq!(find("//"), Some((0, None)));
        assert_eq!(find("//pages///hello/"), Some((1, None)));
        assert_eq!(find("/pages//x/"), Some((2, Some("x"))));
        assert_eq!(find("/files//a//b/"), Some((4, Some("a//b"))));
        assert_eq!(find("/files/"), Some((4, Some(""))));
    }

    #[test]
    fn escapes_are_compared_decoded() {
        assert_eq!(find("/p%61ges/hell%6F"), Some((1, None)));
        assert_eq!(find("/pages/a%2Fb"), Some((2, Some("a%2Fb"))));
        assert_eq!(find("/caf%c3%A9/%761"), Some((3, Some("1"))));
        assert_eq!(find("/pages%2Fhello"), None);
    }

    #[test]
    fn more_segments_than_any_route_has_reach_globs_only() {
        let deep = "/x".repeat(100);
        assert_eq!(find(&deep), None);
        assert!(find(&format!("/files{deep}/")).is_some());
        assert_eq!(find(&"/".repeat(MAX_PATH + 1)), None);
    }
}
