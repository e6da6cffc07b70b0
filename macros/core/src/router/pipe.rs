//! What stands behind `plug` and `pipe_through` comes in, pipelines and plugs by their places go out.

use proc_macro2::Span;
use syn::Expr;
use syn::spanned::Spanned;

use super::model::{Pipe, Pipeline, Plug};
use super::options::single_name;
use super::syntax::{self, Item, PlugItem};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest;

/// Pipelines may be declared behind the scopes that name them, so they are read first; and all names before all contents,
/// since pipelines name each other.
pub(super) fn resolve_pipelines(items: &[Item], diagnostics: &mut Diagnostics) -> Vec<Pipeline> {
    let declared: Vec<&syntax::Pipeline> = items
        .iter()
        .filter_map(|item| match item {
            Item::Pipeline(pipeline) => Some(pipeline),
            _ => None,
        })
        .collect();
    let mut pipelines: Vec<Pipeline> =
        declared.iter().map(|pipeline| Pipeline { name: pipeline.name.clone(), pipes: Vec::new() }).collect();
    for (index, pipeline) in declared.iter().enumerate() {
        let pipes = pipeline.plugs.iter().filter_map(|plug| match plug {
            PlugItem::Pipe(pipe) => resolve_pipe(pipe, &pipelines, diagnostics),
            PlugItem::Plug(plug) => resolve_named(plug, &pipelines, diagnostics),
        });
        let pipes = pipes.collect();
        pipelines[index].pipes = pipes;
    }
    pipelines
}

/// What stands behind `plug`: a name is a pipeline, or a function where no pipeline is called so.
pub(super) fn resolve_named(
    plug: &Expr,
    pipelines: &[Pipeline],
    diagnostics: &mut Diagnostics,
) -> Option<Pipe> {
    match find_pipeline(plug, pipelines) {
        Some(index) => Some(Pipe::Pipeline(index, plug.span())),
        None => resolve_plug(plug, diagnostics).map(Pipe::Plug),
    }
}

/// A single name is a pipeline; a path or a call is a plug.
pub(super) fn resolve_pipe(
    pipe: &Expr,
    pipelines: &[Pipeline],
    diagnostics: &mut Diagnostics,
) -> Option<Pipe> {
    let Some(name) = single_name(pipe) else {
        return resolve_plug(pipe, diagnostics).map(Pipe::Plug);
    };
    match find_pipeline(pipe, pipelines) {
        Some(index) => Some(Pipe::Pipeline(index, pipe.span())),
        None => {
            diagnostics.error(unknown_pipeline(&name.to_string(), pipe.span(), pipelines));
            None
        }
    }
}

fn find_pipeline(pipe: &Expr, pipelines: &[Pipeline]) -> Option<usize> {
    let name = single_name(pipe)?;
    pipelines.iter().position(|pipeline| pipeline.name == *name)
}

fn unknown_pipeline(name: &str, span: Span, pipelines: &[Pipeline]) -> Diagnostic {
    let known: Vec<String> = pipelines.iter().map(|pipeline| pipeline.name.to_string()).collect();
    let help = suggest::did_you_mean(name, known.iter().map(String::as_str));
    Diagnostic::new(span, format!("there is no pipeline `{name}`")).help(help.unwrap_or_else(|| {
        format!(
            "declare it with `pipeline {name} {{ … }}`; a function is named by its path, as in `self::{name}`"
        )
    }))
}

fn resolve_plug(plug: &Expr, diagnostics: &mut Diagnostics) -> Option<Plug> {
    let found = function_or_value(plug);
    if found.is_none() {
        let message = "a plug is the path of a function, or a value that implements `Plug`";
        let help = "write `path::to::function` or `accepts([\"html\"])`";
        diagnostics.error(Diagnostic::new(plug.span(), message).help(help));
    }
    found
}

/// What stands in `on_mount`.
pub(super) fn resolve_hook(hook: &Expr, diagnostics: &mut Diagnostics) -> Option<Plug> {
    let found = function_or_value(hook);
    if found.is_none() {
        let message = "a hook is the path of a function, or a value that implements `OnMount`";
        let help = "write `on_mount: [auth::RequireUser]`";
        diagnostics.error(Diagnostic::new(hook.span(), message).help(help));
    }
    found
}

fn function_or_value(value: &Expr) -> Option<Plug> {
    match value {
        Expr::Path(path) if path.qself.is_none() && is_function(&path.path) => {
            Some(Plug::Function(path.path.clone()))
        }
        Expr::Path(_) | Expr::Call(_) | Expr::MethodCall(_) | Expr::Struct(_) | Expr::Macro(_) => {
            Some(Plug::Value(Box::new(value.clone())))
        }
        _ => None,
    }
}

/// Functions begin with a small letter, types and constants with a capital one.
fn is_function(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|last| {
        last.ident.to_string().trim_start_matches("r#").starts_with(|c: char| !c.is_uppercase())
    })
}
