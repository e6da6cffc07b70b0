//! Components of a crate that knows `bennu` by another name, for its own templates and for those of other crates.

use web::component::{Render, Slot};

web::component! {
    /// A framed text.
    pub fn frame(title: &str, level: u8 = 1, inner_block: Slot) {
        <section title={title} data-level={level}>{inner_block}</section>
    }
}

/// A template that calls the component.
pub fn page(name: &str) -> impl Render {
    web::html! {
        <.frame title="a" level={2}><b>{name}</b></.frame>
    }
}
