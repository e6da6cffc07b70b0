//! A browser that loads pages and speaks the protocol frame by frame.

use bennu::Body;
use bennu::http::{HeaderMap, Request, header};
use bennu::serde_json::{Value, json};
use futures_util::{SinkExt, StreamExt};
use http_body_util::BodyExt;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message, protocol::CloseFrame};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::app::Server;

/// A page as the browser knows it.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) html: String,
    /// The session cookie.
    pub(crate) cookie: String,
}

impl Page {
    pub(crate) async fn load(server: &Server, path: &str) -> Self {
        Self::load_with(server, path, "").await
    }

    pub(crate) async fn load_with(server: &Server, path: &str, cookie: &str) -> Self {
        let request = Request::get(path).header(header::HOST, "localhost").header(header::COOKIE, cookie);
        let response = server.endpoint.call(request.body(Body::empty()).unwrap()).await;
        let (parts, body) = response.into_parts();
        let html = String::from_utf8(body.collect().await.unwrap().to_bytes().into()).unwrap();
        let set = parts.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap());
        let cookie = set
            .map(|cookie| cookie.split(';').next().unwrap())
            .find(|cookie| cookie.starts_with("_bennu_key"));
        let cookie = cookie.unwrap_or_default().to_owned();
        Self { status: parts.status.as_u16(), headers: parts.headers, html, cookie }
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        let (_, rest) = self.html.split_once(&format!(" {name}=\"")).expect("the page has this attribute");
        rest.split_once('"').unwrap().0
    }

    pub(crate) fn topic(&self) -> String {
        format!("lv:{}", self.attribute("id"))
    }

    /// What a client sends to join the view of this page.
    pub(crate) fn join(&self, path: &str) -> Value {
        json!({
            "url": format!("http://localhost{path}"),
            "params": {"_mounts": 0, "_mount_attempts": 0, "_csrf_token": self.attribute("content")},
            "session": self.attribute("data-phx-session"),
            "static": self.attribute("data-phx-static"),
            "sticky": false,
        })
    }
}

/// One connection.
pub(crate) struct Client(WebSocketStream<TcpStream>);

impl Client {
    /// Connects as the page would.
    pub(crate) async fn connect(server: &Server, page: &Page) -> Self {
        let token = page.attribute("content");
        let path = format!("/live/websocket?_csrf_token={token}&_mounts=0&_live_referer=undefined&vsn=2.0.0");
        Self::open(server, &path, &[("cookie", &page.cookie)]).await.unwrap()
    }

    /// # Errors
    /// The status with which the server refuses.
    pub(crate) async fn open(
        server: &Server,
        path: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, u16> {
        let mut request = format!("ws://localhost{path}").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let stream = TcpStream::connect(server.address).await.unwrap();
        match client_async(request, stream).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    pub(crate) async fn says(&mut self, frame: Value) {
        self.sends(Message::text(frame.to_string())).await;
    }

    pub(crate) async fn sends(&mut self, frame: Message) {
        self.0.send(frame).await.unwrap();
    }

    /// The next text frame.
    pub(crate) async fn hears(&mut self) -> Value {
        match self.0.next().await.unwrap().unwrap() {
            Message::Text(text) => text.parse().unwrap(),
            other => panic!("{other:?} is no text"),
        }
    }

    /// The next frame, which has to be the close frame: its code.
    pub(crate) async fn hears_close(&mut self) -> u16 {
        match self.0.next().await.unwrap().unwrap() {
            Message::Close(Some(CloseFrame { code, .. })) => code.into(),
            other => panic!("{other:?} is no close"),
        }
    }

    /// Joins the view of a page and returns what it shows.
    pub(crate) async fn join(&mut self, page: &Page, path: &str) -> Value {
        self.says(json!(["1", "1", page.topic(), "phx_join", page.join(path)])).await;
        let mut reply = self.hears().await;
        assert_eq!(reply[4]["status"], "ok", "{reply}");
        reply[4]["response"].take()
    }

    /// Clicks something and returns the response.
    pub(crate) async fn clicks(&mut self, page: &Page, event: &str, value: Value) -> Value {
        self.event(page, json!({"type": "click", "event": event, "value": value})).await;
        let mut reply = self.hears().await;
        assert_eq!(reply[3], "phx_reply", "{reply}");
        assert_eq!(reply[4]["status"], "ok", "{reply}");
        reply[4]["response"].take()
    }

    /// Sends an event as message 9 of the view that joined with 1.
    pub(crate) async fn event(&mut self, page: &Page, payload: Value) {
        self.says(json!(["1", "9", page.topic(), "event", payload])).await;
    }

    pub(crate) fn into_inner(self) -> TcpStream {
        self.0.into_inner()
    }
}

/// A page, its connection and what the joined view shows.
pub(crate) async fn joined(server: &Server, path: &str) -> (Page, Client, Value) {
    let page = Page::load(server, path).await;
    let mut client = Client::connect(server, &page).await;
    let shown = client.join(&page, path).await;
    (page, client, shown)
}
