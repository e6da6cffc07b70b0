//! Fields and types of inputs come in, the markup that browsers need for each is what the core components write.

use bennu::component::{Context, Render, to_html};
use bennu::form::{Options, to_form};
use bennu::{Params, html};
use hello::web::core_components::input;

fn params() -> Params {
    let sent = "text=a%22b&moment=2026-11-20T10%3A15%3A00.000000Z&on=true&one=b&many[]=b&many[]=c&long=%0Aa%3Cb&blank=";
    Params::from_urlencoded(sent).expect("parameters as a form sends them")
}

fn shown(page: &impl Render) -> String {
    String::from_utf8(to_html(page, &Context::default())).expect("pages are UTF-8")
}

#[track_caller]
fn assert_shows(page: &impl Render, expected: &[&str]) {
    let page = shown(page);
    for part in expected {
        assert!(page.contains(part), "{part}\nis not in\n{page}");
    }
}

fn birds() -> Options {
    Options::new().group("Herons", [("Purple", "a"), ("Grey", "b")]).group("Storks", [("White", "c")])
}

#[test]
fn inputs_of_one_line_have_name_id_and_value() {
    let params = params();
    let form = &to_form(&params).with_name("f");
    for kind in ["color", "email", "number", "range", "search", "tel", "text", "url", "week"] {
        let page =
            html! { <.input field={form.field("text")} type={kind} label="Label" placeholder="Hint" /> };
        let expected = format!(
            r#"<input type="{kind}" id="f_text" name="f[text]" value="a&quot;b" placeholder="Hint">"#
        );
        assert_shows(&page, &[r#"<label for="f_text">Label</label>"#, &expected]);
    }
    let page = html! { <.input field={form.field("text")} type="hidden" /> };
    assert_eq!(shown(&page), r#"<input type="hidden" id="f_text" name="f[text]" value="a&quot;b">"#);
}

#[test]
fn moments_are_cut_for_their_input() {
    let params = params();
    let form = &to_form(&params);
    for (kind, value) in [
        ("date", "2026-11-20"),
        ("time", "10:15"),
        ("month", "2026-11"),
        ("datetime-local", "2026-11-20T10:15"),
    ] {
        let page = html! { <.input field={form.field("moment")} type={kind} /> };
        assert_shows(&page, &[&format!(r#"type="{kind}" id="moment" name="moment" value="{value}">"#)]);
    }
}

#[test]
fn passwords_and_files_are_not_sent_back() {
    let params = params();
    let form = &to_form(&params).with_name("f");
    let page = html! { <.input field={form.field("text")} type="password" /> };
    assert_shows(&page, &[r#"<input type="password" id="f_text" name="f[text]">"#]);
    let page = html! { <.input field={form.field("text")} type="file" multiple accept="image/*" /> };
    assert_shows(&page, &[r#"<input type="file" id="f_text" name="f[text][]" multiple accept="image/*">"#]);
}

#[test]
fn a_textarea_keeps_the_line_break_at_its_start() {
    let params = params();
    let form = &to_form(&params);
    let page = html! { <.input field={form.field("long")} type="textarea" label="Text" rows="3" /> };
    assert_shows(&page, &["<textarea id=\"long\" name=\"long\" rows=\"3\">\n\na&lt;b</textarea>"]);
}

#[test]
fn a_select_has_groups_a_prompt_and_what_is_chosen() {
    let params = params();
    let form = &to_form(&params);
    let page =
        html! { <.input field={form.field("one")} type="select" prompt="Choose one" options={birds()} /> };
    let expected = [
        r#"<select id="one" name="one"><option value="">Choose one</option><optgroup label="Herons">"#,
        r#"<option value="a">Purple</option><option value="b" selected>Grey</option></optgroup>"#,
    ];
    assert_shows(&page, &expected);
    let page = html! { <.input field={form.field("many")} type="select" multiple options={birds()} /> };
    let expected = [
        r#"<select id="many" name="many[]" multiple>"#,
        r#"<option value="b" selected>Grey</option></optgroup>"#,
        r#"<option value="c" selected>White</option></optgroup>"#,
    ];
    assert_shows(&page, &expected);
}

#[test]
fn boxes_alone_and_in_groups_send_something_in_any_case() {
    let params = params();
    let form = &to_form(&params);
    let page = html! { <.input field={form.field("on")} type="checkbox" label="On" /> };
    let expected = [
        r#"<input type="hidden" name="on" value="false">"#,
        r#"<input type="checkbox" id="on" name="on" value="true" checked>"#,
        "<span>On</span>",
    ];
    assert_shows(&page, &expected);
    let page =
        html! { <.input field={form.field("many")} type="checkgroup" label="Birds" options={birds()} /> };
    let expected = [
        "<legend>Birds</legend>",
        r#"<input type="hidden" name="many[]" value="">"#,
        r#"<input type="checkbox" id="many_0" name="many[]" value="a">"#,
        r#"<input type="checkbox" id="many_1" name="many[]" value="b" checked>"#,
        r#"<input type="checkbox" id="many_2" name="many[]" value="c" checked>"#,
    ];
    assert_shows(&page, &expected);
    let page = html! { <.input field={form.field("one")} type="radio" options={birds()} /> };
    let expected = [
        r#"<input type="radio" id="one_0" name="one" value="a">"#,
        r#"<input type="radio" id="one_1" name="one" value="b" checked>"#,
    ];
    assert_shows(&page, &expected);
}

#[test]
fn errors_are_tied_to_their_input_and_wait_until_it_was_used() {
    let params = params();
    let form = &to_form(&params).with_errors([("blank", "can't be blank"), ("absent", "can't be blank")]);
    let page = html! { <.input field={form.field("blank")} label="Blank" hint="Say it" /> };
    let expected = [
        r#"<div class="field invalid">"#,
        r#"aria-invalid="true" aria-describedby="blank_hint blank_errors">"#,
        r#"<p class="hint" id="blank_hint">Say it</p>"#,
        r#"<div id="blank_errors"><p class="error">"#,
        "<span>can&#39;t be blank</span>",
    ];
    assert_shows(&page, &expected);
    let page = shown(&html! { <.input field={form.field("absent")} label="Absent" /> });
    assert!(!page.contains("blank") && !page.contains("aria-"), "nobody has come to it yet: {page}");
}
