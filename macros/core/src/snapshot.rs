//! For tests: an expansion comes in, text that a person can read goes out.

use proc_macro2::TokenStream;

/// The expansion of `input` as formatted Rust; `bennu` stands for the runtime's path.
pub(crate) fn items(expand: fn(TokenStream) -> TokenStream, input: TokenStream) -> String {
    let output = expand(quote::quote!((bennu) #input));
    match syn::parse2(output.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => panic!("the expansion is not a list of items: {error}\n{output}"),
    }
}

/// The same for a macro that stands for an expression.
pub(crate) fn expression(expand: fn(TokenStream) -> TokenStream, input: TokenStream) -> String {
    let output = expand(quote::quote!((bennu) #input));
    let file = quote::quote!(fn example() { let value = #output; });
    match syn::parse2(file) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => panic!("the expansion is not an expression: {error}\n{output}"),
    }
}
