//! Markup as a page.

use super::page;
use crate::component::{Context, Raw, Render, Slot, form, to_html};
use crate::{component, html};

#[test]
fn elements_text_and_values() {
    let (name, count) = ("Ann & <Bob>", 3);
    assert_eq!(
        page(html! { <p>Hello, {name}! You have {count} messages.</p> }),
        "<p>Hello, Ann &amp; &lt;Bob&gt;! You have 3 messages.</p>"
    );
    assert_eq!(page(html! {}), "");
    assert_eq!(page(html! { plain text }), "plain text");
    assert_eq!(page(html! { <br><hr/><my-element/> }), "<br><hr><my-element></my-element>");
}

#[test]
fn a_whole_page() {
    let title = "Messages";
    let page = page(html! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8">
                <title>{title} "· Bennu"</title>
                <script>"if (1 < 2 && true) { console.log('ok') }"</script>
            </head>
            <!-- the body { of } the page -->
            <body class="wide">
                <h1>"Don't panic"</h1>
                <p>
                    One, <b>two</b> and <i>three</i>
                    (and <a href="/four?a=1&b=2">four</a>).
                </p>
            </body>
        </html>
    });
    assert_eq!(
        page,
        concat!(
            r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Messages · Bennu</title>"#,
            "<script>if (1 < 2 && true) { console.log('ok') }</script></head><!-- the body { of } the page -->",
            r#"<body class="wide"><h1>Don't panic</h1><p>One, <b>two</b> and <i>three</i> "#,
            r#"(and <a href="/four?a=1&amp;b=2">four</a>).</p></body></html>"#,
        )
    );
}

