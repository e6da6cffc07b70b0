//! Text in ISO 8601 comes in, moments and days go out, and the other way round.
//!
//! Times are stored as text of one width, `2026-11-20T10:15:00.000000Z`: sorted as text they are sorted in time, SQLite's
//! own date functions read them, and so do people.

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// Whole microseconds.
pub(super) fn to_microseconds(time: Time) -> Time {
    time.replace_microsecond(time.microsecond()).unwrap_or(time)
}

/// UTC in whole microseconds, which is what both SQLite's text and PostgreSQL's timestamps keep.
pub(super) fn to_stored_precision(moment: OffsetDateTime) -> OffsetDateTime {
    let utc = moment.to_offset(UtcOffset::UTC);
    utc.replace_microsecond(utc.microsecond()).unwrap_or(utc)
}

/// `2026-11-20T10:15:00.000000Z`.
pub(crate) fn format(moment: OffsetDateTime) -> String {
    let utc = moment.to_offset(UtcOffset::UTC);
    let (hour, minute, second, micro) = utc.to_hms_micro();
    format!("{}T{hour:02}:{minute:02}:{second:02}.{micro:06}Z", format_date(utc.date()))
}

/// `2026-11-20`.
pub(crate) fn format_date(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

/// `2026-11-20T10:15:00.000000`.
pub(super) fn format_naive(moment: PrimitiveDateTime) -> String {
    format!("{}T{}", format_date(moment.date()), format_time(moment.time()))
}

/// `10:15:00.000000`.
pub(super) fn format_time(time: Time) -> String {
    let (hour, minute, second, micro) = time.as_hms_micro();
    format!("{hour:02}:{minute:02}:{second:02}.{micro:06}")
}

/// A moment from `2026-11-20T10:15[:30[.5]]`, with a space or a `T`, and with `Z`, `+02:00` or nothing (UTC) at the end.
pub(super) fn parse(text: &str) -> Option<OffsetDateTime> {
    let (moment, offset) = parse_parts(text)?;
    let moment = moment.assume_offset(offset);
    // A year outside 0..=9999 has another width; and UTC may be a year away from where the offset put it.
    let utc = moment.checked_to_offset(UtcOffset::UTC)?;
    (0..=9999).contains(&utc.year()).then(|| to_stored_precision(utc))
}

/// The same without its time zone: what stands there is not counted in.
pub(super) fn parse_naive(text: &str) -> Option<PrimitiveDateTime> {
    parse_parts(text).map(|(moment, _)| moment)
}

fn parse_parts(text: &str) -> Option<(PrimitiveDateTime, UtcOffset)> {
    let (date, rest) = text.split_at_checked(10)?;
    let (clock, offset) = split_offset(rest.strip_prefix(['T', ' '])?)?;
    Some((PrimitiveDateTime::new(parse_date(date)?, parse_time(clock)?), offset))
}

/// A day from `2026-11-20`.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = i32::try_from(number(&bytes[..4])?).ok()?;
    let month = Month::try_from(u8::try_from(number(&bytes[5..7])?).ok()?).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(number(&bytes[8..])?).ok()?).ok()
}

/// `10:15:30.5` and what stands behind it.
fn split_offset(text: &str) -> Option<(&str, UtcOffset)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, UtcOffset::UTC));
    }
    let Some(sign) = text.find(['+', '-']) else { return Some((text, UtcOffset::UTC)) };
    let (clock, offset) = text.split_at(sign);
    let offset = offset.as_bytes();
    if offset.len() != 6 || offset[3] != b':' {
        return None;
    }
    let (hours, minutes) = (number(&offset[1..3])?, number(&offset[4..])?);
    let seconds = i32::try_from((hours * 60 + minutes) * 60).ok()?;
    let seconds = if offset[0] == b'-' { -seconds } else { seconds };
    (minutes < 60)
        .then(|| UtcOffset::from_whole_seconds(seconds).ok())
        .flatten()
        .map(|offset| (clock, offset))
}

/// A time of day from `10:15[:30[.5]]`.
pub(super) fn parse_time(text: &str) -> Option<Time> {
    let bytes = text.as_bytes();
    if bytes.len() < 5 || bytes[2] != b':' {
        return None;
    }
    let (hour, minute) = (part(&bytes[..2])?, part(&bytes[3..5])?);
    let (second, micro) = match &bytes[5..] {
        [] => (0, 0),
        [b':', second @ ..] if second.len() == 2 => (part(second)?, 0),
        [b':', tens, ones, b'.', fraction @ ..] => (part(&[*tens, *ones])?, microseconds(fraction)?),
        _ => return None,
    };
    Time::from_hms_micro(hour, minute, second, micro).ok()
}

/// `5` → 500000; digits beyond microseconds are cut off.
fn microseconds(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some((0..6).fold(0, |sum, place| sum * 10 + u32::from(digits.get(place).map_or(0, |digit| digit - b'0'))))
}

fn part(digits: &[u8]) -> Option<u8> {
    u8::try_from(number(digits)?).ok()
}

fn number(digits: &[u8]) -> Option<u32> {
    digits
        .iter()
        .try_fold(0_u32, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn moments_are_read_in_all_usual_forms() {
        let moment = datetime!(2026-11-20 10:15 UTC);
        for text in [
            "2026-11-20T10:15:00.000000Z",
            "2026-11-20 10:15:00",
            "2026-11-20T10:15",
            "2026-11-20T12:15+02:00",
        ] {
            assert_eq!(parse(text), Some(moment), "{text}");
        }
        assert_eq!(parse("2026-11-20T10:15:30.5Z"), Some(datetime!(2026-11-20 10:15:30.5 UTC)));
        assert_eq!(parse("2026-11-20T10:15:30.123456789Z"), Some(datetime!(2026-11-20 10:15:30.123456 UTC)));
    }

    #[test]
    fn everything_else_is_refused() {
        let wrong = [
            "",
            "2026-11-20",
            "2026-11-20T",
            "2026-11-20T10",
            "2026-11-20T24:00",
            "2026-13-01T10:00",
            "2026-02-30T10:00",
            "2026-11-20T10:15:61",
            "2026-11-20T10:15:30.",
            "2026-11-20T10:15+2:00",
            "2026-11-20T10:15+02:99",
            "0000-01-01T00:00+23:00",
            "9999-12-31T23:59-23:00",
            "2026-11-2é0T10:15",
            "２026-11-20T10:15",
        ];
        for text in wrong {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let moment = datetime!(0985-01-02 03:04:05.000006 UTC);
        assert_eq!(format(moment), "0985-01-02T03:04:05.000006Z");
        assert_eq!(parse(&format(moment)), Some(moment));
        assert_eq!(parse_date(&format_date(date!(2024 - 02 - 29))), Some(date!(2024 - 02 - 29)));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}", near in "[0-9TZ:+. -]{0,32}") {
            for text in [text, near.clone(), format!("2026-11-20T{near}")] {
                let read = parse(&text).map(|moment| parse(&format(moment)) == Some(moment));
                proptest::prop_assert_ne!(read, Some(false));
                let read = parse_date(&text).map(|date| format_date(date) == text);
                proptest::prop_assert_ne!(read, Some(false));
            }
        }

        #[test]
        fn text_sorts_as_time_does(left in 0..253_402_300_800_000_000_i64, right in 0..253_402_300_800_000_000_i64) {
            let moment = |micros: i64| OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1000).expect("in range");
            proptest::prop_assert_eq!(format(moment(left)).cmp(&format(moment(right))), left.cmp(&right));
            proptest::prop_assert_eq!(parse(&format(moment(left))), Some(moment(left)));
        }
    }
}
