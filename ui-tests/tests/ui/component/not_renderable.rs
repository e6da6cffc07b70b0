//! Only text and markup can be shown.

use bennu::html;

fn main() {
    struct User;
    let user = User;
    let _ = html! { <p>{user}</p> };
    let _ = html! { <p title={user}>text</p> };
}
