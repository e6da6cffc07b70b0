//! A component has markup.

use bennu::component;

component! {
    fn card(title: &str);

    fn icon() {
        <i></i>
    }
}

fn main() {
    let _ = icon();
}
