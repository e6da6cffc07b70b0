//! A request to connect comes in; if page, version and method are right, the connection becomes a socket.

use std::sync::Arc;

use http::header::{
    CONNECTION, HOST, ORIGIN, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL,
    SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::origin;
use super::serializer::is_version;
use super::websocket::{Ended, serve};
use crate::conn::load_session;
use crate::endpoint::Shared;
use crate::live::{LiveTopics, Visitor};
use crate::router::Router;
use crate::{Body, Params, telemetry};

/// Why a connection is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    Method,
    NoWebSocket,
    NotUpgradable,
    Version,
    Origin,
    Serializer,
    TooMany,
    ShuttingDown,
    Session,
}

impl Refused {
    fn status(self) -> StatusCode {
        match self {
            Self::Method | Self::NoWebSocket | Self::NotUpgradable => StatusCode::BAD_REQUEST,
            Self::Version => StatusCode::UPGRADE_REQUIRED,
            Self::Origin | Self::Serializer => StatusCode::FORBIDDEN,
            Self::TooMany | Self::ShuttingDown | Self::Session => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn response(self) -> Response<Body> {
        let mut response = Response::new(Body::default());
        *response.status_mut() = self.status();
        if self == Self::Version {
            response.headers_mut().insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        }
        response
    }
}

/// Answers a request to connect. After a 101, a task of its own serves the socket until it closes.
pub(crate) async fn upgrade<R: Router>(
    request: Request<Body>,
    shared: &Arc<Shared<R::State>>,
) -> Response<Body> {
    let accepted = accept::<R>(request, shared).await;
    telemetry::socket_connected(accepted.is_ok());
    match accepted {
        Ok(response) => {
            tracing::debug!(target: "bennu::socket", "connected");
            response
        }
        Err(refused) => {
            tracing::warn!(target: "bennu::socket", ?refused, "connection refused");
            refused.response()
        }
    }
}

async fn accept<R: Router>(
    mut request: Request<Body>,
    shared: &Arc<Shared<R::State>>,
) -> Result<Response<Body>, Refused> {
    let key = check_websocket(&request)?;
    let headers = request.headers();
    let host = text(headers, HOST).or_else(|| request.uri().authority().map(http::uri::Authority::as_str));
    if !origin::allowed(&shared.config.check_origin, text(headers, ORIGIN), host) {
        return Err(Refused::Origin);
    }
    let params = Params::from_urlencoded(request.uri().query().unwrap_or_default())
        .map_err(|_| Refused::Serializer)?;
    if !params.str("vsn").is_some_and(is_version) {
        return Err(Refused::Serializer);
    }
    if *shared.shutdown.borrow() {
        return Err(Refused::ShuttingDown);
    }
    if shared.tasks() >= shared.config.socket.max_connections {
        return Err(Refused::TooMany);
    }
    let protocol = offers(headers, SEC_WEBSOCKET_PROTOCOL, PROTOCOL);
    let generation = shared.owners.generation();
    let visitor = visitor(headers, &params, shared).await?;
    let owner = visitor.as_ref().and_then(|visitor| visitor.session.live_socket_id());
    let ticket = match owner {
        Some(owner) => Some(shared.owners.admit(owner, generation).ok_or(Refused::Session)?),
        None => None,
    };
    let topics = Arc::new(LiveTopics::<R>::new(Arc::clone(shared), visitor));
    let upgraded =
        request.extensions_mut().remove::<hyper::upgrade::OnUpgrade>().ok_or(Refused::NotUpgradable)?;
    let (limits, ended) = (shared.config.socket, Ended { shutdown: shared.shutdown.clone(), ticket });
    shared.spawn(async move {
        match upgraded.await {
            // Boxed, or the task would have room for it twice.
            Ok(io) => Box::pin(serve(TokioIo::new(io), topics, limits, ended)).await,
            Err(error) => tracing::debug!(target: "bennu::socket", %error, "upgrade failed"),
        }
    });
    Ok(switching(&key, protocol))
}

/// The client's key, if the request is a WebSocket handshake of RFC 6455.
fn check_websocket<B>(request: &Request<B>) -> Result<String, Refused> {
    if request.method() != Method::GET {
        return Err(Refused::Method);
    }
    let headers = request.headers();
    if !offers(headers, CONNECTION, "upgrade") || !offers(headers, UPGRADE, "websocket") {
        return Err(Refused::NoWebSocket);
    }
    if text(headers, SEC_WEBSOCKET_VERSION) != Some("13") {
        return Err(Refused::Version);
    }
    text(headers, SEC_WEBSOCKET_KEY).map(str::to_owned).ok_or(Refused::NoWebSocket)
}

/// Whether `token` is one of a header's, which are separated by commas.
fn offers(headers: &HeaderMap, name: HeaderName, token: &str) -> bool {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case(token))
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// Who connects, if the CSRF token proves that one of our pages does: other sites can send the cookie, but not the token.
async fn visitor<S>(
    headers: &HeaderMap,
    params: &Params,
    shared: &Shared<S>,
) -> Result<Option<Visitor>, Refused> {
    let (session, _) = load_session(headers, shared).await.map_err(|error| {
        tracing::error!(target: "bennu::socket", %error, "the session cannot be read");
        Refused::Session
    })?;
    let Some(token) = params.str("_csrf_token").filter(|token| session.has_csrf_token(token)) else {
        tracing::debug!(target: "bennu::socket", "no session: the `_csrf_token` that connects is not the session's");
        return Ok(None);
    };
    Ok(Some(Visitor { csrf_token: token.into(), session: Arc::new(session) }))
}

/// Browsers drop the connection if they offer a protocol and get none.
const PROTOCOL: &str = "phoenix";

fn switching(key: &str, protocol: bool) -> Response<Body> {
    let mut response = Response::new(Body::default());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = HeaderValue::try_from(derive_accept_key(key.as_bytes())) {
        headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
    }
    if protocol {
        headers.insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(PROTOCOL));
    }
    response
}
