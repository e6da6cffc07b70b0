//! Both implementations write the same, and what they write is safe.

use proptest::prelude::*;

use super::*;

fn safe<A: Alphabet>(value: Value<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut cursor = portable::Cursor::reserve(&mut out, 0);
    // SAFETY: the portable cursor has no conditions.
    unsafe { cursor.value::<A>(value) };
    cursor.finish();
    out
}

#[cfg(target_arch = "x86_64")]
fn fast<A: Alphabet>(value: Value<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut cursor = Cursor::reserve(&mut out, value.bound());
    // SAFETY: the bound was asked for.
    unsafe { cursor.value::<A>(value) };
    cursor.finish();
    out
}

/// Text in which everything that is replaced is frequent.
fn text() -> impl Strategy<Value = String> {
    let characters = prop_oneof![
        4 => prop::char::range('a', 'z'),
        3 => prop::sample::select(vec!['&', '<', '>', '"', '\'', '#', '\\', '\n', '\t', '\u{1}', '\u{1f}', ' ', '=', ';']),
        1 => any::<char>(),
    ];
    prop::collection::vec(characters, 0..80).prop_map(String::from_iter)
}

proptest! {
    #[test]
    #[cfg(target_arch = "x86_64")]
    fn both_write_the_same(text in text()) {
        let value = Value::Text(&text);
        prop_assert_eq!(fast::<Html>(value), safe::<Html>(value));
        prop_assert_eq!(fast::<WireHtml>(value), safe::<WireHtml>(value));
        prop_assert_eq!(fast::<Json>(value), safe::<Json>(value));
    }

    #[test]
    fn numbers_are_written_as_rust_writes_them(number: i64, other: u64, small in 0u64..2000) {
        for (value, text) in [
            (Value::Signed(number), number.to_string()),
            (Value::Unsigned(other), other.to_string()),
            (Value::Unsigned(small), small.to_string()),
        ] {
            let mut out = Vec::new();
            push(&mut out, value);
            prop_assert_eq!(String::from_utf8(out).unwrap(), text.clone());
            prop_assert_eq!(String::from_utf8(safe::<Html>(value)).unwrap(), text);
        }
    }

    #[test]
    fn wire_strings_are_the_html_as_json(text in text(), times in 1usize..30) {
        let text = text.repeat(times);
        let (mut html, mut wire) = (Vec::new(), vec![b'"']);
        push(&mut html, Value::Text(&text));
        push_wire(&mut wire, Value::Text(&text));
        wire.push(b'"');
        let html = String::from_utf8(html).unwrap();
        prop_assert_eq!(serde_json::from_slice::<String>(&wire).unwrap(), html.clone());

        let mut trusted = vec![b'"'];
        push_wire(&mut trusted, Value::Trusted(&html));
        trusted.push(b'"');
        prop_assert_eq!(serde_json::from_slice::<String>(&trusted).unwrap(), html);
    }

    #[test]
    fn a_display_is_escaped_like_its_text(text in text()) {
        let (mut shown, mut plain) = (b"before".to_vec(), b"before".to_vec());
        push(&mut shown, Value::Display(&text));
        push(&mut plain, Value::Text(&text));
        prop_assert_eq!(shown, plain);
    }
}

#[test]
fn the_five_characters_of_html_become_entities() {
    let mut out = Vec::new();
    push(&mut out, Value::Text("<a href=\"#\" title='x'>&amp;</a>"));
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "&lt;a href=&quot;#&quot; title=&#39;x&#39;&gt;&amp;amp;&lt;/a&gt;"
    );
}

#[test]
fn extreme_numbers() {
    for number in [0, 9, 10, 99, 100, 101, 999, 1000, i64::MAX, i64::MIN, -1, -10, -100] {
        let mut out = Vec::new();
        push(&mut out, Value::Signed(number));
        assert_eq!(String::from_utf8(out).unwrap(), number.to_string());
    }
}
