//! Browsers would end the paragraph, and leave the inner link and the inner form alone.

use bennu::html;

fn main() {
    let _ = html! {
        <p>"Read this:"<ul><li>first</li></ul></p>
        <a href="/">all of <b>it <a href="/one">one</a></b></a>
        <form><div><form></form></div></form>
    };
}
