//! The contexts of Rumbl on each database, every test in a sandbox of its own.

mod accounts;
mod multimedia;
mod seeds;
