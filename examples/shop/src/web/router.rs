//! Every way into the shop.

use bennu::plug::*;

use super::{api, cart_items, carts, layouts, orders, products, visitor};
use crate::App;

bennu::router! {
    /// Every way into the shop.
    pub Router for App;

    static "/assets" from "assets";

    pipeline browser {
        plug accepts(["html"]);
        plug fetch_session;
        plug fetch_flash;
        plug put_root_layout(layouts::root);
        plug protect_from_forgery;
        plug put_secure_browser_headers;
        plug visitor::fetch_current_user;
        plug visitor::fetch_current_cart;
    }

    pipeline api { plug accepts(["json"]); }

    scope "/" {
        pipe_through browser;
        get "/" => products::index;
        resources "/products" => products;
    }

    scope "/", args: [visitor::current_cart] {
        pipe_through browser;
        resources "/cart_items" => cart_items, only: [create, delete];
        get "/cart" => carts::show;
        put "/cart" => carts::update;
        resources "/orders" => orders, only: [create, show];
    }

    scope "/api" {
        pipe_through api;
        resources "/products" => api::products, except: [new, edit];
    }
}
