//! The checked block comes in; it goes out with a constant for each handler and the dispatch over all of them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned;

use super::model::{Block, Handler, unraw};
use crate::entry::hygienic;
use crate::names::Names;

/// The block and what it generates.
pub(super) fn expand(names: &Names, block: &Block) -> TokenStream {
    let (item, live) = (&block.item, names.private("live"));
    let constants = expand_constants(&live, block);
    let dispatch = expand_dispatch(&live, block);
    quote!(#item #constants #dispatch)
}

/// `const increment_event: Event<Self> = Event::new("increment");`, which templates name as `{Self::increment}`.
fn expand_constants(live: &TokenStream, block: &Block) -> TokenStream {
    let (generics, _, bounds) = block.item.generics.split_for_impl();
    let view = &block.item.self_ty;
    let constants = block.callable().map(|handler| {
        let (cfgs, visibility, event) = (handler.cfgs(), handler.visibility(), handler.event());
        let name = format_ident!("{}_event", event, span = handler.name().span());
        quote!(#(#cfgs)* #visibility const #name: #live::Event<Self> = #live::Event::new(#event);)
    });
    quote! {
        #[doc(hidden)]
        #[allow(dead_code, missing_docs, non_upper_case_globals)]
        impl #generics #view #bounds {
            #(#constants)*
        }
    }
}

fn expand_dispatch(live: &TokenStream, block: &Block) -> TokenStream {
    let (generics, _, bounds) = block.item.generics.split_for_impl();
    let view = &block.item.self_ty;
    let (event, socket) = (Ident::new("event", hygienic()), Ident::new("socket", hygienic()));
    let arms = block.callable().map(|handler| expand_arm(live, handler, &event, &socket));
    let known = block.callable().map(|handler| {
        let (cfgs, name) = (handler.cfgs(), handler.event());
        quote!(#(#cfgs)* #name)
    });
    quote! {
        #[automatically_derived]
        impl #generics #live::Events for #view #bounds {
            #[allow(unused_variables)]
            async fn handle_event(
                &mut self,
                #event: #live::Received,
                #socket: &mut #live::Socket<Self>,
            ) -> #live::Result<#live::Reply> {
                match #event.name() {
                    #(#arms)*
                    _ => #live::unknown(&#event, &[#(#known),*]),
                }
            }
        }
    }
}

/// `"pick" => answer(Self::pick(self, argument::<i64>(&event, "id")?, socket).await),`
fn expand_arm(live: &TokenStream, handler: &Handler, event: &Ident, socket: &Ident) -> TokenStream {
    let (cfgs, name, text) = (handler.cfgs(), handler.name(), handler.event());
    let arguments = handler.arguments.iter().map(|argument| {
        let (key, ty) = (argument.name.as_ref().map(unraw), &argument.ty);
        quote!(#live::argument::<#ty>(&#event, #key)?)
    });
    let span = handler.output().map_or(handler.name().span(), Spanned::span);
    let call = quote_spanned!(span=> Self::#name(self, #(#arguments,)* #socket).await);
    quote!(#(#cfgs)* #text => #live::answer(#call),)
}
