//! What was asked of the database comes in, either it or the fact that it was not asked goes out.

use std::fmt;

use super::Association;

/// What a field of an association holds: nothing that is known before it is loaded.
#[derive(Clone)]
pub(super) enum Loaded<C> {
    No(Option<&'static Association>),
    Yes(C),
}

impl<C> Loaded<C> {
    #[track_caller]
    pub(super) fn get(&self) -> &C {
        match self {
            Self::Yes(content) => content,
            Self::No(association) => unloaded(*association),
        }
    }

    #[track_caller]
    pub(super) fn get_mut(&mut self) -> &mut C {
        match self {
            Self::Yes(content) => content,
            Self::No(association) => unloaded(*association),
        }
    }

    pub(super) fn loaded(&self) -> Option<&C> {
        match self {
            Self::Yes(content) => Some(content),
            Self::No(_) => None,
        }
    }
}

/// The program reads what it did not ask the database for.
#[track_caller]
fn unloaded(association: Option<&'static Association>) -> ! {
    match association.map(|association| (association.owner(), association.name())) {
        Some((owner, name)) => panic!(
            "association `{name}` of `{owner}` is not loaded: load it with `repo.preload(.., {owner}::{name})`, or ask `is_loaded()`"
        ),
        None => {
            panic!("this association is not loaded: load it with `repo.preload(..)`, or ask `is_loaded()`")
        }
    }
}

impl<C: PartialEq> PartialEq for Loaded<C> {
    fn eq(&self, other: &Self) -> bool {
        self.loaded() == other.loaded()
    }
}

impl<C: fmt::Debug> fmt::Debug for Loaded<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Yes(content) => content.fmt(f),
            Self::No(_) => f.write_str("NotLoaded"),
        }
    }
}
