//! What the steps of a multi gave comes in, it goes out by its name and its type, or the reason why one of them refused.

use std::any::Any;
use std::fmt;
use std::ops::Index;
use std::sync::Arc;

use super::Name;
use crate::Changeset;
use crate::schema::Schema;

/// What a step gave.
#[derive(Clone)]
pub(super) struct Entry {
    value: Arc<dyn Any + Send + Sync>,
    type_name: &'static str,
}

impl Entry {
    pub(super) fn new<T: Any + Send + Sync>(value: T) -> Self {
        Self { value: Arc::new(value), type_name: std::any::type_name::<T>() }
    }
}

/// What the steps of a [`Multi`](super::Multi) gave, by their names.
#[derive(Clone, Default)]
pub struct Changes {
    done: Vec<(&'static str, Entry)>,
}

impl Changes {
    /// What a step gave; none where there is no such step, or it gave something of another type.
    #[must_use]
    pub fn get<T: Any>(&self, name: impl Into<Name<T>>) -> Option<&T> {
        self.entry(name.into().name)?.value.downcast_ref()
    }

    /// What a step gave, to keep.
    ///
    /// # Panics
    /// Where there is no such step, or it gave something of another type.
    #[track_caller]
    pub fn take<T: Any + Clone + Send + Sync>(&mut self, name: impl Into<Name<T>>) -> T {
        let name = name.into();
        let _ = &self[name];
        let place = self.done.iter().position(|(other, _)| *other == name.name).expect("it was just found");
        let value = self.done.remove(place).1.value.downcast::<T>().expect("it was just found");
        Arc::unwrap_or_clone(value)
    }

    /// The names of the steps in their order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.done.iter().map(|(name, _)| *name)
    }

    pub(super) fn push(&mut self, name: &'static str, entry: Entry) {
        self.done.push((name, entry));
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.done.iter().find(|(other, _)| *other == name).map(|(_, entry)| entry)
    }
}

/// What a step gave. Panics where there is no such step, or it gave something of another type.
impl<T: Any> Index<Name<T>> for Changes {
    type Output = T;

    #[track_caller]
    fn index(&self, name: Name<T>) -> &T {
        let Some(entry) = self.entry(name.name) else {
            let names: Vec<_> = self.names().map(|name| format!("`{name}`")).collect();
            panic!("no step `{}` was done; there are {}", name.name, names.join(", "));
        };
        entry.value.downcast_ref().unwrap_or_else(|| {
            let wanted = std::any::type_name::<T>();
            panic!("the step `{}` gives `{}`, not `{wanted}`", name.name, entry.type_name)
        })
    }
}

impl fmt::Debug for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.done.iter().map(|(name, entry)| (name, entry.type_name))).finish()
    }
}

/// Why a step did not do it.
pub(super) struct Refusal {
    value: Box<dyn Any + Send>,
    into_error: fn(Box<dyn Any + Send>) -> crate::Error,
}

impl Refusal {
    pub(super) fn new<E: Any + Send + Into<crate::Error>>(value: E) -> Self {
        let into_error = |value: Box<dyn Any + Send>| match value.downcast::<E>() {
            Ok(value) => (*value).into(),
            Err(_) => crate::Error::internal("a step was refused"),
        };
        Self { value: Box::new(value), into_error }
    }
}

/// The step of a [`Multi`](super::Multi) that refused, with its reason and with what was done before and is taken back.
///
/// Under a second `?` it is the error that its reason is: 422 for a changeset.
pub struct Failed {
    name: &'static str,
    refusal: Refusal,
    changes: Changes,
}

impl Failed {
    pub(super) fn new(name: &'static str, refusal: Refusal, changes: Changes) -> Self {
        Self { name, refusal, changes }
    }

    /// The step's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What the steps before it gave, though it is not in the database.
    #[must_use]
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// The changeset that was refused.
    ///
    /// # Errors
    /// Itself, where another step refused or for another reason.
    pub fn changeset<T: Schema>(self, name: impl Into<Name<T>>) -> Result<Changeset<T>, Self> {
        if self.name == name.into().name { self.value() } else { Err(self) }
    }

    /// The reason.
    ///
    /// # Errors
    /// Itself, where the reason is of another type.
    pub fn value<E: Any>(self) -> Result<E, Self> {
        let Self { name, refusal, changes } = self;
        match refusal.value.downcast::<E>() {
            Ok(value) => Ok(*value),
            Err(value) => Err(Self { name, refusal: Refusal { value, ..refusal }, changes }),
        }
    }
}

impl fmt::Debug for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failed")
            .field("name", &self.name)
            .field("changes", &self.changes)
            .finish_non_exhaustive()
    }
}

impl From<Failed> for crate::Error {
    fn from(failed: Failed) -> Self {
        (failed.refusal.into_error)(failed.refusal.value)
    }
}
