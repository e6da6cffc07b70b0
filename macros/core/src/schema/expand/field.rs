//! A field comes in, what the runtime is told of it goes out.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit};

use super::super::model::{Field, Generated};
use super::expand_type;

/// `Field::new::<String>("body").with_default(..)`
pub(super) fn expand_field(private: &TokenStream, field: &Field) -> TokenStream {
    let (ty, name) = (expand_type(private, field), field.text());
    let generated = expand_generated(private, field, &ty);
    let default = expand_default(private, field, &ty);
    let on_replace = expand_on_replace(private, field.options.name("on_replace"));
    let source = field.options.text("source").map(|source| quote!(.with_source(#source)));
    let is_virtual = field.is_virtual().then(|| quote!(.with_virtual()));
    let redacted = field.options.has("redact").then(|| quote!(.with_redacted()));
    let embedded = field.embeds.map(|_| quote!(.with_embedded::<#ty>()));
    let writable = match field.options.name("writable").map(ToString::to_string).as_deref() {
        Some("insert") => quote!(.with_writable(#private::Writable::Insert)),
        Some("never") => quote!(.with_writable(#private::Writable::Never)),
        _ => TokenStream::new(),
    };
    quote!(#private::Field::new::<#ty>(#name) #generated #default #on_replace #source #is_virtual #redacted #embedded #writable)
}

fn expand_generated(private: &TokenStream, field: &Field, ty: &TokenStream) -> TokenStream {
    match &field.generated {
        Generated::Never => TokenStream::new(),
        Generated::Key => quote!(.with_generated_key::<#ty>()),
        Generated::By(function) => {
            let name = &field.name;
            quote_spanned!(function.span()=> .with_generated(#private::Generated::AtInsert, |_| {
                let #name: #ty = (#function)();
                #private::dump(&#name)
            }))
        }
        Generated::AtInsert => {
            quote!(.with_generated(#private::Generated::AtInsert, #private::moment::<#ty>))
        }
        Generated::AtUpdate => {
            quote!(.with_generated(#private::Generated::AtUpdate, #private::moment::<#ty>))
        }
    }
}

fn expand_default(private: &TokenStream, field: &Field, ty: &TokenStream) -> TokenStream {
    match (&field.default, field.embeds) {
        (None, Some(true)) => quote!(.with_default(#private::no_rows)),
        (None, _) => TokenStream::new(),
        (Some(default), _) => {
            let (name, default) = (&field.name, expand_value(default));
            quote!(.with_default(|| { let #name: #ty = #default; #private::dump(&#name) }))
        }
    }
}

/// A literal string stands for a `String`; everything else is an expression of the field's type.
pub(super) fn expand_value(value: &Expr) -> TokenStream {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            quote_spanned!(text.span()=> ::core::convert::Into::into(#text))
        }
        other => quote!(#other),
    }
}

pub(super) fn expand_on_replace(private: &TokenStream, word: Option<&syn::Ident>) -> TokenStream {
    let rule = match word.map(ToString::to_string).as_deref() {
        Some("delete") => quote!(Delete),
        Some("nilify") => quote!(Nilify),
        Some("update") => quote!(Update),
        _ => return TokenStream::new(),
    };
    quote!(.with_on_replace(#private::OnReplace::#rule))
}
