//! Changed values come in, what breaks a rule becomes an error for people.

mod length;
mod number;
mod params;
mod unique;

use std::borrow::Cow;

pub use length::{Count, Length, Measure, Measured};
pub use number::{Limits, Number};

use super::{Changeset, ErrorKey, FieldError, Latest, Meta};
use crate::schema::{Column, Columns, FieldType, Schema, Type, Value};

/// A rule that a changeset has for a field, as data: what `<.input>` makes attributes of, such as `maxlength`.
///
/// ```
/// use bennu::Changeset;
/// use bennu::changeset::Meta;
///
/// bennu::schema! { pub struct User in "users" { name: String } }
///
/// let changeset = Changeset::from(User).validate_length(User::name, 2..=20);
/// let (field, rule) = changeset.validations().next().expect("there is one rule");
/// assert_eq!((field, rule.name()), ("name", "length"));
/// assert_eq!(rule.option("max"), Some(&Meta::Integer(20)));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Validation {
    name: &'static str,
    options: Vec<(&'static str, Meta)>,
}

impl Validation {
    fn new(name: &'static str, options: Vec<(&'static str, Meta)>) -> Self {
        Self { name, options }
    }

    /// `length` of `validate_length`, and so on.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// All that it was told, as `min: 2`.
    #[must_use]
    pub fn options(&self) -> &[(&'static str, Meta)] {
        &self.options
    }

    /// One of them.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&Meta> {
        self.options.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }
}

impl FieldError {
    pub(crate) fn blank() -> Self {
        Self::new("can't be blank").with("validation", "required")
    }
}

impl<T: Schema> Changeset<T> {
    /// Adds "can't be blank" for each of `columns` that is null or only white space, in the changes or else in the row.
    ///
    /// A column that has an error already gets no second one.
    pub fn validate_required(mut self, columns: impl Columns<T>) -> Self {
        let mut errors = Vec::new();
        for &index in columns.indexes().as_ref() {
            let name = T::FIELDS[index].name();
            if !self.state.required.contains(&index) {
                self.state.required.push(index);
            }
            if !self.state.has_error(name) && is_blank(&self.value(index)) {
                self.state.changes.remove(&index);
                errors.push((name, FieldError::blank()));
            }
        }
        self.state.add_errors(errors);
        self
    }

    /// Adds "has invalid format" where a changed text does not have the format that `matches` looks for.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct User in "users" { email: String } }
    ///
    /// let changeset = Changeset::from(User).put_change(User::email, "nobody");
    /// let changeset = changeset.validate_format(User::email, |email| email.contains('@'));
    /// assert_eq!(changeset.errors()[0].1.to_string(), "has invalid format");
    /// ```
    pub fn validate_format<F>(mut self, column: Column<T, F>, matches: impl FnOnce(&str) -> bool) -> Self
    where
        F: FieldType<Inner = String>,
    {
        self.note(column.index(), Validation::new("format", Vec::new()));
        let broken = self.get_change(column).is_some_and(|text| !matches(&text));
        let error = FieldError::new("has invalid format").with("validation", "format");
        self.add_found(column.name(), broken.then_some(error))
    }

    /// Adds "is invalid" where a changed value is none of `allowed`.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Order in "orders" { size: String } }
    ///
    /// let changeset = Changeset::from(Order).put_change(Order::size, "huge");
    /// let changeset = changeset.validate_inclusion(Order::size, ["small", "large"]);
    /// assert_eq!(changeset.errors()[0].1.to_string(), "is invalid");
    /// ```
    pub fn validate_inclusion<F, V>(self, column: Column<T, F>, allowed: impl IntoIterator<Item = V>) -> Self
    where
        F: FieldType,
        V: Into<F::Inner>,
    {
        let broken = |value: &F::Inner, allowed: &[F::Inner]| !allowed.contains(value);
        self.choose(column, ("inclusion", "is invalid"), allowed, broken)
    }

    /// Adds "is reserved" where a changed value is one of `reserved`.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct User in "users" { name: String } }
    ///
    /// let changeset = Changeset::from(User).put_change(User::name, "admin");
    /// let changeset = changeset.validate_exclusion(User::name, ["admin", "superadmin"]);
    /// assert_eq!(changeset.errors()[0].1.to_string(), "is reserved");
    /// ```
    pub fn validate_exclusion<F, V>(self, column: Column<T, F>, reserved: impl IntoIterator<Item = V>) -> Self
    where
        F: FieldType,
        V: Into<F::Inner>,
    {
        let broken = |value: &F::Inner, reserved: &[F::Inner]| reserved.contains(value);
        self.choose(column, ("exclusion", "is reserved"), reserved, broken)
    }

    /// Adds "has an invalid entry" where a changed list has something that is none of `allowed`.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Pizza in "pizzas" { toppings: Vec<String> = Vec::new() } }
    ///
    /// let changeset = Changeset::from(Pizza).put_change(Pizza::toppings, ["cheese".to_owned(), "gravel".to_owned()]);
    /// let changeset = changeset.validate_subset(Pizza::toppings, ["cheese", "olives"]);
    /// assert_eq!(changeset.errors()[0].1.to_string(), "has an invalid entry");
    /// ```
    pub fn validate_subset<F, E, V>(self, column: Column<T, F>, allowed: impl IntoIterator<Item = V>) -> Self
    where
        F: FieldType<Inner = Vec<E>>,
        E: Type,
        V: Into<E>,
    {
        let broken = |list: &Vec<E>, allowed: &[E]| list.iter().any(|entry| !allowed.contains(entry));
        self.choose(column, ("subset", "has an invalid entry"), allowed, broken)
    }

