//! One value of a template, reduced to the few shapes that the writers know.

use std::fmt;

/// What a value of a template boils down to, before it is escaped for the place where it stands.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Nothing: no text, and an attribute is left out.
    Absent,
    /// An attribute without a value, such as `disabled`; the text `true`.
    Bare,
    /// Text, which is escaped.
    Text(&'a str),
    /// HTML that is written as it is. XSS: whoever makes one vouches for what is in it, see [`Raw`](super::Raw).
    Trusted(&'a str),
    /// A number.
    Signed(i64),
    /// A number that is not negative.
    Unsigned(u64),
    /// One character, which is escaped.
    Char(char),
    /// Anything that can be formatted; the text is escaped.
    Display(&'a dyn fmt::Display),
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("Absent"),
            Self::Bare => f.write_str("Bare"),
            Self::Text(text) => f.debug_tuple("Text").field(text).finish(),
            Self::Trusted(html) => f.debug_tuple("Trusted").field(html).finish(),
            Self::Signed(number) => f.debug_tuple("Signed").field(number).finish(),
            Self::Unsigned(number) => f.debug_tuple("Unsigned").field(number).finish(),
            Self::Char(character) => f.debug_tuple("Char").field(character).finish(),
            Self::Display(value) => write!(f, "Display({value})"),
        }
    }
}

/// The text, unescaped; nothing for what has no text.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent | Self::Bare => Ok(()),
            Self::Text(text) | Self::Trusted(text) => f.write_str(text),
            Self::Signed(number) => write!(f, "{number}"),
            Self::Unsigned(number) => write!(f, "{number}"),
            Self::Char(character) => write!(f, "{character}"),
            Self::Display(text) => write!(f, "{text}"),
        }
    }
}

impl Value<'_> {
    /// The most bytes that [`Cursor::value`](super::escape::Cursor::value) writes for this value without asking for room
    /// again: long text and formatted values ask again, so that the bound stays near what is needed.
    #[inline(always)]
    pub(super) fn bound(self) -> usize {
        match self {
            Self::Absent | Self::Display(_) => 0,
            Self::Bare => 4,
            Self::Text(text) => {
                if text.len() <= LONG {
                    text.len() * WORST
                } else {
                    0
                }
            }
            Self::Trusted(html) => html.len(),
            Self::Signed(_) | Self::Unsigned(_) => 20,
            Self::Char(_) => WORST,
        }
    }
}

/// Text longer than this is escaped in pieces, each with its own request for room.
pub(super) const LONG: usize = 512;

/// The most bytes that one byte becomes (`&quot;`, `\u001f`).
pub(super) const WORST: usize = 6;
