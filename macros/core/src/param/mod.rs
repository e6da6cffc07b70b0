//! `#[derive(Param)]`: a struct comes in, an implementation that writes its key field into a path goes out.

#[cfg(test)]
mod tests;

use darling::{FromDeriveInput, ast::Data, util::Ignored};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Generics, Ident, Member, Path, Type};

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::names::Names;
use crate::suggest;

/// `#[param(key = slug, crate = path)]` over the struct it stands at.
#[derive(FromDeriveInput)]
#[darling(attributes(param), forward_attrs())]
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
            let key = resolve_key(&input, diagnostics);
            expand_impl(&input.ident, &input.generics, &names(&input), key.as_ref())
        }
        Err(error) => {
            for error in error.flatten() {
                diagnostics.error(Diagnostic::new(error.span(), lower_case(&error.to_string())));
            }
            expand_impl(&item.ident, &item.generics, &Names::default(), None)
        }
    }
}

/// An error of darling in the manner of ours.
fn lower_case(message: &str) -> String {
    let mut rest = message.chars();
    let first = rest.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(rest).collect::<String>().replace(". Available values: ", ", possible are ")
}

fn names(input: &Input) -> Names {
    input.root.clone().map(Names::from).unwrap_or_default()
}

/// The field that stands for the value, and its type.
struct Key {
    field: Member,
    ty: Type,
    /// Whether the field is all there is, so that the struct is a key in its own right.
    is_alone: bool,
}

/// The field to write: the one that `key` names, or `id`, or the only field of a tuple struct.
fn resolve_key(input: &Input, diagnostics: &mut Diagnostics) -> Option<Key> {
    let Some(fields) = input.data.as_ref().take_struct() else {
        let message = format!("`{}` is an enum, of which no field can stand for it in a path", input.ident);
        let help = format!("implement it by hand: `impl bennu::path::Param for {} {{ … }}`", input.ident);
        diagnostics.error(Diagnostic::new(input.ident.span(), message).help(help));
        return None;
    };
    let fields = fields.fields;
    if let ([only], None) = (fields.as_slice(), &input.key)
        && only.ident.is_none()
    {
        return Some(Key { field: Member::from(0), ty: only.ty.clone(), is_alone: true });
    }
    let key = input.key.clone().unwrap_or_else(|| Ident::new("id", input.ident.span()));
    let is_key = |field: &&&syn::Field| field.ident.as_ref() == Some(&key);
    if let Some(field) = fields.iter().find(is_key) {
        let ty = field.ty.clone();
        let field = Member::Named(Ident::new(&key.to_string(), ty.span()));
        return Some(Key { field, ty, is_alone: false });
    }
    let known: Vec<String> =
        fields.iter().filter_map(|field| field.ident.as_ref()).map(ToString::to_string).collect();
    let help = suggest::did_you_mean(&key.to_string(), known.iter().map(String::as_str));
    let message = format!("`{}` has no field `{key}` to stand for it in a path", input.ident);
    let help = help.unwrap_or_else(|| "name the field: `#[param(key = field)]`".to_owned());
    diagnostics.error(Diagnostic::new(key.span(), message).help(help));
    None
}

/// A newtype is a key of its own, any other struct stands for its field; one with a mistake is its own key, too.
fn expand_impl(name: &Ident, generics: &Generics, names: &Names, key: Option<&Key>) -> TokenStream {
    let path = names.private("path");
    let body = key.map(|Key { field, ty, .. }| {
        let path = names.private_at("path", ty.span());
        quote_spanned!(ty.span()=> #path::Param::to_param(&self.#field, segment);)
    });
    let own = match key {
        Some(Key { ty, is_alone: false, .. }) => {
            let path = names.private_at("path", ty.span());
            quote_spanned!(ty.span()=> <#ty as #path::Param>::Key)
        }
        _ => quote!(Self),
    };
    let (parameters, arguments, bounds) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[allow(unused_variables)]
        impl #parameters #path::Param for #name #arguments #bounds {
            type Key = #own;

            fn to_param(&self, segment: &mut #path::Segment<'_>) {
                #body
            }
        }
    }
}
