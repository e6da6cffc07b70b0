//! Phoenix, Ecto and LiveView for Rust: routers, schemas, components and verified paths checked by the compiler.
//!
//! A program names its routes in [`router!`], links to them with the router's own `path!`, shows pages with
//! [`component!`] and [`html!`], keeps rows that [`schema!`] describes, and serves all of it with an [`Endpoint`]:
//!
//! ```
//! use bennu::endpoint::Config;
//! use bennu::prelude::*;
//! use bennu::testing::Client;
//!
//! type Conn = bennu::Conn<()>;
//!
//! bennu::router! {
//!     /// Every way in.
//!     pub Router for ();
//!
//!     get "/" => home;
//!     get "/hello/{name}" => hello;
//! }
//!
//! async fn home(conn: &mut Conn) -> Result {
//!     conn.render(html! { <a href={path!("/hello/Ana")}>Say hello</a> })
//! }
//!
//! async fn hello(conn: &mut Conn, name: String) -> Result {
//!     conn.render(html! { <h1>Hello, {name}!</h1> })
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let mut client = Client::new(bennu::Endpoint::<Router>::new((), Config::default()));
//! assert_eq!(client.get("/").await.html_response(200), r#"<a href="/hello/Ana">Say hello</a>"#);
//! assert_eq!(client.get("/hello/Ben").await.html_response(200), "<h1>Hello, Ben!</h1>");
//! # }
//! ```
//!
//! # Where things are
//!
//! | for | there is |
//! |---|---|
//! | routes, scopes, pipelines | [`router!`], [`mod@router`] |
//! | links that are checked | the macro `path!` beside each router, [`mod@path`], [`derive@Param`] |
//! | a request and its answer | [`Conn`], [`Params`], [`plug`] |
//! | markup | [`html!`], [`component!`], [`mod@component`], [`form`] |
//! | rows | [`schema!`], [`mod@schema`], [`from!`], [`mod@query`], [`Changeset`], [`Repo`] |
//! | pages that stay connected | [`live`], [`macro@events`], [`socket`] |
//! | serving | [`Endpoint`], [`endpoint::Config`] |
//! | sessions, tokens | [`session`], [`token`] |
//! | APIs that know their clients; the security guide | [`auth`] |
//! | tests of an application | [`testing`] |
//! | all of the usual names at once | [`prelude`] |
//!
//! Errors are [`Error`] with a status, so that `?` answers a request; the log goes to `tracing` under `bennu::endpoint`,
//! `bennu::socket`, `bennu::live` and `bennu::repo`. `BENNU_EXPAND=1 cargo check` prints what each macro expands to. What begins with
//! `__private` belongs to generated code.
//!
//! People who come from Phoenix find a whole application side by side in [the guide](guide::from_phoenix), and every feature of
//! Phoenix, Ecto and LiveView, with what became of it, in the project's parity table, `runtime/docs/parity.md`.

// Generated code names the runtime through `$crate`; inside this crate, derive and attribute macros need the name.
extern crate self as bennu;

pub mod auth;
mod body;
pub mod changeset;
pub mod command;
pub mod component;
pub mod conn;
pub mod endpoint;
mod error;
mod expiring;
pub mod form;
#[cfg(any(doc, doctest))]
pub mod guide;
pub mod live;
mod macros;
pub mod params;
pub mod path;
pub mod plug;
pub mod prelude;
pub mod query;
pub mod repo;
pub mod router;
pub mod schema;
pub mod session;
pub mod socket;
pub mod telemetry;
pub mod testing;
pub mod token;
mod upload;

#[doc(hidden)]
pub mod __private;

/// A column's type of an enum without values inside; see [`schema::Enum`].
pub use bennu_macros::Enum;
/// A key of a type of its own, so that a user's is not taken for a video's: stored, cast and shown as what is inside, and read from
/// paths.
///
/// ```
/// #[derive(bennu::Id, Clone, Copy, Debug, PartialEq, Eq, Hash)]
/// pub struct UserId(i64);
///
/// bennu::schema! { pub struct User in "users" { id: UserId, name: String } }
/// bennu::schema! { pub struct Video in "videos" { title: String, belongs_to user: User } }
///
/// fn of(user: &User) -> Video {
///     Video { id: 0, title: String::new(), user_id: user.id, user: Default::default() }
/// }
///
/// let user = User { id: UserId(7), name: "Ann".to_owned() };
/// assert_eq!((of(&user).user_id, user.id.to_string()), (UserId::from(7), "7".to_owned()));
/// ```
pub use bennu_macros::Id;
pub use bennu_macros::Param;
#[doc = include_str!("../docs/events.md")]
pub use bennu_macros::events;
pub use body::Body;
pub use changeset::Changeset;
pub use conn::Conn;
pub use endpoint::Endpoint;
pub use error::{Error, Result};
pub use params::Params;
pub use repo::Repo;
pub use upload::Upload;

pub use {bytes, cookie, http, rust_decimal, serde_json, time, uuid};

// The program of the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
