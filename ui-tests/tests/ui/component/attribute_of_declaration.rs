//! Attributes are documented, and nothing else.

use bennu::component;

component! {
    fn card(
        /// What it says.
        #[must_use] title: &str,
    ) {
        <h2>{title}</h2>
    }
}

fn main() {}
