//! The call of a component meets its declaration: what a companion macro hands over, parsed and checked.

mod check;

use proc_macro2::{Span, TokenStream};
use syn::parse::{Parse, ParseStream};
use syn::{Ident, Lit, LitStr, Token, braced, bracketed, parenthesized, token};

use super::declare::{INNER_BLOCK, Passing};
use super::html;
pub(super) use check::check;

/// A component's declaration and one call of it.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) accepted: Vec<Accepted>,
    /// The component as it was typed, at its place.
    pub(super) tag: LitStr,
    /// The file and the place in it where the tag stands, if rustc does not read that file.
    pub(super) at: Option<String>,
    pub(super) path: TokenStream,
    pub(super) given: Vec<Given>,
    pub(super) slots: Vec<GivenSlot>,
}

/// An attribute or a slot that the component declares.
#[derive(Debug)]
pub(super) struct Accepted {
    pub(super) name: Ident,
    pub(super) passing: Passing,
    pub(super) declared: String,
    /// Its documentation, in one line.
    pub(super) doc: Option<String>,
    /// The values that it takes, where they were listed.
    pub(super) values: Vec<Lit>,
    /// What a `Rest` takes beside the global attributes.
    pub(super) included: Vec<String>,
    pub(super) slot: Option<AcceptedSlot>,
}

/// What is known of a declared slot.
#[derive(Debug)]
pub(super) struct AcceptedSlot {
    /// Whether it may be given several times.
    pub(super) several: bool,
    /// The type of what its content is given.
    pub(super) gives: Option<String>,
    /// What an entry accepts, where its attributes have a type.
    pub(super) attributes: Option<Vec<Accepted>>,
}

/// An attribute that the call gives.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) name: Ident,
    /// As it was typed; a set of attributes has no name.
    pub(super) typed: String,
    pub(super) value: TokenStream,
}

/// A slot that the call gives.
#[derive(Debug)]
pub(super) struct GivenSlot {
    pub(super) name: Ident,
    pub(super) given: Vec<Given>,
    /// `:if`.
    pub(super) condition: TokenStream,
    /// `:let`; the content is then a closure.
    pub(super) pattern: TokenStream,
    /// `:for`: the pattern, and what it goes through; the content is then a closure over an item.
    pub(super) head: Option<(TokenStream, TokenStream)>,
    pub(super) content: TokenStream,
}

impl Parse for Call {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (list, path, slots);
        braced!(list in input);
        let accepted = parse_accepted(&list)?;
        let tag = input.parse()?;
        let at = input.parse::<Option<LitStr>>()?.map(|at| at.value());
        parenthesized!(path in input);
        let given = parse_given(input)?;
        bracketed!(slots in input);
        Ok(Self { accepted, tag, at, path: path.parse()?, given, slots: parse_all(&slots)? })
    }
}

fn parse_accepted(input: ParseStream<'_>) -> syn::Result<Vec<Accepted>> {
    Ok(input.parse_terminated(Accepted::parse, Token![,])?.into_iter().collect())
}

fn parse_given(input: ParseStream<'_>) -> syn::Result<Vec<Given>> {
    let attributes;
    bracketed!(attributes in input);
    parse_all(&attributes)
}

fn parse_all<T: Parse>(input: ParseStream<'_>) -> syn::Result<Vec<T>> {
    let mut all = Vec::new();
    while !input.is_empty() {
        all.push(input.parse()?);
    }
    Ok(all)
}

impl Parse for Accepted {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        let passing = match input.parse::<Ident>()? {
            word if word == "required" => Passing::Required,
            word if word == "defaulted" => Passing::Defaulted,
            word if word == "collected" => Passing::Collected,
            _ => Passing::Optional,
        };
        let declared = input.parse::<LitStr>()?.value();
        let doc = clause(input, "doc")?.then(|| input.parse::<LitStr>()).transpose()?.map(|doc| doc.value());
        let values =
            if input.parse::<Option<Token![in]>>()?.is_some() { parse_literals(input)? } else { Vec::new() };
        let included: Vec<LitStr> =
            if clause(input, "include")? { parse_literals(input)? } else { Vec::new() };
        let included = included.iter().map(LitStr::value).collect();
        let slot = if input.peek(Ident) { Some(input.parse()?) } else { None };
        Ok(Self { name, passing, declared, doc, values, included, slot })
    }
}

