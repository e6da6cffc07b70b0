//! What `forward` names is a service or another router, at a path without parameters, once.

bennu::router! {
    pub Router for ();

    forward "/files/{name}" => Service;
    scope "/{tenant}" {
        forward "/jobs" => service();
    }
    forward "/twice" => service();
    forward "/twice" => service();
    get "/twice/below" => page;
    forward "/nothing" =>;
}

fn main() {}
