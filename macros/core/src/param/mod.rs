//! `#[derive(Param)]`: a struct comes in, an implementation that writes its key field into a path goes out.

#[cfg(test)]
mod tests;

use darling::{FromDeriveInput, ast::Data, util::Ignored};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Generics, Ident, Path};

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::names::Names;
use crate::suggest;

/// `#[param(key = slug, crate = path)]` over the struct it stands at.
#[derive(FromDeriveInput)]
#[darling(attributes(param), supports(struct_any), forward_attrs())]
struct Input {
    ident: Ident,
    generics: Generics,
    data: Data<Ignored, syn::Field>,
    /// The field that stands for the value; `id` if nothing is said.
    key: Option<Ident>,
    /// The runtime, where it is not `::bennu`.
    #[darling(rename = "crate")]
    root: Option<Path>,
}

/// The implementation of `Param` for the struct in `item`.
pub fn expand(item: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::new();
    let output = expand_item(item, &mut diagnostics);
    let errors = diagnostics.finish();
    let output = quote!(#errors #output);
    crate::entry::print_if_asked(&output);
    output
}

fn expand_item(item: TokenStream, diagnostics: &mut Diagnostics) -> TokenStream {
    let Some(item) = diagnostics.absorb(syn::parse2::<DeriveInput>(item)) else { return TokenStream::new() };
    match Input::from_derive_input(&item) {
        Ok(input) => {
            let body = resolve_key(&input, diagnostics).map(|key| expand_body(&input, &key));
            expand_impl(&input.ident, &input.generics, &names(&input), body.unwrap_or_default())
        }
        Err(error) => {
            for error in error.flatten() {
                diagnostics.error(Diagnostic::new(error.span(), error));
            }
            expand_impl(&item.ident, &item.generics, &Names::default(), TokenStream::new())
        }
    }
}

fn names(input: &Input) -> Names {
    input.root.clone().map(Names::from).unwrap_or_default()
}

/// The field to write: the one that `key` names, or `id`, or the only field of a tuple struct.
fn resolve_key(input: &Input, diagnostics: &mut Diagnostics) -> Option<TokenStream> {
    let fields = &input.data.as_ref().take_struct()?.fields;
    let named: Vec<_> = fields.iter().filter_map(|field| field.ident.as_ref()).collect();
    if named.is_empty() && fields.len() == 1 && input.key.is_none() {
        return Some(quote!(0));
    }
    let key = input.key.clone().unwrap_or_else(|| Ident::new("id", input.ident.span()));
    if named.contains(&&key) {
        return Some(quote!(#key));
    }
    let known: Vec<String> = named.iter().map(ToString::to_string).collect();
    let help = suggest::did_you_mean(&key.to_string(), known.iter().map(String::as_str));
    let message = format!("`{}` has no field `{key}` to stand for it in a path", input.ident);
    let help = help.unwrap_or_else(|| "name the field: `#[param(key = field)]`".to_owned());
    diagnostics.error(Diagnostic::new(key.span(), message).help(help));
    None
}

fn expand_body(input: &Input, key: &TokenStream) -> TokenStream {
    let path = names(input).private("path");
    let span = input
        .data
        .as_ref()
        .take_struct()
        .and_then(|fields| {
            let is_key = |field: &&&syn::Field| {
                field.ident.as_ref().is_none_or(|name| name.to_string() == key.to_string())
            };
            fields.fields.iter().find(is_key).map(|field| field.ty.span())
        })
        .unwrap_or_else(|| key.span());
    quote_spanned!(span=> #path::Param::to_param(&self.#key, segment);)
}

fn expand_impl(name: &Ident, generics: &Generics, names: &Names, body: TokenStream) -> TokenStream {
    let path = names.private("path");
    let (parameters, arguments, bounds) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[allow(unused_variables)]
        impl #parameters #path::Param for #name #arguments #bounds {
            fn to_param(&self, segment: &mut #path::Segment<'_>) {
                #body
            }
        }
    }
}
