//! The model comes in, the closure that renders it goes out.

mod call;
mod declaration;
mod dynamics;
mod slots;
mod statics;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::model::Template;
use crate::entry::hygienic;
use crate::names::Names;
pub(super) use call::expand_call;

/// What all expansions of one macro call need.
pub(super) struct Expander<'a> {
    names: &'a Names,
    /// `bennu::__private::component`.
    private: TokenStream,
    sink: Ident,
    /// Where the sink goes: asked for once in each closure.
    mode: Ident,
    /// The file that the template stands in, if rustc does not read it.
    file: Option<String>,
}

impl<'a> Expander<'a> {
    pub(super) fn new(names: &'a Names) -> Self {
        Self {
            names,
            private: names.private("component"),
            sink: Ident::new("sink", hygienic()),
            mode: Ident::new("mode", hygienic()),
            file: None,
        }
    }

    /// For the templates of a file that rustc does not read.
    pub(super) fn within(self, file: &str) -> Self {
        Self { file: Some(file.to_owned()), ..self }
    }

    /// The template as a value that owns what it captures.
    pub(super) fn expand_owned(&self, template: &Template) -> TokenStream {
        self.expand_fragment(template, &quote!(move))
    }

    /// The template as a value that borrows from the one around it.
    fn expand_borrowed(&self, template: &Template) -> TokenStream {
        self.expand_fragment(template, &TokenStream::new())
    }

    /// The template as a closure that is given what `pattern` names, and borrows the rest from around it.
    fn expand_closure(&self, template: &Template, pattern: &TokenStream) -> TokenStream {
        let Self { private, sink, mode, .. } = self;
        let body = self.expand_template(template);
        quote! {
            |#pattern, #sink: &mut #private::Sink<'_>| {
                let #mode = #sink.mode();
                #body
            }
        }
    }

    /// The same for each item of a loop, which the closure is given first.
    fn expand_item_closure(
        &self,
        template: &Template,
        item: &TokenStream,
        pattern: Option<&TokenStream>,
    ) -> TokenStream {
        let Self { sink, mode, .. } = self;
        let body = self.expand_template(template);
        let pattern = pattern.cloned().unwrap_or_else(|| quote!(_));
        let given = Ident::new("item", hygienic());
        quote! {
            |#given, #pattern, #sink| {
                #[allow(unused_variables, reason = "the attributes may name what the content does not")]
                let #item = ::core::clone::Clone::clone(#given);
                let #mode = #sink.mode();
                #body
            }
        }
    }

    fn expand_fragment(&self, template: &Template, capture: &TokenStream) -> TokenStream {
        let Self { private, sink, mode, .. } = self;
        let body = self.expand_template(template);
        quote! {
            #private::fragment(#capture |#sink: &mut #private::Sink<'_>| {
                let #mode = #sink.mode();
                #body
            })
        }
    }

    /// The statements that render a template into the place that is open.
    fn expand_template(&self, template: &Template) -> TokenStream {
        let Self { sink, mode, .. } = self;
        let constants = self.expand_constants(template);
        let body = self.expand_body(template);
        quote! {
            #sink.open(#mode, #constants);
            #body
            #sink.close(#mode);
        }
    }

    /// The template's constants, in a block of their own so that no name of theirs meets the user's.
    fn expand_constants(&self, template: &Template) -> TokenStream {
        let private = &self.private;
        let fingerprint = template.fingerprint();
        let fingerprint: proc_macro2::Literal =
            format!("0x{fingerprint:016x}").parse().expect("a number in hexadecimal");
        let single_root = template.single_root;
        let statics = statics::json(&template.statics());
        quote!({
            static TEMPLATE: #private::Template = #private::Template::new(#fingerprint, #single_root, #statics);
            &TEMPLATE
        })
    }
}
