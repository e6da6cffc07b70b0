//! What `use bennu::prelude::*` brings.

pub use crate::component::{
    Render, Rest, Slot, Slots, async_result, focus_wrap, form, inputs_for, intersperse, link, live_title,
};
pub use crate::conn::FlashKind::{self, Info};
pub use crate::form::{Form, FormField, to_form};
pub use crate::live::{LiveView, Session, Socket};
pub use crate::query::{asc, desc};
pub use crate::{
    Changeset, Conn, Error, Params, Repo, Result, component, dynamic, events, from, html, schema,
};
