//! The rules of calls, one function each.

use proc_macro2::Span;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Lit, LitStr};

use super::{Accepted, Call, Given, GivenSlot, find, value_span};
use crate::component::check::attributes;
use crate::component::declare::{INNER_BLOCK, Passing};
use crate::component::html;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest;

/// Checks a call against the declaration.
pub(in crate::component) fn check(call: &Call, diagnostics: &mut Diagnostics) {
    let component = Tag {
        owner: format!("component `{}`", call.component()),
        span: call.tag.span(),
        accepted: call.attributes().filter(|accepted| accepted.passing != Passing::Collected).collect(),
        rest: call.rest(),
        given: &call.given,
    };
    check_tag(&component, diagnostics);
    for (accepted, slot) in call.named_slots() {
        for entry in call.entries(&accepted.name) {
            let tag = Tag {
                owner: format!("slot `<:{}>`", accepted.name),
                span: entry.name.span(),
                accepted: slot.attributes.iter().flatten().collect(),
                rest: None,
                given: &entry.given,
            };
            check_tag(&tag, diagnostics);
        }
    }
    unknown_slot(call, diagnostics);
    duplicate_slot(call, diagnostics);
    looped_slot(call, diagnostics);
    missing_slot(call, diagnostics);
    unexpected_let(call, diagnostics);
    unexpected_inner_block(call, diagnostics);
    missing_inner_block(call, diagnostics);
}

fn check_tag(tag: &Tag<'_>, diagnostics: &mut Diagnostics) {
    spread_on_component(tag, diagnostics);
    unknown_component_attribute(tag, diagnostics);
    duplicate_component_attribute(tag, diagnostics);
    missing_component_attribute(tag, diagnostics);
    unlisted_value(tag, diagnostics);
    interpolated_code(tag, diagnostics);
}

/// The tag of the component or of one of its slots.
struct Tag<'a> {
    /// As it stands in messages.
    owner: String,
    span: Span,
    accepted: Vec<&'a Accepted>,
    /// What takes the attributes that are not declared.
    rest: Option<&'a Accepted>,
    given: &'a [Given],
}

impl Tag<'_> {
    /// The names that it knows, as they are typed.
    fn names(&self) -> Vec<String> {
        let declared = self.accepted.iter().map(|accepted| accepted.name.unraw().to_string());
        let rest = self.rest.into_iter();
        let included =
            rest.flat_map(|rest| html::global().map(str::to_owned).chain(rest.included.iter().cloned()));
        declared.chain(included).collect()
    }

    fn is_declared(&self, given: &Given) -> bool {
        !given.is_spread() && self.accepted.iter().any(|accepted| accepted.name == given.name)
    }

    fn is_known(&self, given: &Given) -> bool {
        given.is_spread() || self.is_declared(given) || self.rest.is_some_and(|rest| rest.collects(given))
    }

    /// Whether an unknown attribute was probably meant to be this one; then that is the mistake.
    fn given_misspelt(&self, name: &str) -> bool {
        let names = self.names();
        let mut unknown = self.given.iter().filter(|given| !self.is_known(given));
        unknown.any(|given| suggest::nearest(&given.typed, names.iter().map(String::as_str)) == Some(name))
    }

    /// "it accepts: `title` (`&str`, required), ..".
    fn accepts(&self) -> String {
        let attributes = self.accepted.iter().copied().chain(self.rest).map(describe);
        let attributes: Vec<_> = attributes.collect();
        if attributes.is_empty() {
            return "it accepts no attributes".to_owned();
        }
        format!("it accepts: {}", attributes.join(", "))
    }
}

fn describe(accepted: &Accepted) -> String {
    if accepted.passing == Passing::Collected {
        let included = accepted.included.iter().map(|name| format!(", `{name}`"));
        return format!("global attributes like `class` and `data-id`{}", included.collect::<String>());
    }
    let mut about = vec![accepted.declared.clone()];
    about.extend((accepted.passing == Passing::Required).then(|| "required".to_owned()));
    about.extend((!accepted.values.is_empty()).then(|| one_of(&accepted.values)));
    format!("`{}` ({})", accepted.name, about.join(", "))
}

/// "one of `"info"`, `"error"`".
fn one_of(values: &[Lit]) -> String {
    let values: Vec<_> = values.iter().map(|value| format!("`{}`", value.to_token_stream())).collect();
    format!("one of {}", values.join(", "))
}

/// `<.card {rest}>` where the component collects nothing.
fn spread_on_component(tag: &Tag<'_>, diagnostics: &mut Diagnostics) {
    for given in tag.given.iter().filter(|given| given.is_spread() && tag.rest.is_none()) {
        let message = format!("{} takes its attributes by name, not from a set of them", tag.owner);
        let help =
            "write `name={value}` for each, or declare `rest: Rest`, which takes sets and global attributes";
        diagnostics.error(Diagnostic::new(given.name.span(), message).help(help));
    }
}

