//! A component as it is declared: a function whose arguments are attributes, with markup as its body.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, Generics, Ident, Token, Type, Visibility, braced, parenthesized};

use super::resolve::is_option;
use crate::diagnostics::{Diagnostic, Diagnostics};

/// The name of the argument that takes the content between the tags.
pub(super) const INNER_BLOCK: &str = "inner_block";

/// One component.
#[derive(Debug)]
pub(super) struct Declaration {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) name: Ident,
    pub(super) generics: Generics,
    pub(super) arguments: Vec<Argument>,
    pub(super) body: TokenStream,
}

/// One attribute of a component.
#[derive(Debug)]
pub(super) struct Argument {
    pub(super) name: Ident,
    pub(super) declared: Type,
    pub(super) default: Option<Expr>,
}

/// How an attribute is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passing {
    /// As it is.
    Required,
    /// `Some` if it is given, since the default is filled in by the component.
    Defaulted,
    /// As an `Option`, whether it is given as one or not; `None` if it is not given.
    Optional,
}

impl Argument {
    /// Whether it takes the content between the tags; `Slot` itself knows whether there is any.
    pub(super) fn is_slot(&self) -> bool {
        self.name == INNER_BLOCK
    }

    /// How it is handed over.
    pub(super) fn passing(&self) -> Passing {
        match &self.default {
            Some(_) if is_none(self.default.as_ref()) && is_option(&self.declared) => Passing::Optional,
            Some(_) => Passing::Defaulted,
            None if is_option(&self.declared) => Passing::Optional,
            None => Passing::Required,
        }
    }
}

/// `None` as a default needs no filling in.
fn is_none(default: Option<&Expr>) -> bool {
    matches!(default, Some(Expr::Path(path)) if path.path.is_ident("None"))
}

/// All components of one macro call; one that cannot be understood is reported and does not hide the others.
pub(super) fn parse_declarations(input: TokenStream, diagnostics: &mut Diagnostics) -> Vec<Declaration> {
    let mut declarations = Vec::new();
    let mut tokens = input.into_iter().peekable();
    while tokens.peek().is_some() {
        let mut declaration = TokenStream::new();
        for token in tokens.by_ref() {
            // The markup in braces is the end of a component.
            let is_end = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            declaration.extend([token]);
            if is_end {
                break;
            }
        }
        declarations.extend(diagnostics.absorb(syn::parse2(declaration)));
    }
    declarations
}

impl Parse for Declaration {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        input.parse::<Token![fn]>().map_err(|error| {
            let message =
                "expected `fn`\nhelp: a component is written `pub fn card(title: &str) { <h2>{title}</h2> }`";
            syn::Error::new(error.span(), message)
        })?;
        let name = input.parse()?;
        let mut generics: Generics = input.parse()?;
        let list;
        parenthesized!(list in input);
        let arguments = list.parse_terminated(Argument::parse, Token![,])?.into_iter().collect();
        if let Some(arrow) = input.parse::<Option<Token![->]>>()? {
            let message = "a component has no return type\nhelp: remove it; a component returns what its markup renders";
            input.parse::<Type>()?;
            return Err(syn::Error::new_spanned(arrow, message));
        }
        generics.where_clause = input.parse()?;
        let body;
        braced!(body in input);
        Ok(Self { attributes, visibility, name, generics, arguments, body: body.parse()? })
    }
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![&]) || input.peek(Token![self]) || input.peek(Token![mut]) {
            let message =
                "expected the name of an attribute\nhelp: write `name: Type`; a component has no `self`";
            return Err(input.error(message));
        }
        let name: Ident = input.call(syn::ext::IdentExt::parse_any)?;
        input.parse::<Token![:]>()?;
        let declared = input.parse()?;
        let default = if input.parse::<Option<Token![=]>>()?.is_some() { Some(input.parse()?) } else { None };
        let name = if syn::parse_str::<Ident>(&name.to_string()).is_ok() {
            name
        } else {
            Ident::new_raw(&name.to_string(), name.span())
        };
        Ok(Self { name, declared, default })
    }
}

/// `fn card(title: &str, title: &str)`: reports the second and goes on without it.
pub(super) fn duplicate_declaration(declaration: &mut Declaration, diagnostics: &mut Diagnostics) {
    let mut kept: Vec<Argument> = Vec::new();
    for argument in std::mem::take(&mut declaration.arguments) {
        if let Some(first) = kept.iter().find(|first| first.name == argument.name) {
            let error = Diagnostic::new(
                argument.name.span(),
                format!("the attribute `{}` is declared twice", argument.name),
            )
            .help("give one of the two another name")
            .related(first.name.span(), format!("`{}` is first declared here", argument.name));
            diagnostics.error(error);
        } else {
            kept.push(argument);
        }
    }
    declaration.arguments = kept;
}
