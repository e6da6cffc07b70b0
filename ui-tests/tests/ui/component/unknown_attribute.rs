//! Attributes are those of their element.

use bennu::html;

fn main() {
    let _ = html! {
        <p clas="a" className="b">text</p>
        <input plceholder="c" aria-lable="d" phx-clik="e">
        <a value="f">text</a>
    };
}