/// `<.flash kind="eror">` where the kinds are listed.
fn unlisted_value(tag: &Tag<'_>, diagnostics: &mut Diagnostics) {
    for accepted in tag.accepted.iter().filter(|accepted| !accepted.values.is_empty()) {
        let Some(given) = find(tag.given, &accepted.name) else { continue };
        let Ok(value) = syn::parse2::<Lit>(given.value.clone()) else { continue };
        if accepted.values.iter().any(|known| same(known, &value)) {
            continue;
        }
        let (value, name) = (value.to_token_stream().to_string(), &given.typed);
        let known: Vec<_> = accepted.values.iter().map(|known| known.to_token_stream().to_string()).collect();
        // Every number is near every other.
        let near =
            suggest::did_you_mean(&value, known.iter().map(String::as_str).filter(|known| known.len() > 4));
        let near = near.map(|near| format!("{near} ")).unwrap_or_default();
        let message = format!("the attribute `{name}` of {} cannot be `{value}`", tag.owner);
        let help = format!("{near}it is {}", one_of(&accepted.values));
        diagnostics.error(Diagnostic::new(value_span(given), message).help(help));
    }
}

/// Whether two literals have the same value, however they are typed.
fn same(left: &Lit, right: &Lit) -> bool {
    match (left, right) {
        (Lit::Str(left), Lit::Str(right)) => left.value() == right.value(),
        (Lit::Int(left), Lit::Int(right)) => left.base10_digits() == right.base10_digits(),
        _ => left == right,
    }
}

/// `<.button onclick={code}>`, which the component's `Rest` would hand on.
fn interpolated_code(tag: &Tag<'_>, diagnostics: &mut Diagnostics) {
    let collected = tag.given.iter().filter(|given| !tag.is_declared(given) && tag.is_known(given));
    for given in collected.filter(|given| html::is_code_attribute(&given.typed)) {
        if syn::parse2::<LitStr>(given.value.clone()).is_err() {
            attributes::report_code(&given.typed, given.name.span(), diagnostics);
        }
    }
}

/// `<.card titel="x">`.
fn unknown_component_attribute(tag: &Tag<'_>, diagnostics: &mut Diagnostics) {
    for given in tag.given.iter().filter(|given| !tag.is_known(given)) {
        let names = tag.names();
        let near = suggest::did_you_mean(&given.typed, names.iter().map(String::as_str));
        let help = near.map_or_else(|| tag.accepts(), |near| format!("{near} {}", tag.accepts()));
        let message = format!("unknown attribute `{}` for {}", given.typed, tag.owner);
        diagnostics.error(Diagnostic::new(given.name.span(), message).help(help));
    }
}

