//! Bytes of a query or a form come in, a tree of text goes out; Plug's rules for brackets.

use std::borrow::Cow;

use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::{Budget, ParamsError};

pub(super) fn decode(text: &[u8], budget: Budget) -> Result<Map<String, Value>, ParamsError> {
    let mut root = Map::new();
    let mut count = 0;
    for pair in text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        count += 1;
        if count > budget.count {
            return Err(ParamsError::TooMany { limit: budget.count });
        }
        let at = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = at.map_or((pair, &[][..]), |at| (&pair[..at], &pair[at + 1..]));
        let name = form_decode(name)?;
        let value = Value::String(form_decode(value)?.into_owned());
        put(&mut root, &name, value, budget)?;
    }
    Ok(root)
}

/// Puts one value where its name says: `a`, `a[b]`, `a[b][c]`, `a[]`. What came earlier in the same place gives way.
pub(super) fn put(
    root: &mut Map<String, Value>,
    name: &str,
    value: Value,
    budget: Budget,
) -> Result<(), ParamsError> {
    let Some((first, brackets)) = split(name) else {
        root.insert(name.to_owned(), value);
        return Ok(());
    };
    if brackets.matches("][").count() + 2 > budget.depth {
        return Err(ParamsError::TooDeep { limit: budget.depth });
    }
    let mut map = root;
    let mut key = first;
    let mut rest = Some(brackets);
    while let Some(brackets) = rest {
        let (next, tail) =
            brackets.split_once("][").map_or((brackets, None), |(next, tail)| (next, Some(tail)));
        if next.is_empty() {
            append(map, key, tail, value);
            return Ok(());
        }
        rest = tail;
        let slot = or_insert(map.entry(key), Value::is_object, || Value::Object(Map::new()));
        let Value::Object(inner) = slot else { unreachable!("the slot was made an object") };
        map = inner;
        key = next;
    }
    map.insert(key.to_owned(), value);
    Ok(())
}

/// `a[]` appends; `a[][b]` appends an object with `b` in it.
fn append(map: &mut Map<String, Value>, key: &str, rest: Option<&str>, value: Value) {
    let element = match rest {
        None => value,
        Some(rest) => rest.rsplit("][").fold(value, |inner, name| match name {
            "" => Value::Array(vec![inner]),
            name => Value::Object(Map::from_iter([(name.to_owned(), inner)])),
        }),
    };
    let slot = or_insert(map.entry(key), Value::is_array, || Value::Array(Vec::new()));
    let Value::Array(list) = slot else { unreachable!("the slot was made a list") };
    list.push(element);
}

/// The value of an entry, replaced unless it `fits`.
fn or_insert<'a>(entry: Entry<'a>, fits: fn(&Value) -> bool, new: fn() -> Value) -> &'a mut Value {
    let slot = entry.or_insert_with(new);
    if !fits(slot) {
        *slot = new();
    }
    slot
}

/// `a[b][c]` as `a` and `b][c`. A name whose brackets do not end it is taken as it is.
fn split(name: &str) -> Option<(&str, &str)> {
    let (first, brackets) = name.strip_suffix(']')?.split_once('[')?;
    (!first.is_empty()).then_some((first, brackets))
}

/// Decodes `+` and percent-encoding.
fn form_decode(text: &[u8]) -> Result<Cow<'_, str>, ParamsError> {
    if text.contains(&b'+') {
        let spaced: Vec<u8> = text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
        return Ok(Cow::Owned(percent_decode(&spaced)?.into_owned()));
    }
    percent_decode(text)
}

/// Decodes percent-encoding, and refuses what other decoders let pass: a lone percent sign, bytes that are not UTF-8.
pub(crate) fn percent_decode(text: &[u8]) -> Result<Cow<'_, str>, ParamsError> {
    let Some(first) = text.iter().position(|byte| *byte == b'%') else {
        return std::str::from_utf8(text).map(Cow::Borrowed).map_err(|_| ParamsError::Utf8);
    };
    let mut decoded = Vec::with_capacity(text.len());
    decoded.extend_from_slice(&text[..first]);
    let mut rest = &text[first..];
    while let [byte, tail @ ..] = rest {
        rest = tail;
        if *byte != b'%' {
            decoded.push(*byte);
            continue;
        }
        let [high, low, tail @ ..] = rest else { return Err(ParamsError::Percent) };
        decoded.push(hex(*high)? << 4 | hex(*low)?);
        rest = tail;
    }
    String::from_utf8(decoded).map(Cow::Owned).map_err(|_| ParamsError::Utf8)
}

