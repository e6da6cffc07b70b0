//! Rumbl's web in process, on each database, every test in a sandbox of its own.

mod auth;
mod layouts;
mod pages;
mod sessions;
mod support;
mod users;
mod videos;
mod watch;
