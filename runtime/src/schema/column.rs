//! A field's place in its row comes in, a typed token that names it in queries, changesets and forms goes out.

use std::fmt;
use std::marker::PhantomData;

use super::{Field, FieldType, Schema};

/// The column of `T` that holds values of type `F`; `schema!` defines one for each field, `Message::body`.
///
/// ```
/// bennu::schema! { pub struct Message in "messages" { body: String } }
///
/// assert_eq!(Message::body.name(), "body");
/// ```
pub struct Column<T, F> {
    index: usize,
    types: PhantomData<fn() -> (T, F)>,
}

impl<T, F> Column<T, F> {
    /// The column at `index` of the schema's fields; what `schema!` calls.
    #[must_use]
    pub const fn new(index: usize) -> Self {
        Self { index, types: PhantomData }
    }
}

impl<T: Schema, F> Column<T, F> {
    /// The field's name, in Rust and in parameters.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.field().name()
    }

    /// Everything that is known about the field.
    #[must_use]
    pub fn field(self) -> &'static Field {
        &T::FIELDS[self.index]
    }

    /// The field's place among the schema's.
    #[must_use]
    pub const fn index(self) -> usize {
        self.index
    }
}

impl<T, F> Clone for Column<T, F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, F> Copy for Column<T, F> {}

impl<T: Schema, F> fmt::Debug for Column<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Column({}.{})", T::TABLE, self.name())
    }
}

/// One column or several of the same row: a column, an array, or a tuple of up to 16 where their types differ.
///
/// ```
/// use bennu::schema::Columns;
///
/// bennu::schema! { pub struct Message in "messages" { author: String, likes: i64 = 0 } }
///
/// let columns = (Message::author, Message::likes);
/// assert_eq!(columns.indexes().as_ref(), [1, 2]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` names no columns of `{T}`",
    label = "expected columns of `{T}`",
    note = "name one as `Message::body`, several as `(Message::author, Message::body)`",
    note = "an association is no column: its key is, as in `Video::user_id`; rows of it are cast by `cast_assoc` and `cast_embed`"
)]
pub trait Columns<T> {
    /// Some array of indexes.
    type Indexes: AsRef<[usize]>;

    /// The places of the columns among the schema's fields.
    fn indexes(&self) -> Self::Indexes;
}

impl<T: Schema, F: FieldType> Columns<T> for Column<T, F> {
    type Indexes = [usize; 1];

    fn indexes(&self) -> [usize; 1] {
        [self.index]
    }
}

impl<T: Schema, F: FieldType, const N: usize> Columns<T> for [Column<T, F>; N] {
    type Indexes = [usize; N];

    fn indexes(&self) -> [usize; N] {
        self.map(|column| column.index)
    }
}

/// No columns: a cast that only notes the parameters, for embedded structs alone.
#[diagnostic::do_not_recommend]
impl<T: Schema> Columns<T> for () {
    type Indexes = [usize; 0];

    fn indexes(&self) -> [usize; 0] {
        []
    }
}

macro_rules! columns_of_tuples {
    ($($count:literal: $($name:ident)+;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Schema, $($name: FieldType),+> Columns<T> for ($(Column<T, $name>,)+) {
            type Indexes = [usize; $count];

            #[expect(non_snake_case, reason = "one name for a type and its value keeps the macro short")]
            fn indexes(&self) -> [usize; $count] {
                let ($($name,)+) = self;
                [$($name.index),+]
            }
        }
    )+};
}

columns_of_tuples! {
    1: A;
    2: A B;
    3: A B C;
    4: A B C D;
    5: A B C D E;
    6: A B C D E F;
    7: A B C D E F G;
    8: A B C D E F G H;
    9: A B C D E F G H I;
    10: A B C D E F G H I J;
    11: A B C D E F G H I J K;
    12: A B C D E F G H I J K L;
    13: A B C D E F G H I J K L M;
    14: A B C D E F G H I J K L M N;
    15: A B C D E F G H I J K L M N O;
    16: A B C D E F G H I J K L M N O P;
}
