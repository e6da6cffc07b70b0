//! What stands before and behind a single request: sessions put in place, conns for plugs alone, redirects looked into.

use http::header::{ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, HOST};
use http::{HeaderMap, Request};
use serde::Serialize;

use super::{Client, Response, wait_for};
use crate::conn::{Flash, Session, captured, save_session};
use crate::endpoint::prepare;
use crate::router::{Router, Verb};
use crate::{Body, Conn, Params, Result};

impl<R: Router> Client<R> {
    /// Puts `value` into the session, as a request before might have done: `client.put_session("user_id", &7)`.
    #[track_caller]
    pub fn put_session(&mut self, key: &str, value: &(impl Serialize + ?Sized)) -> &mut Self {
        self.change_session(|session| session.put(key, value).expect("this has a JSON form"))
    }

    /// Removes the value under `key` from the session.
    #[track_caller]
    pub fn delete_session(&mut self, key: &str) -> &mut Self {
        self.change_session(|session| {
            session.delete(key);
        })
    }

    /// The messages that the next page will show.
    #[must_use]
    pub fn flash(&self) -> Flash {
        self.session().flash()
    }

    fn change_session(&mut self, change: impl FnOnce(&mut Session)) -> &mut Self {
        let (mut session, mut id) = self.load_session();
        change(&mut session);
        let shared = self.endpoint.shared();
        let cookie = wait_for(save_session(&session, &mut id, shared));
        if let Some(value) = cookie {
            self.jar.put(&shared.config.session.name, &value);
        }
        self
    }

    /// Goes where `response` leads to, as a browser does: by `GET`.
    #[track_caller]
    pub fn follow_redirect(&mut self, response: &Response) -> impl Future<Output = Response> + '_ {
        let to = response.redirected_to();
        async move { self.get(to).await }
    }

    /// Another window of this browser: cookies go along, of the headers only `host`, `accept`, `accept-language` and `authorization`.
    #[must_use]
    pub fn recycle(&self) -> Self {
        let names = [HOST, ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION];
        let headers =
            names.into_iter().filter_map(|name| Some((name.clone(), self.headers.get(name)?.clone())));
        Self {
            endpoint: self.endpoint.clone(),
            jar: self.jar.clone(),
            headers: HeaderMap::from_iter(headers),
            csrf_token: self.csrf_token.clone(),
        }
    }

    /// Asserts that `response` leads to a page of this application, and gives the parameters in its path and query.
    #[track_caller]
    #[must_use]
    pub fn redirected_params(&self, response: &Response) -> Params {
        let to = response.redirected_to();
        let (path, query) = to.split('#').next().and_then(|to| to.split_once('?')).unwrap_or((&to, ""));
        let host = self.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let Some(found) = R::find_on(host, Verb::Get, path) else { panic!("no route answers GET {path}") };
        let mut params = Params::from_urlencoded(query)
            .unwrap_or_else(|error| panic!("the query of `{to}` cannot be read: {error}"));
        params.merge(captured(&R::ROUTES[found.route], &found, path));
        params
    }

    /// The conn of a request as the router would get it, for calling plugs alone: parameters are read, the
    /// [endpoint's plugs](crate::Endpoint::plug) have run, no pipeline has. This browser's headers and cookies go along.
    ///
    /// # Errors
    /// As the endpoint answers a request that cannot be read: 400, 413, 414, 415; and those of its plugs.
    ///
    /// ```
    /// use bennu::endpoint::Config;
    /// use bennu::http::Request;
    /// use bennu::testing::Client;
    /// use bennu::{Body, Conn, Endpoint, Result};
    ///
    /// async fn require_user(conn: &mut Conn<()>) -> Result {
    ///     if conn.get_session::<i64>("user_id").is_none() {
    ///         conn.redirect("/")?;
    ///         conn.halt();
    ///     }
    ///     Ok(())
    /// }
    ///
    /// bennu::router! {
    ///     /// Nothing yet.
    ///     Router for ();
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result {
    /// let mut client = Client::new(Endpoint::<Router>::new((), Config::default()));
    /// let mut conn = client.conn(Request::get("/members").body(Body::empty())?).await?;
    /// require_user(&mut conn).await?;
    /// assert!(conn.halted());
    /// assert_eq!(client.sent(conn).await?.redirected_to(), "/");
    ///
    /// client.put_session("user_id", &7);
    /// let mut conn = client.conn(Request::get("/members").body(Body::empty())?).await?;
    /// require_user(&mut conn).await?;
    /// assert!(!conn.halted());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn conn(&self, mut request: Request<Body>) -> Result<Conn<R::State>> {
        self.dress(&mut request);
        let mut conn = Conn::new(request, self.endpoint.shared().clone());
        prepare::<R>(&mut conn, self.endpoint.plugs()).await?;
        Ok(conn)
    }

    /// What a [conn](Self::conn) answered. Its cookies carry over.
    ///
    /// # Errors
    /// 500 where nothing was sent, or something impossible was set.
    pub async fn sent(&mut self, mut conn: Conn<R::State>) -> Result<Response> {
        let response = conn.finish().await?;
        Ok(self.take(response).await)
    }
}