    /// A rule of the program's own: `rule` sees the value only if the field changed and is not null.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Order in "orders" { pieces: i64 } }
    ///
    /// let changeset = Changeset::from(Order).put_change(Order::pieces, 7).validate_change(Order::pieces, |pieces| {
    ///     if pieces % 6 == 0 { Ok(()) } else { Err("must be whole boxes of six") }
    /// });
    /// assert_eq!(changeset.errors()[0].1.to_string(), "must be whole boxes of six");
    /// ```
    pub fn validate_change<F, E>(
        self,
        column: Column<T, F>,
        rule: impl FnOnce(&F::Inner) -> Result<(), E>,
    ) -> Self
    where
        F: FieldType,
        E: Into<FieldError>,
    {
        let error = self.get_change(column).and_then(|value| rule(&value).err());
        self.add_found(column.name(), error.map(Into::into))
    }

    /// Adds an error that the program found in another way, to a column or to whatever else has that name.
    pub fn add_error(self, key: impl ErrorKey<T>, error: impl Into<FieldError>) -> Self {
        self.add_found(key.key(), Some(error.into()))
    }

    /// The columns that [`validate_required`](Self::validate_required) was told, by their names.
    pub fn required(&self) -> impl Iterator<Item = &'static str> {
        self.state.required.iter().map(|index| T::FIELDS[*index].name())
    }

    /// All rules but those, with the names of their columns, in the order in which they were told.
    pub fn validations(&self) -> impl Iterator<Item = (&'static str, &Validation)> {
        self.state.validations.iter().map(|(index, rule)| (T::FIELDS[*index].name(), rule))
    }

    /// Says in other words what the call before this one says; the metadata stay, and may stand in holes as `%{count}`.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct User in "users" { email: String } }
    ///
    /// let changeset = Changeset::from(User)
    ///     .put_change(User::email, "nobody")
    ///     .validate_format(User::email, |email| email.contains('@'))
    ///     .message("must have an @")
    ///     .unique_constraint(User::email)
    ///     .message("has an account already");
    /// assert_eq!(changeset.errors()[0].1.to_string(), "must have an @");
    /// ```
    pub fn message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        let message = message.into();
        match self.state.latest {
            Latest::Nothing => {}
            Latest::Errors(count) => {
                self.state.errors.iter_mut().take(count).for_each(|(_, error)| error.reword(message.clone()));
            }
            Latest::Constraint => {
                if let Some(constraint) = self.latest_constraint() {
                    constraint.message = message;
                }
            }
        }
        self
    }

    /// Says the format that the [`validate_format`](Self::validate_format) before this one looks for as a pattern of HTML, for
    /// inputs that show [their rules](crate::form::FormField::validations): browsers check it while people type. Without such a
    /// call before it, it says nothing.
    ///
    /// ```
    /// use bennu::Changeset;
    /// use bennu::changeset::Meta;
    ///
    /// bennu::schema! { pub struct User in "users" { email: String } }
    ///
    /// let changeset = Changeset::from(User)
    ///     .validate_format(User::email, |email| email.contains('@'))
    ///     .message("must have an @")
    ///     .pattern(".*@.*");
    /// let (_, rule) = changeset.validations().next().expect("there is one rule");
    /// assert_eq!(rule.option("pattern"), Some(&Meta::from(".*@.*")));
    /// ```
    pub fn pattern(mut self, pattern: &'static str) -> Self {
        if let Some((_, rule)) = self.state.validations.last_mut().filter(|(_, rule)| rule.name() == "format")
        {
            rule.options.push(("pattern", pattern.into()));
        }
        self
    }

    /// A rule about a set of values, which are in the error's metadata.
    fn choose<F: FieldType, E: Type, V: Into<E>>(
        mut self,
        column: Column<T, F>,
        (validation, message): (&'static str, &'static str),
        values: impl IntoIterator<Item = V>,
        broken: impl FnOnce(&F::Inner, &[E]) -> bool,
    ) -> Self {
        let values: Vec<E> = values.into_iter().map(Into::into).collect();
        let names: Vec<_> = values.iter().map(|value| value.dump().to_text()).collect();
        self.note(column.index(), Validation::new(validation, vec![("enum", names.clone().into())]));
        let is_broken = self.get_change(column).is_some_and(|value| broken(&value, &values));
        let error = || FieldError::new(message).with("validation", validation).with("enum", names);
        self.add_found(column.name(), is_broken.then(error))
    }

    /// Remembers a rule.
    fn note(&mut self, index: usize, rule: Validation) {
        self.state.validations.push((index, rule));
    }

    /// Adds the error if there is one; `message` then rewords it, or nothing.
    fn add_found(mut self, name: &'static str, error: Option<FieldError>) -> Self {
        self.state.add_errors(error.map(|error| (name, error)).into_iter().collect());
        self
    }
}

/// Null, or nothing but white space.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.trim_start().is_empty(),
        _ => false,
    }
}
