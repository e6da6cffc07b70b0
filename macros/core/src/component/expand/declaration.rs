//! A component becomes a function, and a macro of the same name that knows which attributes it accepts.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::Expander;
use crate::component::declare::{Argument, Declaration, Passing};
use crate::component::model::Template;
use crate::entry::hygienic;

impl Expander<'_> {
    pub(in crate::component) fn expand_component_items(
        &self,
        declaration: &Declaration,
        template: &Template,
    ) -> TokenStream {
        let function = self.expand_function(declaration, template);
        let companion = self.expand_companion(declaration);
        quote!(#function #companion)
    }

    fn expand_function(&self, declaration: &Declaration, template: &Template) -> TokenStream {
        let Declaration { attributes, visibility, name, generics, arguments, .. } = declaration;
        let (parameters, _, where_clause) = generics.split_for_impl();
        let signature = arguments.iter().map(|argument| {
            let Argument { name, declared, .. } = argument;
            if is_filled_in(argument) {
                quote!(#name: ::core::option::Option<#declared>)
            } else {
                quote!(#name: #declared)
            }
        });
        let defaults = arguments.iter().filter(|argument| is_filled_in(argument)).map(|argument| {
            let Argument { name, declared, default } = argument;
            quote!(let #name: #declared = #name.unwrap_or_else(|| #default);)
        });
        let fragment = self.expand_owned(template);
        let private = &self.private;
        let accepts = documentation(arguments);
        // What the function returns borrows from all its arguments: so it is since the 2024 edition, which is the macro's.
        let returned = quote::quote_spanned!(hygienic()=> impl);
        quote! {
            #(#attributes)*
            #(#[doc = #accepts])*
            #[must_use]
            #[allow(clippy::too_many_arguments, reason = "attributes are given by name")]
            #visibility fn #name #parameters (#(#signature),*) -> #returned #private::Render #where_clause {
                #(#defaults)*
                #fragment
            }
        }
    }

    /// The macro that templates call; it hands the declaration on together with the call.
    fn expand_companion(&self, declaration: &Declaration) -> TokenStream {
        let Declaration { visibility, name, arguments, .. } = declaration;
        let root = self.names.root();
        let companion = companion_name(name);
        // A macro that other crates can use lies at the root of its crate, under a name of its own.
        let export = matches!(visibility, syn::Visibility::Public(_)).then(|| quote!(#[macro_export]));
        let arguments = arguments.iter().map(|argument| {
            let (name, declared) = (&argument.name, type_text(&argument.declared));
            let passing = match argument.passing() {
                Passing::Required => quote!(required),
                Passing::Defaulted => quote!(defaulted),
                Passing::Optional => quote!(optional),
            };
            quote!(#name #passing #declared)
        });
        quote! {
            #[doc(hidden)]
            #[allow(unused_macros)]
            #export
            macro_rules! #companion {
                ($($call:tt)*) => {
                    #root::__private::macros::component_call! { (#root) { #(#arguments,)* } $($call)* }
                };
            }
            #[doc(hidden)]
            #[allow(unused_imports)]
            #visibility use #companion as #name;
        }
    }
}

/// Whether the function fills in the default itself, where the names in it are in scope.
fn is_filled_in(argument: &Argument) -> bool {
    argument.passing() == Passing::Defaulted && !argument.is_slot()
}

/// `card_component_1f0c…`: of one component, wherever in the crate others have its name.
fn companion_name(name: &Ident) -> Ident {
    let span = name.span();
    let place = format!("{}:{}:{}:{name}", span.file(), span.start().line, span.start().column);
    let hash = place
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let text = name.to_string();
    format_ident!("{}_component_{:08x}", text.trim_start_matches("r#"), hash as u32, span = Span::call_site())
}

/// A type as people write it.
fn type_text(declared: &syn::Type) -> String {
    let text = declared.to_token_stream().to_string();
    text.replace(" < ", "<")
        .replace(" >", ">")
        .replace("& ", "&")
        .replace(" :: ", "::")
        .replace(" ,", ",")
        .replace("' ", "'")
}

/// What rustdoc says about the attributes.
fn documentation(arguments: &[Argument]) -> Vec<String> {
    if arguments.is_empty() {
        return Vec::new();
    }
    let head = ["", " # Attributes", "", " | name | type | default |", " |---|---|---|"].map(str::to_owned);
    let rows = arguments.iter().map(|argument| {
        let default = match (argument.passing(), &argument.default) {
            (Passing::Required, _) => "required".to_owned(),
            (Passing::Optional, _) => "left out".to_owned(),
            (Passing::Defaulted, default) => {
                format!("`{}`", default.to_token_stream().to_string().replace(" :: ", "::"))
            }
        };
        format!(
            " | `{}` | `{}` | {} |",
            argument.name,
            type_text(&argument.declared).replace('|', "\\|"),
            default
        )
    });
    head.into_iter().chain(rows).collect()
}
