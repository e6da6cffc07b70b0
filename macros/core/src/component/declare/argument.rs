//! One attribute or slot of a declaration: `/// docs`, its name, its type, what it may be, its default.

use syn::parse::{Parse, ParseStream};
use syn::{
    Attribute, Expr, GenericArgument, Ident, Lit, LitStr, Meta, PathArguments, Token, Type, bracketed,
};

use super::SlotAttributes;
use crate::component::resolve::is_option;

/// One attribute of a component.
#[derive(Debug)]
pub(in crate::component) struct Argument {
    /// Its documentation, in one line.
    pub(in crate::component) docs: String,
    pub(in crate::component) name: Ident,
    pub(in crate::component) declared: Type,
    /// `in ["info", "error"]`: the values that it takes, if not all of its type.
    pub(in crate::component) values: Vec<Lit>,
    /// `include ["form", "disabled"]`: what a `Rest` takes beside the global attributes.
    pub(in crate::component) included: Vec<LitStr>,
    pub(in crate::component) default: Option<Expr>,
}

/// How an attribute is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::component) enum Passing {
    /// As it is.
    Required,
    /// `Some` if it is given, since the default is filled in by the component.
    Defaulted,
    /// As an `Option`, whether it is given as one or not; `None` if it is not given.
    Optional,
    /// Together with all the others that are not declared: `rest: Rest`.
    Collected,
}

impl Argument {
    /// Whether it takes the attributes that are not declared: its type is written `Rest`.
    pub(in crate::component) fn is_rest(&self) -> bool {
        matches!(&self.declared, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Rest"))
    }

    /// What kind of slot it is, if it is one: its type is written `Slot<..>` or `Slots<..>`.
    pub(in crate::component) fn slot(&self) -> Option<SlotType<'_>> {
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
    pub(in crate::component) fn passing(&self) -> Passing {
        match &self.default {
            _ if self.is_rest() => Passing::Collected,
            Some(_) if is_none(self.default.as_ref()) && is_option(&self.declared) => Passing::Optional,
            Some(_) => Passing::Defaulted,
            None if is_option(&self.declared) => Passing::Optional,
            None => Passing::Required,
        }
    }
}

/// What a slot's type says: `Slots<Attributes, Argument>` or `Slot<Argument>`.
#[derive(Debug)]
pub(in crate::component) struct SlotType<'a> {
    /// Whether it may be given several times.
    pub(in crate::component) several: bool,
    /// The type of an entry's attributes, where it has any.
    pub(in crate::component) attributes: Option<&'a Type>,
    /// The type of what the content is given, where it is given anything.
    pub(in crate::component) argument: Option<&'a Type>,
}

impl SlotType<'_> {
    /// The name of the struct with an entry's attributes.
    pub(in crate::component) fn attributes_name(&self) -> Option<&Ident> {
        match self.attributes? {
            Type::Path(path) => Some(&path.path.segments.last()?.ident),
            _ => None,
        }
    }

    /// The attributes as they are declared.
    pub(in crate::component) fn declared_in<'a>(
        &self,
        declared: &'a [SlotAttributes],
    ) -> Option<&'a SlotAttributes> {
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

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let docs =
            input.call(Attribute::parse_outer)?.iter().map(parse_doc).collect::<syn::Result<Vec<_>>>()?;
        if input.peek(Token![&]) || input.peek(Token![self]) || input.peek(Token![mut]) {
            let message =
                "expected the name of an attribute\nhelp: write `name: Type`; a component has no `self`";
            return Err(input.error(message));
        }
        let name: Ident = input.call(syn::ext::IdentExt::parse_any)?;
        input.parse::<Token![:]>()?;
        let declared = input.parse()?;
        let values = if input.parse::<Option<Token![in]>>()?.is_some() {
            parse_list(input, "the values that the attribute takes, as in `in [\"info\", \"error\"]`")?
        } else {
            Vec::new()
        };
        let included = if input.fork().parse::<Ident>().is_ok_and(|word| word == "include") {
            input.parse::<Ident>()?;
            parse_list(input, "the names of attributes, as in `include [\"form\", \"disabled\"]`")?
        } else {
            Vec::new()
        };
        let default = if input.parse::<Option<Token![=]>>()?.is_some() { Some(input.parse()?) } else { None };
        let name = if syn::parse_str::<Ident>(&name.to_string()).is_ok() {
            name
        } else {
            Ident::new_raw(&name.to_string(), name.span())
        };
        Ok(Self { docs: docs.join(" "), name, declared, values, included, default })
    }
}

/// One or more literals in brackets.
fn parse_list<T: Parse>(input: ParseStream<'_>, expected: &str) -> syn::Result<Vec<T>> {
    if !input.peek(syn::token::Bracket) {
        return Err(input.error(format!("expected {expected}")));
    }
    let list;
    let brackets = bracketed!(list in input);
    let items: Vec<T> = list.parse_terminated(T::parse, Token![,])?.into_iter().collect();
    if items.is_empty() {
        return Err(syn::Error::new(brackets.span.join(), format!("expected {expected}")));
    }
    Ok(items)
}

/// A line of documentation.
pub(super) fn parse_doc(attribute: &Attribute) -> syn::Result<String> {
    if let Meta::NameValue(doc) = &attribute.meta
        && doc.path.is_ident("doc")
        && let Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) = &doc.value
    {
        return Ok(text.value().trim().to_owned());
    }
    let message = "an attribute of a component has no attributes but its documentation\nhelp: write `/// what it is` above it";
    Err(syn::Error::new_spanned(attribute, message))
}
