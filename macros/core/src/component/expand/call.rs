//! The call of a component becomes the call of its function, with the attributes in their order.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use super::Expander;
use crate::component::call::{Accepted, AcceptedSlot, Call, Given, GivenSlot, find, value_span};
use crate::component::declare::Passing;
use crate::component::html;
use crate::component::resolve::resolve_array;
use crate::entry::hygienic;
use crate::names::Names;

/// `card("x", None, Slot::from(&..))`; what is missing was reported and has any type.
pub(in crate::component) fn expand_call(call: &Call, names: &Names) -> TokenStream {
    let path = item_path(&call.path);
    let arguments = call.accepted.iter().map(|accepted| match &accepted.slot {
        Some(slot) => expand_slot(call, accepted, slot, names),
        None if accepted.passing == Passing::Collected => expand_rest(call, accepted, names),
        None => expand_argument(accepted, call.given(&accepted.name), names),
    });
    quote!(#path(#(#arguments),*))
}

/// The same path, blind to local variables: `<.form>` means the component also where a variable is called `form`.
fn item_path(path: &TokenStream) -> TokenStream {
    let blind = |mut token: TokenTree| {
        token.set_span(token.span().resolved_at(Span::mixed_site()));
        token
    };
    path.clone().into_iter().map(blind).collect()
}

fn expand_argument(accepted: &Accepted, given: Option<&Given>, names: &Names) -> TokenStream {
    let private = names.private("component");
    let Some(given) = given else {
        return match accepted.passing {
            Passing::Required => quote!(#private::missing()),
            // Of any type that fits, one has to be named.
            Passing::Optional if accepted.is_generic() => quote!(::core::option::Option::<&str>::None),
            Passing::Defaulted | Passing::Optional | Passing::Collected => {
                quote!(::core::option::Option::None)
            }
        };
    };
    let value = &given.value;
    let span = value_span(given);
    match accepted.passing {
        Passing::Required | Passing::Collected => quote!(#value),
        Passing::Defaulted => quote_spanned!(span=> ::core::option::Option::Some(#value)),
        Passing::Optional if is_option(value) => quote!(#value),
        Passing::Optional if is_literal(value) || accepted.is_generic() => {
            quote_spanned!(span=> ::core::option::Option::Some(#value))
        }
        Passing::Optional => quote_spanned!(span=> ::core::convert::Into::into(#value)),
    }
}

/// The attributes that the component does not declare, in the order of the call.
fn expand_rest(call: &Call, rest: &Accepted, names: &Names) -> TokenStream {
    let private = names.private("component");
    let is_declared = |given: &Given| call.accepted.iter().any(|accepted| accepted.name == given.name);
    let collected =
        call.given.iter().filter(|given| rest.collects(given) && (given.is_spread() || !is_declared(given)));
    let entries = collected.map(|given| {
        let Given { typed, value, .. } = given;
        let span = value_span(given);
        let value = match syn::parse2::<syn::Expr>(value.clone()) {
            Ok(syn::Expr::Array(array)) => Expander::new(names).expand_value(&resolve_array(typed, &array)),
            _ => quote!(#value),
        };
        if given.is_spread() {
            quote_spanned!(span=> #private::rest_set(&#value))
        } else if html::is_code_attribute(typed) && is_text(&value) {
            quote_spanned!(span=> #private::rest_attribute(#typed, &#private::constant(#value)))
        } else {
            quote_spanned!(span=> #private::rest_attribute(#typed, &#value))
        }
    });
    let entries: Vec<_> = entries.collect();
    if entries.is_empty() { quote!(#private::Rest::EMPTY) } else { quote!(#private::rest(&[#(#entries),*])) }
}

/// What is given for a slot, as the component takes it.
fn expand_slot(call: &Call, accepted: &Accepted, slot: &AcceptedSlot, names: &Names) -> TokenStream {
    let private = names.private("component");
    let entries: Vec<_> = call.entries(&accepted.name).collect();
    match (&*entries, slot.several) {
        ([], _) if accepted.passing == Passing::Required => quote!(#private::missing()),
        ([], true) => quote!(#private::Slots::EMPTY),
        ([], false) => quote!(#private::Slot::EMPTY),
        ([entry, ..], false) => {
            let (condition, content) = (&entry.condition, expand_content(entry, slot, names));
            if condition.is_empty() { content } else { quote!(#private::slot_if(#condition, #content)) }
        }
        (entries, true) => {
            let is_looped = entries.iter().any(|entry| entry.head.is_some());
            let entries = entries.iter().map(|entry| match &entry.head {
                Some(head) => expand_loop(call, accepted, slot, entry, head, names),
                None => {
                    let attributes = expand_entry(call, accepted, slot, entry, names);
                    let content = expand_content(entry, slot, names);
                    let entry = quote!(#private::slot_entry(#attributes, #content));
                    if is_looped { quote!(#private::SlotEntries::One(#entry)) } else { entry }
                }
            });
            if is_looped {
                quote!(#private::all_slots(&#private::slot_entries([#(#entries),*])))
            } else {
                quote!(#private::slots(&[#(#entries),*]))
            }
        }
    }
}

/// An entry for each item: the attributes and the content are closures over it.
fn expand_loop(
    call: &Call,
    accepted: &Accepted,
    slot: &AcceptedSlot,
    entry: &GivenSlot,
    (pattern, iterator): &(TokenStream, TokenStream),
    names: &Names,
) -> TokenStream {
    let private = names.private("component");
    let attributes = expand_entry(call, accepted, slot, entry, names);
    let content = &entry.content;
    let item = Ident::new("item", hygienic());
    quote! {
        #private::each_slot(&#private::slot_loop(
            #iterator,
            |#item| {
                #[allow(unused_variables, reason = "the content may name what the attributes do not")]
                let #pattern = ::core::clone::Clone::clone(#item);
                #attributes
            },
            &#content,
        ))
    }
}

/// The attributes of an entry, or none if its condition says no.
fn expand_entry(
    call: &Call,
    accepted: &Accepted,
    slot: &AcceptedSlot,
    entry: &GivenSlot,
    names: &Names,
) -> TokenStream {
    let attributes = match &slot.attributes {
        Some(attributes) => {
            let path = item_path(&call.path);
            let mut name = accepted.name.clone();
            name.set_span(entry.name.span());
            let values = attributes
                .iter()
                .map(|accepted| expand_argument(accepted, find(&entry.given, &accepted.name), names));
            quote!(#path::#name(#(#values),*))
        }
        None => quote!(()),
    };
    let condition = &entry.condition;
    if condition.is_empty() {
        quote!(::core::option::Option::Some(#attributes))
    } else {
        quote!(if #condition { ::core::option::Option::Some(#attributes) } else { ::core::option::Option::None })
    }
}

/// The content of one slot; a `:let` where nothing is given was reported, and so was a loop where one entry is taken.
fn expand_content(entry: &GivenSlot, slot: &AcceptedSlot, names: &Names) -> TokenStream {
    let private = names.private("component");
    let content = &entry.content;
    match (entry.pattern.is_empty(), &slot.gives) {
        _ if entry.head.is_some() => quote!(#private::missing()),
        (true, _) => quote!(#private::Slot::from(&#content)),
        (false, Some(_)) => quote!(#private::slot(&#content)),
        (false, None) => quote!(#private::missing()),
    }
}

fn is_text(value: &TokenStream) -> bool {
    syn::parse2::<syn::LitStr>(value.clone()).is_ok()
}

/// A number's type is only inferred where nothing is converted.
fn is_literal(value: &TokenStream) -> bool {
    syn::parse2::<syn::Lit>(value.clone()).is_ok()
}

/// `None` and `Some(..)` are options already.
fn is_option(value: &TokenStream) -> bool {
    let path = match syn::parse2::<syn::Expr>(value.clone()) {
        Ok(syn::Expr::Path(path)) => path.path,
        Ok(syn::Expr::Call(call)) => match *call.func {
            syn::Expr::Path(path) => path.path,
            _ => return false,
        },
        _ => return false,
    };
    path.segments.last().is_some_and(|last| last.ident == "None" || last.ident == "Some")
}
