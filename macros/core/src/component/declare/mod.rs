//! A component as it is declared: a function whose arguments are attributes and slots, with markup as its body; and the
//! attributes of slots, as structs.

mod argument;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Generics, Ident, Token, Type, Visibility, braced, parenthesized, token};

use crate::diagnostics::{Diagnostic, Diagnostics};
pub(super) use argument::{Argument, Passing};

/// The name of the argument that takes the content between the tags.
pub(super) const INNER_BLOCK: &str = "inner_block";

/// What one macro call declares.
#[derive(Debug, Default)]
pub(super) struct Declarations {
    pub(super) components: Vec<Declaration>,
    pub(super) slot_attributes: Vec<SlotAttributes>,
}

/// The attributes that the entries of a slot have: `struct Col { label: String }`.
#[derive(Debug)]
pub(super) struct SlotAttributes {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) name: Ident,
    pub(super) generics: Generics,
    pub(super) fields: Vec<Field>,
}

/// One attribute of a slot.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) argument: Argument,
}

/// One component.
#[derive(Debug)]
pub(super) struct Declaration {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) name: Ident,
    pub(super) generics: Generics,
    pub(super) arguments: Vec<Argument>,
    /// The markup; nothing if the declaration ends with `;`.
    pub(super) body: Option<TokenStream>,
}

/// All that one macro call declares; what cannot be understood is reported and does not hide the others.
pub(super) fn parse_declarations(input: TokenStream, diagnostics: &mut Diagnostics) -> Declarations {
    let mut declarations = Declarations::default();
    let mut tokens = input.into_iter().peekable();
    while tokens.peek().is_some() {
        let mut declaration = TokenStream::new();
        for token in tokens.by_ref() {
            // The markup in braces is the end of a component, the fields are that of a struct.
            let is_end = match &token {
                TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                TokenTree::Punct(punct) => punct.as_char() == ';',
                _ => false,
            };
            declaration.extend([token]);
            if is_end {
                break;
            }
        }
        match diagnostics.absorb(syn::parse2(declaration)) {
            Some(Item::Component(component)) => declarations.components.push(component),
            Some(Item::SlotAttributes(attributes)) => declarations.slot_attributes.push(attributes),
            None => {}
        }
    }
    declarations
}

/// One declaration.
enum Item {
    Component(Declaration),
    SlotAttributes(SlotAttributes),
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ahead = input.fork();
        ahead.call(Attribute::parse_outer)?;
        ahead.parse::<Visibility>()?;
        if ahead.peek(Token![struct]) {
            input.parse().map(Self::SlotAttributes)
        } else {
            input.parse().map(Self::Component)
        }
    }
}

impl Parse for SlotAttributes {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        input.parse::<Token![struct]>()?;
        let name = input.parse()?;
        let mut generics: Generics = input.parse()?;
        generics.where_clause = input.parse()?;
        if !input.peek(token::Brace) {
            let message = "expected the attributes of a slot in braces\nhelp: write `struct Col { label: String }`, or `fn` for a component";
            return Err(input.error(message));
        }
        let list;
        braced!(list in input);
        let fields = list.parse_terminated(Field::parse, Token![,])?.into_iter().collect();
        Ok(Self { attributes, visibility, name, generics, fields })
    }
}

impl Parse for Field {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let mut argument: Argument = input.parse()?;
        let docs = attributes.iter().filter_map(|attribute| argument::parse_doc(attribute).ok());
        argument.docs = docs.collect::<Vec<_>>().join(" ");
        Ok(Self { attributes, visibility, argument })
    }
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
        let mut arguments: Vec<_> = list.parse_terminated(Argument::parse, Token![,])?.into_iter().collect();
        // Rust infers from left to right: the types of the attributes decide what the slots are given.
        arguments.sort_by_key(|argument| argument.slot().is_some());
        if let Some(arrow) = input.parse::<Option<Token![->]>>()? {
            let message = "a component has no return type\nhelp: remove it; a component returns what its markup renders";
            input.parse::<Type>()?;
            return Err(syn::Error::new_spanned(arrow, message));
        }
        generics.where_clause = input.parse()?;
        let body = if input.parse::<Option<Token![;]>>()?.is_some() {
            None
        } else {
            let body;
            braced!(body in input);
            Some(body.parse()?)
        };
        Ok(Self { attributes, visibility, name, generics, arguments, body })
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
