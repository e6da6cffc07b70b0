//! A router with everything decided: absolute paths, resolved pipelines, one flat list of routes.

use std::fmt;

use proc_macro2::Span;
use quote::ToTokens;
use syn::{Expr, Ident, Path};

pub(super) use super::syntax::{Header, Target, Verb};
use crate::pattern::Pattern;
use crate::spelling::spelt;

pub(super) struct Router {
    pub(super) header: Header,
    pub(super) pipelines: Vec<Pipeline>,
    /// The distinct lists of what requests pass before their handlers; each route belongs to one.
    pub(super) passages: Vec<Passage>,
    /// In the order of declaration, which decides.
    pub(super) routes: Vec<Route>,
}

pub(super) struct Pipeline {
    pub(super) name: Ident,
    pub(super) plugs: Vec<Plug>,
}

/// What `pipe_through` gathered at one place.
pub(super) type Passage = Vec<Pipe>;

#[derive(Clone)]
pub(super) enum Pipe {
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
    /// The place in [`Router::passages`].
    pub(super) passage: usize,
}

impl Target {
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Handler(path) | Self::Live(path) => path,
        }
    }
}

impl Router {
    /// A passage as its parts are called in the route table.
    pub(super) fn passage_names(&self, passage: usize) -> Vec<String> {
        let name = |pipe: &Pipe| match pipe {
            Pipe::Pipeline(index, _) => self.pipelines[*index].name.to_string(),
            Pipe::Plug(plug) => plug.to_string(),
        };
        self.passages[passage].iter().map(name).collect()
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
