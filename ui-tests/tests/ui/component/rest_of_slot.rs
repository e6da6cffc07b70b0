//! The attributes of slots are declared by name.

use bennu::component;
use bennu::component::{Rest, Slots};

component! {
    struct Tab<'a> { label: &'a str, rest: Rest<'a> }

    fn tabs(tab: Slots<Tab>) {
        <p :for={tab in tab} {tab.rest}>{tab.label}</p>
    }
}

fn main() {}
