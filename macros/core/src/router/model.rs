//! A router with everything decided: absolute paths, resolved pipelines, one flat list of routes.

use std::fmt;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Expr, Ident, Path};

pub(super) use super::host::Host;
pub(super) use super::syntax::{Header, Target, Verb};
use crate::path::table::Static;
use crate::pattern::Pattern;
use crate::spelling::spelt;

pub(super) struct Router {
    pub(super) header: Header,
    /// Whether a path that is known for other verbs is answered with 405.
    pub(super) method_not_allowed: bool,
    pub(super) pipelines: Vec<Pipeline>,
    /// The distinct lists of what requests pass before their handlers; each route belongs to one.
    pub(super) passages: Vec<Passage>,
    /// The distinct lists of hosts that scopes are for.
    pub(super) hosts: Vec<Vec<Host>>,
    /// The live sessions by their names.
    pub(super) live_sessions: Vec<Ident>,
    /// The distinct lists of hooks that live sessions run; called like plugs, with other arguments.
    pub(super) hooks: Vec<Vec<Plug>>,
    /// In the order of declaration, which decides.
    pub(super) routes: Vec<Route>,
    /// Where static files lie.
    pub(super) statics: Vec<Static>,
}

pub(super) struct Pipeline {
    pub(super) name: Ident,
    /// What it holds, other pipelines included.
    pub(super) pipes: Vec<Pipe>,
}

/// What `pipe_through` gathered at one place.
pub(super) type Passage = Vec<Pipe>;

#[derive(Clone)]
pub(super) enum Pipe {
    /// A value that is put on the conn.
    Assign(Expr),
    /// The place of the pipeline in [`Router::pipelines`], and where it was named.
    Pipeline(usize, Span),
    Plug(Plug),
}

#[derive(Clone)]
pub(super) enum Plug {
    /// A path that ends in lower case: called with the conn.
    Function(Path),
    /// Anything else: a value that implements `Plug`.
    Value(Box<Expr>),
}

pub(super) struct Route {
    pub(super) verb: Verb,
    pub(super) pattern: Pattern,
    /// Where the path stands.
    pub(super) span: Span,
    pub(super) target: Target,
    /// The functions of the conn whose values the handler takes before the captured segments.
    pub(super) args: Vec<Path>,
    /// The handler's path as it was written, for errors about the call.
    pub(super) target_span: Span,
    /// The place in [`Router::passages`].
    pub(super) passage: usize,
    /// The place in [`Router::hosts`]; none where any host will do.
    pub(super) hosts: Option<usize>,
    /// With the prefixes of its scopes.
    pub(super) name: Option<RouteName>,
    pub(super) log: Option<Log>,
    /// The live session around it.
    pub(super) live_session: Option<String>,
    /// The place in [`Router::hooks`]; none where nothing runs before the view.
    pub(super) hooks: Option<usize>,
}

/// What a route is called.
pub(super) struct RouteName {
    pub(super) text: String,
    /// Where the route itself was given the name; none where its name follows from `resources`.
    pub(super) given: Option<Span>,
}

/// How loudly requests of a route are logged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Log {
    Off,
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl Target {
    /// What plugs and `resources` call it: `show` of `videos::show`, and the action that a LiveView is told.
    pub(super) fn action(&self) -> Option<String> {
        match self {
            Self::Handler(path) => path.segments.last().map(|last| last.ident.unraw().to_string()),
            Self::Live(_, action) => action.as_ref().map(|action| action.unraw().to_string()),
            Self::Forward(_) => None,
        }
    }

    /// As it is spelt in the route table.
    pub(super) fn to_tokens(&self) -> TokenStream {
        match self {
            Self::Handler(path) | Self::Live(path, _) => path.to_token_stream(),
            Self::Forward(service) => service.to_token_stream(),
        }
    }

    /// The type of the router that requests are forwarded to: a path whose last name begins with a capital.
    pub(super) fn router(&self) -> Option<&Path> {
        let Self::Forward(service) = self else { return None };
        let Expr::Path(path) = &**service else { return None };
        let last = path.path.segments.last()?.ident.to_string();
        let is_type = last.starts_with(char::is_uppercase) && last.chars().any(char::is_lowercase);
        is_type.then_some(&path.path)
    }
}

impl Router {
    /// A passage as its parts are called in the route table.
    pub(super) fn passage_names(&self, passage: usize) -> Vec<String> {
        self.passages[passage].iter().filter_map(|pipe| self.pipe_name(pipe)).collect()
    }

    fn pipe_name(&self, pipe: &Pipe) -> Option<String> {
        match pipe {
            Pipe::Assign(_) => None,
            Pipe::Pipeline(index, _) => Some(self.pipelines[*index].name.to_string()),
            Pipe::Plug(plug) => Some(plug.to_string()),
        }
    }

    /// Whether both passages do the same, so that one function will do.
    pub(super) fn is_same_passage(&self, left: &Passage, right: &Passage) -> bool {
        let key = |pipe: &Pipe| match pipe {
            Pipe::Assign(value) => (true, spelt(&value.to_token_stream())),
            pipe => (false, self.pipe_name(pipe).unwrap_or_default()),
        };
        left.len() == right.len() && left.iter().map(key).eq(right.iter().map(key))
    }

    /// The hosts that a route is for; none means any.
    pub(super) fn hosts_of(&self, route: &Route) -> &[Host] {
        route.hosts.map_or(&[], |index| &self.hosts[index])
    }
}

/// `auth::require_user`
impl fmt::Display for Plug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tokens = match self {
            Self::Function(path) => path.to_token_stream(),
            Self::Value(value) => value.to_token_stream(),
        };
        f.write_str(&spelt(&tokens))
    }
}

/// `GET /messages/{id}`
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb.keyword().to_uppercase(), self.pattern)
    }
}
