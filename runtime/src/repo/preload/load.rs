//! Rows without an association come in, the rows of it are found and given to them.

use std::collections::{HashMap, HashSet};
use std::pin::Pin;

use uuid::Uuid;

use super::super::read::failed;
use super::super::statement::Plan;
use super::super::{DatabaseError, Error, Repo};
use super::Preload as _;
use super::statement::Lookup;
use crate::query::{self, Purpose};
use crate::schema::{Assoc, Relation, Row, Schema, Value};

/// Keys in one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535.
const MOST_KEYS: usize = 1 << 14;

/// A key that can be looked up.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Integer(i64),
    Uuid(Uuid),
    Text(String),
}

impl Key {
    pub(crate) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Integer(number) => Some(Self::Integer(*number)),
            Value::Uuid(uuid) => Some(Self::Uuid(*uuid)),
            other => Some(Self::Text(other.to_text())),
        }
    }
}

/// Loads one association into the rows that do not have it.
pub(super) async fn load<T: Schema, R: Relation>(
    repo: &Repo,
    assoc: Assoc<T, R>,
    mut rows: Vec<&mut T>,
    force: bool,
    query: Option<&query::Plan>,
) -> Result<(), Error> {
    if let Some(through) = assoc.way() {
        return match query {
            None => through(repo, rows, force).await,
            Some(_) => Err(no_query_through(assoc.name())),
        };
    }
    rows.retain(|row| force || !assoc.get(row).is_loaded());
    let lookup = Lookup::of(assoc.association());
    let keys: Vec<_> = rows.iter().map(|row| row.dump(lookup.own())).collect();
    let found = match query {
        None => find(repo, assoc, &lookup, &distinct(&keys)).await?,
        Some(query) => find_by_query(repo, assoc, query, distinct(&keys)).await?,
    };
    // SQLite keeps a UUID as text: the key is compared as the row has it.
    let key = &T::FIELDS[lookup.own()];
    let found = found.into_iter().map(|(found, row)| (key.load(found.as_ref()).unwrap_or(found), row));
    give(assoc, rows, &keys, found.collect());
    Ok(())
}

fn no_query_through(name: &str) -> Error {
    let message =
        format!("`{name}` leads through other associations: the query belongs to the last of these");
    Error::Database(DatabaseError::new(None, message))
}

/// The rows of a query that belong to these keys, each with its key.
async fn find_by_query<T: Schema, R: Relation>(
    repo: &Repo,
    assoc: Assoc<T, R>,
    query: &query::Plan,
    keys: Vec<Value>,
) -> Result<Vec<(Value, R::Row)>, Error> {
    if keys.is_empty() {
        return Ok(vec![]);
    }
    let load = |row: &mut Row<'_>| {
        let related = R::Row::load(row)?;
        Ok((row.value()?, related))
    };
    repo.read(query.clone().of::<T>(assoc.association(), keys), Purpose::Preload, load).await
}

/// Each key once, in order; null leads nowhere.
fn distinct(keys: &[Value]) -> Vec<Value> {
    let mut seen = HashSet::new();
    keys.iter().filter(|value| Key::of(value).is_some_and(|key| seen.insert(key))).cloned().collect()
}

/// All rows with these keys, each with the key that it was found by.
async fn find<T: Schema, R: Relation>(
    repo: &Repo,
    assoc: Assoc<T, R>,
    lookup: &Lookup,
    keys: &[Value],
) -> Result<Vec<(Value, R::Row)>, Error> {
    let mut found = Vec::new();
    for chunk in keys.chunks(MOST_KEYS) {
        let Some(last) = chunk.last() else { continue };
        // A power of two, so that there are few statements; the last key fills the rest.
        let holes = chunk.len().next_power_of_two();
        let mut values = chunk.to_vec();
        values.resize(holes, last.clone());
        values.extend(lookup.values());
        let plan = Plan::Preload { association: assoc.index(), keys: holes };
        let statement = repo.inner.statements.get::<T>(&repo.inner.database, plan);
        let field = lookup.field();
        let read = move |row: &mut Row<'_>| {
            let related = R::Row::load(row)?;
            let key = match field {
                Some(field) => related.dump(field),
                None => row.value()?,
            };
            Ok((key, related))
        };
        found.extend(repo.rows(&statement, values, read).await.map_err(failed::<R::Row>)?);
    }
    Ok(found)
}

/// Gives each row what was found by its key, in the order in which it was found.
fn give<T: Schema, R: Relation>(
    assoc: Assoc<T, R>,
    rows: Vec<&mut T>,
    keys: &[Value],
    found: Vec<(Value, R::Row)>,
) {
    let mut by_key: HashMap<Key, Vec<R::Row>> = HashMap::new();
    for (key, row) in found {
        if let Some(key) = Key::of(&key) {
            by_key.entry(key).or_default().push(row);
        }
    }
    // The last one who wants them can have the rows themselves.
    let mut wanted: HashMap<Key, usize> = HashMap::new();
    for key in keys.iter().filter_map(Key::of) {
        *wanted.entry(key).or_default() += 1;
    }
    for (row, key) in rows.into_iter().zip(keys) {
        let related = Key::of(key).and_then(|key| {
            let left = wanted.get_mut(&key)?;
            *left -= 1;
            if *left == 0 { by_key.remove(&key) } else { by_key.get(&key).cloned() }
        });
        assoc.get_mut(row).put_rows(related.unwrap_or_default());
    }
}

/// Loads an association that takes its way over `first` and then `second`; these are loaded, too.
pub(crate) fn load_through<'a, T, R, A, B>(
    repo: &'a Repo,
    mut rows: Vec<&'a mut T>,
    force: bool,
    assoc: Assoc<T, R>,
    first: Assoc<T, A>,
    second: Assoc<A::Row, B>,
) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>
where
    T: Schema,
    R: Relation<Row = B::Row>,
    A: Relation,
    B: Relation,
{
    Box::pin(async move {
        rows.retain(|row| force || !assoc.get(row).is_loaded());
        first.with(second).load(repo, rows.iter_mut().map(|row| &mut **row).collect(), force).await?;
        for row in rows {
            let mut related: Vec<R::Row> = Vec::new();
            for found in first.get(row).rows().iter().flat_map(|middle| second.get(middle).rows()) {
                if !related.iter().any(|known| is_same(known, found)) {
                    related.push(found.clone());
                }
            }
            assoc.get_mut(row).put_rows(related);
        }
        Ok(())
    })
}

/// Whether these are one row, which two ways lead to.
fn is_same<T: Schema>(one: &T, other: &T) -> bool {
    if T::KEY.is_empty() { one == other } else { T::KEY.iter().all(|key| one.dump(*key) == other.dump(*key)) }
}
