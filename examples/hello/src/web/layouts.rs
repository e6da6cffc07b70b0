//! The page around every view.

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
                <meta name="csrf-token" content={csrf_token()}>
                <title data-suffix=" · Bennu">"Hello · Bennu"</title>
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
                    <p :for={(kind, text) in conn.flash().iter()} class={kind.class()} role="status">{text}</p>
                    {inner_block}
                </main>
            </body>
        </html>
    }
}
