//! Calls of components: the tag with its attributes and slots comes in, what is handed over goes out.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::Parser;

use super::super::declare::INNER_BLOCK;
use super::super::directive;
use super::super::model::{Call, CallAttribute, CallSlot, Value};
use super::super::tree::{AttributeValue, Element, Tag, identifier};
use super::expression::{is_pattern, resolve_expression, resolve_given, resolve_head};
use super::resolve_block;

pub(super) fn resolve_call(element: &Element, path: TokenStream) -> Call {
    let name = &element.tag.name;
    let mut slots = Vec::new();
    if element.has_content() {
        slots.push(CallSlot {
            name: Ident::new(INNER_BLOCK, name.location.span),
            attributes: Vec::new(),
            condition: None,
            head: None,
            pattern: resolve_pattern(element),
            body: resolve_block(&element.children),
        });
    }
    slots.extend(element.slots.iter().filter_map(|node| resolve_slot(node.slot()?)));
    Call {
        path,
        name: name.text.clone(),
        location: name.location,
        attributes: resolve_attributes(&element.tag),
        slots,
    }
}

fn resolve_slot(element: &Element) -> Option<CallSlot> {
    let name = &element.tag.name;
    if name.text.trim_start_matches(':') == INNER_BLOCK {
        // Reported.
        return None;
    }
    let head = directive::expression(element, ":for").and_then(directive::loop_of);
    let condition = directive::expression(element, ":if").filter(|condition| !directive::has_let(condition));
    Some(CallSlot {
        name: identifier(name.text.trim_start_matches(':'), name.location.span)?,
        attributes: resolve_attributes(&element.tag),
        condition: condition.and_then(resolve_head),
        head: head.and_then(|head| {
            is_pattern(&head.pattern).then_some((head.pattern, resolve_head(&head.iterator)?))
        }),
        pattern: resolve_pattern(element),
        body: resolve_block(&element.children),
    })
}

/// The pattern of `:let`; one that is none was reported.
fn resolve_pattern(element: &Element) -> Option<TokenStream> {
    let pattern = &directive::expression(element, ":let")?.tokens;
    syn::Pat::parse_single.parse2(pattern.clone()).is_ok().then(|| pattern.clone())
}

fn resolve_attributes(tag: &Tag) -> Vec<CallAttribute> {
    let attributes = tag.attributes.iter().filter(|attribute| !attribute.name.starts_with(':'));
    let resolved = attributes.map(|attribute| {
        let value = match &attribute.value {
            AttributeValue::None => Value::Expression(quote_spanned!(attribute.location.span=> true)),
            AttributeValue::Literal(_, literal) => Value::Expression(quote!(#literal)),
            AttributeValue::Spread(hole) => Value::Expression(resolve_expression(hole)),
            AttributeValue::Hole(hole) => resolve_given(&attribute.name, hole),
        };
        // What is no name in Rust, such as `@click`, no component declares.
        let name = identifier(&attribute.name, attribute.location.span)
            .unwrap_or_else(|| Ident::new("undeclared", attribute.location.span));
        CallAttribute { name, typed: attribute.name.clone(), value }
    });
    resolved.collect()
}
