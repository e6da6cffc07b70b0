//! What users see of the runtime, area by area.

mod http;
mod live;
mod repo;
