//! A changeset comes in, what is wrong with it goes out, by field.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::{Changeset, ErrorKey, FieldError};
use crate::schema::{Field, Schema};

impl<T: Schema> Changeset<T> {
    /// All errors with the names of their fields, the newest first.
    #[must_use]
    pub fn errors(&self) -> &[(&'static str, FieldError)] {
        &self.state.errors
    }

    /// All messages by field, in the order of the schema; those of a field in the order in which they were found.
    ///
    /// ```
    /// use bennu::prelude::*;
    ///
    /// schema! {
    ///     /// A link.
    ///     pub struct Url in "urls" { title: String, link: String }
    /// }
    ///
    /// let changeset = Changeset::from(Url).validate_required([Url::title, Url::link]);
    /// assert_eq!(
    ///     changeset.messages(),
    ///     [("title", vec!["can't be blank".to_owned()]), ("link", vec!["can't be blank".to_owned()])]
    /// );
    /// ```
    #[must_use]
    pub fn messages(&self) -> Vec<(&'static str, Vec<String>)> {
        self.messages_by(ToString::to_string)
    }

    fn messages_by(&self, mut read: impl FnMut(&FieldError) -> String) -> Vec<(&'static str, Vec<String>)> {
        let mut fields: Vec<(&str, Vec<String>)> = Vec::new();
        for (field, error) in self.state.errors.iter().rev() {
            match fields.iter_mut().find(|(name, _)| name == field) {
                Some((_, messages)) => messages.push(read(error)),
                None => fields.push((field, vec![read(error)])),
            }
        }
        // What is no field of the row, such as a confirmation, comes last.
        fields.sort_by_key(|(name, _)| {
            T::FIELDS.iter().position(|field| field.name() == *name).unwrap_or(usize::MAX)
        });
        fields
    }

    /// The errors of one field, the newest first.
    pub fn errors_on(&self, key: impl ErrorKey<T>) -> impl Iterator<Item = &FieldError> {
        let name = key.key();
        self.state.errors.iter().filter(move |(field, _)| *field == name).map(|(_, error)| error)
    }

    /// What `read` makes of each error, by the field's name; the newest first within a field. Fields without errors are
    /// absent.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Message in "messages" { body: String } }
    ///
    /// let changeset = Changeset::from(Message).validate_required(Message::body);
    /// let messages = changeset.traverse_errors(|error| error.to_string());
    /// assert_eq!(messages["body"], ["can't be blank"]);
    /// ```
    pub fn traverse_errors<R>(
        &self,
        mut read: impl FnMut(&FieldError) -> R,
    ) -> BTreeMap<&'static str, Vec<R>> {
        let mut by_field = BTreeMap::<_, Vec<R>>::new();
        for (field, error) in &self.state.errors {
            by_field.entry(*field).or_default().push(read(error));
        }
        by_field
    }

    /// The same in the form of the data: what is embedded has its errors under the name of its field, several in a list.
    ///
    /// ```
    /// use bennu::serde_json::json;
    /// use bennu::{Changeset, Params};
    ///
    /// bennu::schema! { pub embedded struct Line { product: String } }
    /// bennu::schema! { pub struct Order in "orders" { embeds_many lines: Line } }
    ///
    /// let params = Params::from_urlencoded("lines[0][product]=Tea&lines[1][product]=")?;
    /// let order = Changeset::from(Order).cast(&params, ()).cast_embed(Order::lines, |line, params| {
    ///     line.cast(params, Line::product).validate_required(Line::product)
    /// });
    /// let errors = order.nested_errors(ToString::to_string);
    /// assert_eq!(json!(errors), json!({"lines": [{}, {"product": ["can't be blank"]}]}));
    /// # Ok::<(), bennu::Error>(())
    /// ```
    pub fn nested_errors(&self, mut read: impl FnMut(&FieldError) -> String) -> Map<String, Json> {
        self.errors_below(&mut read)
    }

    pub(super) fn errors_below(&self, read: &mut dyn FnMut(&FieldError) -> String) -> Map<String, Json> {
        let mut errors: Map<_, _> = self
            .messages_by(|error| read(error))
            .into_iter()
            .map(|(field, messages)| (field.to_owned(), messages.into()))
            .collect();
        for (index, nested) in self.state.nested.iter().filter(|(_, nested)| !nested.is_valid()) {
            let name = T::FIELDS.get(*index).map_or("", Field::name);
            // What is wrong with the field itself is said first.
            errors.entry(name).or_insert_with(|| nested.errors(read));
        }
        for related in self.related.iter().filter(|related| !related.is_valid()) {
            errors.entry(related.association().name()).or_insert_with(|| related.errors(read));
        }
        errors
    }
}
