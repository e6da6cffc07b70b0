//! Characters and holes come in, segments, query and fragment go out; knows the grammar of a path and nothing of routes.

use super::lexer::{Piece, Pieces};
use super::model::{Hole, Pair, Part, Path, Place, Segment};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// `/posts/{post}/edit?page={page}&{params}#top`; nothing where it cannot be a path.
pub(super) fn parse(pieces: Pieces, diagnostics: &mut Diagnostics) -> Option<Path> {
    let Pieces { text, is_literal, span, pieces } = pieces;
    let mut path = Path {
        text,
        is_literal,
        span,
        segments: Vec::new(),
        query: Vec::new(),
        fragment: None,
        is_file: false,
    };
    check_characters(&path, &pieces, diagnostics)?;
    let (rest, fragment) = split_once(&pieces, '#');
    let (segments, query) = split_once(rest, '?');
    path.segments = parse_segments(&path, segments, diagnostics)?;
    for pair in query.into_iter().flat_map(|query| query.split(|piece| piece.is('&'))) {
        let pair = parse_pair(&path, pair, diagnostics)?;
        path.query.push(pair);
    }
    path.fragment = fragment.map(parts);
    Some(path)
}

fn split_once(pieces: &[Piece], separator: char) -> (&[Piece], Option<&[Piece]>) {
    match pieces.iter().position(|piece| piece.is(separator)) {
        Some(at) => (&pieces[..at], Some(&pieces[at + 1..])),
        None => (pieces, None),
    }
}

/// Braces that are no holes, characters that nobody can type, and escapes, which are the macro's business.
fn check_characters(path: &Path, pieces: &[Piece], diagnostics: &mut Diagnostics) -> Option<()> {
    for piece in pieces {
        let Piece::Char(c, place) = piece else { continue };
        let (message, help) = match c {
            '}' => {
                (format!("`}}` in `{}` closes nothing", path.text), "a value stands in braces, as in `{id}`")
            }
            '%' => (
                format!("`{}` is encoded by hand", path.text),
                "write the character itself: `path!` encodes what needs it",
            ),
            c if c.is_control() => {
                (format!("`{}` holds a control character", path.text.escape_debug()), "take it out")
            }
            _ => continue,
        };
        diagnostics.error(Diagnostic::new(place.span, message).help(help));
        return None;
    }
    Some(())
}

fn parse_segments(path: &Path, pieces: &[Piece], diagnostics: &mut Diagnostics) -> Option<Vec<Segment>> {
    if !pieces.first().is_some_and(|first| first.is('/')) {
        let message = format!("path `{}` does not begin with a slash", path.text);
        let help = format!("write `/{}`", path.text);
        diagnostics.error(Diagnostic::new(path.span, message).help(help));
        return None;
    }
    let inner = &pieces[1..];
    if inner.is_empty() {
        return Some(Vec::new());
    }
    inner.split(|piece| piece.is('/')).map(|pieces| parse_segment(path, pieces, diagnostics)).collect()
}

fn parse_segment(path: &Path, pieces: &[Piece], diagnostics: &mut Diagnostics) -> Option<Segment> {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        let message = format!("a segment of path `{}` is empty", path.text);
        let help = "write one slash between segments and none at the end";
        diagnostics.error(Diagnostic::new(path.span, message).help(help));
        return None;
    };
    let place = Place { start: first.place().start, end: last.place().end, span: first.place().span };
    let prefix: String = pieces.iter().map_while(text).collect();
    let hole = pieces.iter().find_map(hole);
    let holes = pieces.iter().filter_map(self::hole).count();
    if holes > 1 || hole.is_some() && text(last).is_some() {
        let message = format!("segment `{}` goes on after its value", path.written(place));
        let help = "a value ends its segment: write `/{value}/text` or `text{value}`";
        diagnostics.error(Diagnostic::new(place.span, message).help(help));
        return None;
    }
    Some(Segment { prefix, hole: hole.cloned(), place })
}

fn text(piece: &Piece) -> Option<char> {
    match piece {
        Piece::Char(c, _) => Some(*c),
        Piece::Hole(_) => None,
    }
}

fn hole(piece: &Piece) -> Option<&Hole> {
    match piece {
        Piece::Char(..) => None,
        Piece::Hole(hole) => Some(hole),
    }
}

/// `{params}` or `key=value`, where the key is text.
fn parse_pair(path: &Path, pieces: &[Piece], diagnostics: &mut Diagnostics) -> Option<Pair> {
    if let [Piece::Hole(hole)] = pieces {
        return Some(Pair::Spread(hole.clone()));
    }
    let (key, _) = split_once(pieces, '=');
    let is_key = !key.is_empty() && key.iter().all(|piece| text(piece).is_some());
    if !is_key {
        let span = pieces.first().map_or(path.span, |piece| piece.place().span);
        let message = match pieces {
            [] => format!("the query of `{}` has an empty part", path.text),
            _ => format!("a key in the query of `{}` is not plain text", path.text),
        };
        let help = "write pairs with `&` between them: `?page={page}&sort=name`, or values for the whole: `?{params}`";
        diagnostics.error(Diagnostic::new(span, message).help(help));
        return None;
    }
    Some(Pair::Parts(parts(pieces)))
}

fn parts(pieces: &[Piece]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for piece in pieces {
        match (piece, parts.last_mut()) {
            (Piece::Char(c, _), Some(Part::Text(text))) => text.push(*c),
            (Piece::Char(c, _), _) => parts.push(Part::Text(c.to_string())),
            (Piece::Hole(hole), _) => parts.push(Part::Hole(hole.clone())),
        }
    }
    parts
}
