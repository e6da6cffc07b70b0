//! A form and one of its fields with embedded structs come in, a form of each of those goes out.

use std::any::Any;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::data::Children;
use super::{Data, Form, FormData};
use crate::Changeset;
use crate::schema::{Column, Embeds, Schema};

/// The parameter by which a form in a list stays the same while others come and go.
const PERSISTENT_ID: &str = "_persistent_id";

impl<T: Schema> Form<'_, T> {
    /// The forms of what a column embeds, one for each struct: Phoenix's `inputs_for`.
    ///
    /// They show what was sent, else what is there, and without either, for `embeds_one`, a new one. Their inputs are called
    /// `order[lines][0][product]`. [`inputs_for`](fn@crate::component::inputs_for) shows them with the hidden fields that they need.
    #[must_use]
    pub fn nested<F: Embeds>(&self, column: Column<T, F>) -> Vec<Form<'_, F::Row>> {
        let data: Vec<Data<'_, F::Row>> = match self.data().children(column.name()) {
            Children::Changesets(children) => children.into_iter().filter_map(borrowed::<F::Row>).collect(),
            Children::Stored(value) => {
                let rows = if value.is_null() {
                    Vec::new()
                } else {
                    F::load(value.as_ref()).map(F::into_rows).unwrap_or_default()
                };
                let mut changesets: Vec<_> = rows.into_iter().map(Changeset::new).collect();
                if changesets.is_empty() && !F::MANY {
                    changesets.push(Changeset::blank());
                }
                changesets.into_iter().map(|changeset| Data::Owned(Arc::new(changeset))).collect()
            }
        };
        self.forms(column.name(), F::MANY, data)
    }
}

impl<T> Form<'_, T> {
    /// The forms of rows that belong to this one and whose changesets are at hand, such as those of a `has_many`.
    ///
    /// ```
    /// use bennu::Changeset;
    /// use bennu::form::to_form;
    ///
    /// bennu::schema! { pub struct Video in "videos" { title: String } }
    /// bennu::schema! { pub struct Note in "notes" { text: String } }
    ///
    /// let video = Changeset::from(Video);
    /// let notes = [Changeset::from(Note), Changeset::new(Note { id: 7, text: "Nice".into() })];
    /// let form = to_form(&video);
    /// let notes = form.nested_changesets("notes", &notes);
    /// assert_eq!(notes[1].field(Note::text).name(), "video[notes][1][text]");
    /// assert_eq!(notes[1].hidden(), [("_persistent_id", "1".to_owned()), ("id", "7".to_owned())]);
    /// ```
    #[must_use]
    pub fn nested_changesets<'c, R: Schema>(
        &self,
        field: &str,
        changesets: impl IntoIterator<Item = &'c Changeset<R>>,
    ) -> Vec<Form<'c, R>> {
        let data =
            changesets.into_iter().map(|changeset| Data::Borrowed(changeset as &dyn FormData<Fields = R>));
        self.forms(field, true, data.collect())
    }

    fn forms<'d, R>(&self, field: &str, many: bool, data: Vec<Data<'d, R>>) -> Vec<Form<'d, R>> {
        let sent = |data: &Data<'d, R>| {
            data.get().params().and_then(|params| params.str(PERSISTENT_ID)?.parse::<u32>().ok())
        };
        let mut taken: BTreeSet<u32> = data.iter().filter_map(sent).collect();
        let mut seen = BTreeSet::new();
        let forms = data.into_iter().enumerate().map(|(index, data)| {
            let persistent = sent(&data).filter(|id| seen.insert(*id)).unwrap_or_else(|| {
                let mut next = u32::try_from(taken.len()).unwrap_or(u32::MAX);
                while !taken.insert(next) {
                    next = next.wrapping_add(1);
                }
                next
            });
            let name = self.input_name(field);
            Form {
                name: if many { format!("{name}[{index}]") } else { name },
                id: format!("{}_{persistent}", self.input_id(field)),
                // Before there is an action for the whole, nobody complains about a part.
                action: self.action.and(data.get().action()),
                data,
                errors: None,
                index: Some(index),
                persistent: Some(persistent),
            }
        });
        forms.collect()
    }
}

fn borrowed<R: Schema>(child: &dyn Any) -> Option<Data<'_, R>> {
    child.downcast_ref::<Changeset<R>>().map(|changeset| Data::Borrowed(changeset))
}

/// The hidden fields of a form that is one of several, and its key.
pub(super) fn hidden<T>(form: &Form<'_, T>) -> Vec<(&'static str, String)> {
    let persistent = form.persistent.map(|id| (PERSISTENT_ID, id.to_string()));
    persistent.into_iter().chain(form.data().key()).collect()
}
