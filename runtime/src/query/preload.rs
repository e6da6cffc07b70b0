//! What a query preloads comes in, rows of its result with the rows that belong to them go out: of the query's own joins, or
//! asked for afterwards.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;

use super::Query;
use super::bindings::{Bindings, Fields, ReadRow, Record};
use crate::repo::{Error, LookupKey, Nested, Preload, Repo};
use crate::schema::{Assoc, LoadError, Relation, Row, Schema};

/// A [`Preload`] whose type is forgotten.
pub(crate) trait Preloads<O>: Send + Sync {
    /// Loads it into the rows that do not have it.
    fn load<'a>(
        &'a self,
        repo: &'a Repo,
        rows: Vec<&'a mut O>,
    ) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;
}

impl<O: Schema, P: Preload<O>> Preloads<O> for P {
    fn load<'a>(
        &'a self,
        repo: &'a Repo,
        rows: Vec<&'a mut O>,
    ) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>> {
        Box::pin(Preload::load(self, repo, rows, false))
    }
}

/// Which rows of a result are there already, and where.
#[derive(Default)]
pub struct Seen {
    /// By the number of the row that they belong to, the association, and their own key: the place there, and their number.
    places: HashMap<(usize, usize, Vec<LookupKey>), (usize, usize)>,
    rows: usize,
}

impl Seen {
    /// Notes a row; its number.
    fn add<T: Schema>(&mut self, parent: usize, association: usize, row: &T, place: usize) -> usize {
        self.rows += 1;
        if let Some(key) = key(row) {
            self.places.insert((parent, association, key), (place, self.rows));
        }
        self.rows
    }

    fn find<T: Schema>(&self, parent: usize, association: usize, row: &T) -> Option<(usize, usize)> {
        self.places.get(&(parent, association, key(row)?)).copied()
    }
}

/// What tells a row from others of its table, where it has anything.
fn key<T: Schema>(row: &T) -> Option<Vec<LookupKey>> {
    let parts: Option<Vec<_>> = T::KEY.iter().map(|index| LookupKey::of(&row.dump(*index))).collect();
    parts.filter(|parts| !parts.is_empty())
}

