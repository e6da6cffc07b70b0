//! A component declares an attribute once.

bennu::component! {
    fn card(title: &str, title: &str) {
        <h2>{title}</h2>
    }
}

fn main() {}
