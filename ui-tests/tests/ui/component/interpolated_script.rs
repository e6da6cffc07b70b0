//! Programs and style sheets are constants.

use bennu::html;

fn main() {
    let code = "alert(1)";
    let _ = html! { <script>{code}</script> };
    let _ = html! { <style>{code}</style> };
}
