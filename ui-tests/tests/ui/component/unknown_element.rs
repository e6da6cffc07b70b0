//! Elements are those of HTML, or have a dash.

use bennu::html;

fn main() {
    let _ = html! { <dvi>text</dvi> };
    let _ = html! { <card>text</card> };
    let _ = html! { <my-card><svg><feBlend /></svg></my-card> };
}