/// Rows of joins that belong to rows of `T`.
pub trait JoinPreload<T: Schema>: Send + Sync + 'static {
    /// Reads them into the row that was read before.
    ///
    /// # Errors
    /// When a value does not fit its field.
    fn read(&self, row: &mut Row<'_>, into: &mut T) -> Result<(), LoadError>;

    /// Reads them where there is no row that they could belong to.
    ///
    /// # Errors
    /// When a value does not fit its field.
    fn skip(&self, row: &mut Row<'_>) -> Result<(), LoadError>;

    /// Notes those that a row has; it has this number itself.
    fn note(&self, row: &T, number: usize, seen: &mut Seen);

    /// Moves those that are new from one reading of a row to the first one.
    fn unite(&self, into: &mut T, from: &mut T, number: usize, seen: &mut Seen);
}

/// A [`JoinPreload`] whose type is forgotten.
pub(crate) trait Loads<O>: Send + Sync {
    fn read(&self, row: &mut Row<'_>, into: &mut O) -> Result<(), LoadError>;
    fn note(&self, row: &O, number: usize, seen: &mut Seen);
    fn unite(&self, into: &mut O, from: &mut O, number: usize, seen: &mut Seen);
    fn place(&self, row: &O, seen: &mut Seen, next: usize) -> Result<(usize, usize), usize>;
}

/// With the rows that a joined result begins with.
struct Erased<J>(J);

impl<O: Schema, J: JoinPreload<O>> Loads<O> for Erased<J> {
    fn read(&self, row: &mut Row<'_>, into: &mut O) -> Result<(), LoadError> {
        self.0.read(row, into)
    }

    fn note(&self, row: &O, number: usize, seen: &mut Seen) {
        self.0.note(row, number, seen);
    }

    fn unite(&self, into: &mut O, from: &mut O, number: usize, seen: &mut Seen) {
        self.0.unite(into, from, number, seen);
    }

    /// Where the row is among those that are there, or the number that it gets as a new one.
    fn place(&self, row: &O, seen: &mut Seen, next: usize) -> Result<(usize, usize), usize> {
        seen.find(0, 0, row).ok_or_else(|| seen.add(0, 0, row, next))
    }
}

/// Makes one of all rows with one key, which has all rows that belong to any of them; in the order of the first ones.
pub(crate) fn unite<O>(joined: &[&dyn Loads<O>], rows: Vec<O>) -> Vec<O> {
    let Some(first) = joined.first() else { return rows };
    let (mut seen, mut united) = (Seen::default(), Vec::new());
    for mut row in rows {
        match first.place(&row, &mut seen, united.len()) {
            Ok((place, number)) => {
                joined.iter().for_each(|rows| rows.unite(&mut united[place], &mut row, number, &mut seen));
            }
            Err(number) => {
                joined.iter().for_each(|rows| rows.note(&row, number, &mut seen));
                united.push(row);
            }
        }
    }
    united
}

/// The rows of a join that an association leads to, and those of further joins that belong to them.
pub struct Joined<T, R, N> {
    assoc: Assoc<T, R>,
    inner: N,
}

impl<T: Schema, R: Relation, N: JoinPreload<R::Row>> JoinPreload<T> for Joined<T, R, N>
where
    R::Row: Record,
{
    fn read(&self, row: &mut Row<'_>, into: &mut T) -> Result<(), LoadError> {
        let mut found = Option::<R::Row>::read_row(row)?;
        match &mut found {
            Some(related) => self.inner.read(row, related)?,
            None => self.inner.skip(row)?,
        }
        self.assoc.get_mut(into).put_rows(found.into_iter().collect());
        Ok(())
    }

    fn skip(&self, row: &mut Row<'_>) -> Result<(), LoadError> {
        Option::<R::Row>::read_row(row)?;
        self.inner.skip(row)
    }

    fn note(&self, row: &T, number: usize, seen: &mut Seen) {
        for (place, related) in self.assoc.get(row).rows().iter().enumerate() {
            let number = seen.add(number, self.assoc.index(), related, place);
            self.inner.note(related, number, seen);
        }
    }

    fn unite(&self, into: &mut T, from: &mut T, number: usize, seen: &mut Seen) {
        for mut related in self.assoc.get_mut(from).take_rows() {
            let relation = self.assoc.get_mut(into);
            match seen.find(number, self.assoc.index(), &related) {
                Some((place, number)) => {
                    if let Some(first) = relation.rows_mut().get_mut(place) {
                        self.inner.unite(first, &mut related, number, seen);
                    }
                }
                None => {
                    let mut rows = relation.take_rows();
                    let number = seen.add(number, self.assoc.index(), &related, rows.len());
                    self.inner.note(&related, number, seen);
                    rows.push(related);
                    relation.put_rows(rows);
                }
            }
        }
    }
}

macro_rules! joins_of_tuples {
    ($($($name:ident)*;)+) => {$(
        #[allow(non_snake_case, reason = "one name for a type and its value keeps the macro short")]
        #[allow(unused_variables, clippy::unused_unit, reason = "of nothing, nothing is read")]
        impl<T: Schema, $($name: JoinPreload<T>),*> JoinPreload<T> for ($($name,)*) {
            fn read(&self, row: &mut Row<'_>, into: &mut T) -> Result<(), LoadError> {
                let ($($name,)*) = self;
                $($name.read(row, into)?;)*
                Ok(())
            }

            fn skip(&self, row: &mut Row<'_>) -> Result<(), LoadError> {
                let ($($name,)*) = self;
                $($name.skip(row)?;)*
                Ok(())
            }

            fn note(&self, row: &T, number: usize, seen: &mut Seen) {
                let ($($name,)*) = self;
                $($name.note(row, number, seen);)*
            }

            fn unite(&self, into: &mut T, from: &mut T, number: usize, seen: &mut Seen) {
                let ($($name,)*) = self;
                $($name.unite(into, from, number, seen);)*
            }
        }
    )+};
}

joins_of_tuples! {
    ;
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
}

/// Everything that [`load_joined`] and [`preload`] take is named through these.
type Associations<T> = <T as Record>::Associations;

/// A query whose result has the rows of its joins where they belong.
pub fn load_joined<B: Bindings, O: Schema + Record, J: JoinPreload<O>>(
    mut query: Query<B, O>,
    joined: impl FnOnce(Associations<O>) -> J,
) -> Query<B, O> {
    query.load.join(Arc::new(Erased(joined(O::associations()))));
    query
}

/// The rows of a join, with those that belong to them.
pub fn joined<T, R: Relation, N>(
    assoc: Assoc<T, R>,
    inner: impl FnOnce(Associations<R::Row>) -> N,
) -> Joined<T, R, N>
where
    R::Row: Record,
{
    Joined { assoc, inner: inner(R::Row::associations()) }
}

/// A query with whose result more is loaded.
pub fn preload<B: Bindings, O: Schema + Record, P: Preload<O> + 'static>(
    mut query: Query<B, O>,
    preloads: impl FnOnce(Associations<O>) -> P,
) -> Query<B, O> {
    query.load.preload(Arc::new(preloads(O::associations())));
    query
}

/// An association with those of its rows.
pub fn nested<T: Schema, R: Relation, P: Preload<R::Row>>(
    assoc: Assoc<T, R>,
    inner: impl FnOnce(Associations<R::Row>) -> P,
) -> Nested<T, R, P>
where
    R::Row: Record,
{
    assoc.with(inner(R::Row::associations()))
}

/// What may stand for the rows of an association: its rows, also where they may be missing.
#[diagnostic::on_unimplemented(
    message = "the association leads to rows of `{T}`, this is one of `{Self}`",
    label = "expected a row of `{T}`",
    note = "a preload of a join takes the row that is joined: `join: c in p.comments, preload: [comments: c]`"
)]
pub trait RowOf<T> {}

impl<T: Record> RowOf<T> for T {}

#[diagnostic::do_not_recommend]
impl<T: Record> RowOf<T> for Option<T> {}

/// Whether a row is one that the association leads to.
pub fn leads_to<T, R: Relation, F: Fields>(_: &Assoc<T, R>, _: &F)
where
    F::Row: RowOf<R::Row>,
{
}

/// The associations of the rows that an association leads to.
pub fn related<T, R: Relation>(_: &Assoc<T, R>) -> Associations<R::Row>
where
    R::Row: Record,
{
    R::Row::associations()
}
