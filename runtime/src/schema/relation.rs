//! Rows of another table come in once they are asked for, the field that holds them goes out.

use std::fmt;
use std::ops::{Deref, DerefMut};

use super::loaded::Loaded;
use super::{Association, Schema};

/// What an association to one row is declared with: the row, or an `Option` of it where there may be none.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row of a table",
    label = "an association leads to a schema's row, or to an `Option` of one",
    note = "rows are defined by `bennu::schema! {{ pub struct Message in \"messages\" {{ body: String }} }}`"
)]
pub trait One: Clone + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// The row.
    type Row: Schema;

    /// What a field without a row reads as, where it may be without.
    const NONE: Option<&'static Self>;

    /// The same, to be changed.
    fn none() -> Option<Self>;

    /// The row that was found.
    fn from_row(row: Self::Row) -> Self;

    /// The row, where there is one.
    fn row(&self) -> Option<&Self::Row>;

    /// The same, to be changed.
    fn row_mut(&mut self) -> Option<&mut Self::Row>;
}

impl<T: Schema> One for T {
    type Row = T;
    const NONE: Option<&'static Self> = None;

    fn none() -> Option<Self> {
        None
    }

    fn from_row(row: T) -> Self {
        row
    }

    fn row(&self) -> Option<&T> {
        Some(self)
    }

    fn row_mut(&mut self) -> Option<&mut T> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Schema> One for Option<T> {
    type Row = T;
    const NONE: Option<&'static Self> = Some(&None);

    fn none() -> Option<Self> {
        Some(None)
    }

    fn from_row(row: T) -> Self {
        Some(row)
    }

    fn row(&self) -> Option<&T> {
        self.as_ref()
    }

    fn row_mut(&mut self) -> Option<&mut T> {
        self.as_mut()
    }
}

/// Says that the field of an association goes from thread to thread as its rows do. The compiler would find out by itself, but on a
/// walk from row to row through every association there is, and give up where there are some thirty.
macro_rules! threads {
    ($name:ident<$rows:ident: $bound:ident>) => {
        // SAFETY: it owns rows, which the bound demands to be `Send`, or refers to an `Association`, which is `Sync`.
        unsafe impl<$rows: $bound> Send for $name<$rows> {}
        // SAFETY: as above; what is shared are rows that are `Sync`.
        unsafe impl<$rows: $bound> Sync for $name<$rows> {}
    };
}

const _: () = {
    const fn is_shared<T: Sync>() {}
    is_shared::<Association>();
};

/// The field of an association: [`BelongsTo`], [`HasOne`], [`HasMany`] or [`ManyToMany`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no association",
    note = "associations are declared by `belongs_to`, `has_one`, `has_many` and `many_to_many` in `schema!`"
)]
pub trait Relation: Clone + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// The other table's row.
    type Row: Schema;

    /// Whether there may be several.
    const MANY: bool;

    /// The field of a row whose association was not asked for.
    fn not_loaded(association: &'static Association) -> Self;

    /// Whether it is known which rows there are, be it none.
    fn is_loaded(&self) -> bool;

    /// The rows that are loaded; none where it is not.
    fn rows(&self) -> &[Self::Row];

    /// The same, to be changed.
    fn rows_mut(&mut self) -> &mut [Self::Row];

    /// Notes which rows there are: of a single association, the first one.
    fn put_rows(&mut self, rows: Vec<Self::Row>);

    /// The rows that are loaded, which are moved out where there may be several.
    fn take_rows(&mut self) -> Vec<Self::Row> {
        self.rows().to_vec()
    }
}

