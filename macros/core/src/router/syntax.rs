//! The declarations of a router as they were written, for `parse` to make and `scope` to read.

use proc_macro2::Span;
use syn::{Attribute, Expr, Ident, LitStr, Path, Type, Visibility};

use super::statics::StaticItem;

/// A whole router.
pub(super) struct Syntax {
    pub(super) header: Header,
    pub(super) items: Vec<Item>,
}

/// `pub Router for App, method_not_allowed: true;`
pub(super) struct Header {
    pub(super) attrs: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) name: Ident,
    pub(super) state: Type,
    pub(super) options: Vec<Entry>,
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
            options: Vec::new(),
        }
    }
}

pub(super) enum Item {
    Pipeline(Pipeline),
    Scope(Scope),
    PipeThrough(PipeThrough),
    Plug(ScopePlug),
    Route(RouteItem),
    Resources(Resources),
    LiveSession(LiveSession),
    Static(StaticItem),
}

/// `pipeline browser { plug …; }`
pub(super) struct Pipeline {
    pub(super) name: Ident,
    pub(super) plugs: Vec<PlugItem>,
}

/// A line of a pipeline.
pub(super) enum PlugItem {
    /// `plug fetch_session;`, or another pipeline in a plug's place.
    Plug(Expr),
    /// `pipe_through browser;`
    Pipe(Expr),
}

/// `scope "/admin", module: admin { … }`
pub(super) struct Scope {
    pub(super) path: LitStr,
    pub(super) options: Vec<Entry>,
    pub(super) items: Vec<Item>,
}

/// `pipe_through [browser, auth::require_user];`
pub(super) struct PipeThrough {
    pub(super) pipes: Vec<Expr>,
}

/// `plug videos::load, only: [show, edit];`
pub(super) struct ScopePlug {
    pub(super) plug: Expr,
    pub(super) options: Vec<Entry>,
}

/// `get "/messages" => messages::index, as: messages;`
pub(super) struct RouteItem {
    /// Several for `match [get, post]`.
    pub(super) verbs: Vec<Verb>,
    pub(super) path: LitStr,
    pub(super) target: Target,
    pub(super) options: Vec<Entry>,
}

/// `resources "/users" => users, only: [index] { plug …; … }`
pub(super) struct Resources {
    pub(super) path: LitStr,
    pub(super) module: Path,
    pub(super) options: Vec<Entry>,
    /// In front of their own actions.
    pub(super) plugs: Vec<ScopePlug>,
    /// The nested routes.
    pub(super) items: Vec<Item>,
}

/// `live_session default, on_mount: [auth::AssignUser] { … }`
pub(super) struct LiveSession {
    pub(super) name: Ident,
    pub(super) options: Vec<Entry>,
    pub(super) items: Vec<Item>,
}

/// `only: [index]`
pub(super) struct Entry {
    pub(super) name: Ident,
    pub(super) value: Expr,
}

/// What answers a route.
#[derive(Clone)]
pub(super) enum Target {
    Handler(Path),
    /// A view and the action that it is told.
    Live(Path, Option<Ident>),
    /// A service, or another router.
    Forward(Box<Expr>),
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
    /// `match *`: any of them.
    Any,
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

    /// Whether some request is of both. `HEAD` is only ever of its own: it becomes `GET` where no route is declared for it.
    pub(super) fn meets(self, other: Self) -> bool {
        self == other || self.covers(other) || other.covers(self)
    }

    /// Whether every request of `other` is of this verb too.
    pub(super) fn covers(self, other: Self) -> bool {
        self == other || self == Self::Any && other != Self::Head
    }

    /// `get`, and `*` for any
    pub(super) fn keyword(self) -> &'static str {
        Self::KEYWORDS.iter().find(|(_, verb)| *verb == self).map_or("*", |(keyword, _)| keyword)
    }

    /// `Get`, the variant of the runtime's enum.
    pub(super) fn variant(self) -> Ident {
        Ident::new(&format!("{self:?}"), crate::entry::hygienic())
    }
}
