//! The example, driven in process, as a process of its own, and in a browser.

mod browser;
mod components;
mod durability;
mod inputs;
mod pages;
mod routes;
