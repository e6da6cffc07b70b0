//! The attributes of a slot are declared beside its component.

use bennu::component::Slots;
use bennu::component;

component! {
    struct Item { label: String }

    fn list(item: Slots<Itme>, link: Slots<Link>) {
        {item.len()} {link.len()}
    }
}

fn main() {}
