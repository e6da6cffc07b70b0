//! A component of another crate, which knows Bennu by another name.

use bennu::component::{Context, to_html};
use bennu::html;
use renamed::components::frame;

fn main() {
    let page = html! {
        <.frame title="b">one</.frame>
        <renamed::components::frame title="c" level={3}>two</renamed::components::frame>
        {renamed::components::page("three")}
    };
    assert_eq!(
        String::from_utf8_lossy(&to_html(&page, &Context::default())),
        concat!(
            r#"<section title="b" data-level="1">one</section> <section title="c" data-level="3">two</section> "#,
            r#"<section title="a" data-level="2"><b>three</b></section>"#,
        )
    );
}
