//! Slots have no keys, and their conditions name nothing.

use bennu::component::{Slot, Slots};
use bennu::{component, html};

component! {
    struct Col<'a> { label: &'a str, wide: bool = false }

    fn table<T>(rows: &[T], col: Slots<Col, T>, empty: Slot = Slot::EMPTY) {
        <p :for={col in col} data-wide={col.wide}>{col.label} for row in rows { {col.with(row)} }</p>
        {empty}
    }
}

fn main() {
    let _ = html! {
        <.table rows={&[1]}>
            <:col :for={label in ["a", "b"]} :key={label} label={label}>text</:col>
            <:empty :if={let Some(text) = Some("a")}>text</:empty>
        </.table>
    };
}
