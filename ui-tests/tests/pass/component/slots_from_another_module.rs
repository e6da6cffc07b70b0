//! Slots with attributes are given wherever the component can be named, and the struct needs no import.

mod ui {
    use bennu::component;
    use bennu::component::{Slot, Slots};

    component! {
        /// A term and what it means.
        pub struct Item<'a> {
            /// The term.
            pub title: &'a str,
            /// How it looks.
            pub kind: super::Kind = super::Kind::Plain,
        }

        /// A list of terms.
        pub fn list(item: Slots<Item>, actions: Slots, inner_block: Slot = Slot::EMPTY) {
            <dl>
                for item in item { <dt class={item.kind.name()}>{item.title}</dt> <dd>{item}</dd> }
            </dl>
            {actions} {inner_block}
        }
    }
}

pub enum Kind {
    Plain,
    Loud,
}

impl Kind {
    fn name(&self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Loud => "loud",
        }
    }
}

mod page {
    use super::ui::list;
    use bennu::component::Render;

    pub fn imported<'a>(name: &'a str) -> impl Render + 'a {
        bennu::html! {
            <.list>
                <:item title="Name">{name}</:item>
                <:actions>a</:actions>
                <:actions>b</:actions>
                between
            </.list>
        }
    }
}

fn main() {
    use bennu::component::{Context, to_html};

    // A local variable with the component's name is not meant.
    let list = "x";
    let page = bennu::html! { <ui::list><:item title={list} kind={Kind::Loud}>y</:item><:actions /></ui::list> };
    assert_eq!(to_html(&page, &Context::default()), b"<dl><dt class=\"loud\">x</dt><dd>y</dd></dl> ");
    let page = to_html(&page::imported("Ann"), &Context::default());
    assert_eq!(
        String::from_utf8_lossy(&page),
        "<dl><dt class=\"plain\">Name</dt><dd>Ann</dd></dl>ab between"
    );
}
