//! Components of the same name in several modules, imported, renamed, generic and recursive.

mod ui {
    use bennu::component::{Render, Slot};

    bennu::component! {
        /// A list of anything that can be shown.
        pub fn list<T: Render>(items: &[T], inner_block: Slot = Slot::EMPTY) {
            <ul><li :for={item in items}>{item}</li></ul>
            {inner_block}
        }
    }

    pub mod small {
        bennu::component! {
            pub(crate) fn list(depth: u8) {
                <p>{depth}</p>
                <.list :if={depth > 0} depth={depth - 1} />
            }
        }
    }
}

use bennu::component::{Context, Slot, to_html};
use bennu::html;
use ui::list;
use ui::small::list as small_list;

fn main() {
    let names = vec![String::from("a"), String::from("b")];
    let page = html! {
        <.list items={&names}>end</.list>
        <ui::list items={&[1, 2]} />
        <.small_list depth={1} />
        <ui::small::list depth={0} />
    };
    let page = to_html(&page, &Context::default());
    assert_eq!(
        String::from_utf8_lossy(&page),
        "<ul><li>a</li><li>b</li></ul>end <ul><li>1</li><li>2</li></ul> <p>1</p><p>0</p> <p>0</p>"
    );
    assert_eq!(to_html(&list(&[1], Slot::EMPTY), &Context::default()), b"<ul><li>1</li></ul>");
}
