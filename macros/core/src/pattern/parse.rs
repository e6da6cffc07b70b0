//! The text of a route path comes in, a pattern or the first thing wrong with it goes out.

use super::error::{PatternError, Reason};
use super::model::{Pattern, Segment};

/// Reads a route path such as `/files/{*rest}`.
///
/// # Errors
///
/// [`PatternError`] with the first segment that cannot be one.
pub fn parse(text: &str) -> Result<Pattern, PatternError> {
    let Some(inner) = text.strip_prefix('/') else {
        return Err(PatternError { segment: text.to_owned(), offset: 0, reason: Reason::NoLeadingSlash });
    };
    let mut segments: Vec<Segment> = Vec::new();
    if inner.is_empty() {
        return Ok(Pattern { segments });
    }
    let (mut offset, mut glob) = (1, None);
    for written in inner.split('/') {
        let error = |reason| PatternError { segment: written.to_owned(), offset, reason };
        let segment = parse_segment(written).map_err(error)?;
        if let Some(name) = segment.name()
            && segments.iter().any(|earlier| earlier.name() == Some(name))
        {
            return Err(error(Reason::DuplicateName(name.to_owned())));
        }
        if let Some(glob) = glob {
            return Err(glob);
        }
        glob = segment.is_glob().then(|| error(Reason::GlobNotLast));
        segments.push(segment);
        offset += written.len() + 1;
    }
    Ok(Pattern { segments })
}

fn parse_segment(written: &str) -> Result<Segment, Reason> {
    match written {
        "" => return Err(Reason::EmptySegment),
        "." | ".." => return Err(Reason::DotSegment),
        _ => {}
    }
    if let Some(reason) = find_foreign(written) {
        return Err(reason);
    }
    match written.split_once('{') {
        Some((prefix, rest)) => parse_capture(prefix, rest),
        None if written.contains('}') => Err(Reason::UnbalancedBrace),
        None => check_characters(written).map(|()| Segment::Static(written.to_owned())),
    }
}

/// `prefix{rest`: what stands in the braces, and whether anything stands around them that may not.
fn parse_capture(prefix: &str, rest: &str) -> Result<Segment, Reason> {
    check_characters(prefix)?;
    let (name, after) = rest.split_once('}').ok_or(Reason::UnbalancedBrace)?;
    let (name, is_glob) = name.strip_prefix('*').map_or((name, false), |name| (name, true));
    if prefix.contains('}') || name.contains('{') {
        return Err(Reason::UnbalancedBrace);
    }
    let (name, declared) = match name.split_once(':') {
        Some((name, declared)) => (name.trim_end(), Some(parse_declared(declared)?)),
        None => (name, None),
    };
    check_name(name)?;
    match (is_glob, prefix.is_empty(), after.is_empty()) {
        (true, true, true) if declared.is_some() => Err(Reason::TypedGlob(format!("{{*{name}}}"))),
        (true, true, true) => Ok(Segment::Glob { name: name.to_owned() }),
        (true, ..) => Err(Reason::TextBeforeGlob),
        (false, _, true) => Ok(Segment::Param { prefix: prefix.to_owned(), name: name.to_owned(), declared }),
        (false, ..) => Err(Reason::TextAfterParam),
    }
}

/// The type behind a colon, on one line; whether it is a type is for Rust to say.
fn parse_declared(written: &str) -> Result<String, Reason> {
    let declared = written.split_whitespace().collect::<Vec<_>>().join(" ");
    if declared.is_empty() { Err(Reason::NoType) } else { Ok(declared) }
}

fn check_name(name: &str) -> Result<(), Reason> {
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    let is_name = name.starts_with(is_letter) && name.chars().all(|c| is_letter(c) || c.is_ascii_digit());
    match name {
        "" => Err(Reason::NoName),
        _ if is_name && name.chars().any(|c| c != '_') => Ok(()),
        _ => Err(Reason::BadName(name.to_owned())),
    }
}

fn check_characters(text: &str) -> Result<(), Reason> {
    let is_bad = |c: char| {
        c.is_control()
            || c.is_whitespace()
            || matches!(c, '%' | '?' | '#' | '\\' | '"' | '<' | '>' | '^' | '`' | '|' | '*')
    };
    text.chars().find(|&c| is_bad(c)).map_or(Ok(()), |c| Err(Reason::BadCharacter(c)))
}

/// A parameter in the spelling of another framework, with the segment as it is spelt here.
fn find_foreign(written: &str) -> Option<Reason> {
    if written.contains(['{', '}']) {
        return None;
    }
    let named =
        |(prefix, name): (&str, &str)| check_name(name).is_ok().then(|| (prefix.to_owned(), name.to_owned()));
    if let Some((prefix, name)) = written.split_once(':').and_then(named) {
        return Some(Reason::PhoenixParam(format!("{prefix}{{{name}}}")));
    }
    if let Some(name) = written.strip_prefix('*') {
        let name = if check_name(name).is_ok() { name } else { "rest" };
        return Some(Reason::PhoenixGlob(format!("{{*{name}}}")));
    }
    let name = written.strip_prefix('<')?.strip_suffix('>')?;
    check_name(name).is_ok().then(|| Reason::AngleBrackets(format!("{{{name}}}")))
}
