//! What rustc finds in a file is underlined at the declaration.

use bennu::embed_templates;

embed_templates! {
    "pages/right.html";

    fn right(number: u32);
}

fn main() {}
