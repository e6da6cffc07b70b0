//! How rows of two tables find each other comes in from `schema!`, what preloads, queries and changesets need of it goes out.

use std::fmt;

use super::{Field, OnReplace, Relation, Schema, Value};
use crate::query::{Direction, Loader, Plan, Query, Record};
use crate::repo::Through;

/// What sort of association it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AssociationKind {
    /// This row holds the other one's key.
    BelongsTo,
    /// One other row holds this one's key.
    HasOne,
    /// Several other rows hold this one's key.
    HasMany,
    /// A third table holds the keys of both.
    ManyToMany,
}

/// How the rows find each other. The numbers are places among the fields of the schemas.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Link {
    /// By the same value in a field of each.
    Keys {
        /// The field of the row that has the association.
        own: usize,
        /// The field of the row that it leads to.
        other: usize,
    },
    /// By a row of a third table.
    Join {
        /// The field of the row that has the association.
        own: usize,
        /// The field of the row that it leads to.
        other: usize,
        /// The table between them.
        join: Join,
    },
    /// By the associations with these names: one of this schema, and one of the schema that it leads to.
    Through(&'static [&'static str]),
}

/// The table between two others.
#[derive(Clone, Copy, Debug)]
pub struct Join {
    prefix: Option<&'static str>,
    table: &'static str,
    own: &'static str,
    other: &'static str,
    fields: &'static [Field],
}

impl Join {
    /// A table that has nothing but the two keys, by their columns' names.
    #[must_use]
    pub const fn table(table: &'static str, own: &'static str, other: &'static str) -> Self {
        Self { prefix: None, table, own, other, fields: &[] }
    }

    /// The table of a schema, with the places of the two keys.
    #[must_use]
    pub const fn schema<J: Schema>(own: usize, other: usize) -> Self {
        let (own, other) = (J::FIELDS[own].source(), J::FIELDS[other].source());
        Self { prefix: J::PREFIX, table: J::TABLE, own, other, fields: J::FIELDS }
    }

    /// The database's schema that it is in, where it says one.
    #[must_use]
    pub const fn prefix(&self) -> Option<&'static str> {
        self.prefix
    }

    /// The table's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.table
    }

    /// The column with the key of the row that has the association.
    #[must_use]
    pub const fn own(&self) -> &'static str {
        self.own
    }

    /// The column with the key of the row that it leads to.
    #[must_use]
    pub const fn other(&self) -> &'static str {
        self.other
    }

    /// All its fields, where it has a schema.
    #[must_use]
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }
}

/// A condition on the rows that an association leads to: a field with a value, or with null.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    field: usize,
    value: fn() -> Value,
}

impl Filter {
    /// The field at this place has this value.
    #[must_use]
    pub const fn new(field: usize, value: fn() -> Value) -> Self {
        Self { field, value }
    }

    /// The place among the other row's fields.
    #[must_use]
    pub const fn field(&self) -> usize {
        self.field
    }

    /// The value, null where there is to be none.
    #[must_use]
    pub fn value(&self) -> Value {
        (self.value)()
    }
}

/// A schema without its Rust type.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The database's schema that the table is in, where it says one.
    pub prefix: Option<&'static str>,
    /// The table.
    pub table: &'static str,
    /// All fields, the virtual ones included.
    pub fields: &'static [Field],
    /// The places of the primary key's fields.
    pub key: &'static [usize],
    /// Its associations, asked for: they lead back and forth.
    pub associations: fn() -> &'static [Association],
}

impl Source {
    /// What `T` says of itself.
    #[must_use]
    pub const fn of<T: Schema>() -> Self {
        Self {
            prefix: T::PREFIX,
            table: T::TABLE,
            fields: T::FIELDS,
            key: T::KEY,
            associations: || T::ASSOCIATIONS,
        }
    }
}

/// An association without the Rust types of its rows.
///
/// ```
/// use bennu::schema::{AssociationKind, Schema};
///
/// bennu::schema! { pub struct User in "users" { name: String } }
/// bennu::schema! { pub struct Video in "videos" { belongs_to user: User } }
///
/// let [user] = Video::ASSOCIATIONS else { panic!("one association") };
/// assert_eq!((user.name(), user.kind()), ("user", AssociationKind::BelongsTo));
/// assert_eq!(user.related().table, "users");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Association {
    owner: &'static str,
    name: &'static str,
    kind: AssociationKind,
    link: Link,
    related: Source,
    on_replace: OnReplace,
    filters: &'static [Filter],
    order: &'static [(usize, Direction)],
}

impl Association {
    /// The association `name` of the struct `owner` to rows of `R`.
    #[must_use]
    pub const fn new<R: Schema>(
        owner: &'static str,
        name: &'static str,
        kind: AssociationKind,
        link: Link,
    ) -> Self {
        let on_replace = OnReplace::MarkAsInvalid;
        Self { owner, name, kind, link, related: Source::of::<R>(), on_replace, filters: &[], order: &[] }
    }

    /// The same with another rule for rows that are replaced.
    #[must_use]
    pub const fn with_on_replace(self, on_replace: OnReplace) -> Self {
        Self { on_replace, ..self }
    }

