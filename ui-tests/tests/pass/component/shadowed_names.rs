//! Names of the user's, whatever they are, do not meet those of the expansion.

#![allow(dead_code, non_camel_case_types, non_upper_case_globals, unused_imports)]

struct Option;
struct Some;
struct None;
struct Into;
struct Template;
struct Sink;
struct Fragment;
struct Slot;
struct core;
struct std;

mod private {}
mod component {}

const TEMPLATE: &str = "constant";

bennu::component! {
    fn card(sink: &str, level: u8 = 2, inner_block: bennu::component::Slot) {
        <h2 data-level={level}>{sink} {TEMPLATE}</h2>
        {inner_block}
    }
}

fn main() {
    let sink = "sink";
    let fragment = 1;
    let list = [1, 2];
    let text = "text";
    let page = bennu::html! {
        <p title={text}>{sink} {fragment} {TEMPLATE}</p>
        <.card sink={sink}>
            <i :for={text in &list} :key={text}>{text}{sink}</i>
        </.card>
    };
    let page = bennu::component::to_html(&page, &bennu::component::Context::default());
    assert_eq!(
        String::from_utf8_lossy(&page),
        "<p title=\"text\">sink 1 constant</p><h2 data-level=\"2\">sink constant</h2><i>1sink</i><i>2sink</i>"
    );
}
