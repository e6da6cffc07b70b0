//! What was typed behind the program's name comes in; where it asks something about the application, the answer is printed.

use std::io::Write as _;

use http::{Method, Uri};

use crate::endpoint::Config;
use crate::router::{RouteTable, Router, Verb, route_info_on};
use crate::{Error, Result};

/// Answers the commands that every application knows. Call it first in `main`, and end where it says true.
///
/// | command | what it prints |
/// |---|---|
/// | `routes` | every route: name, verb, path and handler |
/// | `routes --info URL` | the route that answers `URL`, a path or a whole URL |
/// | `routes --info URL --method VERB` | the same for another verb than `get` |
///
/// `arguments` are the program's without its own name. All others are left to the application: the answer is false then, and
/// nothing is printed.
///
/// ```
/// # mod router { bennu::router! { pub Router for (); } }
/// use bennu::command;
/// use bennu::endpoint::Config;
/// use router::Router;
///
/// fn main() -> bennu::Result {
///     let config = Config::from_env()?;
///     if command::run::<Router>(&config, std::env::args().skip(1))? {
///         return Ok(());
///     }
///     // … open the database, serve …
///     Ok(())
/// }
/// ```
///
/// # Errors
///
/// 400 for options that a command does not have, 404 where no route answers the URL, 500 where the answer cannot be
/// written.
pub fn run<R: Router>(config: &Config, arguments: impl IntoIterator<Item = String>) -> Result<bool> {
    let arguments: Vec<String> = arguments.into_iter().collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Some(answer) = answer::<R>(config, &arguments)? else { return Ok(false) };
    match std::io::stdout().write_all(answer.as_bytes()) {
        // Whoever reads has seen enough, as in `routes | head -1`.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(true),
        written => Ok(written.map(|()| true)?),
    }
}

/// What [`run`] prints; `None` where the arguments are for the application.
///
/// # Errors
///
/// As those of [`run`].
pub fn answer<R: Router>(config: &Config, arguments: &[&str]) -> Result<Option<String>> {
    match arguments {
        ["routes"] => Ok(Some(routes::<R>(config))),
        ["routes", options @ ..] => Ok(Some(info::<R>(options)?)),
        _ => Ok(None),
    }
}

fn routes<R: Router>(config: &Config) -> String {
    let socket = format!("{}/websocket", config.live_path);
    let table = RouteTable::new(R::ROUTES);
    let has_views = !R::LIVE.is_empty() || !R::ROUTERS.is_empty();
    let table = if has_views { table.socket(&socket, "bennu::live") } else { table };
    table.to_string()
}

fn info<R: Router>(options: &[&str]) -> Result<String> {
    let (mut url, mut method) = (None, "get");
    for option in options.chunks(2) {
        match *option {
            ["--info", value] => url = Some(value),
            ["--method", value] => method = value,
            [unknown, ..] => {
                let message = format!("`routes` takes `--info URL` and `--method VERB`, not `{unknown}`");
                return Err(Error::bad_request(message));
            }
            [] => {}
        }
    }
    let url = url.ok_or_else(|| Error::bad_request("`routes --method` goes with `--info URL`"))?;
    let verb = parse_verb(method)?;
    let uri: Uri = url.parse().map_err(|error| Error::bad_request(format!("`{url}` is no URL: {error}")))?;
    let found = route_info_on::<R>(uri.host().unwrap_or_default(), verb, uri.path())?;
    let missing = || Error::not_found(format!("no route found for {verb} {}", uri.path()));
    Ok(found.ok_or_else(missing)?.to_string())
}

fn parse_verb(method: &str) -> Result<Verb> {
    let upper = method.to_uppercase();
    match Method::from_bytes(upper.as_bytes()).as_ref().map(Verb::from) {
        Ok(Verb::Other) | Err(_) => {
            Err(Error::bad_request(format!("`{method}` is not the verb of any route")))
        }
        Ok(verb) => Ok(verb),
    }
}
