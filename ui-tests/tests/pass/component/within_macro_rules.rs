//! Templates and components that another macro writes.

use bennu::component::{Context, to_html};
use bennu::html;

macro_rules! badges {
    ($($name:ident => $text:literal),* $(,)?) => {
        $(bennu::component! {
            pub fn $name(count: u32, phx_click: Option<&str>) {
                <p phx-click={phx_click}>$text {count}</p>
            }
        })*
    };
}

badges! { inbox => "Inbox", outbox => "Outbox" }

macro_rules! page {
    ($($markup:tt)*) => { html! { <main>$($markup)*</main> } };
}

fn main() {
    let count = 2;
    let page = to_html(&page! { <.inbox count={count} phx-click="open" /><.outbox count={0} /> }, &Context::default());
    assert_eq!(String::from_utf8_lossy(&page), r#"<main><p phx-click="open">Inbox 2</p><p>Outbox 0</p></main>"#);
}