    /// The same with conditions.
    #[must_use]
    pub const fn with_filters(self, filters: &'static [Filter]) -> Self {
        Self { filters, ..self }
    }

    /// The same with an order.
    #[must_use]
    pub const fn with_order(self, order: &'static [(usize, Direction)]) -> Self {
        Self { order, ..self }
    }

    /// The name of the struct that has it.
    #[must_use]
    pub const fn owner(&self) -> &'static str {
        self.owner
    }

    /// Its own name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What sort of association it is.
    #[must_use]
    pub const fn kind(&self) -> AssociationKind {
        self.kind
    }

    /// How the rows find each other.
    #[must_use]
    pub const fn link(&self) -> &Link {
        &self.link
    }

    /// The place among the owner's fields of the one that the way to the other rows begins with.
    pub(crate) fn own(&self, owner: &Source) -> usize {
        match &self.link {
            Link::Keys { own, .. } | Link::Join { own, .. } => *own,
            Link::Through(names) => {
                let first = names.first();
                let first =
                    first.and_then(|name| (owner.associations)().iter().find(|other| other.name == *name));
                first.map_or(0, |first| first.own(owner))
            }
        }
    }

    /// The schema that it leads to.
    #[must_use]
    pub const fn related(&self) -> &Source {
        &self.related
    }

    /// What becomes of rows that are replaced.
    #[must_use]
    pub const fn on_replace(&self) -> OnReplace {
        self.on_replace
    }

    /// The conditions on the rows that it leads to.
    #[must_use]
    pub const fn filters(&self) -> &'static [Filter] {
        self.filters
    }

    /// The order in which the rows are preloaded: places among their fields.
    #[must_use]
    pub const fn order(&self) -> &'static [(usize, Direction)] {
        self.order
    }
}

/// An association of `T` that a field of type `R` holds; `schema!` defines one for each, `Video::user`.
///
/// ```
/// bennu::schema! { pub struct User in "users" { name: String } }
/// bennu::schema! { pub struct Video in "videos" { belongs_to user: User } }
///
/// assert_eq!(Video::user.name(), "user");
/// ```
pub struct Assoc<T, R> {
    index: usize,
    get: fn(&T) -> &R,
    get_mut: fn(&mut T) -> &mut R,
    way: Option<Through<T>>,
}

impl<T, R> Assoc<T, R> {
    /// The association at `index` of the schema's, in the field that the functions find; what `schema!` calls.
    #[must_use]
    pub const fn new(index: usize, get: fn(&T) -> &R, get_mut: fn(&mut T) -> &mut R) -> Self {
        Self { index, get, get_mut, way: None }
    }

    /// The same over other associations.
    pub(crate) const fn with_way(self, way: Through<T>) -> Self {
        Self { way: Some(way), ..self }
    }
}

impl<T: Schema, R: Relation> Assoc<T, R> {
    /// The association's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.association().name()
    }

    /// Everything that is known about it.
    #[must_use]
    pub fn association(self) -> &'static Association {
        &T::ASSOCIATIONS[self.index]
    }

    /// The field of a row that holds it.
    #[must_use]
    pub fn get(self, row: &T) -> &R {
        (self.get)(row)
    }

    /// The same, to be changed.
    #[must_use]
    pub fn get_mut(self, row: &mut T) -> &mut R {
        (self.get_mut)(row)
    }

    /// A query of the rows that it leads to from one row: Ecto's `assoc`.
    ///
    /// ```
    /// use bennu::prelude::*;
    /// use bennu::query::Query;
    ///
    /// schema! { pub struct Video in "videos" { title: String, has_many notes: Note } }
    /// schema! { pub struct Note in "notes" { at: i64, body: String, belongs_to video: Video } }
    ///
    /// fn since(video: &Video, at: i64) -> Query<Note> {
    ///     from!(n in Video::notes.of(video), where: n.at > ^at, order_by: n.at)
    /// }
    /// ```
    pub fn of(self, row: &T) -> Query<R::Row, R::Row>
    where
        R::Row: Record,
    {
        self.of_all(std::slice::from_ref(row))
    }

    /// The same from several rows, each of those that they lead to once, unless they do so by a table between.
    pub fn of_all(self, rows: &[T]) -> Query<R::Row, R::Row>
    where
        R::Row: Record,
    {
        let own = self.association().own(&Source::of::<T>());
        let keys = rows.iter().map(|row| row.dump(own)).filter(|key| !key.is_null()).collect();
        Query::new(
            Plan::table::<R::Row>().of::<T>(self.association(), keys),
            Loader::new(<R::Row as Schema>::load),
        )
    }

    pub(crate) fn index(self) -> usize {
        self.index
    }

    pub(crate) fn way(self) -> Option<Through<T>> {
        self.way
    }
}

impl<T, R> Clone for Assoc<T, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, R> Copy for Assoc<T, R> {}

impl<T: Schema, R: Relation> fmt::Debug for Assoc<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Assoc({}.{})", T::TABLE, self.name())
    }
}
