//! `#[derive(Enum)]`: an enum without values inside comes in, a column's type goes out.

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Expr, Fields, Ident, LitStr, Variant};

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::names::Names;
use crate::spelling;

/// One value of the enum.
struct Choice {
    variant: Ident,
    /// As it is stored, cast and shown: `in_review`.
    text: String,
    /// What is stored in its place.
    number: Option<Expr>,
}

/// The implementations for the enum in `item`.
pub fn expand(item: TokenStream) -> TokenStream {
    crate::entry::derive(item, |item, diagnostics| {
        let choices = resolve_choices(&item, diagnostics)?;
        check_numbers(&choices, diagnostics);
        check_texts(&choices, diagnostics);
        Some(expand_impls(&item.ident, &choices))
    })
}

fn resolve_choices(item: &DeriveInput, diagnostics: &mut Diagnostics) -> Option<Vec<Choice>> {
    let Data::Enum(data) = &item.data else {
        let message = format!("`{}` is no enum", item.ident);
        let help = format!("write `enum {} {{ Draft, Published }}`", item.ident);
        diagnostics.error(Diagnostic::new(item.ident.span(), message).help(help));
        return None;
    };
    if data.variants.is_empty() {
        diagnostics.error(Diagnostic::new(item.ident.span(), format!("`{}` has no values", item.ident)));
        return None;
    }
    for variant in data.variants.iter().filter(|variant| !matches!(variant.fields, Fields::Unit)) {
        let message = format!("`{}` holds values, which a column does not", variant.ident);
        diagnostics.error(Diagnostic::new(variant.fields.span(), message).help("leave them out"));
    }
    Some(data.variants.iter().map(|variant| resolve_choice(variant, diagnostics)).collect())
}

fn resolve_choice(variant: &Variant, diagnostics: &mut Diagnostics) -> Choice {
    let named = variant.attrs.iter().find(|attribute| attribute.path().is_ident("value"));
    let text = named.and_then(|attribute| match attribute.parse_args::<LitStr>() {
        Ok(text) => Some(text.value()),
        Err(_) => {
            let error = Diagnostic::new(attribute.span(), "expected the text that stands for it");
            diagnostics.error(error.help("write `#[value(\"in-review\")]`"));
            None
        }
    });
    Choice {
        text: text.unwrap_or_else(|| spelling::underscore(&variant.ident.unraw().to_string())),
        variant: variant.ident.clone(),
        number: variant.discriminant.as_ref().map(|(_, number)| number.clone()),
    }
}

/// Either each value has a number or none has.
fn check_numbers(choices: &[Choice], diagnostics: &mut Diagnostics) {
    let Some(numbered) = choices.iter().find(|choice| choice.number.is_some()) else { return };
    for choice in choices.iter().filter(|choice| choice.number.is_none()) {
        let message = format!("`{}` has no number, so that it is unknown what is stored", choice.variant);
        let help = format!("write `{} = 1`, or no numbers at all", choice.variant);
        let related = format!("`{}` has one", numbered.variant);
        let error = Diagnostic::new(choice.variant.span(), message).help(help);
        diagnostics.error(error.related(numbered.variant.span(), related));
    }
}

/// No two values are stored as one.
fn check_texts(choices: &[Choice], diagnostics: &mut Diagnostics) {
    for (index, choice) in choices.iter().enumerate() {
        if let Some(first) = choices[..index].iter().find(|first| first.text == choice.text) {
            let message = format!("`{}` is stored as `{}`, too", choice.variant, choice.text);
            let error = Diagnostic::new(choice.variant.span(), message);
            diagnostics.error(error.related(first.variant.span(), "first stored here"));
        }
    }
}

fn expand_impls(name: &Ident, choices: &[Choice]) -> TokenStream {
    let private = Names::default().private("schema");
    let variants = choices.iter().map(|choice| &choice.variant);
    let texts = choices.iter().map(|Choice { variant, text, .. }| quote!(Self::#variant => #text));
    let numbers: Vec<_> = choices.iter().filter_map(expand_number).collect();
    let number = (!numbers.is_empty()).then(|| {
        quote! {
            const NUMBERED: bool = true;

            fn number(&self) -> i64 {
                match *self { #(#numbers,)* #[allow(unreachable_patterns)] _ => 0 }
            }
        }
    });
    let stored = expand_type(&private, name);
    quote! {
        #[automatically_derived]
        impl #private::Enum for #name {
            const VALUES: &'static [Self] = &[#(Self::#variants),*];

            fn as_str(&self) -> &'static str {
                match *self { #(#texts),* }
            }

            #number
        }

        #[automatically_derived]
        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(#private::Enum::as_str(self))
            }
        }

        #stored
    }
}

fn expand_number(Choice { variant, number, .. }: &Choice) -> Option<TokenStream> {
    let number = number.as_ref()?;
    Some(quote_spanned!(number.span()=> Self::#variant => #number))
}

fn expand_type(private: &TokenStream, name: &Ident) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl #private::Type for #name {
            const KIND: #private::Kind = #private::enum_kind::<#name>();

            fn cast(input: &#private::Json) -> ::core::result::Result<Self, #private::CastError> {
                #private::cast_enum(input)
            }

            fn dump(&self) -> #private::Value {
                #private::dump_enum(self)
            }

            fn load(value: #private::ValueRef<'_>) -> ::core::result::Result<Self, #private::LoadError> {
                #private::load_enum(value)
            }
        }
    }
}
