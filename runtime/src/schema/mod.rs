//! A row's struct comes in from `schema!`, what the database and changesets must know about it goes out.

mod association;
mod basic;
mod cast;
mod choice;
mod column;
mod documents;
mod embedded;
mod field;
mod key;
mod loaded;
mod relation;
mod row;
mod time;
mod timestamp;
mod types;
mod value;

use std::fmt::Debug;
use std::marker::PhantomData;

pub use association::{Assoc, Association, AssociationKind, Filter, Join, Link, Source};
pub use choice::Enum;
pub use column::{Column, Columns};
pub use embedded::{Embedded, Embeds, OnReplace};
pub use field::{Field, Generated, Writable};
pub use key::{Key, NoKey};
pub use relation::{BelongsTo, HasMany, HasOne, ManyToMany, One, Relation};
pub use row::{Row, RowSource};
pub use timestamp::Timestamp;
pub use types::{CastError, FieldType, Kind, LoadError, Type};
pub use value::{Value, ValueRef};

pub(crate) use choice::{cast as cast_enum, dump as dump_enum, kind as enum_kind, load as load_enum};
pub(crate) use embedded::{document, from_document, kind as embedded_kind};

/// A struct that is a row of a table. [`schema!`](crate::schema!) implements it.
///
/// ```
/// use bennu::schema::Schema;
///
/// bennu::schema! {
///     /// Something that was said.
///     pub struct Message in "messages" { author: String, likes: i64 = 0 }
/// }
///
/// assert_eq!(Message::TABLE, "messages");
/// assert_eq!(Message::FIELDS.iter().map(|field| field.name()).collect::<Vec<_>>(), ["id", "author", "likes"]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row of a table",
    label = "this type has no table",
    note = "rows are defined by `bennu::schema! {{ pub struct Message in \"messages\" {{ body: String }} }}`"
)]
pub trait Schema: Clone + Debug + PartialEq + Send + Sync + Sized + 'static {
    /// The type of the primary key: a tuple where it has several columns, [`NoKey`] where there is none.
    type Key: Key;

    /// The table's name in the database.
    const TABLE: &'static str;

    /// The database's schema that the table is in, on PostgreSQL; on SQLite the attached database. Where none is said, it is
    /// the connection's.
    const PREFIX: Option<&'static str> = None;

    /// What one row is called, in snake case: the prefix of parameters in forms, `message` in `message[body]`.
    const NAME: &'static str;

    /// The places of the primary key's columns among [`FIELDS`](Self::FIELDS).
    const KEY: &'static [usize];

    /// The fields in the order in which [`load`](Self::load) reads them. Those that are virtual are in no table.
    const FIELDS: &'static [Field];

    /// How rows of other tables belong to this one's.
    const ASSOCIATIONS: &'static [Association] = &[];

    /// Makes the struct from a row that has all columns of [`FIELDS`](Self::FIELDS) in their order.
    ///
    /// # Errors
    /// When a value does not fit the field's type.
    fn load(row: &mut Row<'_>) -> Result<Self, LoadError>;

    /// The value of the field at `index` of [`FIELDS`](Self::FIELDS) as the database stores it; null beyond the end.
    fn dump(&self, index: usize) -> Value;

    /// The same row with what is loaded of the associations of `row`, an earlier state of it. A `belongs_to` whose key changed
    /// is left unloaded.
    #[must_use]
    fn with_associations_of(self, row: &Self) -> Self {
        let _ = row;
        self
    }
}

/// The table of `T` as a value: `schema!` defines a constant of the row's name, `Message`.
///
/// It stands where Ecto takes a schema's module: as a query for all rows (`repo.all(Message)`) and as the empty row
/// under a changeset (`changeset(Message, &params)`).
pub struct Table<T> {
    schema: PhantomData<fn() -> T>,
}

impl<T> Table<T> {
    /// The table; what `schema!` calls.
    #[must_use]
    pub const fn new() -> Self {
        Self { schema: PhantomData }
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Clone for Table<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Table<T> {}

impl<T: Schema> Debug for Table<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Table").field(&T::TABLE).finish()
    }
}

/// The moment now, in UTC, as precise as it is stored: microseconds.
pub(crate) fn now() -> ::time::OffsetDateTime {
    time::to_stored_precision(::time::OffsetDateTime::now_utc())
}
