//! Every way into the application.

use bennu::plug::*;

use crate::App;
use crate::web::counter::CounterLive;
use crate::web::gallery::GalleryLive;
use crate::web::{layouts, messages, outings};

bennu::router! {
    /// Every way into the application.
    pub Router for App;

    pipeline browser {
        plug accepts(["html"]);
        plug fetch_session;
        plug fetch_live_flash;
        plug put_root_layout(layouts::root);
        plug protect_from_forgery;
        plug put_secure_browser_headers;
    }

    scope "/" {
        pipe_through browser;
        get "/" => messages::index;
        post "/messages" => messages::create;
        get "/messages/{id}" => messages::show;
        get "/outings/new" => outings::new;
        post "/outings" => outings::create;
        live "/counter" => CounterLive;
        live "/gallery" => GalleryLive;
    }
}
