//! The page around every view.

use bennu::prelude::*;
use rumbl_domain::accounts::User;

use crate::Conn;
use crate::auth::{CurrentUser, UserToken};
use crate::core_components::*;
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
                <meta name="user-token" content={conn.assigned::<UserToken>().map_or("", |token| &token.0)}>
                <.live_title default="Watch together" suffix=" · Rumbl">{conn.page_title()}</.live_title>
                <link rel="icon" type="image/svg+xml" href={path!("/assets/rumbl.svg")}>
                <link rel="stylesheet" href={path!("/assets/app.css")}>
                <script type="module" src="/bennu/auto.js"></script>
            </head>
            <body>
                <a class="skip" href="#main">Skip to the page</a>
                <header class="top">
                    <section class="container">
                        <a
                            class="brand"
                            href={path!("/")}
                        ><img src={path!("/assets/rumbl.svg")} width="28" height="28" alt="">rumbl</a>
                        <nav
                            role="navigation"
                            aria-label="Main"
                        ><ul><.navigation user={user(conn)} /></ul></nav>
                    </section>
                </header>
                <main id="main" class="container">
                    <.flash_group flash={conn.flash()} />
                    {inner_block}
                </main>
                <footer class="container">
                    <p>"Made with Bennu, after the application of the book about "<a
                        href="https://www.phoenixframework.org/"
                    >Phoenix</a>"."</p>
                </footer>
            </body>
        </html>
    }

    /// Where one can go.
    fn navigation(user: Option<&User>) {
        if let Some(user) = user {
            <li class="username">{&user.username}</li>
            <li><.link href={path!("/manage/videos")}>My Videos</.link></li>
            <li><.link href={path!("/sessions/{user}")} method="delete">Log out</.link></li>
        } else {
            <li><.link href={path!("/users/new")}>Register</.link></li>
            <li><.link href={path!("/sessions/new")}>Log in</.link></li>
        }
    }
}

fn user(conn: &Conn) -> Option<&User> {
    conn.assigned::<CurrentUser>()?.0.as_ref()
}
