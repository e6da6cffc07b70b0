//! What users see of the runtime, area by area.

mod embeds;
mod form;
mod http;
mod live;
mod path;
mod repo;
mod router;
