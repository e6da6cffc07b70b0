//! Tables hold rows, rows hold cells.

use bennu::html;

fn main() {
    let rows = [1, 2];
    let _ = html! {
        <table><td>text</td></table>
        <div><tr :for={row in rows}><p>{row}</p></tr></div>
        <table>text<tr><td>cell</td></tr></table>
    };
}
