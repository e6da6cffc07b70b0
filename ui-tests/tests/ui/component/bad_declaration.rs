//! A component is a function without a return type.

bennu::component! {
    fn card(title: &str) -> String {
        <h2>{title}</h2>
    }
}

fn main() {}
