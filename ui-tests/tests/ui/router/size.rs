//! A route captures more segments than a match can hold.

bennu::router! {
    Router for ();

    get "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}" => show;
}

fn main() {}
