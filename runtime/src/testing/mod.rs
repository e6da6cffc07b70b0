//! Drives an application in process, as a browser would, without ports.
//!
//! ```
//! use bennu::endpoint::Config;
//! use bennu::testing::Client;
//! use bennu::{Conn, Endpoint, Result};
//!
//! async fn hello(conn: &mut Conn<()>, name: String) -> Result {
//!     conn.text(format!("Hello, {name}!"))
//! }
//!
//! bennu::router! {
//!     /// Every way in.
//!     pub Router for ();
//!
//!     get "/hello/{name}" => hello;
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let mut client = Client::new(Endpoint::<Router>::new((), Config::default()));
//! let response = client.get("/hello/Ana").await;
//! assert_eq!(response.status(), 200);
//! assert_eq!(response.text(), "Hello, Ana!");
//! # }
//! ```

mod bypass;
mod client;
mod jar;
mod markup;
mod multipart;
mod response;

pub use client::Client;
pub use multipart::Multipart;
pub use response::Response;