/// Takes the word that begins a clause, if it is next.
fn clause(input: ParseStream<'_>, word: &str) -> syn::Result<bool> {
    let is_next = input.fork().parse::<Ident>().is_ok_and(|next| next == word);
    if is_next {
        input.parse::<Ident>()?;
    }
    Ok(is_next)
}

fn parse_literals<T: Parse>(input: ParseStream<'_>) -> syn::Result<Vec<T>> {
    let list;
    bracketed!(list in input);
    Ok(list.parse_terminated(T::parse, Token![,])?.into_iter().collect())
}

impl Parse for AcceptedSlot {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let several = input.parse::<Ident>()? == "slots";
        let gives;
        parenthesized!(gives in input);
        let gives = gives.parse::<Option<LitStr>>()?.map(|gives| gives.value());
        let attributes = if input.peek(token::Brace) {
            let list;
            braced!(list in input);
            Some(parse_accepted(&list)?)
        } else {
            None
        };
        Ok(Self { several, gives, attributes })
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

impl Parse for GivenSlot {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        let given = parse_given(input)?;
        let (condition, pattern) = (parse_group(input)?, parse_group(input)?);
        let head = match input.parse::<Option<Token![for]>>()? {
            Some(_) => Some((parse_group(input)?, parse_group(input)?)),
            None => None,
        };
        let content;
        braced!(content in input);
        Ok(Self { name, given, condition, pattern, head, content: content.parse()? })
    }
}

/// What is in parentheses.
fn parse_group(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let group;
    parenthesized!(group in input);
    group.parse()
}

impl Call {
    /// The value given for an attribute.
    pub(super) fn given(&self, name: &Ident) -> Option<&Given> {
        find(&self.given, name)
    }

    /// The entries given for a slot.
    pub(super) fn entries<'a>(&'a self, name: &'a Ident) -> impl Iterator<Item = &'a GivenSlot> {
        self.slots.iter().filter(move |slot| slot.name == *name)
    }

    fn attributes(&self) -> impl Iterator<Item = &Accepted> {
        self.accepted.iter().filter(|accepted| accepted.slot.is_none())
    }

    /// What takes the attributes that are not declared.
    pub(super) fn rest(&self) -> Option<&Accepted> {
        self.accepted.iter().find(|accepted| accepted.passing == Passing::Collected)
    }

    /// The slots that are given by name.
    fn named_slots(&self) -> impl Iterator<Item = (&Accepted, &AcceptedSlot)> {
        let slots = self.accepted.iter().filter_map(|accepted| Some((accepted, accepted.slot.as_ref()?)));
        slots.filter(|(accepted, _)| accepted.name != INNER_BLOCK)
    }

    fn inner_block(&self) -> Option<(&Accepted, &AcceptedSlot)> {
        let accepted = self.accepted.iter().find(|accepted| accepted.name == INNER_BLOCK)?;
        Some((accepted, accepted.slot.as_ref()?))
    }

    /// The component as it stands in messages.
    fn component(&self) -> String {
        format!("<{}>", self.tag.value())
    }
}

impl Accepted {
    /// Whether this is the `Rest` and takes the attribute, provided that it is not declared.
    pub(super) fn collects(&self, given: &Given) -> bool {
        let takes = || html::is_global(&given.typed) || self.included.contains(&given.typed);
        self.passing == Passing::Collected && (given.is_spread() || takes())
    }

    /// Whether any type with some trait will do: `Option<impl Attribute>`.
    pub(super) fn is_generic(&self) -> bool {
        self.declared.starts_with("Option<impl ")
    }
}

impl Given {
    /// Whether it is a set of attributes: `{rest}`.
    pub(super) fn is_spread(&self) -> bool {
        self.typed.is_empty()
    }
}

/// The attribute of that name.
pub(super) fn find<'a>(given: &'a [Given], name: &Ident) -> Option<&'a Given> {
    given.iter().find(|given| given.name == *name && !given.is_spread())
}

/// The place of a value, for errors about its type.
pub(super) fn value_span(given: &Given) -> Span {
    given.value.clone().into_iter().next().map_or_else(|| given.name.span(), |token| token.span())
}
