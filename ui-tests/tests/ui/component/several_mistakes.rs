//! All mistakes of a template are reported together.

use bennu::html;

fn main() {
    let name = "Ann";
    let _ = html! { <dvi><p class="a" class="b">{name}</p> <br></br> {} <.card };
}
