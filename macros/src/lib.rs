//! The procedural macros of Bennu: tokens come in from rustc, go to `bennu-macros-core` and come back expanded.
//!
//! Depend on `bennu`, which documents and re-exports them.
#![forbid(unsafe_code)]

use bennu_macros_core as core;
use proc_macro::TokenStream;

/// `bennu::router!`; expects the runtime's path in parentheses first.
#[proc_macro]
pub fn router(input: TokenStream) -> TokenStream {
    core::router::expand(input.into()).into()
}

/// `path!` of a router; expects the runtime's path and the router's table first.
#[proc_macro]
pub fn path(input: TokenStream) -> TokenStream {
    core::path::expand(input.into()).into()
}

/// `url!` of a router; expects the same.
#[proc_macro]
pub fn url(input: TokenStream) -> TokenStream {
    core::path::expand_url(input.into()).into()
}

/// `bennu::schema!`; expects the runtime's path in parentheses first.
#[proc_macro]
pub fn schema(input: TokenStream) -> TokenStream {
    core::schema::expand(input.into()).into()
}

/// `bennu::component!`; expects the runtime's path in parentheses first.
#[proc_macro]
pub fn component(input: TokenStream) -> TokenStream {
    core::component::expand(input.into()).into()
}

/// `bennu::embed_templates!`; expects the runtime's path in parentheses first.
#[proc_macro]
pub fn embed_templates(input: TokenStream) -> TokenStream {
    core::component::expand_embed(input.into()).into()
}

/// `bennu::html!`; expects the runtime's path in parentheses first.
#[proc_macro]
pub fn html(input: TokenStream) -> TokenStream {
    core::component::expand_html(input.into()).into()
}

/// The call of a component in a template; what a component's companion macro expands to.
#[proc_macro]
pub fn component_call(input: TokenStream) -> TokenStream {
    core::component::expand_call(input.into()).into()
}

/// `bennu::from!`; expects the runtime's path in parentheses first.
#[proc_macro]
pub fn from(input: TokenStream) -> TokenStream {
    core::query::expand(input.into()).into()
}

/// `bennu::dynamic!`; expects the runtime's path in parentheses first.
#[proc_macro]
pub fn dynamic(input: TokenStream) -> TokenStream {
    core::query::expand_dynamic(input.into()).into()
}

/// `#[bennu::events]` on an `impl` block of a LiveView.
#[proc_macro_attribute]
pub fn events(attribute: TokenStream, item: TokenStream) -> TokenStream {
    core::events::expand(attribute.into(), item.into()).into()
}

/// `#[derive(bennu::Enum)]`.
#[proc_macro_derive(Enum, attributes(value))]
pub fn derive_enum(item: TokenStream) -> TokenStream {
    core::choice::expand(item.into()).into()
}

/// `#[derive(bennu::Id)]`.
#[proc_macro_derive(Id)]
pub fn derive_id(item: TokenStream) -> TokenStream {
    core::id::expand(item.into()).into()
}

/// `#[derive(bennu::Param)]`.
#[proc_macro_derive(Param, attributes(param))]
pub fn derive_param(item: TokenStream) -> TokenStream {
    core::param::expand(item.into()).into()
}
