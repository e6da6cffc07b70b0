//! A small application and the server that runs it.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bennu::Endpoint;
use bennu::endpoint::Config;
use bennu::http::Uri;
use bennu::live::Reply;
use bennu::plug::{
    accepts, fetch_live_flash, fetch_session, protect_from_forgery, put_root_layout,
    put_secure_browser_headers,
};
use bennu::prelude::*;
use bennu::serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

use super::hooks::{self, MemberLive, Require, team};
use super::sessions::BoardLive;
use super::sign_out::{self, DashboardLive};
use super::told::StaticsLive;

/// The state.
#[derive(Default)]
pub(crate) struct App {
    /// How often views have been mounted with a browser.
    pub(crate) mounted: AtomicUsize,
    /// Rings when somebody waits, and lets them go on.
    pub(crate) waits: Notify,
    pub(crate) go_on: Notify,
    /// The tokens of who has signed in.
    pub(crate) tokens: Mutex<HashSet<String>>,
}

bennu::router! {
    /// Every way in.
    pub(crate) Router for App;

    pipeline browser {
        plug accepts(["html"]);
        plug fetch_session;
        plug fetch_live_flash;
        plug put_root_layout(root);
        plug protect_from_forgery;
        plug put_secure_browser_headers;
    }

    scope "/" {
        pipe_through browser;
        get "/login/{name}" => login;
        live "/counter" => CounterLive;
        live "/counter/{start}" => CounterLive;
        live "/gone" => GoneLive;
        live "/away" => AwayLive;
        live "/files/{drive}/{*rest}" => FilesLive;
        live "/boards" => BoardLive;
        live "/statics" => StaticsLive;

        live_session admin {
            live "/admin/boards" => BoardLive, index;
            live "/admin/boards/{id: u32}" => BoardLive, show;
        }

        live_session members, on_mount: [Require::User, hooks::greet, Require::Letter('a')] {
            live "/members" => MemberLive;
        }

        get "/tokens/in/{name}" => sign_out::sign_in;
        get "/tokens/out" => sign_out::sign_out;
        get "/tokens/login" => sign_out::login;

        live_session tokens, on_mount: [sign_out::ensure_authenticated] {
            live "/tokens/dashboard" => DashboardLive;
        }

        forward "/team" => team::Router;
    }
}

/// `/login/ana` puts a name into the session.
async fn login(conn: &mut Conn<App>, name: String) -> Result {
    conn.put_session("user", name).put_flash(Info, "Welcome!").redirect("/counter")
}

component! {
    /// The page around every view.
    fn root(conn: &Conn<App>, inner_block: Slot) {
        <meta name="csrf-token" content={conn.csrf_token()} />
        <title>{conn.page_title().unwrap_or("Test")}</title>
        {inner_block}
    }
}

/// Counts, and does whatever else a test asks for.
pub(crate) struct CounterLive {
    count: i64,
    user: String,
    path: String,
}

impl LiveView for CounterLive {
    type State = App;

    async fn mount(params: Params, session: &Session, socket: &mut Socket<Self>) -> Result<Self> {
        if socket.connected() {
            socket.state().mounted.fetch_add(1, Ordering::Relaxed);
        }
        if params.get("panic").is_some() && socket.connected() {
            panic!("as asked");
        }
        let count = match params.str("start") {
            Some(start) => start.parse()?,
            None => 0,
        };
        socket.put_page_title("Counter");
        Ok(Self { count, user: session.get("user").unwrap_or_default(), path: String::new() })
    }

    async fn handle_params(&mut self, params: Params, uri: &Uri, socket: &mut Socket<Self>) -> Result {
        self.path = uri.path().to_owned();
        if params.get("loop").is_some() {
            socket.push_patch("/counter?loop");
        }
        if params.get("hop").is_some() {
            socket.push_patch("/counter/5");
        }
        Ok(())
    }

    fn render(&self) -> impl Render {
        html! { <p>{self.count}</p><i>{self.user}</i><b>{self.path}</b> }
    }
}

#[events]
impl CounterLive {
    async fn increment(&mut self, _socket: &mut Socket<Self>) -> Result {
        self.count += 1;
        Ok(())
    }

    async fn add(&mut self, by: i64, _socket: &mut Socket<Self>) -> Result {
        self.count += by;
        Ok(())
    }

