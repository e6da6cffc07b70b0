//! The page around every view.

use bennu::prelude::*;

use super::core_components::*;
use super::router::path;
use super::visitor::CurrentCart;
use crate::Conn;

component! {
    /// The root layout: head, navigation, flash, then the view itself.
    pub fn root(conn: &Conn, inner_block: Slot) {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="csrf-token" content={conn.csrf_token()}>
                <.live_title
                    default="Everything for builders"
                    suffix=" · Shop"
                >{conn.page_title()}</.live_title>
                <link rel="icon" type="image/svg+xml" href={path!("/assets/shop.svg")}>
                <link rel="stylesheet" href={path!("/assets/app.css")}>
                <script type="module" src="/bennu/auto.js"></script>
            </head>
            <body>
                <a class="skip" href="#main">Skip to the page</a>
                <header class="top">
                    <div class="container">
                        <a
                            class="brand"
                            href={path!("/")}
                        ><img src={path!("/assets/shop.svg")} width="30" height="30" alt="">shop</a>
                        <nav aria-label="Main">
                            <.link href={path!("/products")}>Products</.link>
                            <.link href={path!("/cart")} class="to-cart">
                                <.icon name="cart" />"Cart"
                                <span :if={pieces(conn) > 0} class="badge">{pieces(conn)}</span>
                            </.link>
                        </nav>
                    </div>
                </header>
                <main id="main" class="container">
                    <.flash_group flash={conn.flash()} />
                    {inner_block}
                </main>
                <footer class="container">
                    <p>"Made with Bennu, after the guides of "<a href="https://www.phoenixframework.org/">Phoenix</a>"."</p>
                </footer>
            </body>
        </html>
    }
}

/// How many things are in the cart.
fn pieces(conn: &Conn) -> i64 {
    conn.assigned().map_or(0, |CurrentCart(cart)| cart.items.iter().map(|item| item.quantity).sum())
}
