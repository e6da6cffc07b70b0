//! LiveViews: a page is rendered once as HTML, then lives on as a task that takes events and sends what changed.
#![doc = include_str!("../../docs/live.md")]

mod async_result;
mod channel;
mod dead;
mod effects;
mod event;
mod join;
mod navigation;
mod on_mount;
mod place;
mod route;
mod socket;
mod token;
mod turn;
mod view;

pub use crate::conn::Session;
pub use async_result::AsyncResult;
pub use event::{Event, Outcome, Received, Reply};
pub use navigation::Navigation;
pub use on_mount::OnMount;
#[doc(hidden)]
pub use on_mount::{Hooks, HooksOf, RunHooks};
#[doc(hidden)]
pub use place::Forwarded;
pub use route::LiveRoute;
pub use socket::Socket;
pub use view::{Events, LiveView};

pub(crate) use dead::dead_render;
pub(crate) use join::{LiveTopics, Visitor};

/// The release of the `phoenix_live_view` client whose diffs are spoken here; a browser with another one warns.
pub const CLIENT_VERSION: &str = "1.2.12";
