//! A mistake in a file is told with its line and column.

use bennu::{component, embed_templates};

component! {
    fn badge(title: &str) {
        <b>{title}</b>
    }
}

embed_templates! {
    "pages/show.html";

    fn show(title: &str);
}

fn main() {}
