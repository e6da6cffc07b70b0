//! Mistakes of the grammar, each of which leaves the declarations around it to be read: none hides another.

bennu::router! {
    pub Router for ();

    pipeline browser {
        plug
        plug accepts(["html"]) plug fetch_session;
    }

    scope "/" {
        pipe_through [browser auth::user];
        get "/a" =>
        post "/b" => pages::b
        get "/c" = pages::c;
        resources "/d" => d, only: [index show], except [new] {
            get "/{id" => d::e;
        }
    }

    scope "/admin" module: admin {
        gett "/f" => pages::f;
    }

    live_session members on_mount: [RequireUser] {
        live "g" => GLive;
    }
}

fn main() {}
