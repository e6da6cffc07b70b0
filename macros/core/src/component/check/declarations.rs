//! Rules about declarations: what may stand behind the type of an attribute.

use quote::ToTokens;
use syn::{Expr, Lit};

use crate::component::declare::{Argument, Declaration, SlotAttributes};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest;

/// `fn card(title: &str);`.
pub(in crate::component) fn missing_markup(declaration: &Declaration, diagnostics: &mut Diagnostics) {
    if declaration.body.is_none() {
        let name = &declaration.name;
        let error = Diagnostic::new(name.span(), format!("the component `{name}` has no markup"));
        let help = "write it in braces in the place of `;`, or in a file of `embed_templates!`";
        diagnostics.error(error.help(help));
    }
}

/// `size: u8 in [1, 2] = 3`, `col: Slots in ["a"]`.
pub(in crate::component) fn bad_values(argument: &Argument, diagnostics: &mut Diagnostics) {
    let Some(first) = argument.values.first() else { return };
    if argument.slot().is_some() || argument.is_rest() {
        let message = format!("`{}` has no values to choose from", argument.name);
        let help = "remove `in [..]`; it is for attributes like `kind: &str in [\"info\", \"error\"]`";
        diagnostics.error(Diagnostic::new(first.span(), message).help(help));
    }
    let Some(default) = argument.default.as_ref().and_then(literal) else { return };
    if !argument.values.contains(default) {
        let typed = default.to_token_stream().to_string();
        let known: Vec<_> = argument.values.iter().map(|value| value.to_token_stream().to_string()).collect();
        let help = suggest::did_you_mean(&typed, known.iter().map(String::as_str))
            .unwrap_or_else(|| format!("choose one of them, or add {typed} to `in [..]`"));
        let message = format!("the default `{typed}` of `{}` is none of its values", argument.name);
        diagnostics.error(Diagnostic::new(default.span(), message).help(help));
    }
}

/// The literal, also within `Some(..)`.
fn literal(default: &Expr) -> Option<&Lit> {
    match default {
        Expr::Lit(literal) => Some(&literal.lit),
        Expr::Call(call) if call.args.len() == 1 => literal(&call.args[0]),
        _ => None,
    }
}

/// `rest: Rest = x`, `a: Rest, b: Rest`, `title: &str include ["form"]`.
pub(in crate::component) fn bad_rest(declaration: &Declaration, diagnostics: &mut Diagnostics) {
    let mut first: Option<&Argument> = None;
    for argument in &declaration.arguments {
        if !argument.is_rest() {
            not_included(argument, diagnostics);
            continue;
        }
        if let Some(default) = &argument.default {
            let span = syn::spanned::Spanned::span(default);
            let message = format!("`{}` has no default: it is empty where nothing is given", argument.name);
            let help = format!("write `{}: Rest`, and give the element what it always has", argument.name);
            diagnostics.error(Diagnostic::new(span, message).help(help));
        }
        match first {
            Some(first) => diagnostics.error(
                Diagnostic::new(
                    argument.name.span(),
                    "there are two sets for the attributes that are not declared",
                )
                .help("keep one `Rest`; it can be spread into several elements")
                .related(first.name.span(), format!("`{}` takes them already", first.name)),
            ),
            None => first = Some(argument),
        }
    }
}

/// `struct Col { rest: Rest }`.
pub(in crate::component) fn rest_of_slot(slot: &SlotAttributes, diagnostics: &mut Diagnostics) {
    for argument in slot.fields.iter().map(|field| &field.argument) {
        not_included(argument, diagnostics);
        if argument.is_rest() {
            let message = "the entries of a slot have no `Rest`";
            let help = "declare each attribute by its name, as in `class: Option<&'a str>`";
            diagnostics.error(Diagnostic::new(argument.name.span(), message).help(help));
        }
    }
}

fn not_included(argument: &Argument, diagnostics: &mut Diagnostics) {
    if let Some(included) = argument.included.first().filter(|_| !argument.is_rest()) {
        let message = format!("`include` belongs to a `Rest`, and `{}` is none", argument.name);
        let help = "write `rest: Rest include [\"form\", \"disabled\"]`";
        diagnostics.error(Diagnostic::new(included.span(), message).help(help));
    }
}
