//! The template as it was written: elements, components, text, holes and control flow, with their spans.

use proc_macro2::{Ident, Span, TokenStream};
use syn::parse::Parser;

use crate::diagnostics::Location;

/// What stands between tags, or at the top.
#[derive(Debug)]
pub(super) enum Node {
    /// A gap in the source.
    Space,
    Text(Text),
    /// `{expr}`.
    Hole(Hole),
    /// Markup that is passed on as it is: a doctype, a comment.
    Markup(String),
    Element(Element),
    If(If),
    For(For),
    Match(Match),
}

/// Text, as HTML and as it was typed.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) html: String,
    pub(super) typed: String,
    pub(super) location: Location,
}

/// Rust in braces.
#[derive(Clone, Debug)]
pub(super) struct Hole {
    pub(super) tokens: TokenStream,
    pub(super) location: Location,
}

/// An element or a component with what is in it.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) tag: Tag,
    /// Without the slots, if this is a component.
    pub(super) children: Vec<Node>,
    /// The `<:slot>` elements that stand directly between the tags of a component.
    pub(super) slots: Vec<Node>,
}

/// An opening tag.
#[derive(Debug)]
pub(super) struct Tag {
    pub(super) name: Name,
    pub(super) attributes: Vec<Attribute>,
    /// Whether it ends with `/>`.
    pub(super) closed: bool,
}

/// The name of a tag.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) kind: NameKind,
    /// As it was typed: `div`, `.card`, `ui::card`, `:item`.
    pub(super) text: String,
    pub(super) location: Location,
}

#[derive(Clone, Debug)]
pub(super) enum NameKind {
    Element,
    /// `<.local>` or `<path::to::component>`: the path of the function.
    Component(TokenStream),
    /// `<:slot>`.
    Slot,
}

impl Name {
    pub(super) fn is_element(&self) -> bool {
        matches!(self.kind, NameKind::Element)
    }

    pub(super) fn is_slot(&self) -> bool {
        matches!(self.kind, NameKind::Slot)
    }

    /// The path of the component, if this is one and can be called.
    pub(super) fn component(&self) -> Option<&TokenStream> {
        match &self.kind {
            NameKind::Component(path) => {
                syn::Path::parse_mod_style.parse2(path.clone()).is_ok().then_some(path)
            }
            _ => None,
        }
    }
}

/// `name`, `name="text"`, `name={expr}`.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) location: Location,
    pub(super) value: AttributeValue,
}

#[derive(Debug)]
pub(super) enum AttributeValue {
    /// Only the name.
    None,
    /// A literal, as it was typed and as a token.
    Literal(String, proc_macro2::Literal),
    Hole(Hole),
    /// `{pairs}` without a name: any number of attributes.
    Spread(Hole),
}

/// `if a { .. } else if b { .. } else { .. }`.
#[derive(Debug)]
pub(super) struct If {
    pub(super) branches: Vec<(Hole, Vec<Node>)>,
    pub(super) otherwise: Option<Vec<Node>>,
}

/// `for pattern in iterator { .. }`.
#[derive(Debug)]
pub(super) struct For {
    pub(super) head: Loop,
    pub(super) body: Vec<Node>,
}

/// `pattern in iterator`, of a block or of `:for`.
#[derive(Clone, Debug)]
pub(super) struct Loop {
    pub(super) pattern: TokenStream,
    pub(super) iterator: Hole,
}

/// `match value { pattern => { .. } }`.
#[derive(Debug)]
pub(super) struct Match {
    pub(super) value: Hole,
    pub(super) arms: Vec<(TokenStream, Vec<Node>)>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.tag.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The text of an attribute that is a constant.
    pub(super) fn literal(&self, name: &str) -> Option<(&str, &Attribute)> {
        match self.attribute(name)? {
            attribute @ Attribute { value: AttributeValue::Literal(text, _), .. } => Some((text, attribute)),
            _ => None,
        }
    }

    /// Whether there is anything but gaps and slots between the tags.
    pub(super) fn has_content(&self) -> bool {
        self.children.iter().any(|node| !matches!(node, Node::Space))
    }
}

impl Node {
    /// The element, if this is a `<:slot>`.
    pub(super) fn slot(&self) -> Option<&Element> {
        match self {
            Self::Element(element) if element.tag.name.is_slot() => Some(element),
            _ => None,
        }
    }

    /// What is in this node, branch by branch.
    pub(super) fn bodies(&self) -> Vec<&[Node]> {
        match self {
            Self::Space | Self::Text(_) | Self::Hole(_) | Self::Markup(_) => Vec::new(),
            Self::Element(element) => vec![&element.children, &element.slots],
            Self::If(block) => {
                let branches = block.branches.iter().map(|(_, body)| body.as_slice());
                branches.chain(block.otherwise.as_deref()).collect()
            }
            Self::For(block) => vec![&block.body],
            Self::Match(block) => block.arms.iter().map(|(_, body)| body.as_slice()).collect(),
        }
    }

    /// Calls `visit` for this node and for all that is in it, outermost first.
    pub(super) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Node)) {
        visit(self);
        for node in self.bodies().into_iter().flatten() {
            node.walk(visit);
        }
    }
}

/// A declared attribute's or a directive's name as an identifier: `phx-click` → `phx_click`.
pub(super) fn identifier(name: &str, span: Span) -> Option<Ident> {
    let name = name.replace(['-', ':', '.'], "_");
    let is_name = name.chars().all(|character| character.is_alphanumeric() || character == '_');
    if !is_name || name.starts_with(|first: char| first.is_numeric()) || name.is_empty() || name == "_" {
        return None;
    }
    if syn::parse_str::<Ident>(&name).is_ok() {
        return Some(Ident::new(&name, span));
    }
    // `self`, `super`, `crate` and `Self` cannot be raw.
    syn::parse_str::<Ident>(&format!("r#{name}")).is_ok().then(|| Ident::new_raw(&name, span))
}
