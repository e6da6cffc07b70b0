//! `#[derive(Param)]`: a struct comes in, an implementation that writes its key into a path goes out.

mod format;

#[cfg(test)]
mod tests;

use darling::{FromDeriveInput, ast::Data, util::Ignored};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Generics, Ident, LitStr, Member, Path, Type};

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::names::Names;
use crate::suggest;

/// `#[param(key = slug, crate = path)]`, or `#[param(format = "{id}-{slug}")]`, over the struct it stands at.
#[derive(FromDeriveInput)]
#[darling(attributes(param), forward_attrs())]
struct Input {
    ident: Ident,
    generics: Generics,
    data: Data<Ignored, syn::Field>,
    /// The field that stands for the value; `id` if nothing is said.
    key: Option<Ident>,
    /// Several fields with text between them.
    format: Option<LitStr>,
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

/// What stands for the value in a path.
struct Key {
    parts: Vec<Part>,
    /// The type of the first field among them: what routes may declare.
    ty: Type,
    /// Whether the field is all there is, so that the struct is a key in its own right.
    is_alone: bool,
}

enum Part {
    Text(String),
    Field(Member, Box<Type>),
}

/// What to write: the fields of `format`, the field that `key` names, or `id`, or the only field of a tuple struct.
fn resolve_key(input: &Input, diagnostics: &mut Diagnostics) -> Option<Key> {
    let Some(fields) = input.data.as_ref().take_struct() else {
        let message = format!("`{}` is an enum, of which no field can stand for it in a path", input.ident);
        let help = format!("implement it by hand: `impl bennu::path::Param for {} {{ … }}`", input.ident);
        diagnostics.error(Diagnostic::new(input.ident.span(), message).help(help));
        return None;
    };
    if let Some(format) = &input.format {
        return resolve_format(input, format, &fields.fields, diagnostics);
    }
    if let ([only], None) = (fields.fields.as_slice(), &input.key)
        && only.ident.is_none()
    {
        let field = Part::Field(Member::from(0), Box::new(only.ty.clone()));
        return Some(Key { parts: vec![field], ty: only.ty.clone(), is_alone: true });
    }
    let key = input.key.clone().unwrap_or_else(|| Ident::new("id", input.ident.span()));
    let (field, ty) = resolve_field(input, &key, &fields.fields, diagnostics)?;
    Some(Key { parts: vec![Part::Field(field, Box::new(ty.clone()))], ty, is_alone: false })
}

/// The fields and the texts of `format`.
fn resolve_format(
    input: &Input,
    format: &LitStr,
    fields: &[&syn::Field],
    diagnostics: &mut Diagnostics,
) -> Option<Key> {
    if let Some(key) = &input.key {
        let message = format!("`format` says already what stands for `{}` in a path", input.ident);
        diagnostics.error(Diagnostic::new(key.span(), message).help("remove `key`"));
    }
    let parts = diagnostics.absorb(format::parse(format))?;
    let parts = parts.into_iter().map(|part| match part {
        format::Part::Text(text) => Some(Part::Text(text)),
        format::Part::Field(name) => {
            let (field, ty) = resolve_field(input, &name, fields, diagnostics)?;
            Some(Part::Field(field, Box::new(ty)))
        }
    });
    let parts = parts.collect::<Vec<_>>().into_iter().collect::<Option<Vec<_>>>()?;
    let types = parts.iter().find_map(|part| match part {
        Part::Field(_, ty) => Some(Type::clone(ty)),
        Part::Text(_) => None,
    });
    Some(Key { ty: types?, parts, is_alone: false })
}

/// The field of that name, with its type.
fn resolve_field(
    input: &Input,
    name: &Ident,
    fields: &[&syn::Field],
    diagnostics: &mut Diagnostics,
) -> Option<(Member, Type)> {
    if let Some(field) = fields.iter().find(|field| field.ident.as_ref() == Some(name)) {
        let ty = field.ty.clone();
        return Some((Member::Named(Ident::new(&name.to_string(), ty.span())), ty));
    }
    let known: Vec<String> =
        fields.iter().filter_map(|field| field.ident.as_ref()).map(ToString::to_string).collect();
    let help = suggest::did_you_mean(&name.to_string(), known.iter().map(String::as_str));
    let message = format!("`{}` has no field `{name}` to stand for it in a path", input.ident);
    let help = help.unwrap_or_else(|| "name the field: `#[param(key = field)]`".to_owned());
    diagnostics.error(Diagnostic::new(name.span(), message).help(help));
    None
}

/// A newtype is a key of its own, any other struct stands for its field; one with a mistake is its own key, too.
fn expand_impl(name: &Ident, generics: &Generics, names: &Names, key: Option<&Key>) -> TokenStream {
    let path = names.private("path");
    let body = key.into_iter().flat_map(|key| &key.parts).map(|part| match part {
        Part::Text(text) => quote!(segment.push_str(#text);),
        Part::Field(field, ty) => {
            // At the type, for its errors; by the names of this macro, whichever macro the type is from.
            let span = Span::call_site().located_at(ty.span());
            let path = names.private_at("path", span);
            quote_spanned!(span=> #path::Param::to_param(&self.#field, segment);)
        }
    });
    let own = match key {
        Some(Key { ty, is_alone: false, .. }) => {
            let path = names.private_at("path", ty.span());
            quote_spanned!(ty.span()=> <#ty as #path::Param>::Key)
        }
        _ => quote!(Self),
    };
    // As a bound, what a field lacks is told once; without it, at every use.
    let needs = key.into_iter().flat_map(|key| &key.parts).filter_map(|part| match part {
        Part::Text(_) => None,
        Part::Field(_, ty) => {
            let path = names.private_at("path", ty.span());
            Some(quote_spanned!(ty.span()=> #ty: #path::Param))
        }
    });
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let bounds = bounds.map(|bounds| bounds.predicates.iter()).into_iter().flatten();
    quote! {
        #[automatically_derived]
        #[allow(unused_variables)]
        impl #parameters #path::Param for #name #arguments where #(#bounds,)* #(#needs),* {
            type Key = #own;

            fn to_param(&self, segment: &mut #path::Segment<'_>) {
                #(#body)*
            }
        }
    }
}
