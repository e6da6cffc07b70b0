//! The way in and out of every macro: the runtime's path and the user's tokens come in, expansion and errors go out.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::quote;
use syn::DeriveInput;

use crate::diagnostics::Diagnostics;
use crate::names::Names;

/// A macro that stands where items stand: the errors go beside whatever items could be made.
pub(crate) fn items(
    input: TokenStream,
    pipeline: impl FnOnce(&Names, TokenStream, &mut Diagnostics) -> TokenStream,
) -> TokenStream {
    run(input, pipeline, |items, errors| quote!(#errors #items))
}

/// A macro that stands where an expression stands, whose pipeline yields a value of the right type even after a mistake:
/// editors go on knowing the types in it.
pub(crate) fn typed_expression(
    input: TokenStream,
    pipeline: impl FnOnce(&Names, TokenStream, &mut Diagnostics) -> TokenStream,
) -> TokenStream {
    run(input, pipeline, |value, errors| if errors.is_empty() { value } else { quote!({ #errors #value }) })
}

fn run(
    input: TokenStream,
    pipeline: impl FnOnce(&Names, TokenStream, &mut Diagnostics) -> TokenStream,
    assemble: impl FnOnce(TokenStream, TokenStream) -> TokenStream,
) -> TokenStream {
    let (names, input) = split_runtime_path(input);
    let mut diagnostics = Diagnostics::new();
    let output = pipeline(&names, input, &mut diagnostics);
    let output = assemble(output, diagnostics.finish());
    print_if_asked(&output);
    output
}

/// A derive: errors go beside whatever could be made; nothing can be where the item is not one that it stands at.
pub(crate) fn derive(
    item: TokenStream,
    pipeline: impl FnOnce(DeriveInput, &mut Diagnostics) -> Option<TokenStream>,
) -> TokenStream {
    let mut diagnostics = Diagnostics::new();
    let item = diagnostics.absorb(syn::parse2::<DeriveInput>(item));
    let output = item.and_then(|item| pipeline(item, &mut diagnostics));
    let errors = diagnostics.finish();
    let output = quote!(#errors #output);
    print_if_asked(&output);
    output
}

/// `(path::to::bennu) rest` → the names under that path, and the rest.
fn split_runtime_path(input: TokenStream) -> (Names, TokenStream) {
    let mut tokens = input.into_iter();
    match tokens.next() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            (Names::new(group.stream()), tokens.collect())
        }
        _ => panic!("bug in Bennu: this macro is called through the wrapper in the `bennu` crate"),
    }
}

/// `BENNU_EXPAND=1` prints what a macro expands to, for places where `cargo expand` is not at hand.
#[expect(clippy::print_stderr, reason = "the one place where a user asked to see something")]
pub(crate) fn print_if_asked(output: &TokenStream) {
    if std::env::var_os("BENNU_EXPAND").is_some_and(|value| value == "1") {
        eprintln!("{output}\n");
    }
}

/// A span for names that must not meet the user's.
pub(crate) fn hygienic() -> Span {
    Span::mixed_site()
}
