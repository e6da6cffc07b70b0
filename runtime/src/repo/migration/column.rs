//! What a column holds comes in, its type with its rules goes out.

use crate::schema::Value;

/// A column's type with its rules, see [`string`] and the functions beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnType {
    pub(super) kind: Kind,
    pub(super) null: Option<bool>,
    pub(super) default: Option<Default>,
    pub(super) primary_key: bool,
    pub(super) references: Option<References>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Default {
    Value(Value),
    Sql(String),
}

/// What a column holds, in Ecto's words.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    String(u32),
    Text,
    Integer,
    Bigint,
    Float,
    Decimal(Option<(u32, u32)>),
    Boolean,
    Binary,
    Uuid,
    Date,
    Time,
    NaiveDatetime,
    UtcDatetime,
    Json,
    Array(Box<Kind>),
    Custom(String),
}

/// What happens to a row when the row that it refers to is deleted, or changes its key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnChange {
    /// The database refuses the change: the default.
    #[default]
    Nothing,
    /// It is deleted, or its reference changes, too.
    DeleteAll,
    /// Its reference becomes null.
    NilifyAll,
    /// The database refuses the change at once, not only at the end of the transaction.
    Restrict,
}

/// A column that refers to a row of another table, see [`references`].
#[derive(Clone, Debug, PartialEq)]
pub struct References {
    pub(super) table: String,
    pub(super) column: String,
    pub(super) kind: Box<Kind>,
    pub(super) null: Option<bool>,
    pub(super) on_delete: OnChange,
    pub(super) on_update: OnChange,
    pub(super) name: Option<String>,
}

impl ColumnType {
    fn new(kind: Kind) -> Self {
        Self { kind, null: None, default: None, primary_key: false, references: None }
    }

    /// Whether it may be null; by default it may.
    #[must_use]
    pub fn null(self, null: bool) -> Self {
        Self { null: Some(null), ..self }
    }

    /// What a row has here that says nothing of it; also what rows get that are there when the column is added.
    #[must_use]
    pub fn default(self, value: impl Into<Value>) -> Self {
        Self { default: Some(Default::Value(value.into())), ..self }
    }

    /// The same as an expression of SQL, as in `gen_random_uuid()`.
    #[must_use]
    pub fn default_sql(self, sql: &str) -> Self {
        Self { default: Some(Default::Sql(sql.to_owned())), ..self }
    }

    /// Makes it the primary key, or a part of it, of a table [`without_id`](super::Table::without_id).
    #[must_use]
    pub fn primary_key(self) -> Self {
        Self { primary_key: true, ..self }
    }
}

impl From<References> for ColumnType {
    fn from(references: References) -> Self {
        Self { null: references.null, ..Self::new((*references.kind).clone()).referring(references) }
    }
}

impl ColumnType {
    fn referring(self, references: References) -> Self {
        Self { references: Some(references), ..self }
    }
}

impl References {
    /// What happens when the other row is deleted.
    #[must_use]
    pub fn on_delete(self, on_delete: OnChange) -> Self {
        Self { on_delete, ..self }
    }

    /// What happens when the other row's key changes.
    #[must_use]
    pub fn on_update(self, on_update: OnChange) -> Self {
        Self { on_update, ..self }
    }

    /// The other table's column; default `id`.
    #[must_use]
    pub fn column(self, column: &str) -> Self {
        Self { column: column.to_owned(), ..self }
    }

    /// The type of the other table's column; default [`bigint`].
    #[must_use]
    pub fn of_type(self, column: ColumnType) -> Self {
        Self { kind: Box::new(column.kind), ..self }
    }

    /// The constraint's name; default the table and the column with `fkey`, joined with `_`.
    #[must_use]
    pub fn name(self, name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..self }
    }

    /// Whether it may be null; by default it may.
    #[must_use]
    pub fn null(self, null: bool) -> Self {
        Self { null: Some(null), ..self }
    }
}

/// A reference to a row of another table: the column has the type of its key.
#[must_use]
pub fn references(table: &str) -> References {
    References {
        table: table.to_owned(),
        column: "id".to_owned(),
        kind: Box::new(Kind::Bigint),
        null: None,
        on_delete: OnChange::Nothing,
        on_update: OnChange::Nothing,
        name: None,
    }
}

macro_rules! types {
    ($($(#[$doc:meta])+ $name:ident: $kind:ident;)+) => {$(
        $(#[$doc])+
        #[must_use]
        pub fn $name() -> ColumnType {
            ColumnType::new(Kind::$kind)
        }
    )+};
}

types! {
    /// Text of any length: `text`.
    text: Text;
    /// Whole numbers of 32 bits: `integer`.
    integer: Integer;
    /// Whole numbers of 64 bits: `bigint`, `INTEGER` on SQLite.
    bigint: Bigint;
    /// Numbers with a fraction: `double precision`, `REAL` on SQLite.
    float: Float;
    /// Yes or no: `boolean`.
    boolean: Boolean;
    /// Bytes: `bytea`, `BLOB` on SQLite.
    binary: Binary;
    /// Identifiers: `uuid`, `TEXT` on SQLite.
    uuid: Uuid;
    /// Days: `date`, `TEXT` on SQLite.
    date: Date;
    /// Times of day, to the microsecond: `time`, `TEXT` on SQLite.
    time: Time;
    /// Moments without a time zone, to the microsecond: `timestamp`, `TEXT` on SQLite.
    naive_datetime: NaiveDatetime;
    /// Moments in UTC, to the microsecond: `timestamptz`, `TEXT` on SQLite.
    utc_datetime: UtcDatetime;
    /// Documents: `jsonb`, `TEXT` on SQLite.
    json: Json;
}

/// Text of up to 255 characters: `varchar(255)`, `TEXT` on SQLite, which does not count.
#[must_use]
pub fn string() -> ColumnType {
    ColumnType::new(Kind::String(255))
}

/// Exact numbers with `precision` digits, `scale` of them behind the point: `numeric(precision, scale)`, `DECIMAL` on SQLite.
#[must_use]
pub fn decimal(precision: u32, scale: u32) -> ColumnType {
    ColumnType::new(Kind::Decimal(Some((precision, scale))))
}

/// Lists of values of one type: an array, on SQLite a document.
#[must_use]
pub fn array(of: ColumnType) -> ColumnType {
    ColumnType::new(Kind::Array(Box::new(of.kind)))
}

/// A type by its name in the database, as in `citext`.
#[must_use]
pub fn custom(name: &str) -> ColumnType {
    ColumnType::new(Kind::Custom(name.to_owned()))
}
