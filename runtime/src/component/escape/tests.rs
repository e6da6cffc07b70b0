//! All implementations write the same, and what they write is safe.

use proptest::prelude::*;

use super::*;

/// What is written behind `before`.
fn written(before: &str, write: impl FnOnce(&mut Buffer)) -> Vec<u8> {
    let mut out = Buffer::new(before.into());
    write(&mut out);
    out.into_bytes()
}

fn pushed(value: Value<'_>) -> Vec<u8> {
    written("", |out| push(out, value))
}

fn safe<A: Alphabet>(value: Value<'_>) -> Vec<u8> {
    written("", |out| {
        let mut cursor = portable::Cursor::reserve(out, 0);
        // SAFETY: the portable cursor has no conditions.
        unsafe { cursor.value::<A>(value) };
        cursor.finish();
    })
}

/// With all that the processor can do.
#[cfg(target_arch = "x86_64")]
fn fast<A: Alphabet>(value: Value<'_>) -> Vec<u8> {
    detect();
    written("", |out| {
        let mut cursor = Cursor::reserve(out, value.bound());
        // SAFETY: the bound was asked for.
        unsafe { cursor.value::<A>(value) };
        cursor.finish();
    })
}

/// With what every processor can do; where something may have to be replaced, that is the way of all.
#[cfg(target_arch = "x86_64")]
fn plain<A: Alphabet>(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() * WORST + 16);
    // SAFETY: that is the room that the text may need.
    unsafe {
        let end = sse2::replace::<A>(text.as_bytes(), out.as_mut_ptr());
        out.set_len(end.offset_from_unsigned(out.as_ptr()));
    }
    out
}

/// Text with at most one character that is replaced, of any length on both sides of it.
fn clean_text() -> impl Strategy<Value = String> {
    ("[a-zA-Z0-9 é]{0,150}", prop::option::of(character()), "[a-z ]{0,150}")
        .prop_map(|(before, character, after)| before + &String::from_iter(character) + &after)
}

/// Text in which everything that is replaced is frequent.
fn text() -> impl Strategy<Value = String> {
    let characters = prop_oneof![4 => prop::char::range('a', 'z'), 3 => character(), 1 => any::<char>()];
    prop::collection::vec(characters, 0..80).prop_map(String::from_iter)
}

fn character() -> impl Strategy<Value = char> {
    prop::sample::select(vec![
        '&', '<', '>', '"', '\'', '#', '\\', '\n', '\t', '\u{1}', '\u{1f}', ' ', '=', ';', '^', '|', '~',
    ])
}

proptest! {
    #[test]
    #[cfg(target_arch = "x86_64")]
    fn all_write_the_same(text in prop_oneof![text(), clean_text()]) {
        let value = Value::Text(&text);
        prop_assert_eq!(fast::<Html>(value), safe::<Html>(value));
        prop_assert_eq!(fast::<WireHtml>(value), safe::<WireHtml>(value));
        prop_assert_eq!(fast::<Json>(value), safe::<Json>(value));
        prop_assert_eq!(plain::<Html>(&text), safe::<Html>(value));
        prop_assert_eq!(plain::<WireHtml>(&text), safe::<WireHtml>(value));
        prop_assert_eq!(plain::<Json>(&text), safe::<Json>(value));
    }

    #[test]
    fn numbers_are_written_as_rust_writes_them(number: i64, other: u64, small in 0u64..2000) {
        for (value, text) in [
            (Value::Signed(number), number.to_string()),
            (Value::Unsigned(other), other.to_string()),
            (Value::Unsigned(small), small.to_string()),
        ] {
            prop_assert_eq!(String::from_utf8(pushed(value)).unwrap(), text.clone());
            prop_assert_eq!(String::from_utf8(safe::<Html>(value)).unwrap(), text);
        }
    }

    #[test]
    fn wire_strings_are_the_html_as_json(text in text(), times in 1usize..30) {
        let text = text.repeat(times);
        let html = String::from_utf8(pushed(Value::Text(&text))).unwrap();
        let mut wire = written("\"", |out| push_text::<WireHtml>(out, &text));
        wire.push(b'"');
        prop_assert_eq!(serde_json::from_slice::<String>(&wire).unwrap(), html.clone());

        let mut trusted = written("\"", |out| push_text::<Json>(out, &html));
        trusted.push(b'"');
        prop_assert_eq!(serde_json::from_slice::<String>(&trusted).unwrap(), html);
    }

    #[test]
    fn a_buffer_holds_what_was_written(pieces in prop::collection::vec(".{0,90}", 0..20)) {
        let out = written("before", |out| {
            for piece in &pieces {
                out.extend_from_slice(piece.as_bytes());
                out.push(b'.');
            }
            let length: usize = pieces.iter().map(|piece| piece.len() + 1).sum();
            assert_eq!(out.len(), "before".len() + length);
        });
        let expected: String = pieces.iter().map(|piece| format!("{piece}.")).collect();
        prop_assert_eq!(String::from_utf8(out).unwrap(), format!("before{expected}"));
    }

    #[test]
    fn a_display_is_escaped_like_its_text(text in text()) {
        let shown = written("before", |out| push(out, Value::Display(&text)));
        prop_assert_eq!(shown, written("before", |out| push(out, Value::Text(&text))));
    }
}

#[test]
fn the_five_characters_of_html_become_entities() {
    let out = pushed(Value::Text("<a href=\"#\" title='x'>&amp;</a>"));
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "&lt;a href=&quot;#&quot; title=&#39;x&#39;&gt;&amp;amp;&lt;/a&gt;"
    );
}

#[test]
fn extreme_numbers() {
    for number in [0, 9, 10, 99, 100, 101, 999, 1000, 9999, 10_000, i64::MAX, i64::MIN, -1, -10, -100] {
        assert_eq!(String::from_utf8(pushed(Value::Signed(number))).unwrap(), number.to_string());
    }
}
