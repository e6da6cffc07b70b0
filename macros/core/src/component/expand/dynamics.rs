//! What stands between static markup: values in straight runs, and blocks that fill one place each.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{Expander, statics};
use crate::component::model::{
    Block, Call, CallAttribute, CallSlot, For, Part, Piece, Place, Template, Value,
};
use crate::entry::hygienic;

/// How many values one run takes; the runtime implements it up to this number.
const LONGEST_RUN: usize = 8;

/// Static markup and values that wait to be written at once.
#[derive(Default)]
struct Waiting<'a> {
    /// The number of the first value's place in the template.
    first: usize,
    run: Vec<(String, &'a Piece)>,
    end: String,
}

impl<'a> Waiting<'a> {
    /// Takes what waits; what comes next begins behind it.
    fn take(&mut self) -> Self {
        let next = Self { first: self.first + self.run.len(), ..Self::default() };
        std::mem::replace(self, next)
    }
}

impl Expander<'_> {
    /// The statements that write the parts of a template.
    pub(super) fn expand_body(&self, template: &Template) -> TokenStream {
        let mut body = TokenStream::new();
        let mut waiting = Waiting::default();
        for part in &template.parts {
            match part {
                Part::Static(text) => waiting.end.push_str(text),
                Part::Piece(piece) => {
                    waiting.run.push((std::mem::take(&mut waiting.end), piece));
                    if waiting.run.len() == LONGEST_RUN {
                        body.extend(self.expand_run(waiting.take()));
                    }
                }
                Part::Block(block) => {
                    body.extend(self.expand_run(waiting.take()));
                    body.extend(self.expand_place(block));
                    waiting.first += 1;
                }
            }
        }
        body.extend(self.expand_run(waiting));
        body
    }

    fn expand_run(&self, waiting: Waiting<'_>) -> TokenStream {
        let Self { sink, mode, .. } = self;
        let end = statics::bytes(&waiting.end);
        if waiting.run.is_empty() {
            return if waiting.end.is_empty() {
                TokenStream::new()
            } else {
                quote!(#sink.write(#mode, #end);)
            };
        }
        let run = waiting.run.iter().map(|(text, piece)| {
            let (text, piece) = (statics::bytes(text), self.expand_piece(piece));
            quote_spanned!(hygienic()=> (#text, #piece),)
        });
        let first = Literal::usize_unsuffixed(waiting.first);
        let private = &self.private;
        // As a value: with generic arguments on the call, rustc would underline the whole template for a wrong value.
        quote_spanned!(hygienic()=> #sink.run(#private::Place::<#first>, #mode, (#(#run)*), #end);)
    }

    fn expand_piece(&self, piece: &Piece) -> TokenStream {
        let Piece { place, value, span } = piece;
        let value = self.expand_value(value);
        // What cannot be shown is underlined where it stands: rustc follows a mistake into what came from the same place.
        let span = hygienic().located_at(*span);
        let mode = Ident::new("mode", span);
        match place {
            Place::Spread => quote_spanned!(span=> #mode.spread(&#value)),
            Place::Text => quote_spanned!(span=> #mode.text(&#value)),
            Place::Attribute(prefix) => {
                let prefix = statics::bytes(prefix);
                quote_spanned!(span=> #mode.attribute(#prefix, &#value))
            }
            Place::Url(prefix) => {
                let prefix = statics::bytes(prefix);
                quote_spanned!(span=> #mode.url(#prefix, &#value))
            }
        }
    }

    /// A value as an expression; a list borrows what is in it.
    pub(super) fn expand_value(&self, value: &Value) -> TokenStream {
        let private = &self.private;
        match value {
            Value::Expression(expression) => expression.clone(),
            Value::List(values) => {
                let values = self.expand_borrowed_values(values);
                quote!(#private::list([#(#values),*]))
            }
            Value::Style(values) => {
                let values = self.expand_borrowed_values(values);
                quote!(#private::style([#(#values),*]))
            }
            Value::Declaration { name, value, is_constant: true } => {
                quote!(#private::constant_declaration(#name, &#value))
            }
            Value::Declaration { name, value, is_constant: false } => {
                let span =
                    value.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
                let value = quote_spanned!(span=> &#value);
                quote!(#private::declaration(&#name, #value))
            }
        }
    }

    fn expand_borrowed_values(&self, values: &[Value]) -> Vec<TokenStream> {
        let values = values.iter().map(|value| {
            let value = self.expand_value(value);
            let first = value.clone().into_iter().next();
            let span = first.map_or_else(Span::call_site, |token| token.span());
            quote_spanned!(span=> &#value)
        });
        values.collect()
    }

    /// A block in its place.
    fn expand_place(&self, block: &Block) -> TokenStream {
        let Self { sink, mode, .. } = self;
        let block = match block {
            Block::If { branches, otherwise } => self.expand_if(branches, otherwise.as_ref()),
            Block::Match { value, arms } => self.expand_match(value, arms),
            Block::For(block) => self.expand_for(block),
            Block::Call(call) => self.expand_component(call),
        };
        quote! {
            #sink.begin_dynamic(#mode);
            #block
            #sink.end_dynamic(#mode);
        }
    }

    fn expand_if(&self, branches: &[(TokenStream, Template)], otherwise: Option<&Template>) -> TokenStream {
        let mut tokens = TokenStream::new();
        for (at, (condition, template)) in branches.iter().enumerate() {
            let body = self.expand_template(template);
            tokens.extend(if at == 0 {
                quote!(if #condition { #body })
            } else {
                quote!(else if #condition { #body })
            });
        }
        if let Some(template) = otherwise {
            let body = self.expand_branch(template);
            tokens.extend(quote!(else { #body }));
        }
        tokens
    }

    fn expand_match(&self, value: &TokenStream, arms: &[(TokenStream, Template)]) -> TokenStream {
        let arms = arms.iter().map(|(pattern, template)| {
            let body = self.expand_branch(template);
            quote!(#pattern => { #body })
        });
        quote!(match #value { #(#arms)* })
    }

    /// A branch with nothing in it leaves its place empty.
    fn expand_branch(&self, template: &Template) -> TokenStream {
        if template.parts.is_empty() { TokenStream::new() } else { self.expand_template(template) }
    }

    fn expand_for(&self, block: &For) -> TokenStream {
        let Self { sink, mode, private, .. } = self;
        let For { pattern, iterator, key, filter, body } = block;
        let constants = self.expand_constants(body);
        let key = match key {
            Some(key) => {
                let seed = Ident::new("seed", hygienic());
                quote!(|#seed| #private::key(&#key, #seed))
            }
            None => quote!(|_| ::core::option::Option::None),
        };
        let body = self.expand_body(body);
        let entry = quote! {
            #sink.open_entry(#mode, #key);
            #body
            #sink.close_entry(#mode);
        };
        let entry = match filter {
            Some(filter) => quote!(if #filter { #entry }),
            None => entry,
        };
        quote! {
            #sink.open_list(#mode, #constants);
            for #pattern in #iterator { #entry }
            #sink.close_list(#mode);
        }
    }

    /// The call goes to the component's own macro, which knows what the component accepts.
    fn expand_component(&self, call: &Call) -> TokenStream {
        let (sink, private) = (&self.sink, &self.private);
        let Call { path, name, location, attributes, slots } = call;
        let mut name = Literal::string(name);
        name.set_span(location.span);
        let at = self.file.as_ref().map(|file| location.within(file));
        let attributes = self.expand_attributes(attributes);
        let slots = slots.iter().map(|slot| self.expand_slot(slot));
        quote!(#private::Render::render(&#path! { #name #at (#path) [#attributes] [#(#slots)*] }, #sink);)
    }

    /// `name [attributes] (condition) (pattern) for (pattern) (iterator) { content }`.
    fn expand_slot(&self, slot: &CallSlot) -> TokenStream {
        let CallSlot { name, attributes, condition, head, pattern, body } = slot;
        let attributes = self.expand_attributes(attributes);
        let content = match (head, pattern) {
            (Some((item, _)), pattern) => self.expand_item_closure(body, item, pattern.as_ref()),
            (None, Some(pattern)) => self.expand_closure(body, pattern),
            (None, None) => self.expand_borrowed(body),
        };
        let head = head.iter().map(|(item, iterator)| quote!(for (#item) (#iterator)));
        quote!(#name [#attributes] (#condition) (#pattern) #(#head)* { #content })
    }

    /// `name "typed" { value }`, one after the other.
    fn expand_attributes(&self, attributes: &[CallAttribute]) -> TokenStream {
        let attributes = attributes.iter().map(|attribute| {
            let (name, typed, value) =
                (&attribute.name, &attribute.typed, self.expand_value(&attribute.value));
            quote!(#name #typed { #value })
        });
        attributes.collect()
    }
}