#[test]
fn entities_and_quoted_text() {
    assert_eq!(
        page(html! { <p>a&nbsp;b &#39; x & y > z < w</p> }),
        "<p>a&nbsp;b &#39; x &amp; y &gt; z &lt; w</p>"
    );
    assert_eq!(
        page(html! { <p>"it's <b> & \"c\" &copy;"</p> }),
        "<p>it's &lt;b&gt; &amp; &quot;c&quot; &copy;</p>"
    );
}

#[test]
fn attributes() {
    let (id, none, yes, no) = (7, None::<&str>, true, false);
    assert_eq!(
        page(
            html! { <input type="text" id={id} title={none} disabled={yes} checked={no} data-x-y={"a\"b"} aria-label='c'> }
        ),
        r#"<input type="text" id="7" disabled data-x-y="a&quot;b" aria-label="c">"#
    );
    assert_eq!(
        page(html! { <p phx-value-id={id} :if={yes} @click="x" inert>x</p> }),
        r#"<p phx-value-id="7" @click="x" inert>x</p>"#
    );
    let text = format!("row {}", 1);
    assert_eq!(
        page(html! { <p class={text} style={format_args!("width: {id}%")}></p> }),
        r#"<p class="row 1" style="width: 7%"></p>"#
    );
}

#[test]
fn lists_of_texts() {
    let (active, size, color) = (true, 7, Some("<red>"));
    assert_eq!(
        page(html! {
            <p class={["card", ("active", active), ("hidden", !active), color, size, None::<String>, ""]}></p>
            <p class={[if active { "on" } else { "off" }, ["a", ("b", active)], &format!("size-{size}")]}></p>
            <p class={[("a", false), false]} title={("t", active)} lang={("u", !active)}></p>
            <p class={["only"]}></p>
            <a href={["javascript:alert(1)", "x"]}></a>
        }),
        concat!(
            r#"<p class="card active &lt;red&gt; 7"></p><p class="on a b size-7"></p><p title="t"></p>"#,
            r#"<p class="only"></p><a href="about:invalid#blocked"></a>"#,
        )
    );
    assert_eq!(
        page(html! { <.form class={["wide", ("new", active)]}>x</.form> }),
        r#"<form method="post" class="wide new">x</form>"#
    );
}

#[test]
fn sets_of_attributes() {
    let pairs = vec![("title", Some("\"a\"")), ("lang", None), ("data-x", Some(""))];
    assert_eq!(
        page(
            html! { <p id="p" {&pairs} {None::<Vec<(&str, bool)>>} {[("hidden", true), ("inert", false)]}>x</p> }
        ),
        r#"<p id="p" title="&quot;a&quot;" data-x="" hidden>x</p>"#
    );
    let bad = [
        ("href", "javascript:alert(1)"),
        ("xlink:HREF", " java\nscript:alert(1)"),
        ("onclick", "alert(1)"),
        ("OnLoad", "alert(1)"),
        ("srcdoc", "<script>"),
        ("x onclick=alert(1) y", "z"),
        ("a\"><script>", "z"),
        ("", "z"),
        ("title", "'\"><script>"),
    ];
    assert_eq!(
        page(html! { <a {bad}>x</a> }),
        concat!(
            r#"<a href="about:invalid#blocked" xlink:HREF="about:invalid#blocked" "#,
            r#"title="&#39;&quot;&gt;&lt;script&gt;">x</a>"#
        )
    );
}

#[test]
fn addresses_that_run_scripts_do_not_get_through() {
    let (bad, good) = ("javascript:alert(1)", "/ok?a=1&b=2");
    assert_eq!(page(html! { <a href={bad}>x</a> }), r#"<a href="about:invalid#blocked">x</a>"#);
    assert_eq!(
        page(html! { <a href={format_args!("{bad}")}>x</a> }),
        r#"<a href="about:invalid#blocked">x</a>"#
    );
    assert_eq!(page(html! { <a href={good}>x</a> }), r#"<a href="/ok?a=1&amp;b=2">x</a>"#);
    assert_eq!(page(html! { <a href={None::<String>}>x</a> }), "<a>x</a>");
}

#[test]
fn control_flow() {
    let list = |items: &[i32]| {
        let items = items.to_vec();
        page(html! {
            if items.is_empty() {
                <p>none</p>
            } else if items.len() == 1 {
                <p>one</p>
            } else {
                <ul>
                    <li :for={item in &items} :if={*item != 2}>{item}</li>
                </ul>
                for (at, item) in items.iter().enumerate() { {at} ":" {item} ";" }
            }
            match items.as_slice() {
                [] => { empty }
                [first, ..] if *first > 1 => <b>{first}</b>,
                _ => {}
            }
        })
    };
    assert_eq!(list(&[]), "<p>none</p>empty");
    assert_eq!(list(&[1]), "<p>one</p>");
    assert_eq!(list(&[3, 2, 1]), "<ul><li>3</li><li>1</li></ul>0 : 3 ;1 : 2 ;2 : 1 ;<b>3</b>");
}

#[test]
fn words_that_are_keywords_stay_words() {
    assert_eq!(
        page(html! { <p>Thanks for watching, if you like it match it</p> }),
        "<p>Thanks for watching, if you like it match it</p>"
    );
    assert_eq!(page(html! { <p>for sale</p> }), "<p>for sale</p>");
}

component! {
    /// A card.
    fn card(title: &str, level: u8 = 2, note: Option<&str> = None, inner_block: Slot) {
        <section data-level={level}>
            <h2>{title}</h2>
            {inner_block}
            <small :if={let Some(note) = note}>{note}</small>
        </section>
    }

    fn badge<T: Render>(value: T, active: bool = false, phx_click: Option<&str>) {
        <b class={active.then_some("active")} phx-click={phx_click}>{value}</b>
    }

    fn tree(depth: u32) {
        <ul>
            <li>{depth}</li>
            <.tree :if={depth > 0} depth={depth - 1} />
        </ul>
    }
}

mod elsewhere {
    crate::component! {
        pub(crate) fn card(inner_block: Slot = Slot::EMPTY) {
            <i>{inner_block}</i>
        }
    }
    use crate::component::Slot;
}

#[test]
fn components() {
    let who = String::from("Ann");
    assert_eq!(
        page(html! {
            <.card title={&who} note="<n>">
                Hello, <b>{who}</b>
            </.card>
        }),
        r#"<section data-level="2"><h2>Ann</h2>Hello, <b>Ann</b> <small>&lt;n&gt;</small></section>"#
    );
    assert_eq!(
        page(html! { <.badge value={1} active /> <.badge value="x" phx-click="go"/> }),
        r#"<b class="active">1</b> <b phx-click="go">x</b>"#
    );
    assert_eq!(page(html! { <elsewhere::card>in</elsewhere::card><elsewhere::card /> }), "<i>in</i><i></i>");
    assert_eq!(
        page(html! { <.tree depth={2} /> }),
        "<ul><li>2</li><ul><li>1</li><ul><li>0</li></ul></ul></ul>"
    );
    assert_eq!(page(html! { <.badge :for={n in 0..3} value={n} /> }), "<b>0</b><b>1</b><b>2</b>");
    assert_eq!(page(card("t", None, None, Slot::EMPTY)), r#"<section data-level="2"><h2>t</h2> </section>"#);
}

#[test]
fn markup_in_values() {
    let inner = html! { <b>bold</b> };
    // XSS: constant.
    let raw = Raw::dangerously_create("<hr>");
    let some = Some(html! { <i>i</i> });
    assert_eq!(page(html! { <p>{inner}{raw}{some}{1}{"<"}</p> }), "<p><b>bold</b><hr><i>i</i>1&lt;</p>");
}

#[test]
fn long_text_and_many_values() {
    let long = "a<b".repeat(1000);
    let page = page(html! { <p>{long}{1}{2}{3}{4}{5}{6}{7}{8}{9}{10}{long}</p> });
    let escaped = "a&lt;b".repeat(1000);
    assert_eq!(page, format!("<p>{escaped}12345678910{escaped}</p>"));
}

#[test]
fn forms_with_other_methods() {
    let context = Context::default().with_csrf_token("q8\"");
    let form = |method: &'static str| {
        let form = html! { <.form action="/a" method={method} phx-submit="save">x</.form> };
        String::from_utf8(to_html(&form, &context)).expect("HTML is UTF-8")
    };
    let token = r#"<input type="hidden" name="_csrf_token" value="q8&quot;">"#;
    assert_eq!(form("GET"), r#"<form action="/a" method="get" phx-submit="save">x</form>"#);
    assert_eq!(form("post"), format!(r#"<form action="/a" method="post" phx-submit="save">{token}x</form>"#));
    assert_eq!(
        form("delete"),
        format!(
            r#"<form action="/a" method="post" phx-submit="save"><input type="hidden" name="_method" value="delete">{token}x</form>"#
        )
    );
    assert_eq!(
        page(html! { <.form phx-change="check" class="wide">x</.form> }),
        r#"<form method="post" phx-change="check" class="wide">x</form>"#
    );
}
