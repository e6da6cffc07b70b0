//! Query, body and path of a request come in, its parameters go out.

use std::sync::OnceLock;

use serde_json::Value;

use super::Conn;
use crate::params::{FromParams, ParamsError, percent_decode};
use crate::router::{Match, Route};
use crate::{Error, Params, Result, Upload};

/// The parameters by where they came from, and all together once somebody asks.
#[derive(Default)]
pub(super) struct Sent {
    query: Params,
    body: Params,
    merged: OnceLock<Params>,
}

/// What `matched` captured of `path` by the names of `route`: text, and a list for `{*rest}`.
pub(crate) fn captured(route: &Route, matched: &Match, path: &str) -> Params {
    let mut params = Params::new();
    let decode = |text: &str| percent_decode(text.as_bytes()).map(|text| Value::String(text.into_owned()));
    for (index, name) in route.params.iter().enumerate() {
        let Some(segment) = matched.segment(path, index) else { continue };
        let is_rest =
            index + 1 == route.params.len() && route.path.ends_with("}") && route.path.contains("{*");
        let value = if is_rest {
            segment.split('/').filter(|part| !part.is_empty()).map(decode).collect::<Result<_, _>>()
        } else {
            decode(segment)
        };
        // A path that is not properly encoded has been refused before its parameters are asked for.
        if let Ok(value) = value {
            params.insert(*name, value);
        }
    }
    params
}

impl<S: 'static> Conn<S> {
    /// The parameter `name` of path, body or query, read as a `T`: text, a number, [`Params`], a list, or any type that serde
    /// deserializes. An `Option` is nothing where the parameter is missing.
    ///
    /// # Errors
    /// 400 where it is missing or of another type; the message names it.
    ///
    /// ```
    /// use bennu::{Conn, Params, Result};
    ///
    /// async fn create(conn: &mut Conn<()>) -> Result {
    ///     let message: Params = conn.params("message")?;
    ///     let page: Option<i64> = conn.params("page")?;
    ///     conn.text(format!("{:?} on page {page:?}", message.str("body")))
    /// }
    /// ```
    #[track_caller]
    pub fn params<T: FromParams>(&self, name: &str) -> Result<T> {
        match self.all_params().require(name) {
            Ok(value) => Ok(value),
            // A call and no `?`: the place of the error is that of whoever asks.
            Err(error) => Err(Error::from(error)),
        }
    }

    /// All parameters together. Of the same name, path goes before body and body before query.
    #[must_use]
    pub fn all_params(&self) -> &Params {
        self.params.merged.get_or_init(|| {
            let mut merged = self.params.query.clone();
            merged.merge(self.params.body.clone());
            merged.merge(self.path_params());
            merged
        })
    }

    /// The parameters of the query.
    #[must_use]
    pub fn query_params(&self) -> &Params {
        &self.params.query
    }

    /// The parameters of the body: of a form or of JSON.
    #[must_use]
    pub fn body_params(&self) -> &Params {
        &self.params.body
    }

    /// The parameters of the path by the names that the route gives them: text, and a list for `{*rest}`.
    #[must_use]
    pub fn path_params(&self) -> Params {
        match (self.route, &self.matched) {
            (Some(route), Some(matched)) => captured(route, matched, self.path()),
            _ => Params::new(),
        }
    }

    /// The route that the request met; none before dispatch.
    #[must_use]
    pub fn route(&self) -> Option<&'static Route> {
        self.route
    }

    /// The name of the function that handles the request, as in `show`; of a LiveView its type. None before dispatch.
    #[must_use]
    pub fn action_name(&self) -> Option<&'static str> {
        self.route?.handler.rsplit("::").next()
    }

    /// Where the route's captured segments lie in the path; none before dispatch.
    #[must_use]
    pub fn matched(&self) -> Option<&Match> {
        self.matched.as_ref()
    }

    /// Remembers the route that the request met. Called by generated dispatch.
    #[doc(hidden)]
    pub fn set_match(&mut self, route: &'static Route, matched: Match) {
        self.route = Some(route);
        self.matched = Some(matched);
        self.params.merged.take();
    }

    /// Makes nothing of the empty texts in the parameter `name` of body and query, as [`Params::scrub`] does.
    ///
    /// # Errors
    /// 400 where there is no such parameter.
    pub fn scrub_params(&mut self, name: &str) -> Result {
        self.params.merged.take();
        let (query, body) = (self.params.query.scrub(name), self.params.body.scrub(name));
        if query || body { Ok(()) } else { Err(ParamsError::Missing(name.to_owned()).into()) }
    }

    /// Keeps an uploaded file until the request is over.
    pub(crate) fn keep_upload(&mut self, upload: Upload) {
        self.uploads.push(upload);
    }

    pub(crate) fn put_query_params(&mut self, params: Params) {
        self.params.query = params;
        self.params.merged.take();
    }

    pub(crate) fn put_body_params(&mut self, params: Params) {
        self.params.body = params;
        self.params.merged.take();
    }
}
