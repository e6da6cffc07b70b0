//! Declarations that a router does not know, in the router, in a scope and in a pipeline.

bennu::router! {
    Router for ();

    pipelin browser {}

    pipeline api {
        plig accepts(["json"]);
    }

    scope "/" {
        gett "/" => pages::home;
        websocket "/socket" => socket;
    }
}

fn main() {}
