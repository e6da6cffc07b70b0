//! Tables and their joins come in as types, what a query's names stand for goes out.

use crate::schema::{FieldType, LoadError, Row, Source};

/// A row that is always there: of the table that a query begins with, or of an inner join.
#[derive(Clone, Copy, Debug)]
pub struct Inner;

/// A row that may be missing: of the far side of an outer join. Each of its columns may be null.
#[derive(Clone, Copy, Debug)]
pub struct Outer;

/// [`Inner`] or [`Outer`]: what becomes of a column's type, and of the row's.
pub trait Presence: 'static {
    /// The column's type in the query.
    type Of<T: FieldType>: FieldType;
    /// What reading the whole row yields.
    type Row<T: Record>: ReadRow;
}

impl Presence for Inner {
    type Of<T: FieldType> = T;
    type Row<T: Record> = T;
}

impl Presence for Outer {
    type Of<T: FieldType> = Option<T::Inner>;
    type Row<T: Record> = Option<T>;
}

/// A row whose columns have names: of a table, or of a query that selects `#{ .. }`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no columns that a query could name",
    label = "expected a table, or a query whose rows have named columns",
    note = "tables come from `schema!`; a query has names by `select: #{{ total: sum(o.price) }}`"
)]
pub trait Record: Sized + Send + 'static {
    /// The columns as a query sees them: `PostFields<Inner>`.
    type Fields<P: Presence>: Fields;
    /// The types of the columns as a tuple; of a table the row itself.
    type Columns;
    /// The tokens of its associations, each in a field of its name; `()` where it has none.
    type Associations;
    /// The names of the columns, in the order in which they are read.
    const NAMES: &'static [&'static str];

    /// The tokens of its associations.
    fn associations() -> Self::Associations;

    /// The schema whose fields its columns are, where they are.
    #[must_use]
    fn schema() -> Option<Source> {
        None
    }

    /// Reads the row.
    ///
    /// # Errors
    /// When a value does not fit its field.
    fn load(row: &mut Row<'_>) -> Result<Self, LoadError>;
}

/// The columns of one of a query's rows.
pub trait Fields {
    /// What reading the whole row yields.
    type Row: ReadRow;
    /// The same columns of a row that may be missing.
    type Optional: Fields;
}

/// A whole row in a result: a [`Record`], or an `Option` of one.
pub trait ReadRow: Sized + Send + 'static {
    /// Reads it.
    ///
    /// # Errors
    /// When a value does not fit its field.
    fn read_row(row: &mut Row<'_>) -> Result<Self, LoadError>;
}

impl<T: Record> ReadRow for T {
    fn read_row(row: &mut Row<'_>) -> Result<Self, LoadError> {
        T::load(row)
    }
}

impl<T: Record> ReadRow for Option<T> {
    fn read_row(row: &mut Row<'_>) -> Result<Self, LoadError> {
        // The row of an outer join that is missing is null throughout.
        if row.skip_nulls(T::NAMES.len())? { Ok(None) } else { T::load(row).map(Some) }
    }
}

/// One row of a query: `Post`, or `Option<Comment>` behind an outer join.
pub trait Binding: 'static {
    /// Its columns.
    type Fields: Fields<Row = Self::Row>;
    /// What reading it yields.
    type Row: ReadRow;
    /// The same row where it may be missing.
    type Optional: Binding;
}

impl<T: Record> Binding for T {
    type Fields = T::Fields<Inner>;
    type Row = <T::Fields<Inner> as Fields>::Row;
    type Optional = Option<T>;
}

impl<T: Record> Binding for Option<T> {
    type Fields = T::Fields<Outer>;
    type Row = <T::Fields<Outer> as Fields>::Row;
    type Optional = Self;
}

/// The rows of a query, in their order: `Post` alone, `(Post, Comment)`, `(Post, Option<Comment>)` with an outer join; up to
/// eight.
pub trait Bindings: 'static {
    /// The row of the table that the query begins with.
    type First: Binding;
    /// The columns of all rows, as a tuple.
    type All;
    /// The same rows and one more.
    type Push<X: Binding>: Bindings;
    /// The same rows, each of which may be missing: what a right join makes of them.
    type Optional: Bindings;
}

impl<T: Record> Bindings for T {
    type First = T;
    type All = (T::Fields<Inner>,);
    type Push<X: Binding> = (T, X);
    type Optional = Option<T>;
}

impl<T: Record> Bindings for Option<T> {
    type First = Self;
    type All = (T::Fields<Outer>,);
    type Push<X: Binding> = (Self, X);
    type Optional = Self;
}

/// What a ninth row makes of a query's rows.
#[derive(Debug)]
pub struct TooManyBindings;

impl Fields for TooManyBindings {
    type Row = Self;
    type Optional = Self;
}

impl Record for TooManyBindings {
    type Fields<P: Presence> = Self;
    type Columns = ();
    type Associations = ();
    const NAMES: &'static [&'static str] = &[];

    fn associations() {}

    fn load(_: &mut Row<'_>) -> Result<Self, LoadError> {
        Ok(Self)
    }
}

macro_rules! bindings_of_tuples {
    ($($($name:ident)+;)+) => {$(
        impl<$($name: Binding),+> Bindings for ($($name,)+) {
            type First = bindings_of_tuples!(first $($name)+);
            type All = ($($name::Fields,)+);
            type Push<New: Binding> = bindings_of_tuples!(push New $($name)+);
            type Optional = ($($name::Optional,)+);
        }
    )+};
    (first $first:ident $($rest:ident)*) => { $first };
    (push $new:ident A B C D E F G H) => { TooManyBindings };
    (push $new:ident $($name:ident)+) => { ($($name,)+ $new) };
}

bindings_of_tuples! {
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}
