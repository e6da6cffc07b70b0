//! A form and the name of one of its fields come in, everything that an input needs goes out.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::{Form, validations};
use crate::Params;
use crate::changeset::{FieldError, Meta};

/// One field of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct FormField {
    id: String,
    name: String,
    values: Vec<String>,
    errors: Vec<FieldError>,
    used: bool,
    validations: Vec<(&'static str, Meta)>,
}

impl FormField {
    pub(super) fn of<T>(form: &Form<'_, T>, field: &str) -> Self {
        let errors = form.errors().iter().filter(|(name, _)| *name == field).map(|(_, error)| error.clone());
        Self {
            id: form.input_id(field),
            name: form.input_name(field),
            values: texts(form.data().value(field)),
            errors: errors.collect(),
            used: form.data().params().is_some_and(|params| is_used(params, field)),
            validations: form.data().validations(field),
        }
    }

    /// For `id` and for a label's `for`: `message_body`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// For `name`: `message[body]`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// For the `name` of inputs that send several values, as a `<select multiple>` does: `message[tags][]`.
    #[must_use]
    pub fn name_of_many(&self) -> String {
        format!("{}[]", self.name)
    }

    /// For `value`; empty where there is none, and the first one where there are several. [`normalize_value`] puts it into the
    /// form that the input's type wants.
    #[must_use]
    pub fn value(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    /// All values of a field that has several; one or none of any other.
    #[must_use]
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// Whether the value is true: for `checked` on a checkbox.
    #[must_use]
    pub fn is_checked(&self) -> bool {
        self.value() == "true"
    }

    /// What is wrong with it, the newest error first; nothing before there is an action. In a template, `{error}` shows an
    /// error in the reader's language, see [`Translator`](super::Translator).
    #[must_use]
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// The rules of the changeset that browsers can check, as attributes for an input of this type: Phoenix's
    /// `input_validations`. The server checks them all the same.
    ///
    /// | rule | attributes |
    /// |---|---|
    /// | `validate_required` | `required`, but for checkboxes, which would have to be checked |
    /// | `validate_length` | `minlength`, `maxlength` for texts |
    /// | `validate_number` | `min`, `max`, and `step`: `1` for whole numbers, else `any` |
    /// | `validate_format` with [`pattern`](crate::Changeset::pattern) | `pattern` for texts of one line |
    ///
    /// Browsers count an emoji as two or more, so `maxlength` is a little stricter than a limit in characters.
    ///
    /// ```
    /// use bennu::Changeset;
    /// use bennu::component::{Context, to_html};
    /// use bennu::form::to_form;
    /// use bennu::html;
    ///
    /// bennu::schema! { pub struct User in "users" { name: String, age: Option<i64> } }
    ///
    /// let user = Changeset::from(User)
    ///     .validate_required(User::name)
    ///     .validate_length(User::name, 2..=20)
    ///     .validate_number(User::age, 0..150);
    /// let (name, age) = (to_form(&user).field(User::name), to_form(&user).field(User::age));
    /// let page = html! {
    ///     <input name={name.name()} {name.validations("text")}>
    ///     <input type="number" name={age.name()} {age.validations("number")}>
    /// };
    /// assert_eq!(
    ///     String::from_utf8_lossy(&to_html(&page, &Context::default())),
    ///     concat!(
    ///         r#"<input name="user[name]" required maxlength="20" minlength="2"> "#,
    ///         r#"<input type="number" name="user[age]" step="1" min="0" max="149">"#,
    ///     )
    /// );
    /// ```
    #[must_use]
    pub fn validations(&self, kind: &str) -> Vec<(&'static str, &Meta)> {
        let known = self.validations.iter().filter(|(attribute, _)| validations::applies(attribute, kind));
        known.map(|(attribute, value)| (*attribute, value)).collect()
    }

    /// Whether somebody has used the input, Phoenix's `used_input?`: its parameter came, and did not come marked as unused.
    ///
    /// While people fill in a form of a LiveView, the browser client marks what they have not touched yet, so that nobody is
    /// told off for a field that they have not come to. Other forms are sent as a whole: all that was sent was used.
    ///
    /// ```
    /// use bennu::Params;
    /// use bennu::form::to_form;
    ///
    /// let params = Params::from_urlencoded("name=A&email=&_unused_email=")?;
    /// let form = to_form(&params);
    /// assert!(form.field("name").is_used());
    /// assert!(!form.field("email").is_used());
    /// assert!(!form.field("age").is_used());
    /// # Ok::<(), bennu::Error>(())
    /// ```
    #[must_use]
    pub fn is_used(&self) -> bool {
        self.used
    }
}

/// Prefix of the parameters with which the browser client marks inputs that nobody has touched.
const UNUSED: &str = "_unused_";

fn is_used(params: &Params, field: &str) -> bool {
    let is_marked = |field: &str| params.get(&format!("{UNUSED}{field}")).is_some();
    params.get(field).is_some_and(|value| !field.starts_with(UNUSED) && !is_marked(field) && has_used(value))
}

/// Whether a part of it was used, where it has parts.
fn has_used(value: &Json) -> bool {
    let Json::Object(parts) = value else { return true };
    let is_marked = |name: &str| parts.contains_key(&format!("{UNUSED}{name}"));
    parts.iter().any(|(name, part)| !name.starts_with(UNUSED) && !is_marked(name) && has_used(part))
}

/// One text for each scalar.
fn texts(value: Json) -> Vec<String> {
    match value {
        Json::Null | Json::Object(_) => Vec::new(),
        Json::String(text) => vec![text],
        Json::Array(values) => values.into_iter().flat_map(texts).collect(),
        scalar => vec![scalar.to_string()],
    }
}

/// A value as an input of the given `kind` wants it: Phoenix's `normalize_value`.
///
/// - `datetime-local` takes no zone: a stored moment becomes its date, hour and minute in UTC
/// - `time` and `month` are cut from a moment or a day, too
/// - `textarea` loses a line break at its start to the browser, so it gets one more
///
/// ```
/// use bennu::form::normalize_value;
///
/// assert_eq!(normalize_value("datetime-local", "2026-11-20T10:15:00.000000Z"), "2026-11-20T10:15");
/// assert_eq!(normalize_value("textarea", "a"), "\na");
/// assert_eq!(normalize_value("text", "a"), "a");
/// ```
#[must_use]
pub fn normalize_value<'a>(kind: &str, value: &'a str) -> Cow<'a, str> {
    let is_moment = value.len() > 16 && value.ends_with('Z') && value.as_bytes()[10] == b'T';
    let part = |range| value.get(range).unwrap_or(value);
    match kind {
        "textarea" => Cow::Owned(format!("\n{value}")),
        "datetime-local" if is_moment => Cow::Borrowed(part(0..16)),
        "date" if is_moment => Cow::Borrowed(part(0..10)),
        "time" if is_moment => Cow::Borrowed(part(11..16)),
        "month" if value.len() >= 10 && value.as_bytes()[7] == b'-' => Cow::Borrowed(part(0..7)),
        _ => Cow::Borrowed(value),
    }
}
