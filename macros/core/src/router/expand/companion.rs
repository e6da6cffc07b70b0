//! Routes come in, the macros `path` and `url` that check paths against them go out; they stand beside the router.

use std::collections::HashSet;

use proc_macro2::{Ident, Literal, Punct, Spacing, Span, TokenStream};
use quote::quote;
use syn::Visibility;

use crate::names::Names;
use crate::path::table;
use crate::router::model::{Header, Router};

/// `macro_rules!` under a name of its own, and `use … as path`: a macro called `path` could not be told from the built-in
/// attribute `#[path]`. Without routes, any path passes.
pub(super) fn expand_companion(header: &Header, router: Option<&Router>, names: &Names) -> TokenStream {
    let mut seen = HashSet::new();
    let patterns = router.map(|router| {
        let patterns = router.routes.iter().map(|route| route.pattern.to_string());
        patterns.filter(|pattern| seen.insert(pattern.clone())).collect::<Vec<_>>()
    });
    let table = table::print(
        &header.name.to_string(),
        patterns.as_deref(),
        router.map_or(&[], |router| &router.statics),
    );
    // For messages that name this router where another one has no such path.
    let _ = table::parse(&Literal::string(&table));
    let path = expand_macro("path", header, &table, names);
    let url = expand_macro("url", header, &table, names);
    quote!(#path #url)
}

fn expand_macro(word: &str, header: &Header, table: &str, names: &Names) -> TokenStream {
    let name = companion_name(word, &header.name, table);
    let (root, visibility) = (names.root(), &header.visibility);
    let (inner, word) = (Ident::new(word, Span::mixed_site()), Ident::new(word, header.name.span()));
    let krate = crate_of(&header.name);
    let export = matches!(visibility, Visibility::Public(_)).then(|| quote!(#[macro_export]));
    quote! {
        #[doc(hidden)]
        #export
        #[allow(unused_macros, non_local_definitions)]
        macro_rules! #name {
            ($($path:tt)*) => { #root::__private::macros::#inner! { (#root) #table (#krate) $($path)* } };
        }
        #[doc(hidden)]
        #[allow(unused_imports)]
        #visibility use #name as #word;
    }
}

/// `$crate`, which stands for the crate of the router wherever the macro is called: there it names the types of parameters.
fn crate_of(router: &Ident) -> TokenStream {
    let mut dollar = Punct::new('$', Spacing::Alone);
    dollar.set_span(router.span());
    let krate = Ident::new("crate", router.span());
    quote!(#dollar #krate)
}

/// Exported macros live side by side in the root of their crate, where several routers may have one name: the table tells
/// them apart.
fn companion_name(word: &str, router: &Ident, table: &str) -> Ident {
    let fnv = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = table.bytes().fold(0x811c_9dc5, fnv);
    Ident::new(&format!("{word}_of_{router}_{hash:08x}"), Span::mixed_site().located_at(router.span()))
}
