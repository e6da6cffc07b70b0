//! Static markup as literals: bytes for pages, JSON for the wire.

use proc_macro2::Literal;

/// `b"<p>"`.
pub(super) fn bytes(markup: &str) -> Literal {
    Literal::byte_string(markup.as_bytes())
}

/// `["<p>","</p>"]` as a string literal.
pub(super) fn json(statics: &[String]) -> Literal {
    let mut json = String::from("[");
    for (at, text) in statics.iter().enumerate() {
        if at > 0 {
            json.push(',');
        }
        push_json(&mut json, text);
    }
    json.push(']');
    // A raw literal is easier to read where nothing has to be escaped twice.
    let raw = format!("r#\"{json}\"#");
    if !json.contains("\"#")
        && let Ok(literal) = raw.parse()
    {
        literal
    } else {
        Literal::string(&json)
    }
}

fn push_json(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            control if control < ' ' => json.push_str(&format!("\\u{:04x}", u32::from(control))),
            character => json.push(character),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statics_are_json() {
        let literal = json(&["<p class=\"a\">".to_owned(), "\n\u{1}\\</p>".to_owned()]).to_string();
        assert_eq!(literal, r##"r#"["<p class=\"a\">","\n\u0001\\</p>"]"#"##);
    }
}
