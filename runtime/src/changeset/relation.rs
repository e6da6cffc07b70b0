//! Rows that belong to another one, or parameters of them, come in; their changesets go along with its own.

use super::nested_params::{NestedOptions, entries};
use super::related::{Member, Rows, stays};
use super::{Action, Changeset, FieldError};
use crate::Params;
use crate::schema::{Assoc, AssociationKind, Generated, Link, OnReplace, Relation, Schema, Table, Value};

/// What [`put_assoc`](Changeset::put_assoc) takes: a row, a changeset, or several of either; none of them at all is an empty list or
/// `None`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no rows of `{U}`",
    label = "expected rows or changesets of `{U}`",
    note = "give a row, a `Changeset`, an `Option` of one, or a list of them"
)]
pub trait IntoChangesets<U: Schema> {
    /// All of them as changesets.
    fn into_changesets(self) -> Vec<Changeset<U>>;
}

macro_rules! one_changeset {
    ($($one:ty)+) => {$(
        impl<U: Schema> IntoChangesets<U> for $one {
            fn into_changesets(self) -> Vec<Changeset<U>> {
                vec![self.into()]
            }
        }
    )+};
}

one_changeset!(U &U Changeset<U> Table<U>);

#[diagnostic::do_not_recommend]
impl<U: Schema, C: Into<Changeset<U>>> IntoChangesets<U> for Option<C> {
    fn into_changesets(self) -> Vec<Changeset<U>> {
        self.into_iter().map(Into::into).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<U: Schema, C: Into<Changeset<U>>> IntoChangesets<U> for Vec<C> {
    fn into_changesets(self) -> Vec<Changeset<U>> {
        self.into_iter().map(Into::into).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<U: Schema, C: Into<Changeset<U>>, const N: usize> IntoChangesets<U> for [C; N] {
    fn into_changesets(self) -> Vec<Changeset<U>> {
        self.into_iter().map(Into::into).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<U: Schema> IntoChangesets<U> for &[U] {
    fn into_changesets(self) -> Vec<Changeset<U>> {
        self.iter().map(Into::into).collect()
    }
}

impl<T: Schema> Changeset<T> {
    /// Takes rows that belong to this one out of the parameters of the [`cast`](Self::cast) before, by their own changeset
    /// function `with`; the repo writes them with this row, in one transaction.
    ///
    /// Parameters with the key of a row that is there change it, others make a new one; what becomes of those that are not
    /// spoken of says `on_replace` in the schema. A row that is stored must have the association loaded
    /// (`repo.preload`). Several come as a list, or as an object whose keys are numbers, as forms send them.
    /// Without parameters nothing changes. The changeset is valid only if those of the rows are.
    ///
    /// ```
    /// use bennu::{Changeset, Params};
    ///
    /// bennu::schema! { pub struct Item in "items" { product: String, cart_id: i64 } }
    /// bennu::schema! { pub struct Cart in "carts" { name: String, has_many items: Item { on_replace: delete } } }
    ///
    /// fn change_item(item: Changeset<Item>, params: &Params) -> Changeset<Item> {
    ///     item.cast(params, Item::product).validate_required(Item::product)
    /// }
    ///
    /// let params = Params::from_urlencoded("name=Ann&items[0][product]=Tea&items[1][product]=")?;
    /// let cart = Changeset::from(Cart).cast(&params, Cart::name).cast_assoc(Cart::items, change_item);
    /// assert!(!cart.valid());
    /// # Ok::<(), bennu::Error>(())
    /// ```
    ///
    /// # Panics
    /// Where the association of a stored row is not loaded, or leads through others: these are mistakes of the program.
    #[track_caller]
    pub fn cast_assoc<R: Relation>(
        self,
        assoc: Assoc<T, R>,
        with: impl Fn(Changeset<R::Row>, &Params) -> Changeset<R::Row>,
    ) -> Self {
        self.cast_assoc_with(assoc, NestedOptions::new(), with)
    }

    /// The same with parameters for the order and for those that go, or with the rule that there must be one.
    ///
    /// # Panics
    /// As [`cast_assoc`](Self::cast_assoc).
    #[track_caller]
    pub fn cast_assoc_with<R: Relation>(
        self,
        assoc: Assoc<T, R>,
        options: NestedOptions,
        with: impl Fn(Changeset<R::Row>, &Params) -> Changeset<R::Row>,
    ) -> Self {
        let mut current = self.current(assoc);
        let entries = self.params().and_then(|params| entries(assoc.name(), R::MANY, params, options));
        let Some(entries) = entries else { return self.require_related(assoc, options) };
        let Some(entries) = entries else { return self.not_related(assoc) };
        let takes_any = !R::MANY && assoc.association().on_replace() == OnReplace::Update;
        let members = entries.iter().map(|params| {
            match current.iter().position(|row| takes_any || has_key(row, params)) {
                Some(at) => {
                    Member::new(with(Changeset::new(current.remove(at)), params), Action::Update, true)
                }
                None => Member::new(with(Changeset::blank(), params), Action::Insert, false),
            }
        });
        let members = members.collect();
        self.relate(assoc, members, current).require_related(assoc, options)
    }

    /// Says which rows belong to this one: those that are given, be they stored, changed or new, and no others. What becomes
    /// of the others says `on_replace` in the schema.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct User in "users" { name: String } }
    /// bennu::schema! { pub struct Video in "videos" { title: String, belongs_to user: User } }
    ///
    /// let ann = User { id: 7, name: "Ann".to_owned() };
    /// let video = Changeset::from(Video).put_change(Video::title, "Hello").put_assoc(Video::user, &ann);
    /// assert_eq!(video.get_field(Video::user_id), Some(7));
    /// ```
    ///
    /// # Panics
    /// As [`cast_assoc`](Self::cast_assoc).
    #[track_caller]
    pub fn put_assoc<R: Relation>(self, assoc: Assoc<T, R>, rows: impl IntoChangesets<R::Row>) -> Self {
        let mut current = self.current(assoc);
        let members = rows.into_changesets().into_iter().map(|changeset| {
            let key = changeset.row().and_then(key_of);
            match current.iter().position(|row| key.is_some() && key_of(row) == key) {
                Some(at) => {
                    current.remove(at);
                    Member::new(changeset, Action::Update, true)
                }
                None if key.is_some() => Member::new(changeset, Action::Update, false),
                None => Member::new(changeset, Action::Insert, false),
            }
        });
        let members = members.collect();
        self.relate(assoc, members, current)
    }

    /// The changesets of the rows that an association is to have: those that were cast or put, or else of those that are
    /// loaded.
    #[must_use]
    pub fn get_assoc<R: Relation>(&self, assoc: Assoc<T, R>) -> Vec<Changeset<R::Row>> {
        match self.related_in(assoc.name()) {
            Some(changesets) => {
                let known = changesets.into_iter().filter_map(|changeset| changeset.downcast_ref());
                known.filter(|changeset| stays(changeset)).cloned().collect()
            }
            None => self.row().map(|row| assoc.get(row).rows().into_changesets()).unwrap_or_default(),
        }
    }

    /// The rows that the association has without any change.
    #[track_caller]
    fn current<R: Relation>(&self, assoc: Assoc<T, R>) -> Vec<R::Row> {
        rows_of(assoc, self.row()).to_vec()
    }

    /// Notes the rows that the association is to have; `left` are those that it loses.
    fn relate<R: Relation>(
        mut self,
        assoc: Assoc<T, R>,
        mut members: Vec<Member<R::Row>>,
        left: Vec<R::Row>,
    ) -> Self {
        let association = assoc.association();
        if !left.is_empty() {
            let action = match association.on_replace() {
                OnReplace::Delete => Action::Delete,
                OnReplace::Nilify => Action::Replace,
                _ => return self.not_related(assoc),
            };
            // They go first, so that others may have what they had.
            let left = left.into_iter().map(|row| Member::new(Changeset::new(row), action, true));
            members.splice(0..0, left);
        }
        if let (Link::Keys { own, other }, AssociationKind::BelongsTo) =
            (association.link(), association.kind())
        {
            match members.iter().find(|member| member.stays()).map(|member| member.changeset.row()) {
                Some(Some(parent)) => self.record(*own, parent.dump(*other)),
                Some(None) => {}
                None => self.record(*own, Value::Null),
            }
        }
        self.related.retain(|related| related.association().name() != association.name());
        self.related.push(Box::new(Rows::new(assoc, members)));
        self
    }

    /// "can't be blank" where there must be a row and is none.
    fn require_related<R: Relation>(mut self, assoc: Assoc<T, R>, options: NestedOptions) -> Self {
        let is_missing =
            options.required && !self.state.has_error(assoc.name()) && self.get_assoc(assoc).is_empty();
        if is_missing {
            self.state.add_errors(vec![(assoc.name(), FieldError::blank())]);
        }
        self
    }

    fn not_related<R: Relation>(mut self, assoc: Assoc<T, R>) -> Self {
        self.state.add_errors(vec![(assoc.name(), FieldError::not_nested("assoc", R::MANY))]);
        self
    }
}

/// The rows that the association of a row has; a new row has none.
///
/// # Panics
/// Where they are not loaded or lead through others: these are mistakes of the program.
#[track_caller]
pub(crate) fn rows_of<T: Schema, R: Relation>(assoc: Assoc<T, R>, row: Option<&T>) -> &[R::Row] {
    let (owner, name) = (assoc.association().owner(), assoc.name());
    assert!(
        !matches!(assoc.association().link(), Link::Through(_)),
        "association `{name}` of `{owner}` leads through others: change those"
    );
    let Some(relation) = row.map(|row| assoc.get(row)) else { return &[] };
    assert!(
        relation.is_loaded(),
        "association `{name}` of `{owner}` is not loaded: load it with `repo.preload(.., {owner}::{name})` before it is changed"
    );
    relation.rows()
}

/// A new row that belongs to `row`: Ecto's `build_assoc`.
///
/// ```
/// use bennu::changeset::build_assoc;
///
/// bennu::schema! { pub struct Note in "notes" { text: String, video_id: i64 } }
/// bennu::schema! { pub struct Video in "videos" { title: String, has_many notes: Note } }
///
/// # fn example(video: &Video) {
/// let note = build_assoc(video, Video::notes).put_change(Note::text, "Nice");
/// # }
/// ```
pub fn build_assoc<T: Schema, R: Relation>(row: &T, assoc: Assoc<T, R>) -> Changeset<R::Row> {
    let mut changeset = Changeset::blank();
    let association = assoc.association();
    if let (Link::Keys { own, other }, false) =
        (association.link(), association.kind() == AssociationKind::BelongsTo)
    {
        changeset.record(*other, row.dump(*own));
    }
    for filter in association.filters() {
        changeset.record(filter.field(), filter.value());
    }
    changeset
}

/// The values of a row's key; none where it has no key yet.
fn key_of<U: Schema>(row: &U) -> Option<Vec<Value>> {
    let is_given = |index: &usize| {
        let is_open = U::FIELDS[*index].generated() == Generated::Key;
        !(is_open && row.dump(*index) == Value::Integer(0))
    };
    (!U::KEY.is_empty() && U::KEY.iter().all(is_given))
        .then(|| U::KEY.iter().map(|index| row.dump(*index)).collect())
}

/// Whether parameters say the key of this row.
fn has_key<U: Schema>(row: &U, params: &Params) -> bool {
    let is_same = |index: &usize| {
        let field = &U::FIELDS[*index];
        params
            .get(field.name())
            .is_some_and(|input| field.cast(input).is_ok_and(|key| key == row.dump(*index)))
    };
    !U::KEY.is_empty() && U::KEY.iter().all(is_same)
}