macro_rules! to_one {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name<O>(Loaded<Option<Box<O>>>);

        threads!($name<O: One>);

        impl<O: One> $name<O> {
            /// Whether it was asked for.
            #[must_use]
            pub fn is_loaded(&self) -> bool {
                self.0.loaded().is_some()
            }

            /// The row, where it is loaded and there is one.
            #[must_use]
            pub fn loaded(&self) -> Option<&O::Row> {
                self.0.loaded()?.as_deref()?.row()
            }
        }

        impl<O: One> Relation for $name<O> {
            type Row = O::Row;
            const MANY: bool = false;

            fn not_loaded(association: &'static Association) -> Self {
                Self(Loaded::No(Some(association)))
            }

            fn is_loaded(&self) -> bool {
                self.is_loaded()
            }

            fn rows(&self) -> &[O::Row] {
                self.loaded().map_or(&[], std::slice::from_ref)
            }

            fn rows_mut(&mut self) -> &mut [O::Row] {
                match &mut self.0 {
                    Loaded::Yes(Some(one)) => one.row_mut().map_or(&mut [], std::slice::from_mut),
                    _ => &mut [],
                }
            }

            fn put_rows(&mut self, rows: Vec<O::Row>) {
                self.0 = Loaded::Yes(rows.into_iter().next().map(|row| Box::new(O::from_row(row))));
            }
        }

        /// The row, or the `Option` of it that the schema declares. Panics where it is not loaded, and where there is none
        /// although the schema knows of no such case.
        impl<O: One> Deref for $name<O> {
            type Target = O;

            #[track_caller]
            fn deref(&self) -> &O {
                match (self.0.get(), O::NONE) {
                    (Some(one), _) => one,
                    (None, Some(none)) => none,
                    (None, None) => missing::<O>(),
                }
            }
        }

        impl<O: One> DerefMut for $name<O> {
            #[track_caller]
            fn deref_mut(&mut self) -> &mut O {
                let one = self.0.get_mut();
                if one.is_none() {
                    *one = O::none().map(Box::new);
                }
                one.as_deref_mut().unwrap_or_else(|| missing::<O>())
            }
        }

        impl<O: One> PartialEq for $name<O> {
            fn eq(&self, other: &Self) -> bool {
                self.is_loaded() == other.is_loaded() && self.loaded() == other.loaded()
            }
        }

        /// Loaded, with this row.
        impl<T: Schema, O: One<Row = T>> From<T> for $name<O> {
            fn from(row: T) -> Self {
                Self(Loaded::Yes(Some(Box::new(O::from_row(row)))))
            }
        }

        /// Not loaded.
        impl<O> Default for $name<O> {
            fn default() -> Self {
                Self(Loaded::No(None))
            }
        }

        impl<O: fmt::Debug> fmt::Debug for $name<O> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

/// The row that another one refers to is not there.
#[track_caller]
fn missing<O: One>() -> ! {
    panic!(
        "there is no such row in `{}`: where there may be none, declare the association with an `Option`",
        <O::Row as Schema>::TABLE
    )
}

to_one! {
    /// The row that a `belongs_to` leads to, once it is loaded. Reads as the row itself: `video.user.name`, or as the `Option` of
    /// it where the schema declares one.
    ///
    /// A row that was just read has it unloaded, and reading it then panics with the words to type; see
    /// [`Repo::preload`](crate::Repo::preload). Unloaded is different from missing.
    ///
    /// ```
    /// bennu::schema! { pub struct User in "users" { name: String } }
    /// bennu::schema! { pub struct Video in "videos" { title: String, belongs_to user: User } }
    ///
    /// fn author(video: &Video) -> &str {
    ///     &video.user.name
    /// }
    ///
    /// let user = User { id: 7, name: "Ann".to_owned() };
    /// let mut video = Video { id: 1, title: "Intro".to_owned(), user_id: 7, user: Default::default() };
    /// assert!(!video.user.is_loaded());
    /// video.user = user.into();
    /// assert_eq!(author(&video), "Ann");
    /// ```
    BelongsTo
    /// The row that a `has_one` leads to, once it is loaded; like [`BelongsTo`].
    HasOne
}

macro_rules! to_many {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq)]
        pub struct $name<T>(Loaded<Vec<T>>);

        threads!($name<T: Schema>);

        impl<T> $name<T> {
            /// Whether it was asked for.
            #[must_use]
            pub fn is_loaded(&self) -> bool {
                self.0.loaded().is_some()
            }

            /// The rows, where they are loaded.
            #[must_use]
            pub fn loaded(&self) -> Option<&[T]> {
                self.0.loaded().map(Vec::as_slice)
            }
        }

        impl<T: Schema> Relation for $name<T> {
            type Row = T;
            const MANY: bool = true;

            fn not_loaded(association: &'static Association) -> Self {
                Self(Loaded::No(Some(association)))
            }

            fn is_loaded(&self) -> bool {
                self.is_loaded()
            }

            fn rows(&self) -> &[T] {
                self.loaded().unwrap_or_default()
            }

            fn rows_mut(&mut self) -> &mut [T] {
                match &mut self.0 {
                    Loaded::Yes(rows) => rows,
                    Loaded::No(_) => &mut [],
                }
            }

            fn put_rows(&mut self, rows: Vec<T>) {
                self.0 = Loaded::Yes(rows);
            }

            fn take_rows(&mut self) -> Vec<T> {
                match &mut self.0 {
                    Loaded::Yes(rows) => std::mem::take(rows),
                    Loaded::No(_) => Vec::new(),
                }
            }
        }

        /// The rows. Panics where they are not loaded.
        impl<T> Deref for $name<T> {
            type Target = Vec<T>;

            #[track_caller]
            fn deref(&self) -> &Vec<T> {
                self.0.get()
            }
        }

        impl<T> DerefMut for $name<T> {
            #[track_caller]
            fn deref_mut(&mut self) -> &mut Vec<T> {
                self.0.get_mut()
            }
        }

        impl<'a, T> IntoIterator for &'a $name<T> {
            type Item = &'a T;
            type IntoIter = std::slice::Iter<'a, T>;

            #[track_caller]
            fn into_iter(self) -> Self::IntoIter {
                self.0.get().iter()
            }
        }

        impl<T> IntoIterator for $name<T> {
            type Item = T;
            type IntoIter = std::vec::IntoIter<T>;

            #[track_caller]
            fn into_iter(mut self) -> Self::IntoIter {
                std::mem::take(self.0.get_mut()).into_iter()
            }
        }

        /// Loaded, with these rows.
        impl<T> From<Vec<T>> for $name<T> {
            fn from(rows: Vec<T>) -> Self {
                Self(Loaded::Yes(rows))
            }
        }

        /// Not loaded.
        impl<T> Default for $name<T> {
            fn default() -> Self {
                Self(Loaded::No(None))
            }
        }

        impl<T: fmt::Debug> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

to_many! {
    /// The rows that a `has_many` leads to, once they are loaded. Reads as a `Vec`: `video.annotations.len()`.
    ///
    /// A row that was just read has them unloaded, and reading them then panics with the words to type; see
    /// [`Repo::preload`](crate::Repo::preload). Unloaded is different from none.
    HasMany
    /// The rows that a `many_to_many` leads to, once they are loaded; like [`HasMany`].
    ManyToMany
}
