//! The slots of a declaration: structs with the attributes of their entries, and the functions that templates make them by.

use proc_macro2::TokenStream;
use quote::quote;

use super::Expander;
use super::declaration::{expand_accepted, expand_parameter, is_filled_in, type_text};
use crate::component::declare::{Argument, Declaration, SlotAttributes};

impl Expander<'_> {
    /// The struct, without its defaults.
    pub(in crate::component) fn expand_slot_attributes(&self, slot: &SlotAttributes) -> TokenStream {
        let SlotAttributes { attributes, visibility, name, generics, fields } = slot;
        let where_clause = &generics.where_clause;
        let fields = fields.iter().map(|field| {
            let (attributes, visibility) = (&field.attributes, &field.visibility);
            let Argument { name, declared, .. } = &field.argument;
            quote!(#(#attributes)* #visibility #name: #declared)
        });
        quote!(#(#attributes)* #visibility struct #name #generics #where_clause { #(#fields,)* })
    }
}

/// A type with the component's name, since a template knows no other; its functions make the entries of the slots.
pub(super) fn expand_constructors(declaration: &Declaration, declared: &[SlotAttributes]) -> TokenStream {
    let Declaration { visibility, name, arguments, .. } = declaration;
    let constructors: Vec<_> = arguments
        .iter()
        .filter_map(|argument| {
            let attributes = argument.slot()?.declared_in(declared)?;
            Some(expand_constructor(declaration, argument, attributes))
        })
        .collect();
    if constructors.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types, dead_code, reason = "the component's name is the only one that templates know")]
        #visibility enum #name {}
        #[allow(dead_code, clippy::too_many_arguments, reason = "templates call these")]
        impl #name { #(#constructors)* }
    }
}

/// `fn col(label: &str, numeric: Option<bool>) -> Col`.
fn expand_constructor(
    declaration: &Declaration,
    slot: &Argument,
    attributes: &SlotAttributes,
) -> TokenStream {
    let (visibility, slot) = (&declaration.visibility, &slot.name);
    let SlotAttributes { name, generics, fields, .. } = attributes;
    let (parameters, names, where_clause) = generics.split_for_impl();
    let signature = fields.iter().map(|field| expand_parameter(&field.argument));
    let values = fields.iter().map(|field| {
        let Argument { name, default, .. } = &field.argument;
        match default {
            Some(default) if is_filled_in(&field.argument) => {
                quote!(#name: #name.unwrap_or_else(|| #default))
            }
            _ => quote!(#name),
        }
    });
    quote! {
        #[doc(hidden)]
        #visibility fn #slot #parameters (#(#signature),*) -> #name #names #where_clause {
            #name { #(#values,)* }
        }
    }
}

/// `slots("T") { label required "&str", }`, if the argument is a slot.
pub(super) fn expand_accepted_slot(argument: &Argument, declared: &[SlotAttributes]) -> Option<TokenStream> {
    let slot = argument.slot()?;
    let gives = slot.argument.map(type_text);
    if !slot.several {
        return Some(quote!(slot(#gives)));
    }
    let attributes = slot.declared_in(declared).map(|attributes| {
        let fields = attributes.fields.iter().map(|field| expand_accepted(&field.argument));
        quote!({ #(#fields,)* })
    });
    Some(quote!(slots(#gives) #attributes))
}
