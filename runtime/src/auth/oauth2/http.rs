//! A request to a provider comes in, its answer as JSON goes out: one connection for each, since people sign in seldom.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT};
use http::{HeaderValue, Method, Request, Uri};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::OAuth2Error;

/// How long a provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest answer that is read, in bytes.
const LONGEST: usize = 1024 * 1024;

/// Who is believed to be who: whom the authorities vouch for that Mozilla's browser believes.
static TLS: LazyLock<Arc<ClientConfig>> =
    LazyLock::new(|| trusting(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }));

fn trusting(roots: RootCertStore) -> Arc<ClientConfig> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider knows the protocol's versions");
    Arc::new(config.with_root_certificates(roots).with_no_client_auth())
}

/// Sends a form.
pub(super) async fn post(url: &str, form: String) -> Result<Value, OAuth2Error> {
    let mut request = request(Method::POST, url, form.into())?;
    let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
    request.headers_mut().insert(CONTENT_TYPE, kind);
    send(request).await
}

/// Asks with a token.
pub(super) async fn get(url: &str, token: &str) -> Result<Value, OAuth2Error> {
    let mut request = request(Method::GET, url, Bytes::new())?;
    let mut token = HeaderValue::try_from(format!("Bearer {token}")).map_err(unusable)?;
    token.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, token);
    send(request).await
}

/// A request with the URL whole; [`send`] takes it apart.
fn request(method: Method, url: &str, body: Bytes) -> Result<Request<Full<Bytes>>, OAuth2Error> {
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = method;
    *request.uri_mut() = url.parse().map_err(unreachable)?;
    let headers = request.headers_mut();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(USER_AGENT, HeaderValue::from_static("bennu"));
    Ok(request)
}

async fn send(request: Request<Full<Bytes>>) -> Result<Value, OAuth2Error> {
    tokio::time::timeout(PATIENCE, exchange(request, &TLS)).await.map_err(unreachable)?
}

async fn exchange(mut request: Request<Full<Bytes>>, tls: &Arc<ClientConfig>) -> Result<Value, OAuth2Error> {
    let uri = std::mem::take(request.uri_mut());
    let (host, authority) = match uri.authority() {
        Some(authority) => (authority.host().trim_matches(['[', ']']).to_owned(), authority.as_str()),
        None => return Err(OAuth2Error::Unreachable("its URL has no host".into())),
    };
    let encrypted = is_encrypted(&uri, &host)?;
    request.headers_mut().insert(HOST, HeaderValue::try_from(authority).map_err(unreachable)?);
    let path = uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    *request.uri_mut() = path.parse().map_err(unreachable)?;
    let port = uri.port_u16().unwrap_or(if encrypted { 443 } else { 80 });
    let stream = TcpStream::connect((host.as_str(), port)).await.map_err(unreachable)?;
    if !encrypted {
        return talk(stream, request).await;
    }
    let name = ServerName::try_from(host).map_err(unreachable)?;
    let stream = TlsConnector::from(Arc::clone(tls)).connect(name, stream).await.map_err(unreachable)?;
    talk(stream, request).await
}

/// Secrets leave this machine encrypted or not at all.
fn is_encrypted(uri: &Uri, host: &str) -> Result<bool, OAuth2Error> {
    let is_here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    match uri.scheme_str() {
        Some("https") => Ok(true),
        Some("http") if is_here => Ok(false),
        _ => Err(OAuth2Error::Unreachable("its URL is not `https`".into())),
    }
}

async fn talk<T>(stream: T, request: Request<Full<Bytes>>) -> Result<Value, OAuth2Error>
where
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(unreachable)?;
    let answer = async {
        let response = sender.send_request(request).await.map_err(unreachable)?;
        let status = response.status();
        let body = Limited::new(response.into_body(), LONGEST).collect().await;
        let bytes = body.map_err(|error| OAuth2Error::Answer(error.to_string()))?.to_bytes();
        let value = serde_json::from_slice(&bytes);
        // A refusal says why in its body, which the caller reads.
        match value {
            Ok(value) if status.is_success() || status.as_u16() == 400 => Ok(value),
            Ok(_) => Err(OAuth2Error::Answer(format!("it has the status {status}"))),
            Err(error) => Err(OAuth2Error::Answer(format!("{error}, with the status {status}"))),
        }
    };
    // The connection moves what the answer waits for, and ends with it.
    tokio::select! {
        answer = answer => answer,
        Err(error) = connection => Err(unreachable(error)),
    }
}

fn unreachable(error: impl std::fmt::Display) -> OAuth2Error {
    OAuth2Error::Unreachable(error.to_string())
}

fn unusable(error: impl std::fmt::Display) -> OAuth2Error {
    OAuth2Error::Answer(error.to_string())
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::pki_types::PrivateKeyDer;

    use super::*;

    #[test]
    fn secrets_leave_this_machine_encrypted_or_not_at_all() {
        let check = |url: &str| {
            let uri: Uri = url.parse().unwrap();
            let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
            is_encrypted(&uri, &host)
        };
        assert_eq!(check("https://example.com/token"), Ok(true));
        for url in ["http://127.0.0.1:4000/token", "http://localhost/token", "http://[::1]/token"] {
            assert_eq!(check(url), Ok(false), "{url}");
        }
        for url in [
            "http://example.com/token",
            "http://localhost.example.com/",
            "http://127.0.0.1.example.com/",
            "ftp://localhost/",
            "/token",
        ] {
            assert!(check(url).is_err(), "{url}");
        }
    }

    /// A server under TLS that answers one request; its port, and the authority that vouches for it.
    async fn serve(answer: &'static str) -> (u16, RootCertStore) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(made.cert.der().clone()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![made.cert.der().clone()],
                PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into()),
            )
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            // A client that does not believe us goes away here.
            let Ok(mut stream) = TlsAcceptor::from(Arc::new(config)).accept(stream).await else { return };
            let mut head = [0; 1024];
            let length = stream.read(&mut head).await.unwrap();
            assert!(head[..length].starts_with(b"GET /user HTTP/1.1\r\n"));
            stream.write_all(answer.as_bytes()).await.unwrap();
            stream.shutdown().await.unwrap();
        });
        (port, roots)
    }

    async fn ask(answer: &'static str, believes: bool) -> Result<Value, OAuth2Error> {
        let (port, roots) = serve(answer).await;
        let request = request(Method::GET, &format!("https://localhost:{port}/user"), Bytes::new()).unwrap();
        if believes { exchange(request, &trusting(roots)).await } else { send(request).await }
    }

    const GOOD: &str = "HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"sub\":\"7\"}";

    #[tokio::test]
    async fn a_provider_answers_under_tls() {
        assert_eq!(ask(GOOD, true).await, Ok(serde_json::json!({"sub": "7"})));
    }

    #[tokio::test]
    async fn a_provider_for_whom_nobody_vouches_is_not_believed() {
        let error = ask(GOOD, false).await.unwrap_err();
        assert!(
            matches!(&error, OAuth2Error::Unreachable(reason) if reason.contains("certificate")),
            "{error}"
        );
    }

    #[tokio::test]
    async fn redirects_are_not_followed_and_what_breaks_off_is_no_answer() {
        for answer in [
            "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 2\r\n\r\n{}",
            "HTTP/1.1 500 Oops\r\ncontent-length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n{",
            "hello",
            "",
        ] {
            assert!(ask(answer, true).await.is_err(), "{answer}");
        }
    }
}
