//! The data of nested forms come in, with the place where they belong; forms with names, ids and numbers go out.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use super::{Data, Form, FormData};
use crate::changeset::Action;

/// The parameter by which a form in a list stays the same while others come and go.
const PERSISTENT_ID: &str = "_persistent_id";

/// The forms within a form, in their order; it reads as a slice. [`Form::nested`] makes it.
///
/// ```
/// use bennu::Changeset;
/// use bennu::form::to_form;
///
/// bennu::schema! { pub embedded struct Line { product: String } }
/// bennu::schema! { pub struct Order in "orders" { embeds_many lines: Line } }
///
/// let order = Changeset::from(Order);
/// let form = to_form(&order);
/// assert!(form.nested(Order::lines).is_empty());
/// // One line to begin with, for as long as nothing was sent.
/// let lines = form.nested(Order::lines).append([Line]).with_name("goods");
/// assert_eq!(lines[0].field(Line::product).name(), "goods[0][product]");
/// ```
#[derive(Debug)]
pub struct NestedForms<'a, T> {
    naming: Naming,
    forms: Vec<Form<'a, T>>,
}

/// Where nested forms are, and so what they are called.
#[derive(Clone, Debug)]
pub(super) struct Naming {
    field: String,
    name: String,
    id: String,
    is_many: bool,
    /// Whether parameters of theirs came.
    is_sent: bool,
    /// That of the form around them: before there is one for the whole, nobody complains about a part.
    action: Option<Action>,
    has_persistent_ids: bool,
}

impl Naming {
    pub(super) fn within<T>(form: &Form<'_, T>, field: &str, is_many: bool) -> Self {
        Self {
            field: field.to_owned(),
            name: form.input_name(field),
            id: form.input_id(field),
            is_many,
            is_sent: form.data().params().is_some_and(|params| params.get(field).is_some()),
            action: form.action,
            has_persistent_ids: true,
        }
    }

    fn form<'a, T>(&self, index: usize, data: Data<'a, T>, persistent: u32) -> Form<'a, T> {
        Form {
            name: if self.is_many { format!("{}[{index}]", self.name) } else { self.name.clone() },
            id: format!("{}_{persistent}", self.id),
            action: self.action.and(data.get().action()),
            data,
            errors: None,
            index: Some(index),
            persistent: self.has_persistent_ids.then_some(persistent),
        }
    }
}

impl<'a, T> NestedForms<'a, T> {
    pub(super) fn new(naming: Naming, data: Vec<Data<'a, T>>) -> Self {
        let forms = numbered(&data).into_iter().zip(data).enumerate();
        let forms = forms.map(|(index, (persistent, data))| naming.form(index, data, persistent)).collect();
        Self { naming, forms }
    }

    /// The same with more of them behind the others: a `Changeset`, a row, or `Line` for a new one. As in Phoenix, this is for
    /// lists, and for as long as nothing was sent for them.
    #[must_use]
    pub fn append(self, more: impl MoreForms<T>) -> Self {
        self.with_more(|all| all.extend(more.to_data().into_iter().map(Data::Owned)))
    }

    /// The same with more of them before the others; see [`append`](Self::append).
    #[must_use]
    pub fn prepend(self, more: impl MoreForms<T>) -> Self {
        self.with_more(|all| drop(all.splice(0..0, more.to_data().into_iter().map(Data::Owned))))
    }

    /// The same with another name, Phoenix's `as`: `goods` for `goods[0][product]`.
    #[must_use]
    pub fn with_name(self, name: impl Into<String>) -> Self {
        self.renamed(|naming| naming.name = name.into())
    }

    /// The same with ids that start with `id` and the field's name in place of the form's id.
    #[must_use]
    pub fn with_id(self, id: &str) -> Self {
        self.renamed(|naming| naming.id = format!("{id}_{}", naming.field))
    }

    /// The same without the hidden field `_persistent_id`, for lists whose forms always come in one order.
    #[must_use]
    pub fn without_persistent_ids(self) -> Self {
        self.renamed(|naming| naming.has_persistent_ids = false)
    }

    fn renamed(mut self, rename: impl FnOnce(&mut Naming)) -> Self {
        rename(&mut self.naming);
        self.with_data(|_| {})
    }

