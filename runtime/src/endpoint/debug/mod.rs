//! An error comes in while its application is being developed; a page that says all about it goes out.

mod nearest;
mod page;
mod panics;
mod source;

use http::header::{AUTHORIZATION, CONTENT_SECURITY_POLICY, COOKIE, PROXY_AUTHORIZATION};
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};

pub(crate) use panics::{Panicked, remember_panics, take_panic};
use source::Place;

use crate::params::FilterParameters;
use crate::router::{Route, Verb};
use crate::{Conn, Error, Params, Result};

/// What is known of an error and of the request that met it.
struct Report {
    status: StatusCode,
    message: String,
    causes: Vec<String>,
    /// None where it is a place of Bennu's own, which tells nobody what to do.
    place: Option<Place>,
    lines: Vec<(usize, String)>,
    backtrace: Option<String>,
    request: String,
    route: Option<&'static Route>,
    nearest: Vec<&'static Route>,
    routes: &'static [Route],
    /// Tables by what they are of.
    facts: Vec<(&'static str, Vec<(String, String)>)>,
}

/// Answers with the page about `error`. It shows what visitors must not see.
pub(super) fn render_html<S: 'static>(
    conn: &mut Conn<S>,
    error: &Error,
    panicked: Option<&Panicked>,
    routes: &'static [Route],
) -> Result {
    let report = Report::of(conn, error, panicked, routes);
    // The page brings its own style with it.
    conn.delete_resp_header(CONTENT_SECURITY_POLICY);
    conn.html(page::to_html(&report))
}

/// What the JSON of an error page says besides while an application is being developed.
pub(super) fn describe(error: &Error, panicked: Option<&Panicked>) -> Value {
    let causes: Vec<_> = causes(error).collect();
    json!({"message": error.to_string(), "causes": causes, "at": place_of(error, panicked).map(|place| place.to_string())})
}

impl Report {
    fn of<S: 'static>(
        conn: &Conn<S>,
        error: &Error,
        panicked: Option<&Panicked>,
        routes: &'static [Route],
    ) -> Self {
        let place = place_of(error, panicked);
        let filter = &conn.shared().config.filter_parameters;
        let nearest = match conn.route() {
            None => nearest::nearest_routes(Verb::from(conn.method()), conn.path(), routes),
            Some(_) => Vec::new(),
        };
        Self {
            status: error.status(),
            message: error.to_string(),
            causes: causes(error).collect(),
            lines: place.as_ref().map(source::lines_around).unwrap_or_default(),
            place,
            backtrace: panicked.map(|panicked| panicked.backtrace.to_string()),
            request: format!("{} {}", conn.method(), conn.uri()),
            route: conn.route(),
            nearest,
            routes,
            facts: vec![
                ("Path parameters", table(filter, conn.path_params())),
                ("Query parameters", table(filter, conn.query_params().clone())),
                ("Body parameters", table(filter, conn.body_params().clone())),
                ("Session", table(filter, conn.session().values().clone().into())),
                ("Headers", headers(conn.headers())),
            ],
        }
    }
}

fn place_of(error: &Error, panicked: Option<&Panicked>) -> Option<Place> {
    let place = panicked.map_or_else(|| Place::from(error.location()), |panicked| panicked.place.clone());
    (!place.is_in_bennu()).then_some(place)
}

/// What caused the error, without causes that say the same as what they caused.
fn causes(error: &Error) -> impl Iterator<Item = String> {
    let mut said = error.to_string();
    error.causes().filter_map(move |cause| {
        let text = cause.to_string();
        (text != said).then(|| {
            said.clone_from(&text);
            text
        })
    })
}

fn table(filter: &FilterParameters, params: Params) -> Vec<(String, String)> {
    let filtered: Map<String, Value> = filter.filter(&params).into_map();
    let shown = |value| match value {
        Value::String(text) => text,
        value => value.to_string(),
    };
    filtered.into_iter().map(|(name, value)| (name, shown(value))).collect()
}

/// The headers but for what somebody could sign in with.
fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let shown = |name, value: &http::HeaderValue| {
        if [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name) || name.as_str().contains("token") {
            return "[FILTERED]".to_owned();
        }
        String::from_utf8_lossy(value.as_bytes()).into_owned()
    };
    headers.iter().map(|(name, value)| (name.to_string(), shown(name, value))).collect()
}
