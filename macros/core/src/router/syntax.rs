//! The declarations of a router as they were written, for `parse` to make and `scope` to read.

use proc_macro2::Span;
use syn::{Attribute, Expr, Ident, LitStr, Path, Type, Visibility};

/// A whole router.
pub(super) struct Syntax {
    pub(super) header: Header,
    pub(super) items: Vec<Item>,
}

/// `pub Router for App;`
pub(super) struct Header {
    pub(super) attrs: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) name: Ident,
    pub(super) state: Type,
}

/// Stands in for a header that could not be read, so that what names the router finds one.
impl Default for Header {
    fn default() -> Self {
        let public = syn::parse_quote!(pub);
        Self {
            attrs: vec![syn::parse_quote!(#[allow(missing_docs)])],
            visibility: public,
            name: Ident::new("Router", Span::call_site()),
            state: syn::parse_quote!(()),
        }
    }
}

pub(super) enum Item {
    Pipeline(Pipeline),
    Scope(Scope),
    PipeThrough(PipeThrough),
    Route(RouteItem),
}

/// `pipeline browser { plug …; }`
pub(super) struct Pipeline {
    pub(super) name: Ident,
    pub(super) plugs: Vec<Expr>,
}

/// `scope "/admin" { … }`
pub(super) struct Scope {
    pub(super) path: LitStr,
    pub(super) items: Vec<Item>,
}

/// `pipe_through [browser, auth::require_user];`
pub(super) struct PipeThrough {
    pub(super) pipes: Vec<Expr>,
}

/// `get "/messages" => messages::index;`
pub(super) struct RouteItem {
    pub(super) verb: Verb,
    pub(super) path: LitStr,
    pub(super) target: Target,
}

/// What answers a route.
#[derive(Clone)]
pub(super) enum Target {
    Handler(Path),
    Live(Path),
}

/// A method that a route can be declared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verb {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
    Options,
    Trace,
    Connect,
}

impl Verb {
    pub(super) const KEYWORDS: [(&'static str, Self); 9] = [
        ("get", Self::Get),
        ("head", Self::Head),
        ("post", Self::Post),
        ("put", Self::Put),
        ("patch", Self::Patch),
        ("delete", Self::Delete),
        ("options", Self::Options),
        ("trace", Self::Trace),
        ("connect", Self::Connect),
    ];

    pub(super) fn of_keyword(word: &str) -> Option<Self> {
        Self::KEYWORDS.iter().find(|(keyword, _)| *keyword == word).map(|(_, verb)| *verb)
    }

    /// `get`
    pub(super) fn keyword(self) -> &'static str {
        Self::KEYWORDS.iter().find(|(_, verb)| *verb == self).map_or("get", |(keyword, _)| keyword)
    }

    /// `Get`, the variant of the runtime's enum.
    pub(super) fn variant(self) -> Ident {
        Ident::new(&format!("{self:?}"), crate::entry::hygienic())
    }
}
