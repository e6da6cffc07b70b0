//! Components take their attributes by name.

use bennu::{component, html};

component! {
    fn icon(name: Option<&str>) {
        <i class={name}></i>
    }
}

fn main() {
    let _ = html! { <.icon {[("name", "a")]} /> };
}
