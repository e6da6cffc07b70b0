//! `html!`, `component!`, `embed_templates!` and the calls of components: markup comes in, code that renders goes out.
//!
//! tokens or a file → `lexer` → markup tokens → `parse` → `tree` → `check` → reports; tree → `resolve` → `model` →
//! `expand` → tokens. A template with mistakes is expanded all the same, so that the types in it stay known.

mod call;
mod check;
mod declare;
mod directive;
mod embed;
mod expand;
mod html;
mod lexer;
mod model;
mod parse;
mod resolve;
#[cfg(test)]
mod tests;
mod tree;

use proc_macro2::{Span, TokenStream};

use crate::diagnostics::Diagnostics;
use crate::entry;
use crate::names::Names;
use expand::Expander;
pub(crate) use lexer::rust_length;
use model::Template;

/// Expands `component!`.
pub fn expand(input: TokenStream) -> TokenStream {
    entry::items(input, expand_components)
}

/// Expands `embed_templates!`.
pub fn expand_embed(input: TokenStream) -> TokenStream {
    entry::items(input, embed::expand_embed)
}

/// Expands `html!`.
pub fn expand_html(input: TokenStream) -> TokenStream {
    entry::typed_expression(input, |names, input, diagnostics| {
        let template = resolve_markup(input, diagnostics);
        Expander::new(names).expand_owned(&template)
    })
}

/// Expands the call of a component, which the component's companion macro hands over together with its declaration.
pub fn expand_call(input: TokenStream) -> TokenStream {
    entry::typed_expression(input, |names, input, diagnostics| {
        let Some(call) = diagnostics.absorb(syn::parse2::<call::Call>(input)) else {
            return quote::quote!(::core::unimplemented!());
        };
        match &call.at {
            Some(at) => diagnostics.within(at, |diagnostics| call::check(&call, diagnostics)),
            None => call::check(&call, diagnostics),
        }
        expand::expand_call(&call, names)
    })
}

fn expand_components(names: &Names, input: TokenStream, diagnostics: &mut Diagnostics) -> TokenStream {
    let expander = Expander::new(names);
    let mut items = TokenStream::new();
    let declare::Declarations { components, slot_attributes } =
        declare::parse_declarations(input, diagnostics);
    items.extend(slot_attributes.iter().map(|attributes| expander.expand_slot_attributes(attributes)));
    slot_attributes.iter().for_each(|slot| check::check_slot_attributes(slot, diagnostics));
    for mut declaration in components {
        declare::duplicate_declaration(&mut declaration, diagnostics);
        check::check_declaration(&declaration, &slot_attributes, diagnostics);
        check::declarations::missing_markup(&declaration, diagnostics);
        let template = resolve_markup(declaration.body.take().unwrap_or_default(), diagnostics);
        items.extend(expander.expand_component_items(&declaration, &template, &slot_attributes));
    }
    items
}

/// What markup expands to, as text; nothing where it has mistakes.
pub(crate) fn meaning(markup: TokenStream) -> Option<String> {
    let mut diagnostics = Diagnostics::new();
    let template = resolve_markup(markup, &mut diagnostics);
    let mistakes = diagnostics.finish();
    mistakes.is_empty().then(|| Expander::new(&Names::default()).expand_owned(&template).to_string())
}

/// What the text of a file expands to, as text; nothing where it has mistakes.
pub(crate) fn file_meaning(text: &str) -> Option<String> {
    let mut diagnostics = Diagnostics::new();
    let lexemes = lexer::lex_file(text, Span::call_site(), &mut diagnostics);
    let template = check_markup(lexemes, &mut diagnostics);
    let mistakes = diagnostics.finish();
    mistakes.is_empty().then(|| Expander::new(&Names::default()).expand_owned(&template).to_string())
}

/// Whether the content of an element is no markup, or its gaps are seen.
pub(crate) fn keeps_text(element: &str) -> bool {
    html::is_raw_text(element) || html::keeps_gaps(element)
}

/// Markup as a template; mistakes are reported and repaired.
fn resolve_markup(markup: TokenStream, diagnostics: &mut Diagnostics) -> Template {
    let lexemes = lexer::lex(markup, diagnostics);
    check_markup(lexemes, diagnostics)
}

/// What both front ends make of markup as a template.
fn check_markup(lexemes: Vec<lexer::Lexeme>, diagnostics: &mut Diagnostics) -> Template {
    let nodes = parse::parse(lexemes, diagnostics);
    check::check(&nodes, diagnostics);
    resolve::resolve_template(&nodes)
}
