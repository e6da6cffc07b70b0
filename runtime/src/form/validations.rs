//! The rules of a changeset come in, the attributes by which browsers check them while people type go out.

use std::borrow::Cow;

use crate::Changeset;
use crate::changeset::{Meta, Validation};
use crate::component::{Attribute, Value};
use crate::schema::{Kind, Schema};

/// All attributes that the rules for the field at `index` come to.
pub(super) fn attributes<T: Schema>(changeset: &Changeset<T>, index: usize) -> Vec<(&'static str, Meta)> {
    let field = &T::FIELDS[index];
    let is_required = changeset.required().any(|name| name == field.name());
    let mut attributes: Vec<_> =
        is_required.then_some(("required", Meta::Boolean(true))).into_iter().collect();
    for (_, rule) in changeset.validations().filter(|(name, _)| *name == field.name()) {
        match rule.name() {
            "length" => attributes.extend(lengths(rule)),
            "number" => attributes.extend(numbers(rule, field.kind() == Kind::Integer)),
            "format" => attributes.extend(option("pattern", rule, "pattern")),
            _ => {}
        }
    }
    attributes
}

/// Browsers count in units of UTF-16: no fewer than there are characters, and no more than there are bytes.
fn lengths(rule: &Validation) -> impl Iterator<Item = (&'static str, Meta)> {
    let is_in_bytes = rule.option("count") == Some(&Meta::Text(Cow::Borrowed("bytes")));
    let limit = |attribute, limit| option(attribute, rule, limit).or_else(|| option(attribute, rule, "is"));
    let min = limit("minlength", "min").filter(|_| !is_in_bytes);
    limit("maxlength", "max").into_iter().chain(min)
}

fn numbers(rule: &Validation, is_whole: bool) -> impl Iterator<Item = (&'static str, Meta)> {
    let next = |attribute, limit, step: i64| match rule.option(limit) {
        Some(Meta::Integer(number)) if is_whole => {
            Some((attribute, Meta::Integer(number.saturating_add(step))))
        }
        _ => None,
    };
    let limit =
        |attribute, limit| option(attribute, rule, limit).or_else(|| option(attribute, rule, "equal_to"));
    let min = next("min", "greater_than", 1).or_else(|| limit("min", "greater_than_or_equal_to"));
    let max = next("max", "less_than", -1).or_else(|| limit("max", "less_than_or_equal_to"));
    let step = if is_whole { Meta::Integer(1) } else { Meta::Text(Cow::Borrowed("any")) };
    [("step", step)].into_iter().chain(min).chain(max)
}

fn option(attribute: &'static str, rule: &Validation, name: &str) -> Option<(&'static str, Meta)> {
    rule.option(name).map(|value| (attribute, value.clone()))
}

/// Whether an input of a type knows an attribute: elsewhere browsers take no notice of it, or ask for what nobody meant, as
/// for each of several checkboxes.
pub(super) fn applies(attribute: &str, kind: &str) -> bool {
    let is_text = matches!(kind, "text" | "search" | "url" | "tel" | "email" | "password");
    match attribute {
        "required" => !matches!(kind, "hidden" | "range" | "color" | "checkbox" | "checkgroup"),
        "minlength" | "maxlength" => is_text || kind == "textarea",
        "pattern" => is_text,
        "min" | "max" | "step" => matches!(kind, "number" | "range"),
        _ => false,
    }
}

/// `required` is there or not, everything else is a text.
impl Attribute for Meta {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Boolean(true) => Value::Bare,
            Self::Boolean(false) => Value::Absent,
            Self::Text(text) => Value::Text(text),
            other => Value::Display(other),
        }
    }
}