/// `<.card title="x" title="y">`.
fn duplicate_component_attribute(tag: &Tag<'_>, diagnostics: &mut Diagnostics) {
    for (at, given) in tag.given.iter().enumerate() {
        // Spelt alike, it was reported with the tag.
        let first =
            tag.given[..at].iter().find(|first| first.name == given.name && first.typed != given.typed);
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
fn missing_component_attribute(tag: &Tag<'_>, diagnostics: &mut Diagnostics) {
    for accepted in &tag.accepted {
        let is_given =
            find(tag.given, &accepted.name).is_some() || tag.given_misspelt(&accepted.name.to_string());
        if accepted.passing == Passing::Required && !is_given {
            let message = format!("missing attribute `{}` of {}", accepted.name, tag.owner);
            let doc = accepted.doc.as_ref().map(|doc| format!(": {doc}")).unwrap_or_default();
            let name = &accepted.name;
            let help = format!("add `{name}={{..}}`, a `{}`{doc}; {}", accepted.declared, tag.accepts());
            diagnostics.error(Diagnostic::new(tag.span, message).help(help));
        }
    }
}

fn slot_names(call: &Call) -> Vec<String> {
    call.named_slots().map(|(accepted, _)| accepted.name.to_string()).collect()
}

fn unknown_slots(call: &Call) -> impl Iterator<Item = &GivenSlot> {
    let is_known = |slot: &GivenSlot| call.named_slots().any(|(accepted, _)| accepted.name == slot.name);
    call.slots.iter().filter(move |slot| slot.name != INNER_BLOCK && !is_known(slot))
}

/// "its slots: `<:col>` (required), `<:empty>`".
fn has_slots(call: &Call) -> String {
    let slots = call.named_slots().map(|(accepted, _)| {
        let required = if accepted.passing == Passing::Required { " (required)" } else { "" };
        format!("`<:{}>`{required}", accepted.name)
    });
    let slots: Vec<_> = slots.collect();
    match (slots.is_empty(), call.inner_block()) {
        (false, _) => format!("its slots: {}", slots.join(", ")),
        (true, Some(_)) => "it has no named slots; put the content between its tags".to_owned(),
        (true, None) => "it has no slots".to_owned(),
    }
}

/// `<.table><:cool>`.
fn unknown_slot(call: &Call, diagnostics: &mut Diagnostics) {
    for slot in unknown_slots(call) {
        let names = slot_names(call);
        let near = suggest::nearest(&slot.name.to_string(), names.iter().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean `<:{near}>`? {}", has_slots(call)),
            None => has_slots(call),
        };
        let message = format!("unknown slot `<:{}>` for component `{}`", slot.name, call.component());
        diagnostics.error(Diagnostic::new(slot.name.span(), message).help(help));
    }
}

/// `<:empty>` and `<:empty>` where there is one.
fn duplicate_slot(call: &Call, diagnostics: &mut Diagnostics) {
    for (accepted, _) in call.named_slots().filter(|(_, slot)| !slot.several) {
        let mut entries = call.entries(&accepted.name);
        let Some(first) = entries.next() else { continue };
        for second in entries {
            let name = &accepted.name;
            let message = format!("the slot `<:{name}>` of component `{}` is given twice", call.component());
            let error = Diagnostic::new(second.name.span(), message)
                .help(format!("remove one of the two, or declare `{name}: Slots` to take several"))
                .related(first.name.span(), format!("`<:{name}>` is first given here"));
            diagnostics.error(error);
        }
    }
}

/// `<:empty :for={..}>` where there is one.
fn looped_slot(call: &Call, diagnostics: &mut Diagnostics) {
    for (accepted, _) in call.named_slots().filter(|(_, slot)| !slot.several) {
        let name = &accepted.name;
        for entry in call.entries(name) {
            let Some((pattern, _)) = &entry.head else { continue };
            let span = pattern.clone().into_iter().next().map_or(entry.name.span(), |token| token.span());
            let message = format!(
                "the slot `<:{name}>` of component `{}` takes one entry, so it has no `:for`",
                call.component()
            );
            let help = format!("go through the items within it, or declare `{name}: Slots` to take several");
            diagnostics.error(Diagnostic::new(span, message).help(help));
        }
    }
}

/// `<.table>` without its `<:col>`.
fn missing_slot(call: &Call, diagnostics: &mut Diagnostics) {
    let names = slot_names(call);
    for (accepted, slot) in call.named_slots().filter(|(accepted, _)| accepted.passing == Passing::Required) {
        let name = accepted.name.to_string();
        let is_misspelt = unknown_slots(call).any(|given| {
            suggest::nearest(&given.name.to_string(), names.iter().map(String::as_str)) == Some(&name)
        });
        if is_misspelt || call.entries(&accepted.name).next().is_some() {
            continue;
        }
        let kind = if slot.several { "Slots" } else { "Slot" };
        let message = format!("missing slot `<:{name}>` of component `{}`", call.component());
        let help = format!(
            "add `<:{name}>..</:{name}>` between its tags; a declaration with `= {kind}::EMPTY` makes it optional"
        );
        diagnostics.error(Diagnostic::new(call.tag.span(), message).help(help));
    }
}

/// `<:empty :let={x}>` where the slot gives nothing.
fn unexpected_let(call: &Call, diagnostics: &mut Diagnostics) {
    for given in call.slots.iter().filter(|given| !given.pattern.is_empty()) {
        let slot = call.accepted.iter().find(|accepted| accepted.name == given.name);
        if slot.and_then(|accepted| accepted.slot.as_ref()).is_some_and(|slot| slot.gives.is_none()) {
            let owner =
                if given.name == INNER_BLOCK { call.component() } else { format!("<:{}>", given.name) };
            let span =
                given.pattern.clone().into_iter().next().map_or(given.name.span(), |token| token.span());
            let message = format!("the content of `{owner}` is given nothing, so `:let` has nothing to name");
            let help =
                "remove it, or declare what is given, as in `row: Slot<Row>` or `col: Slots<Col, Row>`";
            diagnostics.error(Diagnostic::new(span, message).help(help));
        }
    }
}

/// `<.icon>text</.icon>` where the component shows none.
fn unexpected_inner_block(call: &Call, diagnostics: &mut Diagnostics) {
    let is_given = call.slots.iter().any(|slot| slot.name == INNER_BLOCK);
    if call.inner_block().is_none() && is_given {
        let message = format!("the component `{}` takes no content", call.component());
        let help = if call.named_slots().next().is_some() {
            format!("it takes content in {}", has_slots(call))
        } else {
            format!(
                "write `<{} />`, or declare `inner_block: Slot` and show it with `{{inner_block}}`",
                call.tag.value()
            )
        };
        diagnostics.error(Diagnostic::new(call.tag.span(), message).help(help));
    }
}

/// `<.card />` where the component needs content.
fn missing_inner_block(call: &Call, diagnostics: &mut Diagnostics) {
    let is_required = call.inner_block().is_some_and(|(slot, _)| slot.passing == Passing::Required);
    if is_required && call.slots.iter().all(|slot| slot.name != INNER_BLOCK) {
        let name = call.tag.value();
        let message = format!("the component `<{name}>` needs content");
        let help = format!(
            "write `<{name}>..</{name}>`; a declaration with `inner_block: Slot = Slot::EMPTY` makes it optional"
        );
        diagnostics.error(Diagnostic::new(call.tag.span(), message).help(help));
    }
}
