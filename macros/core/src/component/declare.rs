//! A component as it is declared: a function whose arguments are attributes and slots, with markup as its body; and the
//! attributes of slots, as structs.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{
    Attribute, Expr, GenericArgument, Generics, Ident, PathArguments, Token, Type, Visibility, braced,
    parenthesized, token,
};

use super::resolve::is_option;
use crate::diagnostics::{Diagnostic, Diagnostics};

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
    /// What kind of slot it is, if it is one: its type is written `Slot<..>` or `Slots<..>`.
    pub(super) fn slot(&self) -> Option<SlotType<'_>> {
        let Type::Path(path) = &self.declared else { return None };
        let last = path.path.segments.last()?;
        let mut types = generic_types(&last.arguments).into_iter();
        match last.ident.to_string().as_str() {
            "Slot" => Some(SlotType { several: false, attributes: None, argument: types.next().flatten() }),
            "Slots" => {
                let attributes = types.next().flatten();
                Some(SlotType { several: true, attributes, argument: types.next().flatten() })
            }
            _ => None,
        }
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

/// What a slot's type says: `Slots<Attributes, Argument>` or `Slot<Argument>`.
#[derive(Debug)]
pub(super) struct SlotType<'a> {
    /// Whether it may be given several times.
    pub(super) several: bool,
    /// The type of an entry's attributes, where it has any.
    pub(super) attributes: Option<&'a Type>,
    /// The type of what the content is given, where it is given anything.
    pub(super) argument: Option<&'a Type>,
}

impl SlotType<'_> {
    /// The name of the struct with an entry's attributes.
    pub(super) fn attributes_name(&self) -> Option<&Ident> {
        match self.attributes? {
            Type::Path(path) => Some(&path.path.segments.last()?.ident),
            _ => None,
        }
    }

    /// The attributes as they are declared.
    pub(super) fn declared_in<'a>(&self, declared: &'a [SlotAttributes]) -> Option<&'a SlotAttributes> {
        let name = self.attributes_name()?;
        declared.iter().find(|attributes| attributes.name == *name)
    }
}

/// The types between `<` and `>`; `()` counts as nothing.
fn generic_types(arguments: &PathArguments) -> Vec<Option<&Type>> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return Vec::new() };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(declared) => Some(declared),
        _ => None,
    });
    types.map(|declared| Some(declared).filter(|declared| !is_unit(declared))).collect()
}

fn is_unit(declared: &Type) -> bool {
    matches!(declared, Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// `None` as a default needs no filling in.
fn is_none(default: Option<&Expr>) -> bool {
    matches!(default, Some(Expr::Path(path)) if path.path.is_ident("None"))
}

/// All that one macro call declares; what cannot be understood is reported and does not hide the others.
pub(super) fn parse_declarations(input: TokenStream, diagnostics: &mut Diagnostics) -> Declarations {
    let mut declarations = Declarations::default();
    let mut tokens = input.into_iter().peekable();
    while tokens.peek().is_some() {
        let mut declaration = TokenStream::new();
        for token in tokens.by_ref() {
            // The markup in braces is the end of a component, the fields are that of a struct.
            let is_end = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
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
        Ok(Self { attributes, visibility, argument: input.parse()? })
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
