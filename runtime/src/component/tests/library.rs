//! The components of the library, beyond their examples.

use super::{View, page};
use crate::component::{Context, focus_wrap, form, intersperse, link, live_title, to_html};
use crate::form::to_form;
use crate::{Changeset, html};

crate::schema! {
    pub(crate) struct Note in "notes" { text: String }
}

#[test]
fn a_form_of_a_stored_row_is_put() {
    let (new, stored) = (Changeset::from(Note), Changeset::new(Note { id: 7, text: String::new() }));
    let (new, stored) = (&to_form(&new), &to_form(&stored));
    assert_eq!(
        page(html! { <.form for={new} action="/notes">x</.form> }),
        r#"<form action="/notes" method="post">x</form>"#
    );
    let put = r#"<input type="hidden" name="_method" value="put">"#;
    assert_eq!(
        page(html! { <.form for={stored} action="/notes/7">x</.form> }),
        format!(r#"<form action="/notes/7" method="post">{put}x</form>"#)
    );
    assert_eq!(page(html! { <.form for={stored} method="GET">x</.form> }), r#"<form method="get">x</form>"#);
}

#[test]
fn no_other_site_gets_the_token() {
    let shown = |action: &str| {
        let page = html! { <.form action={action}>x</.form><.link href={action} method="post">y</.link> };
        String::from_utf8(to_html(&page, &Context::default().with_csrf_token("t0k3n"))).unwrap()
    };
    for own in ["/notes", "notes", "?page=2", "", "/a:b", "#x"] {
        assert_eq!(shown(own).matches("t0k3n").count(), 2, "{own}");
    }
    for foreign in ["https://example.com/", "//example.com", "/\\example.com", "\\\\example.com", "HTTP:/x"] {
        assert_eq!(shown(foreign).matches("t0k3n").count(), 0, "{foreign}");
    }
}

#[test]
fn links_that_send_forms_run_no_scripts() {
    let shown = page(html! { <.link href=" java\nscript:alert(1)" method="delete">x</.link> });
    assert!(shown.contains(r#"data-to="about:invalid#blocked""#) && !shown.contains("alert"), "{shown}");
}

#[test]
fn links_say_how_they_are_followed() {
    let (to, label) = (&String::from("/posts/1"), "a < b");
    assert_eq!(
        page(html! { <.link patch={to} replace={true} id="next">{label}</.link> }),
        r#"<a href="/posts/1" data-phx-link="patch" data-phx-link-state="replace" id="next">a &lt; b</a>"#
    );
    assert_eq!(page(html! { <.link phx-click="go">x</.link> }), r#"<a phx-click="go">x</a>"#);
    assert_eq!(
        page(html! { <.link href={to} target="_blank" rel="noopener" download>x</.link> }),
        r#"<a href="/posts/1" target="_blank" rel="noopener" download>x</a>"#
    );
}

#[test]
fn a_title_is_never_empty() {
    let titled =
        |title: Option<&str>| page(html! { <.live_title prefix="My " default="page">{title}</.live_title> });
    let attributes = r#"data-prefix="My " data-default="page""#;
    assert_eq!(titled(Some("</title>")), format!("<title {attributes}>My &lt;/title&gt;</title>"));
    assert_eq!(titled(Some(" ")), format!("<title {attributes}>My page</title>"));
    assert_eq!(titled(None), format!("<title {attributes}>My page</title>"));
}

#[test]
fn separators_stand_between() {
    let joined = |items: &[u8]| {
        page(html! { <.intersperse :let={item} enum={items}><:separator>-</:separator>{item}</.intersperse> })
    };
    assert_eq!((joined(&[]), joined(&[1]), joined(&[1, 2, 3])), (String::new(), "1".into(), "1-2-3".into()));
}

#[test]
fn the_library_is_live() {
    let mut view = View::new();
    let render = |to: &'static str, items: &'static [u8]| {
        html! {
            <.link navigate={to}>x</.link>
            <.focus_wrap id="trap"><.intersperse :let={item} enum={items}><:separator>-</:separator>{item}</.intersperse></.focus_wrap>
        }
    };
    let first = view.diff(render("/a", &[1, 2]));
    assert!(first.contains("/a") && first.contains("trap-end"), "{first}");
    let second = view.diff(render("/b", &[1, 2]));
    assert!(second.contains("/b") && !second.contains("trap"), "{second}");
}
