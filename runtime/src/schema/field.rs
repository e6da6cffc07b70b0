//! A field's name and type come in from `schema!`, what casting, storing and reading need of it goes out.

use serde_json::Value as Json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::documents::element;
use super::{CastError, Embeds, FieldType, Kind, LoadError, OnReplace, Schema, Type, Value, ValueRef};

/// Who gives a field its value when the program does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Generated {
    /// Nobody: the value comes from the program.
    Never,
    /// The database, at insert: the primary key.
    Key,
    /// Bennu, at the insert: `inserted_at`, `autogenerate`, keys that are UUIDs.
    AtInsert,
    /// Bennu, at the insert and at each later update: `updated_at`.
    AtUpdate,
}

/// When a field may be written: Ecto's `writable`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Writable {
    /// By inserts and updates.
    Always,
    /// By inserts alone: updates leave it out.
    Insert,
    /// By nobody: the database computes it.
    Never,
}

/// One field of a schema, without its Rust type.
///
/// ```
/// use bennu::schema::{Kind, Schema};
///
/// bennu::schema! { pub struct Message in "messages" { note: Option<String>, likes: i64 = 0 } }
///
/// let [_, note, likes] = Message::FIELDS else { panic!("two fields and the key") };
/// assert!(note.is_nullable() && note.kind() == Kind::String);
/// assert_eq!(likes.default_value(), 0_i64.into());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Field {
    name: &'static str,
    kind: Kind,
    nullable: bool,
    generated: Generated,
    default: Option<fn() -> Value>,
    generate: fn(OffsetDateTime) -> Value,
    source: &'static str,
    is_virtual: bool,
    redacted: bool,
    writable: Writable,
    on_replace: OnReplace,
    cast: fn(&Json) -> Result<Value, CastError>,
    load: fn(ValueRef<'_>) -> Result<Value, LoadError>,
}

impl Field {
    /// A field of type `F` that has no default.
    #[must_use]
    pub const fn new<F: FieldType>(name: &'static str) -> Self {
        Self {
            name,
            kind: F::Inner::KIND,
            nullable: F::NULLABLE,
            generated: Generated::Never,
            default: None,
            generate: |_| Value::Null,
            source: name,
            is_virtual: false,
            redacted: false,
            writable: Writable::Always,
            on_replace: OnReplace::MarkAsInvalid,
            cast: cast_and_dump::<F>,
            load: load_and_dump::<F>,
        }
    }

    /// The same with a default.
    #[must_use]
    pub const fn with_default(self, default: fn() -> Value) -> Self {
        Self { default: Some(default), ..self }
    }

    /// The same with values that `generate` makes, given the moment of the write.
    #[must_use]
    pub const fn with_generated(self, generated: Generated, generate: fn(OffsetDateTime) -> Value) -> Self {
        Self { generated, generate, ..self }
    }

    /// The same as a key of type `F` that nobody gives: whole numbers come from the database, UUIDs (version 4) from Bennu, and
    /// every other key from the program all the same.
    #[must_use]
    pub const fn with_generated_key<F: FieldType>(self) -> Self {
        match F::Inner::KIND {
            Kind::Integer => Self { generated: Generated::Key, ..self },
            Kind::Uuid => self.with_generated(Generated::AtInsert, |_| Value::Uuid(Uuid::new_v4())),
            _ => self,
        }
    }

    /// The same with another name in the database.
    #[must_use]
    pub const fn with_source(self, source: &'static str) -> Self {
        Self { source, ..self }
    }

    /// The same in no table.
    #[must_use]
    pub const fn with_virtual(self) -> Self {
        Self { is_virtual: true, ..self }
    }

    /// The same as a secret.
    #[must_use]
    pub const fn with_redacted(self) -> Self {
        Self { redacted: true, ..self }
    }

    /// The same, written at fewer times.
    #[must_use]
    pub const fn with_writable(self, writable: Writable) -> Self {
        Self { writable, ..self }
    }

    /// The same with another rule for embedded structs that are replaced.
    #[must_use]
    pub const fn with_on_replace(self, on_replace: OnReplace) -> Self {
        Self { on_replace, ..self }
    }

    /// The same as a column of embedded structs: it is a secret where one of their fields is.
    #[must_use]
    pub const fn with_embedded<F: Embeds>(self) -> Self {
        let (fields, mut redacted, mut index) = (F::Row::FIELDS, self.redacted, 0);
        while index < fields.len() {
            redacted = redacted || fields[index].redacted;
            index += 1;
        }
        Self { redacted, ..self }
    }

    /// What becomes of embedded structs that are replaced.
    #[must_use]
    pub const fn on_replace(&self) -> OnReplace {
        self.on_replace
    }

    /// The name in the database: `source`, or else the field's own.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// Whether it is in no table: only the struct and its changesets have it.
    #[must_use]
    pub const fn is_virtual(&self) -> bool {
        self.is_virtual
    }

    /// Whether it is a secret, which nothing prints.
    #[must_use]
    pub const fn is_redacted(&self) -> bool {
        self.redacted
    }

    /// When it may be written.
    #[must_use]
    pub const fn writable(&self) -> Writable {
        self.writable
    }

    /// The name, in Rust and in parameters.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What sort of value it holds.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether it may be null, as an `Option` may.
    #[must_use]
    pub const fn is_nullable(&self) -> bool {
        self.nullable
    }

    /// Who gives it its value when the program does not.
    #[must_use]
    pub const fn generated(&self) -> Generated {
        self.generated
    }

    /// The value of a new row; null where there is no default.
    #[must_use]
    pub fn default_value(&self) -> Value {
        self.default.map_or(Value::Null, |default| default())
    }

    /// What Bennu gives it at `now`; see [`generated`](Self::generated).
    #[must_use]
    pub fn generate(&self, now: OffsetDateTime) -> Value {
        (self.generate)(now)
    }

    /// Whether a row can be without a value here only by mistake.
    pub(crate) fn is_required(&self) -> bool {
        !self.nullable
            && !self.is_virtual
            && self.generated == Generated::Never
            && self.writable != Writable::Never
    }

    pub(crate) fn cast(&self, input: &Json) -> Result<Value, CastError> {
        (self.cast)(input)
    }

    /// A value as the field's type stores it, from what a database made of it: a UUID of its text.
    pub(crate) fn load(&self, stored: ValueRef<'_>) -> Result<Value, LoadError> {
        (self.load)(stored)
    }

    /// The same from what a document made of it.
    pub(crate) fn load_from_document(&self, stored: &Json) -> Result<Value, LoadError> {
        self.load(element(self.kind, stored))
    }
}

fn cast_and_dump<F: FieldType>(input: &Json) -> Result<Value, CastError> {
    F::cast(input).map(|value| value.dump())
}

fn load_and_dump<F: FieldType>(stored: ValueRef<'_>) -> Result<Value, LoadError> {
    F::load(stored).map(|value| value.dump())
}
