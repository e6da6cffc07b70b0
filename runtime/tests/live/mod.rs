//! LiveViews over real WebSockets: an application, a client that speaks the protocol, and what must be true of both.

mod app;
mod client;
mod handshake;
mod hooks;
mod hostile;
mod navigation;
mod protocol;
mod sessions;
mod sign_out;
mod told;
mod views;
