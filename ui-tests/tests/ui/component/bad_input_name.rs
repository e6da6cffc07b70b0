//! The name of an input says what arrives: several values need brackets.

use bennu::html;

fn main() {
    let _ = html! { <select name="tags" multiple></select> };
}
