//! The call of a component meets its declaration: what a companion macro hands over, parsed and checked.

use proc_macro2::{Span, TokenStream};
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Token, braced, bracketed, parenthesized};

use super::declare::{INNER_BLOCK, Passing};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest;

/// A component's declaration and one call of it.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) accepted: Vec<Accepted>,
    /// The component as it was typed, at its place.
    pub(super) tag: LitStr,
    pub(super) path: TokenStream,
    pub(super) given: Vec<Given>,
    pub(super) inner_block: TokenStream,
}

/// An attribute that the component declares.
#[derive(Debug)]
pub(super) struct Accepted {
    pub(super) name: Ident,
    pub(super) passing: Passing,
    pub(super) declared: String,
}

/// An attribute that the call gives.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) name: Ident,
    pub(super) typed: String,
    pub(super) value: TokenStream,
}

impl Parse for Call {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (list, path, attributes, inner_block);
        braced!(list in input);
        let accepted = list.parse_terminated(Accepted::parse, Token![,])?.into_iter().collect();
        let tag = input.parse()?;
        parenthesized!(path in input);
        bracketed!(attributes in input);
        let mut given = Vec::new();
        while !attributes.is_empty() {
            given.push(attributes.parse()?);
        }
        braced!(inner_block in input);
        Ok(Self { accepted, tag, path: path.parse()?, given, inner_block: inner_block.parse()? })
    }
}

impl Parse for Accepted {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        let passing = match input.parse::<Ident>()? {
            word if word == "required" => Passing::Required,
            word if word == "defaulted" => Passing::Defaulted,
            _ => Passing::Optional,
        };
        Ok(Self { name, passing, declared: input.parse::<LitStr>()?.value() })
    }
}

impl Parse for Given {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (name, typed) = (input.parse()?, input.parse::<LitStr>()?.value());
        let value;
        braced!(value in input);
        Ok(Self { name, typed, value: value.parse()? })
    }
}

impl Call {
    /// The value given for an attribute.
    pub(super) fn given(&self, name: &Ident) -> Option<&Given> {
        self.given.iter().find(|given| given.name == *name)
    }

    /// Whether an unknown attribute was probably meant to be this one; then that is the mistake.
    fn given_misspelt(&self, name: &str) -> bool {
        let names: Vec<_> = self.attributes().map(|accepted| accepted.name.to_string()).collect();
        let unknown =
            self.given.iter().filter(|given| !self.attributes().any(|accepted| accepted.name == given.name));
        unknown
            .into_iter()
            .any(|given| suggest::nearest(&given.typed, names.iter().map(String::as_str)) == Some(name))
    }

    fn slot(&self) -> Option<&Accepted> {
        self.accepted.iter().find(|accepted| accepted.name == INNER_BLOCK)
    }

    fn attributes(&self) -> impl Iterator<Item = &Accepted> {
        self.accepted.iter().filter(|accepted| accepted.name != INNER_BLOCK)
    }

    /// The component as it stands in messages.
    fn component(&self) -> String {
        format!("<{}>", self.tag.value())
    }

    /// "it accepts: `title` (`&str`, required), ..".
    fn accepts(&self) -> String {
        let attributes: Vec<_> = self.attributes().map(Accepted::describe).collect();
        if attributes.is_empty() {
            "it accepts no attributes".to_owned()
        } else {
            format!("it accepts: {}", attributes.join(", "))
        }
    }
}

impl Accepted {
    /// Whether any type with some trait will do: `Option<impl Attribute>`.
    pub(super) fn is_generic(&self) -> bool {
        self.declared.starts_with("Option<impl ")
    }

    fn describe(&self) -> String {
        let required = if self.passing == Passing::Required { ", required" } else { "" };
        format!("`{}` ({}{required})", self.name, self.declared)
    }
}

/// Checks a call against the declaration.
pub(super) fn check(call: &Call, diagnostics: &mut Diagnostics) {
    unknown_component_attribute(call, diagnostics);
    duplicate_component_attribute(call, diagnostics);
    missing_component_attribute(call, diagnostics);
    unexpected_inner_block(call, diagnostics);
    missing_inner_block(call, diagnostics);
}

/// `<.card titel="x">`.
fn unknown_component_attribute(call: &Call, diagnostics: &mut Diagnostics) {
    for given in &call.given {
        if call.attributes().any(|accepted| accepted.name == given.name) {
            continue;
        }
        let names: Vec<_> = call.attributes().map(|accepted| accepted.name.to_string()).collect();
        let near = suggest::did_you_mean(&given.typed, names.iter().map(String::as_str));
        let help = near.map_or_else(|| call.accepts(), |near| format!("{near} {}", call.accepts()));
        let message = format!("unknown attribute `{}` for component `{}`", given.typed, call.component());
        diagnostics.error(Diagnostic::new(given.name.span(), message).help(help));
    }
}

/// `<.card title="x" title="y">`.
fn duplicate_component_attribute(call: &Call, diagnostics: &mut Diagnostics) {
    for (at, given) in call.given.iter().enumerate() {
        // Spelt alike, it was reported with the tag.
        let first =
            call.given[..at].iter().find(|first| first.name == given.name && first.typed != given.typed);
        if let Some(first) = first {
            let error =
                Diagnostic::new(given.name.span(), format!("the attribute `{}` is given twice", given.typed))
                    .help("remove one of the two")
                    .related(first.name.span(), format!("it is first given here, as `{}`", first.typed));
            diagnostics.error(error);
        }
    }
}

/// `<.card>` without its `title`.
fn missing_component_attribute(call: &Call, diagnostics: &mut Diagnostics) {
    for accepted in call.attributes() {
        let is_given =
            call.given(&accepted.name).is_some() || call.given_misspelt(&accepted.name.to_string());
        if accepted.passing == Passing::Required && !is_given {
            let message =
                format!("missing attribute `{}` of component `{}`", accepted.name, call.component());
            let help =
                format!("add `{}={{..}}`, a `{}`; {}", accepted.name, accepted.declared, call.accepts());
            diagnostics.error(Diagnostic::new(call.tag.span(), message).help(help));
        }
    }
}

/// `<.icon>text</.icon>` where the component shows none.
fn unexpected_inner_block(call: &Call, diagnostics: &mut Diagnostics) {
    if call.slot().is_none() && !call.inner_block.is_empty() {
        let message = format!("the component `{}` takes no content", call.component());
        let help = format!(
            "write `<{} />`, or declare `inner_block: Slot` and show it with `{{inner_block}}`",
            call.tag.value()
        );
        diagnostics.error(Diagnostic::new(call.tag.span(), message).help(help));
    }
}

/// `<.card />` where the component needs content.
fn missing_inner_block(call: &Call, diagnostics: &mut Diagnostics) {
    if call.slot().is_some_and(|slot| slot.passing == Passing::Required) && call.inner_block.is_empty() {
        let name = call.tag.value();
        let message = format!("the component `<{name}>` needs content");
        let help = format!(
            "write `<{name}>..</{name}>`; a declaration with `inner_block: Slot = Slot::EMPTY` makes it optional"
        );
        diagnostics.error(Diagnostic::new(call.tag.span(), message).help(help));
    }
}

/// The place of a value, for errors about its type.
pub(super) fn value_span(given: &Given) -> Span {
    given.value.clone().into_iter().next().map_or_else(|| given.name.span(), |token| token.span())
}
