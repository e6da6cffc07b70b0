//! A declaration has a file.

use bennu::embed_templates;

embed_templates! {
    "pages/rig*.html";

    fn rihgt(number: &str);
}

fn main() {}
