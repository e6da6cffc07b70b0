//! An id stands once in a template.

use bennu::html;

fn main() {
    let wide = true;
    let _ = html! {
        <div id="main">text</div>
        <section :if={wide}><p id="main">text</p></section>
    };
}
