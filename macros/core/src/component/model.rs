//! A template with everything decided: what is constant, what is dynamic, and in which place each value stands.

use proc_macro2::{Ident, Span, TokenStream};

use crate::diagnostics::Location;

/// A template, or one branch or loop of one.
#[derive(Debug, Default)]
pub(super) struct Template {
    /// Static parts never follow each other.
    pub(super) parts: Vec<Part>,
    /// Whether it is exactly one element that is always there.
    pub(super) single_root: bool,
}

#[derive(Debug)]
pub(super) enum Part {
    Static(String),
    Piece(Piece),
    Block(Block),
}

/// A value.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) place: Place,
    pub(super) value: Value,
    pub(super) span: Span,
}

/// What a value is written as.
#[derive(Debug)]
pub(super) enum Value {
    Expression(TokenStream),
    /// `["card", ("active", is_active)]`: the texts of one attribute, set apart by spaces.
    List(Vec<Value>),
    /// `[("width", width), "color: red"]`: the declarations of a `style`.
    Style(Vec<Value>),
    /// `("width", width)`.
    Declaration {
        name: TokenStream,
        value: TokenStream,
        is_constant: bool,
    },
}

/// Where a value stands, which decides how it is escaped and when it is left out.
#[derive(Debug)]
pub(super) enum Place {
    /// Between tags.
    Text,
    /// A whole attribute; what is written before the value.
    Attribute(String),
    /// A whole attribute whose value is an address.
    Url(String),
    /// Any number of whole attributes.
    Spread,
}

/// Something that fills one place with markup.
#[derive(Debug)]
pub(super) enum Block {
    If { branches: Vec<(TokenStream, Template)>, otherwise: Option<Template> },
    Match { value: TokenStream, arms: Vec<(TokenStream, Template)> },
    For(For),
    Call(Call),
}

/// A loop.
#[derive(Debug)]
pub(super) struct For {
    pub(super) pattern: TokenStream,
    pub(super) iterator: TokenStream,
    /// What an entry is known by; its position if there is none.
    pub(super) key: Option<TokenStream>,
    /// Which entries are shown; all if there is none.
    pub(super) filter: Option<TokenStream>,
    pub(super) body: Template,
}

/// The call of a component.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) path: TokenStream,
    /// As it was typed: `.card`.
    pub(super) name: String,
    pub(super) location: Location,
    pub(super) attributes: Vec<CallAttribute>,
    pub(super) slots: Vec<CallSlot>,
}

/// A slot that the call gives: an entry of a named one, or the content between the tags.
#[derive(Debug)]
pub(super) struct CallSlot {
    pub(super) name: Ident,
    pub(super) attributes: Vec<CallAttribute>,
    /// `:if`.
    pub(super) condition: Option<TokenStream>,
    /// `:for`: the pattern, and what it goes through.
    pub(super) head: Option<(TokenStream, TokenStream)>,
    /// `:let`.
    pub(super) pattern: Option<TokenStream>,
    pub(super) body: Template,
}

#[derive(Debug)]
pub(super) struct CallAttribute {
    pub(super) name: Ident,
    /// As it was typed: `phx-click`.
    pub(super) typed: String,
    pub(super) value: Value,
}

impl Template {
    /// The static parts around the dynamic ones: always one more than those.
    pub(super) fn statics(&self) -> Vec<String> {
        let mut statics = vec![String::new()];
        for part in &self.parts {
            match part {
                Part::Static(text) => statics.last_mut().expect("there is always a last one").push_str(text),
                Part::Piece(_) | Part::Block(_) => statics.push(String::new()),
            }
        }
        statics
    }

    /// A number that changes when the statics change or what stands between them.
    pub(super) fn fingerprint(&self) -> u64 {
        let mut hash = Fnv::default();
        for part in &self.parts {
            match part {
                Part::Static(text) => hash.add("static", text),
                Part::Piece(Piece { place: Place::Text, .. }) => hash.add("text", ""),
                Part::Piece(Piece { place: Place::Attribute(prefix), .. }) => hash.add("attribute", prefix),
                Part::Piece(Piece { place: Place::Url(prefix), .. }) => hash.add("url", prefix),
                Part::Piece(Piece { place: Place::Spread, .. }) => hash.add("spread", ""),
                Part::Block(Block::If { .. }) => hash.add("if", ""),
                Part::Block(Block::Match { .. }) => hash.add("match", ""),
                Part::Block(Block::For(_)) => hash.add("for", ""),
                Part::Block(Block::Call(call)) => hash.add("call", &call.name),
            }
        }
        hash.0
    }
}

/// FNV-1a: the same at every build, on every machine.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, kind: &str, text: &str) {
        for byte in kind.bytes().chain([0]).chain(text.bytes()).chain([0]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
}
