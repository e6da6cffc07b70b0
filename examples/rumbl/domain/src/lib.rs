//! Rumbl without its web: who watches, what is watched, and the tables of both.

pub mod accounts;
mod migrations;
pub mod multimedia;
pub mod seeds;

pub use migrations::MIGRATIONS;
