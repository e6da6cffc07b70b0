//! Names of the user's own that are also names of the standard library's.

#![no_implicit_prelude]
#![deny(warnings)]
#![allow(dead_code)]

mod std {}
mod core {}
struct Vec;
struct Value;
trait Clone {}
trait Into {}

macro_rules! schema_in_a_macro {
    ($name:ident, $field:ident, $type:ty) => {
        ::bennu::schema! { pub struct $name in "messages" { $field: $type, likes: i64 = 0, timestamps } }
    };
}

schema_in_a_macro!(Message, body, ::std::string::String);

fn main() {
    let _ = Message::body;
}
