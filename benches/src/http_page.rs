//! A page of messages: its data, and Bennu's application that shows it.

use bennu::component::Slot;
use bennu::endpoint::Config;
use bennu::plug::*;
use bennu::prelude::*;
use bennu::{Endpoint, component};

/// Rows of the page.
const ROWS: usize = 50;

/// A row of the page.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: usize,
    pub(crate) author: String,
    pub(crate) body: String,
    pub(crate) date: &'static str,
}

/// What both applications hold in memory.
#[derive(Clone, Debug)]
pub(crate) struct Board {
    pub(crate) messages: Vec<Message>,
}

impl Board {
    pub(crate) fn new() -> Self {
        let message = |id| Message {
            id,
            author: format!("Visitor {}", id % 7),
            body: format!("Message number {id} says \"hello\" & wishes everybody a <good> day."),
            date: "2026-11-20",
        };
        Self { messages: (1..=ROWS).map(message).collect() }
    }
}

type Conn = bennu::Conn<Board>;

bennu::router! {
    /// One page behind the pipeline that browsers go through.
    pub(crate) Router for Board;

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
        get "/" => index;
        get "/messages/{id}" => show;
        get "/slow" => slow;
        post "/messages" => create;
    }
}

/// Settings that give both the same to do.
pub(crate) fn config() -> Config {
    let mut config = Config::default();
    // axum compresses nothing unless it is told to.
    config.compression = None;
    config
}

/// Bennu's application.
pub(crate) fn endpoint(config: Config) -> Endpoint<Router> {
    Endpoint::new(Board::new(), config)
}

async fn index(conn: &mut Conn) -> Result {
    let shared = std::sync::Arc::clone(conn.shared());
    conn.render(board(&shared.state.messages))
}

async fn show(conn: &mut Conn, id: usize) -> Result {
    conn.text(format!("message {id}"))
}

async fn slow(conn: &mut Conn) -> Result {
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    conn.text("at last")
}

async fn create(conn: &mut Conn) -> Result {
    conn.redirect(path!("/"))
}

component! {
    /// The page around every view.
    fn root(conn: &Conn, inner_block: Slot) {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8">
                <meta name="csrf-token" content={conn.csrf_token()}>
                <title>Messages</title>
                <link rel="stylesheet" href="/assets/hello.css">
            </head>
            <body>
                <header class="top">
                    <nav><a href={path!("/")}>Messages</a></nav>
                </header>
                <main>
                    <p :for={(kind, text) in conn.flash().iter()} class={format!("flash {kind}")} role="status">{text}</p>
                    {inner_block}
                </main>
            </body>
        </html>
    }
}

component! {
    /// The form and the messages below it.
    fn board(list: &[Message]) {
        <h1>Messages</h1>
        <.form action={path!("/messages")} id="message-form">
            <input type="text" name="message[author]">
            <textarea name="message[body]"></textarea>
            <button type="submit">Post message</button>
        </.form>
        <ul class="messages">
            <li :for={message in list}>
                <a class="by" href={path!("/messages/{message.id}")}>{&message.author}</a>
                <time>{message.date}</time>
                <p class="body">{&message.body}</p>
            </li>
        </ul>
    }
}
