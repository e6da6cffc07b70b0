//! What is wrong with a route path, in words that name the segment and say what to type.

use std::fmt;

/// A route path that cannot be one: which segment is to blame and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The segment as it was written, without its slash; the whole path where it does not begin with one.
    pub segment: String,
    /// Where the segment stands in the path, as a byte offset.
    pub offset: usize,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What can be wrong with a route path.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The path does not begin with `/`.
    NoLeadingSlash,
    /// A doubled slash, or one at the end.
    EmptySegment,
    /// `:id`, as Phoenix writes it; holds the segment as Bennu writes it.
    PhoenixParam(String),
    /// `*rest`, as Phoenix writes it; holds the segment as Bennu writes it.
    PhoenixGlob(String),
    /// `<id>`, as Rocket writes it; holds the segment as Bennu writes it.
    AngleBrackets(String),
    /// `{` or `}` without the other one.
    UnbalancedBrace,
    /// `{}` or `{*}`
    NoName,
    /// What stands in braces is not a name; holds it.
    BadName(String),
    /// `{id:}`
    NoType,
    /// A glob with a type; holds the segment as Bennu writes it.
    TypedGlob(String),
    /// Text after the closing brace.
    TextAfterParam,
    /// Text before a glob in its segment.
    TextBeforeGlob,
    /// A glob that is not the last segment.
    GlobNotLast,
    /// The same name twice; holds it.
    DuplicateName(String),
    /// A character that no path can hold; holds it.
    BadCharacter(char),
    /// `.` or `..`, which browsers take out of every path.
    DotSegment,
}

impl PatternError {
    /// What to type instead, where that can be said.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match &self.reason {
            Reason::NoLeadingSlash => format!("write `/{}`", self.segment),
            Reason::EmptySegment => {
                "write one slash between segments and none at the end; requests with more are matched all the same".into()
            }
            Reason::PhoenixParam(instead) | Reason::PhoenixGlob(instead) | Reason::AngleBrackets(instead) => {
                format!("write `{instead}`")
            }
            Reason::UnbalancedBrace => "a parameter is written `{name}`".into(),
            Reason::NoName => "name it, as in `{id}` or `{*rest}`".into(),
            Reason::BadName(_) => "a name is made of letters, digits and `_`, and does not begin with a digit".into(),
            Reason::NoType => "write the type of the parameter, as in `{id: i64}`, or leave out the colon".into(),
            Reason::TypedGlob(instead) => {
                format!("write `{instead}`: what its segments are is for the handler's argument to say")
            }
            Reason::TextAfterParam => "a parameter ends its segment: write `/{name}/text` or `text{name}`".into(),
            Reason::TextBeforeGlob => "give the glob a segment of its own, as in `/files/{*rest}`".into(),
            Reason::GlobNotLast => "move it to the end, or capture single segments with `{name}`".into(),
            Reason::DuplicateName(_) => "give each a name of its own, as in `{user_id}`".into(),
            Reason::BadCharacter('%') => "write the character itself; requests are decoded before they are matched".into(),
            Reason::BadCharacter('?') => "a route has no query: read it with `conn.query_params()`".into(),
            Reason::BadCharacter('#') => "a route has no fragment: browsers do not send it".into(),
            Reason::BadCharacter(_) | Reason::DotSegment => return None,
        })
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let segment = &self.segment;
        match &self.reason {
            Reason::NoLeadingSlash => write!(f, "path `{segment}` does not begin with a slash"),
            Reason::EmptySegment => f.write_str("a segment of the path is empty"),
            Reason::PhoenixParam(_) => write!(f, "segment `{segment}` writes a parameter as Phoenix does"),
            Reason::PhoenixGlob(_) => write!(f, "segment `{segment}` writes a glob as Phoenix does"),
            Reason::AngleBrackets(_) => write!(f, "segment `{segment}` writes a parameter in angle brackets"),
            Reason::UnbalancedBrace => write!(f, "segment `{segment}` has a brace without its counterpart"),
            Reason::NoName => write!(f, "segment `{segment}` has no name in its braces"),
            Reason::BadName(name) => write!(f, "`{name}` in segment `{segment}` is not a name"),
            Reason::NoType => write!(f, "segment `{segment}` has no type behind its colon"),
            Reason::TypedGlob(_) => write!(f, "glob `{segment}` has a type"),
            Reason::TextAfterParam => write!(f, "segment `{segment}` goes on after its parameter"),
            Reason::TextBeforeGlob => write!(f, "segment `{segment}` has text beside its glob"),
            Reason::GlobNotLast => write!(f, "glob `{segment}` is not the last segment"),
            Reason::DuplicateName(name) => write!(f, "parameter `{name}` occurs twice in the path"),
            Reason::BadCharacter(c) => write!(f, "segment `{segment}` holds `{}`", c.escape_debug()),
            Reason::DotSegment => {
                write!(f, "segment `{segment}` never arrives: browsers take it out of the path")
            }
        }
    }
}

impl std::error::Error for PatternError {}
