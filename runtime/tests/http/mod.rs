//! The endpoint, in process and over real connections.

mod api_auth;
mod app;
mod conn;
mod cookies;
mod csrf;
mod debug;
mod errors;
mod fallback;
mod files;
mod formats;
mod fuzz;
mod headers;
mod json_api;
mod log;
mod params;
mod plugs;
mod session;
mod session_store;
mod shutdown;
mod static_files;
mod streams;
mod testing;
mod uploads;
mod wire;
