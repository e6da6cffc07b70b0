//! Declarations as written come in, nested scopes are folded into flat routes with absolute paths and resolved pipelines.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, LitStr};

use super::model::{Passage, Pipe, Pipeline, Plug, Route, Router};
use super::syntax::{self, Item, RouteItem, Scope, Syntax};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::pattern::{self, Pattern};
use crate::suggest;

/// The router that `syntax` declares; what cannot be resolved is reported and left out.
pub(super) fn resolve(syntax: Syntax, diagnostics: &mut Diagnostics) -> Router {
    let pipelines = resolve_pipelines(&syntax.items, diagnostics);
    let mut router = Router { header: syntax.header, pipelines, passages: Vec::new(), routes: Vec::new() };
    resolve_items(&syntax.items, &Surroundings::default(), &mut router, diagnostics);
    router
}

/// What the scopes around a declaration add to it.
#[derive(Clone, Default)]
struct Surroundings {
    prefix: Pattern,
    passage: Passage,
}

/// Pipelines may be declared behind the scopes that name them, so they are read first.
fn resolve_pipelines(items: &[Item], diagnostics: &mut Diagnostics) -> Vec<Pipeline> {
    let mut pipelines = Vec::new();
    for item in items {
        if let Item::Pipeline(syntax::Pipeline { name, plugs }) = item {
            let plugs = plugs.iter().filter_map(|plug| resolve_plug(plug, diagnostics)).collect();
            pipelines.push(Pipeline { name: name.clone(), plugs });
        }
    }
    pipelines
}

fn resolve_items(items: &[Item], around: &Surroundings, router: &mut Router, diagnostics: &mut Diagnostics) {
    let mut around = around.clone();
    for item in items {
        match item {
            Item::Pipeline(_) => {}
            Item::PipeThrough(through) => {
                for pipe in &through.pipes {
                    let Some(pipe) = resolve_pipe(pipe, router, diagnostics) else { continue };
                    check_duplicate_pipe(&pipe, &around.passage, router, diagnostics);
                    around.passage.push(pipe);
                }
            }
            Item::Scope(Scope { path, items }) => {
                let prefix = resolve_path(path, diagnostics).unwrap_or_default();
                let inside =
                    Surroundings { prefix: around.prefix.join(&prefix), passage: around.passage.clone() };
                resolve_items(items, &inside, router, diagnostics);
            }
            Item::Route(route) => resolve_route(route, &around, router, diagnostics),
        }
    }
}

fn resolve_route(
    item: &RouteItem,
    around: &Surroundings,
    router: &mut Router,
    diagnostics: &mut Diagnostics,
) {
    let Some(path) = resolve_path(&item.path, diagnostics) else { return };
    let passage = passage_index(&around.passage, router);
    let pattern = around.prefix.join(&path);
    router.routes.push(Route {
        verb: item.verb,
        pattern,
        span: item.path.span(),
        target: item.target.clone(),
        passage,
    });
}

/// Routes with the same pipelines share one passage, even from different scopes.
fn passage_index(passage: &Passage, router: &mut Router) -> usize {
    let names = |router: &Router, index| router.passage_names(index);
    router.passages.push(passage.clone());
    let last = router.passages.len() - 1;
    let wanted = names(router, last);
    match (0..last).find(|&index| names(router, index) == wanted) {
        Some(index) => {
            router.passages.pop();
            index
        }
        None => last,
    }
}

fn resolve_path(path: &LitStr, diagnostics: &mut Diagnostics) -> Option<Pattern> {
    match pattern::parse(&path.value()) {
        Ok(pattern) => Some(pattern),
        Err(error) => {
            diagnostics.error(Diagnostic::new(path.span(), &error).maybe_help(error.help()));
            None
        }
    }
}

/// A single name is a pipeline; a path or a call is a plug.
fn resolve_pipe(pipe: &Expr, router: &Router, diagnostics: &mut Diagnostics) -> Option<Pipe> {
    let Some(name) = single_name(pipe) else {
        return resolve_plug(pipe, diagnostics).map(Pipe::Plug);
    };
    match router.pipelines.iter().position(|pipeline| pipeline.name == name) {
        Some(index) => Some(Pipe::Pipeline(index, pipe.span())),
        None => {
            diagnostics.error(unknown_pipeline(&name, pipe.span(), router));
            None
        }
    }
}

fn single_name(pipe: &Expr) -> Option<String> {
    match pipe {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}

fn unknown_pipeline(name: &str, span: Span, router: &Router) -> Diagnostic {
    let known: Vec<String> = router.pipelines.iter().map(|pipeline| pipeline.name.to_string()).collect();
    let help = suggest::did_you_mean(name, known.iter().map(String::as_str));
    Diagnostic::new(span, format!("there is no pipeline `{name}`")).help(help.unwrap_or_else(|| {
        format!(
            "declare it with `pipeline {name} {{ … }}`; a function is named by its path, as in `self::{name}`"
        )
    }))
}

/// No pipeline is passed twice on the way to a route; checked here, where the offending name is at hand once.
fn check_duplicate_pipe(pipe: &Pipe, passage: &Passage, router: &Router, diagnostics: &mut Diagnostics) {
    let Pipe::Pipeline(index, span) = pipe else { return };
    if passage.iter().any(|earlier| matches!(earlier, Pipe::Pipeline(other, _) if other == index)) {
        let message = format!("requests pass through pipeline `{}` twice", router.pipelines[*index].name);
        let help = "take it out here: this scope or one around it names it already";
        diagnostics.error(Diagnostic::new(*span, message).help(help));
    }
}

fn resolve_plug(plug: &Expr, diagnostics: &mut Diagnostics) -> Option<Plug> {
    match plug {
        Expr::Path(path) if path.qself.is_none() && is_function(&path.path) => {
            Some(Plug::Function(path.path.clone()))
        }
        Expr::Path(_) | Expr::Call(_) | Expr::MethodCall(_) | Expr::Struct(_) | Expr::Macro(_) => {
            Some(Plug::Value(Box::new(plug.clone())))
        }
        _ => {
            let message = "a plug is the path of a function, or a value that implements `Plug`";
            let help = "write `path::to::function` or `accepts([\"html\"])`";
            diagnostics.error(Diagnostic::new(plug.span(), message).help(help));
            None
        }
    }
}

/// Functions begin with a small letter, types and constants with a capital one.
fn is_function(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|last| {
        last.ident.to_string().trim_start_matches("r#").starts_with(|c: char| !c.is_uppercase())
    })
}
