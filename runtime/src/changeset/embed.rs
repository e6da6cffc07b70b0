//! Parameters of embedded structs come in, their changesets, and one change of the column, go out.

use std::any::Any;
use std::fmt::Debug;

use serde_json::{Map, Value as Json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::nested_params::{NestedOptions, entries};
use super::{Action, Changeset, FieldError};
use crate::Params;
use crate::schema::{Column, Embedded, Embeds, OnReplace, Schema, Value, document};

/// The changesets of one column's embedded structs.
#[derive(Debug)]
pub(crate) struct Nested {
    children: Vec<Box<dyn Child>>,
    is_many: bool,
}

/// A changeset of some embedded struct.
pub(crate) trait Child: Debug + Send + Sync {
    fn is_valid(&self) -> bool;
    fn is_deleted(&self) -> bool;
    fn require(&mut self);
    /// Gives a new one its key, and all their times.
    fn settle(&mut self, now: OffsetDateTime);
    fn document(&self) -> Value;
    fn boxed(&self) -> Box<dyn Child>;
    fn is_same(&self, other: &dyn Child) -> bool;
    fn errors(&self, read: &mut dyn FnMut(&FieldError) -> String) -> Map<String, Json>;
    fn as_any(&self) -> &dyn Any;
}

impl<T: Embedded> Child for Changeset<T> {
    fn is_valid(&self) -> bool {
        self.valid()
    }

    fn is_deleted(&self) -> bool {
        self.action() == Some(Action::Delete)
    }

    fn require(&mut self) {
        self.require_values();
    }

    fn settle(&mut self, now: OffsetDateTime) {
        let has_key = matches!(self.value(0), Value::Uuid(key) if !key.is_nil());
        if !has_key {
            self.state.changes.insert(0, Value::Uuid(Uuid::new_v4()));
        }
        let action = if has_key { Action::Update } else { Action::Insert };
        if !has_key || self.changes().next().is_some() {
            self.stamp(action, now);
        }
    }

    fn document(&self) -> Value {
        document::<T>(|index| self.value(index))
    }

    fn boxed(&self) -> Box<dyn Child> {
        Box::new(self.clone())
    }

    fn errors(&self, read: &mut dyn FnMut(&FieldError) -> String) -> Map<String, Json> {
        self.errors_below(read)
    }

    fn is_same(&self, other: &dyn Child) -> bool {
        other.as_any().downcast_ref::<Self>() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Nested {
    /// What the column holds with all changes.
    fn value(&self) -> Value {
        let mut kept = self.children.iter().filter(|child| !child.is_deleted()).map(|child| child.document());
        if self.is_many { Value::Array(kept.collect()) } else { kept.next().unwrap_or(Value::Null) }
    }

    pub(super) fn is_valid(&self) -> bool {
        self.children.iter().all(|child| child.is_deleted() || child.is_valid())
    }

    /// What is wrong with them, in their order.
    pub(super) fn errors(&self, read: &mut dyn FnMut(&FieldError) -> String) -> Json {
        let mut each = self.children.iter().map(|child| Json::Object(child.errors(read)));
        if self.is_many { each.collect() } else { each.next().unwrap_or_default() }
    }

    /// The changesets, for forms.
    pub(crate) fn children(&self) -> impl Iterator<Item = &dyn Any> {
        self.children.iter().map(|child| child.as_any())
    }
}

impl Clone for Nested {
    fn clone(&self) -> Self {
        Self { children: self.children.iter().map(|child| child.boxed()).collect(), is_many: self.is_many }
    }
}

impl PartialEq for Nested {
    fn eq(&self, other: &Self) -> bool {
        let pairs = || self.children.iter().zip(&other.children);
        self.children.len() == other.children.len() && pairs().all(|(left, right)| left.is_same(&**right))
    }
}

impl<T: Schema> Changeset<T> {
    /// Takes embedded structs out of the parameters of the [`cast`](Self::cast) before, by their own changeset function `with`.
    ///
    /// Parameters with the `id` of a struct that is there change it, others make a new one; what becomes of those that are not
    /// spoken of says `on_replace` in the schema. Several come as a list, or as an object whose keys are numbers, as forms send
    /// them. Without parameters nothing changes. The changeset is valid only if those of its structs are.
    ///
    /// ```
    /// use bennu::{Changeset, Params};
    ///
    /// bennu::schema! {
    ///     /// A line of an order.
    ///     pub embedded struct Line { product: String, pieces: i64 = 1 }
    /// }
    /// bennu::schema! { pub struct Order in "orders" { embeds_many lines: Line { on_replace: delete } } }
    ///
    /// fn change_line(line: impl Into<Changeset<Line>>, params: &Params) -> Changeset<Line> {
    ///     line.into().cast(params, (Line::product, Line::pieces)).validate_required(Line::product)
    /// }
    ///
    /// let params = Params::from_urlencoded("lines[0][product]=Tea&lines[1][product]=&lines[1][pieces]=2")?;
    /// let order = Changeset::from(Order).cast(&params, ()).cast_embed(Order::lines, change_line);
    /// assert!(!order.valid());
    ///
    /// let params = Params::from_urlencoded("lines[0][product]=Tea&lines[1][product]=Milk")?;
    /// let order = Changeset::from(Order).cast(&params, ()).cast_embed(Order::lines, change_line);
    /// let lines = order.get_field(Order::lines).unwrap();
    /// assert_eq!((lines[0].product.as_str(), lines[1].pieces), ("Tea", 1));
    /// # Ok::<(), bennu::Error>(())
    /// ```
    pub fn cast_embed<F: Embeds>(
        self,
        column: Column<T, F>,
        with: impl Fn(Changeset<F::Row>, &Params) -> Changeset<F::Row>,
    ) -> Self {
        self.cast_embed_with(column, NestedOptions::new(), with)
    }

    /// The same with parameters for the order and for those that go.
    pub fn cast_embed_with<F: Embeds>(
        self,
        column: Column<T, F>,
        options: NestedOptions,
        with: impl Fn(Changeset<F::Row>, &Params) -> Changeset<F::Row>,
    ) -> Self {
        let entries = self.params().and_then(|params| entries(column.name(), F::MANY, params, options));
        let Some(entries) = entries else { return self.require_nested_in(column, options) };
        let current = self.embedded(column);
        let cast = |mut current: Vec<F::Row>| {
            let mut children = Vec::new();
            for params in entries? {
                let key = params.str("id").and_then(|key| key.parse::<Uuid>().ok());
                let takes_any = column.field().on_replace() == OnReplace::Update;
                let same = |row: &F::Row| takes_any || (key.is_some() && key_of(row) == key);
                children.push(match current.iter().position(same) {
                    Some(at) => given(with(Changeset::new(current.remove(at)), &params), Action::Update),
                    None => given(with(Changeset::blank(), &params), Action::Insert),
                });
            }
            Some((children, current))
        };
        match cast(current) {
            Some((children, left)) => {
                self.put_children(column, children, &left).require_nested_in(column, options)
            }
            None => self.not_embedded(column),
        }
    }

    /// Puts embedded structs, or changesets of them, in the place of those that are there; those whose key is there already
    /// change it.
    pub fn put_embed<F: Embeds, C: Into<Changeset<F::Row>>>(
        self,
        column: Column<T, F>,
        rows: impl IntoIterator<Item = C>,
    ) -> Self {
        let mut left = self.embedded(column);
        let rows = rows.into_iter().map(|row| {
            let changeset = row.into();
            let key = changeset.row().and_then(key_of);
            match left.iter().position(|row| key.is_some() && key_of(row) == key) {
                Some(at) => {
                    left.remove(at);
                    given(changeset, Action::Update)
                }
                None => given(changeset, Action::Insert),
            }
        });
        let children = rows.collect();
        self.put_children(column, children, &left)
    }

    /// "can't be blank" where there must be something and is nothing.
    fn require_nested_in<F: Embeds>(mut self, column: Column<T, F>, options: NestedOptions) -> Self {
        let is_empty = match self.value(column.index()) {
            Value::Null => true,
            Value::Array(all) => all.is_empty(),
            _ => false,
        };
        if options.required && is_empty && !self.state.has_error(column.name()) {
            self.state.add_errors(vec![(column.name(), FieldError::blank())]);
        }
        self
    }

    /// The structs without any change.
    fn embedded<F: Embeds>(&self, column: Column<T, F>) -> Vec<F::Row> {
        let original = self.original(column.index());
        if original.is_null() {
            Vec::new()
        } else {
            F::load(original.as_ref()).map(F::into_rows).unwrap_or_default()
        }
    }

    fn put_children<F: Embeds>(
        mut self,
        column: Column<T, F>,
        children: Vec<Box<dyn Child>>,
        left: &[F::Row],
    ) -> Self {
        if !left.is_empty() && column.field().on_replace() == OnReplace::MarkAsInvalid {
            return self.not_embedded(column);
        }
        let nested = Nested { children, is_many: F::MANY };
        self.record(column.index(), nested.value());
        self.state.nested.insert(column.index(), nested);
        self
    }

    fn not_embedded<F: Embeds>(mut self, column: Column<T, F>) -> Self {
        self.state.add_errors(vec![(column.name(), FieldError::not_nested("embed", F::MANY))]);
        self
    }

    /// Gives embedded structs their keys and times, and looks whether they have all that they need.
    pub(super) fn require_nested(&mut self) {
        self.state
            .nested
            .values_mut()
            .flat_map(|nested| &mut nested.children)
            .for_each(|child| child.require());
    }

    pub(super) fn settle_nested(&mut self, now: OffsetDateTime) {
        let mut nested = std::mem::take(&mut self.state.nested);
        for (index, nested) in &mut nested {
            nested.children.iter_mut().for_each(|child| child.settle(now));
            self.record(*index, nested.value());
        }
        self.state.nested = nested;
    }
}

fn key_of<T: Embedded>(row: &T) -> Option<Uuid> {
    match Schema::dump(row, 0) {
        Value::Uuid(key) if !key.is_nil() => Some(key),
        _ => None,
    }
}

/// The changeset with its action, unless its function has set one, such as to delete it.
fn given<T: Embedded>(changeset: Changeset<T>, action: Action) -> Box<dyn Child> {
    let action = changeset.action().unwrap_or(action);
    Box::new(changeset.with_action(action))
}