    async fn save(
        &mut self,
        user: Params,
        _target: Option<Vec<String>>,
        _socket: &mut Socket<Self>,
    ) -> Result {
        self.user = format!("{}<{:?}>", user.str("name").unwrap_or_default(), _target.unwrap_or_default());
        Ok(())
    }

    async fn nothing(&mut self, _socket: &mut Socket<Self>) -> Result {
        Ok(())
    }

    async fn fail(&mut self, _socket: &mut Socket<Self>) -> Result {
        Err(Error::internal("as asked"))
    }

    async fn panic(&mut self, _socket: &mut Socket<Self>) -> Result {
        panic!("as asked")
    }

    async fn echo(&mut self, params: Params, _socket: &mut Socket<Self>) -> Result<Reply> {
        Reply::new(&params)
    }

    async fn announce(&mut self, socket: &mut Socket<Self>) -> Result {
        self.count += 1;
        socket.put_page_title("Told").push_event("told", [1, 2])?;
        Ok(())
    }

    async fn redirect(&mut self, to: String, socket: &mut Socket<Self>) -> Result {
        self.count += 1;
        socket.put_flash(Info, "Moved.").redirect(to);
        Ok(())
    }

    async fn navigate(&mut self, to: String, socket: &mut Socket<Self>) -> Result {
        socket.push_navigate(to).replace();
        Ok(())
    }

    async fn patch(&mut self, to: String, socket: &mut Socket<Self>) -> Result {
        socket.push_patch(to);
        Ok(())
    }

    async fn flash(&mut self, socket: &mut Socket<Self>) -> Result {
        self.user = socket.flash(Info).unwrap_or("none").to_owned();
        Ok(())
    }

    async fn wait(&mut self, socket: &mut Socket<Self>) -> Result {
        socket.state().waits.notify_one();
        socket.state().go_on.notified().await;
        self.count += 1;
        Ok(())
    }

    async fn hang(&mut self, _socket: &mut Socket<Self>) -> Result {
        std::future::pending().await
    }
}

/// Shows nothing: what it should show is not there.
pub(crate) struct GoneLive;

impl LiveView for GoneLive {
    type State = App;

    async fn mount(_: Params, _: &Session, socket: &mut Socket<Self>) -> Result<Self> {
        if socket.connected() { Err(Error::not_found("gone")) } else { Ok(Self) }
    }

    fn render(&self) -> impl Render {
        html! { <p>gone</p> }
    }
}

#[events]
impl GoneLive {}

/// Sends everybody away.
pub(crate) struct AwayLive;

impl LiveView for AwayLive {
    type State = App;

    async fn mount(_: Params, _: &Session, socket: &mut Socket<Self>) -> Result<Self> {
        Err(socket.put_flash(FlashKind::Error, "Not here.").redirect("/counter").halt())
    }

    fn render(&self) -> impl Render {
        html! { <p>away</p> }
    }
}

#[events]
impl AwayLive {}

/// Shows its parameters.
pub(crate) struct FilesLive(String);

impl LiveView for FilesLive {
    type State = App;

    async fn mount(params: Params, _: &Session, _: &mut Socket<Self>) -> Result<Self> {
        Ok(Self(Value::Object(params.into_map()).to_string()))
    }

    fn render(&self) -> impl Render {
        html! { <pre>{self.0}</pre> }
    }
}

#[events]
impl FilesLive {}

/// A server of its own for one test.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) endpoint: Endpoint<Router>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::with(|_| ()).await
    }

    pub(crate) async fn with(configure: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::default();
        configure(&mut config);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let endpoint = Endpoint::<Router>::new(App::default(), config);
        let (stop, stopped) = oneshot::channel();
        let serving = endpoint.clone().serve_until(listener, async {
            let _ = stopped.await;
        });
        Self { address, endpoint, stop: Some(stop), task: tokio::spawn(serving) }
    }

    pub(crate) fn app(&self) -> &Arc<App> {
        &self.endpoint.shared().state
    }

    /// Begins a shutdown.
    pub(crate) fn stop(&mut self) {
        let _ = self.stop.take().map(|stop| stop.send(()));
    }

    /// Waits until it has shut down.
    pub(crate) async fn stopped(self) {
        self.task.await.unwrap();
    }
}
