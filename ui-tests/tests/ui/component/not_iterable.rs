//! A loop goes through what can be gone through.

use bennu::html;

struct Videos;

fn main() {
    let videos = Videos;
    let _ = html! { <p :for={video in videos}>text</p> };
}
