//! A `range` header and the length of what is asked for come in, the part to send goes out.

use std::ops::Range;

/// What a `range` header asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Everything: the header is none that is understood, or names several parts, which a server may refuse to cut out.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// Bytes beyond the end.
    Unsatisfiable,
}

/// Reads `bytes=0-99`, `bytes=100-` or `bytes=-100` (RFC 9110, 14.1.2) for `length` bytes.
pub(super) fn parse(header: &str, length: u64) -> Wanted {
    let Some((unit, set)) = header.split_once('=') else { return Wanted::Whole };
    let Some((first, last)) = set.trim_ascii().split_once('-') else { return Wanted::Whole };
    if !unit.trim_ascii().eq_ignore_ascii_case("bytes") {
        return Wanted::Whole;
    }
    match (number(first), number(last)) {
        (Some(None), Some(Some(0))) => Wanted::Unsatisfiable,
        (Some(None), Some(Some(_))) if length == 0 => Wanted::Unsatisfiable,
        (Some(None), Some(Some(last))) => Wanted::Part(length.saturating_sub(last)..length),
        (Some(Some(first)), Some(Some(last))) if last < first => Wanted::Whole,
        (Some(Some(first)), Some(_)) if first >= length => Wanted::Unsatisfiable,
        (Some(Some(first)), Some(last)) => {
            Wanted::Part(first..last.map_or(length, |last| last.saturating_add(1).min(length)))
        }
        _ => Wanted::Whole,
    }
}

/// Digits as a number, the largest one if they say more; nothing as nothing; none for anything else.
fn number(text: &str) -> Option<Option<u64>> {
    if text.is_empty() {
        return Some(None);
    }
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| Some(text.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_is_cut_out() {
        for (header, part) in [
            ("bytes=0-0", 0..1),
            ("bytes=2-5", 2..6),
            ("bytes=2-", 2..10),
            ("bytes=-3", 7..10),
            ("bytes=-30", 0..10),
            ("bytes=9-99", 9..10),
            ("Bytes=0-18446744073709551615", 0..10),
            ("bytes=0-99999999999999999999999", 0..10),
        ] {
            assert_eq!(parse(header, 10), Wanted::Part(part), "{header}");
        }
    }

    #[test]
    fn what_is_beyond_the_end_is_unsatisfiable() {
        for header in ["bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999999-"] {
            assert_eq!(parse(header, 10), Wanted::Unsatisfiable, "{header}");
        }
        assert_eq!(parse("bytes=0-", 0), Wanted::Unsatisfiable);
        assert_eq!(parse("bytes=-1", 0), Wanted::Unsatisfiable);
    }

    #[test]
    fn what_is_not_understood_or_asks_for_many_parts_gets_the_whole() {
        for header in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=5-2",
            "bytes=a-b",
            "bytes=+1-2",
            "lines=1-2",
            "bytes=0-1,3-4",
        ] {
            assert_eq!(parse(header, 10), Wanted::Whole, "{header}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_part_lies_inside(header in "(bytes=)?[0-9,\\- ]{0,24}", length: u64) {
            if let Wanted::Part(part) = parse(&header, length) {
                proptest::prop_assert!(part.start < part.end && part.end <= length);
            }
        }
    }
}
