//! One declared route as data: what `router!` wrote into its table comes in, verb, path and handler can be read.

use std::fmt;

use http::Method;

/// A request method, as far as routes are told apart by it.
///
/// ```
/// use bennu::router::Verb;
///
/// assert_eq!(Verb::from(&bennu::http::Method::PATCH), Verb::Patch);
/// assert_eq!(Verb::Patch.to_string(), "PATCH");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verb {
    /// `GET`, which answers `HEAD` too where no route is declared for that.
    Get,
    /// `HEAD`
    Head,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `TRACE`
    Trace,
    /// `CONNECT`
    Connect,
    /// Any other method; only routes for any verb answer it.
    Other,
    /// What a route for any verb has in place of one: `match *`. It answers all of them but `HEAD`, which becomes `GET` first.
    Any,
}

impl Verb {
    /// The verb as it stands in a request, in capitals.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
            Self::Connect => "CONNECT",
            Self::Other => "OTHER",
            Self::Any => "*",
        }
    }

    /// Whether a route for this verb answers a request of `asked`.
    pub(crate) fn answers(self, asked: Self) -> bool {
        self == asked || self == Self::Any && asked != Self::Head
    }
}

impl From<&Method> for Verb {
    #[inline]
    fn from(method: &Method) -> Self {
        match *method {
            Method::GET => Self::Get,
            Method::HEAD => Self::Head,
            Method::POST => Self::Post,
            Method::PUT => Self::Put,
            Method::PATCH => Self::Patch,
            Method::DELETE => Self::Delete,
            Method::OPTIONS => Self::Options,
            Method::TRACE => Self::Trace,
            Method::CONNECT => Self::Connect,
            _ => Self::Other,
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One route of a router's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Route {
    /// The method it answers.
    pub verb: Verb,
    /// Its path with the prefixes of its scopes, as in `/messages/{id}`.
    pub path: &'static str,
    /// The handler or the LiveView as the router names it, as in `messages::show`.
    pub handler: &'static str,
    /// What a request passes before the handler: pipelines and single plugs, in order.
    pub pipelines: &'static [&'static str],
    /// The names of the captured segments, in the order of the path.
    pub params: &'static [&'static str],
    /// What the route is called, where it has a name.
    pub name: Option<&'static str>,
    /// The hosts that it is for; none where any will do.
    pub hosts: &'static [&'static str],
    /// How loudly its requests are logged, where the route or a scope says so.
    pub log: Option<Log>,
    /// The file that declares it, as the compiler was given it.
    pub file: &'static str,
    /// The line of that file, counted from 1; 0 where nobody knows.
    pub line: usize,
}

/// How loudly the requests of a route are logged; without it, at level `info`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Log {
    /// Not at all.
    Off,
    /// As errors.
    Error,
    /// As warnings.
    Warn,
    /// As usual.
    Info,
    /// For debugging.
    Debug,
    /// For tracing.
    Trace,
}

impl Route {
    /// A route without pipelines and parameters; what `router!` starts from.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(verb: Verb, path: &'static str, handler: &'static str) -> Self {
        Self {
            verb,
            path,
            handler,
            pipelines: &[],
            params: &[],
            name: None,
            hosts: &[],
            log: None,
            file: "",
            line: 0,
        }
    }

    /// The same behind `pipelines`.
    #[doc(hidden)]
    #[must_use]
    pub const fn pipelines(mut self, pipelines: &'static [&'static str]) -> Self {
        self.pipelines = pipelines;
        self
    }

    /// The same with `params` as names of its captured segments.
    #[doc(hidden)]
    #[must_use]
    pub const fn params(mut self, params: &'static [&'static str]) -> Self {
        self.params = params;
        self
    }

    /// The same under a name.
    #[doc(hidden)]
    #[must_use]
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// The same for some hosts only.
    #[doc(hidden)]
    #[must_use]
    pub const fn hosts(mut self, hosts: &'static [&'static str]) -> Self {
        self.hosts = hosts;
        self
    }

    /// The same logged as `log` says.
    #[doc(hidden)]
    #[must_use]
    pub const fn log(mut self, log: Log) -> Self {
        self.log = Some(log);
        self
    }

    /// The same as declared at a line of a file.
    #[doc(hidden)]
    #[must_use]
    pub const fn at(mut self, file: &'static str, line: usize) -> Self {
        (self.file, self.line) = (file, line);
        self
    }

    /// Whether it captures all segments that remain.
    pub(crate) fn has_glob(&self) -> bool {
        self.path.contains("{*")
    }
}

/// `GET /messages/{id} messages::show`
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.verb, self.path, self.handler)
    }
}
