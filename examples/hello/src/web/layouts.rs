//! The page around every view.

use bennu::live::PageTitle;
use bennu::prelude::*;

use crate::Conn;
use crate::router::path;

component! {
    /// The root layout: head, navigation, flash, then the view itself.
    pub fn root(conn: &Conn, inner_block: Slot) {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="csrf-token" content={conn.csrf_token()}>
                <title data-suffix=" · hello">{title(conn)}" · hello"</title>
                <link rel="icon" type="image/svg+xml" href="/assets/hello.svg">
                <link rel="stylesheet" href="/assets/hello.css">
                <script type="module" src="/bennu/auto.js"></script>
            </head>
            <body>
                <header class="top">
                    <a class="brand" href={path!("/")}>hello<span>"."</span></a>
                    <nav>
                        <a href={path!("/")}>Messages</a>
                        <a href={path!("/counter")}>Counter</a>
                    </nav>
                </header>
                <main>
                    <p :for={(kind, text) in conn.flash().iter()} class={format!("flash {kind}")} role="status">{text}</p>
                    {inner_block}
                </main>
            </body>
        </html>
    }
}

/// What the handler or the view called this page.
fn title(conn: &Conn) -> &str {
    conn.assigned::<PageTitle>().map_or("Messages", |title| title.0.as_str())
}
