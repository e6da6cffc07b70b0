//! A LiveView as a router's table holds it: its name, and how to start it without knowing its type.

use std::any::{TypeId, type_name};
use std::fmt;

use super::channel::{self, Visit};
use super::dead;
use super::on_mount::Hooks;
use super::view::Events;
use crate::router::ParamError;
use crate::socket::{Mailbox, Run};
use crate::{Conn, Params};

/// Whether a segment of the path spells the type that the route declares for it.
type Spells = fn(&str) -> Result<(), ParamError>;

/// A route's LiveView; `router!` makes one for each `live` route.
pub struct LiveRoute<S: 'static> {
    name: &'static str,
    view: TypeId,
    action: Option<&'static str>,
    session: &'static str,
    router: fn() -> &'static str,
    declared: &'static [(&'static str, Spells)],
    run: fn(Visit<S>, Mailbox) -> Run,
    render: dead::Render<S>,
}

impl<S: Send + Sync + 'static> LiveRoute<S> {
    /// The view `V` under the name that the router's source has for it.
    #[must_use]
    pub const fn of<V: Events<State = S>>(name: &'static str) -> Self {
        Self::hooked::<V, ()>(name)
    }

    /// The same behind the hooks `H`.
    #[doc(hidden)]
    #[must_use]
    pub const fn hooked<V: Events<State = S>, H: Hooks<S>>(name: &'static str) -> Self {
        Self {
            name,
            view: TypeId::of::<V>(),
            action: None,
            session: "default",
            router: || "",
            declared: &[],
            run: channel::run::<V, H>,
            render: dead::render::<V, H>,
        }
    }

    /// The same as a route of the router `R`.
    #[doc(hidden)]
    #[must_use]
    pub const fn within<R>(mut self) -> Self {
        self.router = type_name::<R>;
        self
    }

    /// The same with the action that the view is told.
    #[doc(hidden)]
    #[must_use]
    pub const fn action(mut self, action: &'static str) -> Self {
        self.action = Some(action);
        self
    }

    /// The same inside of a live session.
    #[doc(hidden)]
    #[must_use]
    pub const fn session(mut self, session: &'static str) -> Self {
        self.session = session;
        self
    }

    /// The same with checks of the parameters that it declares with a type.
    #[doc(hidden)]
    #[must_use]
    pub const fn params(mut self, declared: &'static [(&'static str, Spells)]) -> Self {
        self.declared = declared;
        self
    }

    /// # Errors
    /// The first parameter that does not spell what the route declares.
    pub(crate) fn check(&self, params: &Params) -> Result<(), ParamError> {
        self.declared.iter().try_for_each(|(name, spells)| spells(params.str(name).unwrap_or_default()))
    }

    /// The action that the route tells its view, where it has one.
    #[must_use]
    pub const fn live_action(&self) -> Option<&'static str> {
        self.action
    }

    /// The live session of the route: `default` outside of any.
    #[must_use]
    pub const fn live_session(&self) -> &'static str {
        self.session
    }

    /// The view's name as the router spells it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The views among which a browser navigates over one connection: those of a live session, and so of one router. From one
    /// router to another the pipelines of the second are to run.
    pub(crate) fn group(&self) -> String {
        format!("{} {}", (self.router)(), self.session)
    }

    /// Whether both routes show the same view inside of the same live session, so that one may become the other.
    pub(crate) fn is_same_view(&self, other: &Self) -> bool {
        self.view == other.view && self.session == other.session && (self.router)() == (other.router)()
    }

    /// The page of this route.
    pub(super) async fn render(&'static self, conn: &mut Conn<S>) -> crate::Result {
        (self.render)(self, conn).await
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