fn hex(digit: u8) -> Result<u8, ParamsError> {
    char::from(digit).to_digit(16).and_then(|digit| digit.try_into().ok()).ok_or(ParamsError::Percent)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn tree(text: &str) -> Value {
        Value::Object(decode(text.as_bytes(), Budget::default()).unwrap())
    }

    #[test]
    fn names_nest_as_in_plug() {
        assert_eq!(tree("a=1&b=2"), json!({"a": "1", "b": "2"}));
        assert_eq!(tree("a=1&a=2"), json!({"a": "2"}), "the last one stays");
        assert_eq!(tree("a[b]=1&a[c]=2"), json!({"a": {"b": "1", "c": "2"}}));
        assert_eq!(tree("a[b][c]=1&a[b][d]=2"), json!({"a": {"b": {"c": "1", "d": "2"}}}));
        assert_eq!(tree("a[]=1&a[]=2"), json!({"a": ["1", "2"]}));
        assert_eq!(tree("a[b][]=1&a[b][]=2"), json!({"a": {"b": ["1", "2"]}}));
        assert_eq!(tree("a[][b]=1&a[][b]=2"), json!({"a": [{"b": "1"}, {"b": "2"}]}));
        assert_eq!(tree("a[][b][]=1"), json!({"a": [{"b": ["1"]}]}));
        assert_eq!(tree("a[][]=1"), json!({"a": [["1"]]}));
    }

    #[test]
    fn what_is_no_bracket_pair_is_part_of_the_name() {
        assert_eq!(tree("a[b=1"), json!({"a[b": "1"}));
        assert_eq!(tree("a]=1"), json!({"a]": "1"}));
        assert_eq!(tree("[a]=1"), json!({"[a]": "1"}));
        assert_eq!(tree("a[b]c=1"), json!({"a[b]c": "1"}));
        assert_eq!(tree("=1&&a"), json!({"": "1", "a": ""}));
    }

    #[test]
    fn the_later_of_two_that_conflict_stays() {
        assert_eq!(tree("a=1&a[b]=2"), json!({"a": {"b": "2"}}));
        assert_eq!(tree("a[b]=2&a=1"), json!({"a": "1"}));
        assert_eq!(tree("a[]=1&a[b]=2"), json!({"a": {"b": "2"}}));
        assert_eq!(tree("a[b]=1&a[]=2"), json!({"a": ["2"]}));
    }

    #[test]
    fn encoding_is_undone_and_checked() {
        assert_eq!(tree("n%5Bx%5D=a+b%20c%C3%BC"), json!({"n": {"x": "a b cü"}}));
        let error = |text: &[u8]| decode(text, Budget::default()).unwrap_err();
        assert_eq!(error(b"a=%"), ParamsError::Percent);
        assert_eq!(error(b"a=%4"), ParamsError::Percent);
        assert_eq!(error(b"a=%zz"), ParamsError::Percent);
        assert_eq!(error(b"a%+1=1"), ParamsError::Percent);
        assert_eq!(error(b"a=%ff"), ParamsError::Utf8);
        assert_eq!(error(b"a=\xff"), ParamsError::Utf8);
    }

    #[test]
    fn count_and_depth_are_bounded() {
        let budget = Budget { count: 3, depth: 3 };
        let decode = |text: &str| decode(text.as_bytes(), budget);
        assert!(decode("a=1&b=2&c=3").is_ok());
        assert_eq!(decode("a=1&b=2&c=3&d=4"), Err(ParamsError::TooMany { limit: 3 }));
        assert!(decode("a[b][c]=1").is_ok());
        assert_eq!(decode("a[b][c][d]=1"), Err(ParamsError::TooDeep { limit: 3 }));
        assert_eq!(decode("a[][][]=1"), Err(ParamsError::TooDeep { limit: 3 }));
        assert_eq!(decode("a[][b][c][d]=1"), Err(ParamsError::TooDeep { limit: 3 }));
    }

    proptest::proptest! {
        #[test]
        fn anything_is_decoded_or_refused(text: Vec<u8>) {
            let _ = decode(&text, Budget::default());
        }

        #[test]
        fn brackets_in_any_order_are_decoded(text in "[ab\\[\\]=&%+1]{0,60}") {
            let _ = decode(text.as_bytes(), Budget { count: 20, depth: 4 });
        }
    }
}
