//! A form and one of its fields come in, the forms of what is embedded in it or belongs to it go out.

use std::any::Any;
use std::sync::Arc;

use super::several::Naming;
use super::{Data, Form, FormData, NestedForms};
use crate::changeset::{NestedOptions, nested_entries, rows_of};
use crate::schema::{Assoc, Column, Embeds, Relation, Schema};
use crate::{Changeset, Params};

/// What [`Form::nested`] takes for a form over a row of `T`: a column of embedded structs, or an association.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no forms within a form over `{T}`",
    label = "neither embedded structs nor an association of `{T}`",
    note = "name a column of `embeds_one` or `embeds_many`, or an association: `form.nested(Order::lines)`"
)]
pub trait NestedField<T: Schema> {
    /// The row of each form.
    type Row: Schema;

    /// Whether there may be several.
    #[doc(hidden)]
    const MANY: bool;

    /// The name as it stands in parameters.
    #[doc(hidden)]
    fn nested_name(&self) -> &'static str;

    /// What is there without any change: of a row, or of a new one.
    #[doc(hidden)]
    #[track_caller]
    fn nested_rows(&self, row: Option<&T>) -> Vec<Self::Row>;
}

impl<T: Schema, F: Embeds> NestedField<T> for Column<T, F> {
    type Row = F::Row;
    const MANY: bool = F::MANY;

    fn nested_name(&self) -> &'static str {
        self.name()
    }

    fn nested_rows(&self, row: Option<&T>) -> Vec<F::Row> {
        let value = row.map_or_else(|| self.field().default_value(), |row| row.dump(self.index()));
        if value.is_null() {
            return Vec::new();
        }
        F::load(value.as_ref()).map(F::into_rows).unwrap_or_default()
    }
}

impl<T: Schema, R: Relation> NestedField<T> for Assoc<T, R> {
    type Row = R::Row;
    const MANY: bool = R::MANY;

    fn nested_name(&self) -> &'static str {
        self.name()
    }

    #[track_caller]
    fn nested_rows(&self, row: Option<&T>) -> Vec<R::Row> {
        rows_of(*self, row).to_vec()
    }
}

impl<T: Schema> Form<'_, T> {
    /// The forms of what a column embeds, or of the rows that an association leads to: Phoenix's `inputs_for`.
    ///
    /// They show what was sent, else what is there, and without either, for a field of one, a new one. Their inputs are called
    /// `order[lines][0][product]`. [`inputs_for`](fn@crate::component::inputs_for) shows them with the hidden fields that they need.
    ///
    /// ```
    /// use bennu::Changeset;
    /// use bennu::form::to_form;
    ///
    /// bennu::schema! { pub struct Video in "videos" { title: String, has_many notes: Note } }
    /// bennu::schema! { pub struct Note in "notes" { text: String, video_id: i64 } }
    ///
    /// let video = Video { id: 7, title: "Intro".into(), notes: vec![Note { id: 3, text: "Nice".into(), video_id: 7 }].into() };
    /// let form = to_form(&video);
    /// let notes = form.nested(Video::notes);
    /// assert_eq!(notes[0].field(Note::text).name(), "video[notes][0][text]");
    /// assert_eq!(notes[0].hidden(), [("_persistent_id", "0".to_owned()), ("id", "3".to_owned())]);
    /// ```
    ///
    /// # Panics
    /// Where the association of a stored row is not loaded, or leads through others, as
    /// [`cast_assoc`](crate::Changeset::cast_assoc) does: these are mistakes of the program.
    #[must_use]
    #[track_caller]
    pub fn nested<N: NestedField<T>>(&self, field: N) -> NestedForms<'_, N::Row> {
        let name = field.nested_name();
        let data = match self.data().children(name) {
            Some(children) => children.into_iter().filter_map(borrowed::<N::Row>).collect(),
            None => {
                let rows = field.nested_rows(self.row());
                let mut changesets: Vec<_> = rows.into_iter().map(Changeset::new).collect();
                if changesets.is_empty() && !N::MANY {
                    changesets.push(Changeset::blank());
                }
                changesets.into_iter().map(owned).collect()
            }
        };
        NestedForms::new(Naming::within(self, name, N::MANY), data)
    }
}

impl Form<'_, Params> {
    /// The forms of parameters within parameters: `form.nested("address")` has one, of `search[address]`, and
    /// `form.nested("lines[]")` one for each of a list, `search[lines][0]`.
    ///
    /// ```
    /// use bennu::Params;
    /// use bennu::form::to_form;
    ///
    /// let params = Params::from_urlencoded("lines[1][product]=Milk&lines[0][product]=Tea")?;
    /// let form = to_form(&params).with_name("order");
    /// let lines = form.nested("lines[]");
    /// let products: Vec<_> = lines.iter().map(|line| line.field("product").value().to_owned()).collect();
    /// assert_eq!(products, ["Tea", "Milk"]);
    /// assert_eq!(lines[1].field("product").name(), "order[lines][1][product]");
    /// assert_eq!(form.nested("address")[0].field("city").name(), "order[address][city]");
    /// # Ok::<(), bennu::Error>(())
    /// ```
    #[must_use]
    pub fn nested(&self, field: &str) -> NestedForms<'_, Params> {
        let name = field.strip_suffix("[]");
        let (name, many) = (name.unwrap_or(field), name.is_some());
        let sent =
            self.data().params().and_then(|params| nested_entries(name, many, params, NestedOptions::new()));
        let mut parts = sent.flatten().unwrap_or_default();
        if parts.is_empty() && !many {
            parts.push(Params::new());
        }
        NestedForms::new(Naming::within(self, name, many), parts.into_iter().map(owned).collect())
    }
}

fn owned<D: FormData + 'static>(data: D) -> Data<'static, D::Fields> {
    Data::Owned(Arc::new(data))
}

fn borrowed<R: Schema>(child: &dyn Any) -> Option<Data<'_, R>> {
    child.downcast_ref::<Changeset<R>>().map(|changeset| Data::Borrowed(changeset))
}