    fn with_more(self, add: impl FnOnce(&mut Vec<Data<'a, T>>)) -> Self {
        if !self.naming.is_many || self.naming.is_sent { self } else { self.with_data(add) }
    }

    fn with_data(self, change: impl FnOnce(&mut Vec<Data<'a, T>>)) -> Self {
        let mut data = self.forms.into_iter().map(|form| form.data).collect();
        change(&mut data);
        Self::new(self.naming, data)
    }
}

/// The number of each form: the one that was sent, as long as no other has it, else one that is free.
fn numbered<T>(data: &[Data<'_, T>]) -> Vec<u32> {
    let sent = |data: &Data<'_, T>| {
        data.get().params().and_then(|params| params.str(PERSISTENT_ID)?.parse::<u32>().ok())
    };
    let mut taken: BTreeSet<u32> = data.iter().filter_map(sent).collect();
    let mut seen = BTreeSet::new();
    let mut free = || {
        let mut next = u32::try_from(taken.len()).unwrap_or(u32::MAX);
        while !taken.insert(next) {
            next = next.wrapping_add(1);
        }
        next
    };
    data.iter().map(|data| sent(data).filter(|id| seen.insert(*id)).unwrap_or_else(&mut free)).collect()
}

/// The hidden fields of a form that is one of several, and its key.
pub(super) fn hidden<T>(form: &Form<'_, T>) -> Vec<(&'static str, String)> {
    let persistent = form.persistent.map(|id| (PERSISTENT_ID, id.to_string()));
    persistent.into_iter().chain(form.data().key()).collect()
}

impl<T> Clone for NestedForms<'_, T> {
    fn clone(&self) -> Self {
        Self { naming: self.naming.clone(), forms: self.forms.clone() }
    }
}

impl<'a, T> Deref for NestedForms<'a, T> {
    type Target = [Form<'a, T>];

    fn deref(&self) -> &Self::Target {
        &self.forms
    }
}

impl<'a, T> IntoIterator for NestedForms<'a, T> {
    type Item = Form<'a, T>;
    type IntoIter = std::vec::IntoIter<Form<'a, T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.forms.into_iter()
    }
}

impl<'f, 'a, T> IntoIterator for &'f NestedForms<'a, T> {
    type Item = &'f Form<'a, T>;
    type IntoIter = std::slice::Iter<'f, Form<'a, T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.forms.iter()
    }
}

/// What [`NestedForms::append`] and [`NestedForms::prepend`] take: a list of changesets, of rows, of parameters, or of tables for
/// new rows.
#[diagnostic::on_unimplemented(
    message = "`{Self}` adds no forms over `{T}`",
    label = "expected a list of changesets or rows of `{T}`",
    note = "write a list, `[Line]` for a new row, or `[Changeset::from(Line)]`"
)]
pub trait MoreForms<T> {
    /// What stands behind each form.
    #[doc(hidden)]
    fn to_data(&self) -> Vec<Arc<dyn FormData<Fields = T>>>;
}

impl<D: FormData + Clone + 'static> MoreForms<D::Fields> for [D] {
    fn to_data(&self) -> Vec<Arc<dyn FormData<Fields = D::Fields>>> {
        self.iter().map(|data| Arc::new(data.clone()) as Arc<dyn FormData<Fields = D::Fields>>).collect()
    }
}

impl<D: FormData + Clone + 'static, const N: usize> MoreForms<D::Fields> for [D; N] {
    fn to_data(&self) -> Vec<Arc<dyn FormData<Fields = D::Fields>>> {
        self.as_slice().to_data()
    }
}

impl<D: FormData + Clone + 'static> MoreForms<D::Fields> for Vec<D> {
    fn to_data(&self) -> Vec<Arc<dyn FormData<Fields = D::Fields>>> {
        self.as_slice().to_data()
    }
}

/// A name adds none; what a call of a component without more forms has.
impl<T> MoreForms<T> for &str {
    fn to_data(&self) -> Vec<Arc<dyn FormData<Fields = T>>> {
        Vec::new()
    }
}

impl<T, M: MoreForms<T>> MoreForms<T> for &Option<M> {
    fn to_data(&self) -> Vec<Arc<dyn FormData<Fields = T>>> {
        self.as_ref().map(M::to_data).unwrap_or_default()
    }
}
