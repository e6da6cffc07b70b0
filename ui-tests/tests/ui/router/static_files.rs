//! Mistakes in the declaration of static files.

bennu::router! {
    pub Router for ();

    static "/assets" from "no/such/directory";
    static "/{user}/files" from ".";
    static "/assets" "assets";
    static "assets" from ".";
    scope "/inner" {
        static "/assets" from ".";
    }
}

fn main() {}
