//! A property and its value come in, a declaration for a `style` goes out, if it is harmless.

use std::fmt;

use super::{Attribute, Value};

/// `width: 40%`.
pub struct Declaration<'a> {
    name: &'a str,
    value: &'a dyn Attribute,
    /// Whether it is part of the template, not of what the template shows.
    is_constant: bool,
}

/// A declaration; generated code calls this.
#[doc(hidden)]
pub fn declaration<'a>(name: &'a (impl AsRef<str> + ?Sized), value: &'a dyn Attribute) -> Declaration<'a> {
    Declaration { name: name.as_ref(), value, is_constant: false }
}

/// A declaration of constants; generated code calls this.
#[doc(hidden)]
pub fn constant_declaration<'a>(name: &'static str, value: &'a dyn Attribute) -> Declaration<'a> {
    Declaration { name, value, is_constant: true }
}

impl Declaration<'_> {
    fn is_harmless(&self) -> bool {
        let is_value = || match self.value.value() {
            Value::Text(text) => is_harmless_value(text),
            Value::Display(value) => is_harmless_value(&value.to_string()),
            Value::Char(character) => is_harmless_value(character.encode_utf8(&mut [0; 4])),
            Value::Signed(_) | Value::Unsigned(_) | Value::Trusted(_) => true,
            Value::Absent | Value::Bare => false,
        };
        self.is_constant || (is_property(self.name) && is_value())
    }
}

impl Attribute for Declaration<'_> {
    fn value(&self) -> Value<'_> {
        match self.value.value() {
            Value::Absent | Value::Bare | Value::Text("") => Value::Absent,
            _ if self.is_harmless() => Value::Display(self),
            _ => Value::Absent,
        }
    }
}

impl fmt::Display for Declaration<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.value.value())
    }
}

/// Whether it is the name of a property, and none that loads a program (as old browsers have them).
fn is_property(name: &str) -> bool {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let name_alone = name.trim_start_matches('-').to_ascii_lowercase();
    !name.is_empty() && name.bytes().all(is_name) && !matches!(&*name_alone, "behavior" | "moz-binding")
}

/// Whether the value stays a value (CSS Syntax, 5.4.6): it ends no declaration, leaves no parenthesis, string or comment
/// open, and loads nothing.
fn is_harmless_value(value: &str) -> bool {
    const LOADING: [&str; 7] = ["url", "src", "image", "image-set", "cross-fade", "element", "expression"];
    let mut depth = 0_u32;
    let mut word_begins = 0;
    for (at, character) in value.char_indices() {
        match character {
            ';' | '{' | '}' | '[' | ']' | '<' | '>' | '\\' | '"' | '\'' | '`' | '@' => return false,
            '*' if value[..at].ends_with('/') => return false,
            '(' => {
                let word = value[word_begins..at].trim_start_matches("-webkit-").trim_start_matches("-moz-");
                if LOADING.iter().any(|loading| word.eq_ignore_ascii_case(loading)) {
                    return false;
                }
                depth += 1;
            }
            ')' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            control if control.is_control() => return false,
            _ => {}
        }
        if !character.is_alphanumeric() && !matches!(character, '-' | '_') {
            word_begins = at + character.len_utf8();
        }
    }
    depth == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_values() {
        for value in [
            "40%",
            "1px solid red",
            "rgb(1 2 3 / 50%)",
            "calc(100% - (2 * 1em))",
            "var(--main)",
            "#fff !important",
        ] {
            assert!(is_harmless_value(value), "{value}");
        }
        for value in [
            "red; background: url(//evil)",
            "url(//evil)",
            "URL( //evil)",
            "-webkit-image-set(x 1x)",
            "expression(alert(1))",
            "red}",
            "red /* ",
            "calc(1px",
            "1px)",
            "\"",
            "\\75 rl(//evil)",
            "a\nb",
            "</style>",
        ] {
            assert!(!is_harmless_value(value), "{value}");
        }
    }

    #[test]
    fn properties_are_names() {
        assert!(is_property("width") && is_property("--main") && is_property("-webkit-line-clamp"));
        for name in ["", "a:b", "a;b", "-moz-binding", "Behavior", "a b"] {
            assert!(!is_property(name), "{name}");
        }
    }
}
