//! A LiveView as a router's table holds it: its name, and how to start it without knowing its type.

use std::any::TypeId;
use std::fmt;

use super::channel::{self, Visit};
use super::view::Events;
use crate::socket::{Mailbox, Run};

/// A route's LiveView; `router!` makes one for each `live` route.
pub struct LiveRoute<S: 'static> {
    name: &'static str,
    view: TypeId,
    run: fn(Visit<S>, Mailbox) -> Run,
}

impl<S: Send + Sync + 'static> LiveRoute<S> {
    /// The view `V` under the name that the router's source has for it.
    #[must_use]
    pub const fn of<V: Events<State = S>>(name: &'static str) -> Self {
        Self { name, view: TypeId::of::<V>(), run: channel::run::<V> }
    }

    /// The view's name as the router spells it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether both routes show the same view.
    pub(crate) fn is_same_view(&self, other: &Self) -> bool {
        self.view == other.view
    }

    pub(crate) fn run(&self, visit: Visit<S>, mailbox: Mailbox) -> Run {
        (self.run)(visit, mailbox)
    }
}

impl<S: 'static> fmt::Debug for LiveRoute<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LiveRoute").field(&self.name).finish()
    }
}
