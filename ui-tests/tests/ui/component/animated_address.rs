//! An animation that sets an address takes no values.

use bennu::html;

fn main() {
    let target = "javascript:alert(1)";
    let _ = html! { <svg><a><set attributeName="href" to={target} /></a></svg> };
}
