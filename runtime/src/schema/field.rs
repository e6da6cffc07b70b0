//! A field's name and type come in from `schema!`, what casting, storing and reading need of it goes out.

use serde_json::Value as Json;

use super::{CastError, FieldType, Kind, OnReplace, Type, Value};

/// Who gives a field its value when the program does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Generated {
    /// Nobody: the value comes from the program.
    Never,
    /// The database, at insert: the primary key.
    Key,
    /// Bennu, with the time of the insert: `inserted_at`.
    AtInsert,
    /// Bennu, with the time of the insert and of each later update: `updated_at`.
    AtUpdate,
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
    on_replace: OnReplace,
    cast: fn(&Json) -> Result<Value, CastError>,
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
            on_replace: OnReplace::MarkAsInvalid,
            cast: cast_and_dump::<F>,
        }
    }

    /// The same with a default.
    #[must_use]
    pub const fn with_default(self, default: fn() -> Value) -> Self {
        Self { default: Some(default), ..self }
    }

    /// The same with values that are generated.
    #[must_use]
    pub const fn with_generated(self, generated: Generated) -> Self {
        Self { generated, ..self }
    }

    /// The same with another rule for embedded structs that are replaced.
    #[must_use]
    pub const fn with_on_replace(self, on_replace: OnReplace) -> Self {
        Self { on_replace, ..self }
    }

    /// What becomes of embedded structs that are replaced.
    #[must_use]
    pub const fn on_replace(&self) -> OnReplace {
        self.on_replace
    }

    /// The name, in Rust, in parameters and in the database.
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

    /// Whether a row can be without a value here only by mistake.
    pub(crate) fn is_required(&self) -> bool {
        !self.nullable && self.generated == Generated::Never
    }

    pub(crate) fn cast(&self, input: &Json) -> Result<Value, CastError> {
        (self.cast)(input)
    }
}

fn cast_and_dump<F: FieldType>(input: &Json) -> Result<Value, CastError> {
    F::cast(input).map(|value| value.dump())
}
