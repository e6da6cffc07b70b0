//! The core components by themselves: a call comes in, markup goes out.

use bennu::changeset::Action;
use bennu::component::{Context, to_html};
use bennu::prelude::*;
use hello::messages::{Message, change_message};
use hello::web::core_components::*;

fn markup(template: impl Render) -> String {
    String::from_utf8(to_html(&template, &Context::default())).expect("markup is text")
}

#[test]
fn a_message_hides_itself_by_its_own_id() {
    let by_kind = markup(html! { <.flash kind="error">Away</.flash> });
    assert!(by_kind.contains(r#"id="flash-error""#) && by_kind.contains("#flash-error&quot;"), "{by_kind}");
    let by_id = markup(html! { <.flash id="offline">Away</.flash> });
    assert!(by_id.contains(r#"id="offline""#) && by_id.contains("#offline&quot;"), "{by_id}");
    assert!(!by_id.contains("flash-info"), "{by_id}");
    assert_eq!(markup(html! { <.flash /> }), "", "there is nothing to say");
}

#[test]
fn a_table_has_a_column_for_actions_if_there_are_any() {
    let without = markup(html! {
        <.table id="numbers" rows={&[1, 2]}><:col :let={number} label="Number">{number}</:col></.table>
    });
    assert_eq!((without.matches("<th ").count(), without.matches("<td").count()), (1, 2), "{without}");
    let with = markup(html! {
        <.table id="numbers" rows={&[1, 2]}>
            <:col :let={number} label="Number">{number}</:col>
            <:action :let={number}><a href={format!("/{number}")}>Show</a></:action>
        </.table>
    });
    assert_eq!((with.matches("<th ").count(), with.matches("<td").count()), (2, 4), "{with}");
    assert!(with.contains(r#"<a href="/2">Show</a>"#), "{with}");
}

#[test]
fn an_input_complains_once_it_was_used() {
    let shown = |sent: &str| {
        let params = Params::from_urlencoded(sent).expect("parameters of a form");
        let changeset = change_message(Message, &params).with_action(Action::Validate);
        markup(html! { <.input field={to_form(&changeset).field(Message::author)} label="Author" /> })
    };
    assert!(shown("author=&body=a").contains("can&#39;t be blank"));
    assert!(!shown("author=&_unused_author=&body=a").contains("can&#39;t be blank"), "nobody was there yet");
}

#[test]
fn a_checkbox_sends_no_without_its_tick_and_a_textarea_keeps_its_first_line() {
    let checkbox = markup(html! { <.input type="checkbox" name="news" label="News" /> });
    let no = checkbox.find(r#"<input type="hidden" name="news" value="false""#);
    assert!(no.is_some_and(|no| Some(no) < checkbox.find(r#"type="checkbox""#)), "{checkbox}");
    assert!(!checkbox.contains(" checked"), "{checkbox}");
    let textarea = markup(html! { <.input type="textarea" name="body" value="\nsecond" /> });
    assert!(
        textarea.contains(">\n\nsecond</textarea>"),
        "browsers take the first line break away: {textarea}"
    );
}
