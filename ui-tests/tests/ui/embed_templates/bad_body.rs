//! The markup is in the file.

use bennu::embed_templates;

embed_templates! {
    "pages/right.html";

    fn right(number: &str) { <p>{number}</p> }
}

fn main() {}
