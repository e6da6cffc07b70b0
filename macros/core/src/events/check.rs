//! What an event handler has to be, one rule after the other.

use quote::ToTokens;
use syn::Type;
use syn::spanned::Spanned;

use super::model::{Block, Handler};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// All rules over all handlers.
pub(super) fn check(block: &Block, diagnostics: &mut Diagnostics) {
    check_inherent(block, diagnostics);
    check_only_handlers(block, diagnostics);
    check_duplicates(block, diagnostics);
    for handler in &block.handlers {
        check_async(handler, diagnostics);
        check_receiver(handler, diagnostics);
        check_generics(handler, diagnostics);
        check_arguments(handler, diagnostics);
        check_socket(handler, diagnostics);
        check_result(handler, diagnostics);
    }
}

/// The block belongs to the view itself.
fn check_inherent(block: &Block, diagnostics: &mut Diagnostics) {
    let Some((path, _)) = &block.item.trait_ else { return };
    let (name, view) = (text(path), text(&block.item.self_ty));
    diagnostics.error(
        Diagnostic::new(path.span(), format!("event handlers do not stand in an implementation of `{name}`"))
            .help(format!("write `impl {view} {{ .. }}`")),
    );
}

/// Nothing but methods.
fn check_only_handlers(block: &Block, diagnostics: &mut Diagnostics) {
    for span in &block.others {
        diagnostics.error(
            Diagnostic::new(*span, "an `#[events]` block holds nothing but event handlers")
                .help("move this into an `impl` block without the attribute"),
        );
    }
}

/// Every event has one handler.
fn check_duplicates(block: &Block, diagnostics: &mut Diagnostics) {
    for (first, second) in &block.duplicates {
        diagnostics.error(
            Diagnostic::new(second.span(), format!("the event `{second}` has two handlers"))
                .help("give one of them another name")
                .related(first.span(), format!("`{first}` is first handled here")),
        );
    }
}

/// Handlers may wait.
fn check_async(handler: &Handler, diagnostics: &mut Diagnostics) {
    if handler.function.sig.asyncness.is_none() {
        let name = handler.event();
        diagnostics.error(
            Diagnostic::new(
                handler.function.sig.fn_token.span,
                format!("the event handler `{name}` is not async"),
            )
            .help(format!("write `async fn {name}`; helpers stand in an `impl` block without the attribute")),
        );
    }
}

/// Handlers change their view.
fn check_receiver(handler: &Handler, diagnostics: &mut Diagnostics) {
    if handler.takes_mutable_self() {
        return;
    }
    let span = handler.receiver.as_ref().map_or(handler.name().span(), Spanned::span);
    let message = format!("the event handler `{}` does not take `&mut self`", handler.event());
    diagnostics.error(Diagnostic::new(span, message).help("make `&mut self` its first argument"));
}

/// A browser cannot choose types.
fn check_generics(handler: &Handler, diagnostics: &mut Diagnostics) {
    let generics = &handler.function.sig.generics;
    let impls =
        handler.arguments.iter().map(|argument| &argument.ty).filter(|ty| matches!(ty, Type::ImplTrait(_)));
    let span = if generics.params.is_empty() {
        impls.map(Spanned::span).next()
    } else {
        Some(generics.params.span())
    };
    if let Some(span) = span {
        let message = format!("the event handler `{}` is generic", handler.event());
        diagnostics.error(
            Diagnostic::new(span, message).help("say which types it takes: a browser sends only values"),
        );
    }
}

/// The name of an argument is the name of a value in the payload.
fn check_arguments(handler: &Handler, diagnostics: &mut Diagnostics) {
    for argument in handler.arguments.iter().filter(|argument| argument.name.is_none()) {
        diagnostics.error(
            Diagnostic::new(argument.pattern, "an argument of an event handler is a name, not a pattern")
                .help("name it after the value that it takes: `id: i64` is `phx-value-id` or the form's field `id`"),
        );
    }
}

/// The socket comes last.
fn check_socket(handler: &Handler, diagnostics: &mut Diagnostics) {
    if handler.socket.is_some() {
        return;
    }
    let last = handler.arguments.last().map(|argument| argument.ty.span());
    let span = last.unwrap_or(handler.name().span());
    let message = format!("the last argument of the event handler `{}` is not the socket", handler.event());
    diagnostics
        .error(Diagnostic::new(span, message).help("end the arguments with `socket: &mut Socket<Self>`"));
}

/// Handlers may fail.
fn check_result(handler: &Handler, diagnostics: &mut Diagnostics) {
    if handler.output().is_none() {
        let message = format!("the event handler `{}` returns nothing", handler.event());
        diagnostics.error(
            Diagnostic::new(handler.name().span(), message)
                .help("write `-> bennu::Result` and end with `Ok(())`"),
        );
    }
}

/// Tokens as a person writes them, as far as that can be told.
fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(" :: ", "::").replace(" < ", "<").replace(" >", ">")
}
