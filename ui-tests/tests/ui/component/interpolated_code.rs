//! Programs in attributes are constants.

use bennu::html;

fn main() {
    let code = "alert(1)";
    let _ = html! { <p onclick={code}>text</p> };
}
