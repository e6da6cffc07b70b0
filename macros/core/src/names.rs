//! The path of the runtime comes in, every name that generated code may mention goes out.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// The runtime crate as the user's crate knows it: the `$crate` that a wrapper macro handed over.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    root: TokenStream,
}

impl Names {
    pub(crate) fn new(root: TokenStream) -> Self {
        Self { root }
    }

    /// The runtime crate itself, to be passed on to another macro.
    pub(crate) fn root(&self) -> &TokenStream {
        &self.root
    }

    /// `bennu::__private::MODULE`, the only door for generated code.
    pub(crate) fn private(&self, module: &str) -> TokenStream {
        let (root, module) = (&self.root, syn::Ident::new(module, crate::entry::hygienic()));
        quote!(#root::__private::#module)
    }

    /// The same, to be underlined at `span` when what it is used for fails there; still resolved where it comes from.
    pub(crate) fn private_at(&self, module: &str, span: Span) -> TokenStream {
        let moved = |mut token: TokenTree| {
            token.set_span(token.span().located_at(span));
            token
        };
        self.private(module).into_iter().map(moved).collect()
    }
}

impl Default for Names {
    /// For derive and attribute macros, which no wrapper can hand a `$crate`.
    fn default() -> Self {
        Self::new(quote!(::bennu))
    }
}

impl From<syn::Path> for Names {
    fn from(path: syn::Path) -> Self {
        Self::new(path.to_token_stream())
    }
}
