//! The endpoint, in process and over real connections.

mod api_auth;
mod app;
#[cfg(feature = "compression")]
mod compression;
mod conn;
mod cookies;
mod csrf;
mod curl;
mod debug;
mod digest;
mod endpoint_plugs;
mod errors;
mod fallback;
mod files;
mod formats;
mod framing;
mod fuzz;
mod greeting;
mod headers;
#[cfg(feature = "http2")]
mod http2;
#[cfg(feature = "http2")]
mod http2_frames;
#[cfg(feature = "http2")]
mod http2_rules;
mod json_api;
#[cfg(feature = "live-reload")]
mod live_reload;
mod log;
mod oauth2;
mod pagination;
mod params;
mod passwords;
mod plugs;
mod proxies;
mod session;
mod session_owners;
mod session_store;
mod shutdown;
mod sign_in;
mod static_files;
mod streams;
mod testing;
#[cfg(feature = "tls")]
mod tls;
mod uploads;
mod versions;
#[cfg(unix)]
mod watchers;
mod wire;
