//! Rust within a file: where it ends, without reading it as tokens.

/// The number of bytes before the first place where `ends` holds, outside of brackets, texts and comments.
pub(crate) fn length_until(text: &str, ends: impl Fn(&str) -> bool) -> Option<usize> {
    match scan(text, |is_outside, rest| is_outside && ends(rest)) {
        Scan::Stopped(at) => Some(at),
        Scan::Ended | Scan::Broken => None,
    }
}

/// Whether rustc can read it as tokens at all; it stops the whole macro for what it cannot.
pub(super) fn is_plausible(text: &str) -> bool {
    matches!(scan(text, |_, rest| rest.starts_with(is_unknown)), Scan::Ended)
}

/// What became of going through a text.
enum Scan {
    Stopped(usize),
    Ended,
    /// A bracket, a text or a comment does not end, or a bracket was not begun.
    Broken,
}

/// Goes from token to token up to where `stops` holds, which is told whether it is outside of brackets.
fn scan(text: &str, stops: impl Fn(bool, &str) -> bool) -> Scan {
    let mut at = 0;
    let mut closing = Vec::new();
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if stops(closing.is_empty(), rest) {
            return Scan::Stopped(at);
        }
        match first {
            '(' => closing.push(')'),
            '[' => closing.push(']'),
            '{' => closing.push('}'),
            ')' | ']' | '}' if closing.pop() != Some(first) => return Scan::Broken,
            _ => {}
        }
        match token(first, rest) {
            Some(length) => at += length,
            None => return Scan::Broken,
        }
    }
    if closing.is_empty() { Scan::Ended } else { Scan::Broken }
}

/// The length of a token, or of a part of one; nothing if it does not end.
fn token(first: char, rest: &str) -> Option<usize> {
    match first {
        '"' => quoted(rest),
        '\'' => Some(character(rest)),
        '/' if rest.starts_with("//") => Some(rest.find('\n').unwrap_or(rest.len())),
        '/' if rest.starts_with("/*") => comment(rest),
        letter if is_word(letter) => word(rest),
        other => Some(other.len_utf8()),
    }
}

/// Whether there is anything but comments.
pub(super) fn is_comment(text: &str) -> bool {
    let mut rest = text.trim_start();
    let all = rest.len();
    loop {
        let length = match rest {
            _ if rest.starts_with("//") => Some(rest.find('\n').unwrap_or(rest.len())),
            _ if rest.starts_with("/*") => comment(rest),
            _ => None,
        };
        match length {
            Some(length) => rest = rest[length..].trim_start(),
            None => return rest.is_empty() && all > 0,
        }
    }
}

/// A character that begins no token.
fn is_unknown(character: char) -> bool {
    !(is_word(character) || character.is_whitespace() || character.is_ascii_punctuation())
        || matches!(character, '`' | '\\')
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// A word, or the text whose prefix it is, `r#"a"#`; nothing for a prefix that there is not.
fn word(text: &str) -> Option<usize> {
    let length = text.find(|character| !is_word(character)).unwrap_or(text.len());
    let rest = &text[length..];
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let is_raw = matches!(&text[..length], "r" | "br" | "cr") && rest[hashes..].starts_with('"');
    if !is_raw {
        // `can't` is a word before a text, and there is no such prefix.
        let is_prefix = rest.starts_with(['"', '\'', '#']);
        return (!is_prefix || matches!(&text[..length], "b" | "c" | "r")).then_some(length);
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let begin = length + hashes + 1;
    Some(begin + text[begin..].find(&end)? + end.len())
}

/// `"text"`.
fn quoted(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// `'a'`, `'\n'`, or the sign of a lifetime.
fn character(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), Some(_)) => characters.find(|(_, end)| *end == '\'').map_or(1, |(at, _)| at + 1),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

/// `/* .. */`, with others in it.
fn comment(text: &str) -> Option<usize> {
    let (mut at, mut depth) = (2, 1);
    while depth > 0 {
        let next = at + text[at..].find(['/', '*'])?;
        let (change, length) = match &text[next..] {
            rest if rest.starts_with("/*") => (1, 2),
            rest if rest.starts_with("*/") => (-1, 2),
            _ => (0, 1),
        };
        depth += change;
        at = next + length;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rust_ends_outside_of_brackets_texts_and_comments() {
        for source in [
            "a}",
            "a { b } c}",
            r#""}" '}' '\'' 'a 'b}"#,
            r##"r#"}"}"# br"}" r#type}"##,
            "a /* } /* } */ } */ b // }\n}",
            r#""\"}"}"#,
        ] {
            let end = source.len() - 1;
            assert_eq!(length_until(source, |rest| rest.starts_with('}')), Some(end), "{source}");
        }
        for source in ["a", "(}", "\"}", "/* }", "r#\"}\""] {
            assert_eq!(length_until(source, |rest| rest.starts_with('}')), None, "{source}");
        }
    }

    #[test]
    fn comments() {
        assert!(is_comment("/* a */ // b") && is_comment(" /* a */ "));
        assert!(!is_comment("") && !is_comment("a /* b */") && !is_comment("/* a"));
    }

    #[test]
    fn what_rustc_cannot_read() {
        for source in ["a + b", "\"é 😀\"", "f(|a| { a; b })", "'a'", "{ x; y }"] {
            assert!(is_plausible(source), "{source}");
        }
        for source in ["😀", "a `b`", "can't", "a#b", "(a", "\"a", "a)", "(a]", "\\"] {
            assert!(!is_plausible(source), "{source}");
        }
    }
}
