//! Every way into Rumbl.

use bennu::plug::*;

use crate::{App, auth, layouts, pages, sessions, users, videos, watch};

bennu::router! {
    /// Every way into Rumbl.
    pub Router for App;

    static "/assets" from "assets";

    pipeline browser {
        plug accepts(["html"]);
        plug fetch_session;
        plug fetch_flash;
        plug put_root_layout(layouts::root);
        plug protect_from_forgery;
        plug put_secure_browser_headers;
        plug auth::fetch_current_user;
    }

    scope "/" {
        pipe_through browser;
        get "/" => pages::index;
        resources "/users" => users, only: [index, new, show, create] {
            plug auth::authenticate_user, only: [index, show];
        }
        resources "/sessions" => sessions, only: [new, create, delete];
        get "/watch/{id}" => watch::show;
    }

    scope "/manage", args: [auth::current_user] {
        pipe_through [browser, auth::authenticate_user];
        resources "/videos" => videos {
            plug videos::load_categories, only: [new, create, edit, update];
        }
    }
}
