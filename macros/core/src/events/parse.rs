//! The attribute's options and the item below it, as they are written.

use darling::FromMeta;
use darling::ast::NestedMeta;
use proc_macro2::TokenStream;
use syn::{Item, ItemImpl, Path};

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::names::Names;

/// `#[events(crate = path)]`
#[derive(Default, FromMeta)]
#[darling(default)]
struct Options {
    /// The runtime, where it is not `::bennu`.
    #[darling(rename = "crate")]
    root: Option<Path>,
}

/// The names under the runtime's path that the options give.
pub(super) fn parse_options(attribute: TokenStream, diagnostics: &mut Diagnostics) -> Names {
    let options = NestedMeta::parse_meta_list(attribute)
        .map_err(darling::Error::from)
        .and_then(|options| Options::from_list(&options));
    match options {
        Ok(options) => options.root.map(Names::from).unwrap_or_default(),
        Err(error) => {
            for error in error.flatten() {
                diagnostics.error(
                    Diagnostic::new(error.span(), "`#[events]` takes one option, the path of the runtime")
                        .help("write `#[events(crate = path::to::bennu)]`, or no option at all"),
                );
            }
            Names::default()
        }
    }
}

/// The `impl` block that the attribute stands on.
pub(super) fn parse_block(item: TokenStream) -> syn::Result<ItemImpl> {
    match syn::parse2(item)? {
        Item::Impl(block) => Ok(block),
        other => Err(syn::Error::new_spanned(
            other,
            "`#[events]` stands on an `impl` block\nhelp: write `#[events] impl CounterLive { .. }` with the event handlers inside",
        )),
    }
}
