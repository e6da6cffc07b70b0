//! The page around every view.

use bennu::prelude::*;

use crate::Conn;
use crate::router::path;
use crate::web::core_components::flash_group;

component! {
    /// The root layout: head, navigation, flash, then the view itself.
    pub fn root(conn: &Conn, inner_block: Slot) {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="csrf-token" content={conn.csrf_token()}>
                <.live_title default="Messages" suffix=" · hello">{conn.page_title()}</.live_title>
                <link rel="icon" type="image/svg+xml" href="/assets/hello.svg">
                <link rel="stylesheet" href="/assets/core_components.css">
                <link rel="stylesheet" href="/assets/hello.css">
                <script type="module" src="/bennu/auto.js"></script>
            </head>
            <body>
                <header class="top">
                    <a class="brand" href={path!("/")}>hello<span>"."</span></a>
                    <nav>
                        <.link href={path!("/")}>Messages</.link>
                        <.link href={path!("/counter")}>Counter</.link>
                        <.link href={path!("/gallery")}>Gallery</.link>
                    </nav>
                </header>
                <main>
                    <.flash_group flash={conn.flash()} />
                    {inner_block}
                </main>
            </body>
        </html>
    }
}
