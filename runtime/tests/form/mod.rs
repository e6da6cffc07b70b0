//! Changesets come in, what the inputs of a form show is checked.

mod nested;
mod validations;

use bennu::changeset::Action;
use bennu::component::{Context, to_html};
use bennu::form::{Form, normalize_value, to_form};
use bennu::serde_json::{Value as Json, json};
use bennu::{Changeset, Params, html};

bennu::schema! {
    /// A post of a blog.
    pub(crate) struct BlogPost in "blog_posts" {
        title: String,
        views: i64 = 0,
        price: Option<f64>,
        published_on: Option<time::Date>,
    }
}

fn stored() -> BlogPost {
    BlogPost { id: 3, title: "Tea".to_owned(), views: 7, price: Some(1.5), published_on: None }
}

fn cast(post: impl Into<Changeset<BlogPost>>, input: Json) -> Changeset<BlogPost> {
    let Json::Object(map) = input else { panic!("parameters are an object") };
    post.into()
        .cast(&Params::from(map), (BlogPost::title, BlogPost::views, BlogPost::price))
        .validate_required(BlogPost::title)
        .validate_length(BlogPost::title, 2..)
}

#[test]
fn names_and_ids_are_phoenix_s() {
    let changeset = Changeset::from(BlogPost);
    let field = to_form(&changeset).field(BlogPost::published_on);
    assert_eq!((field.name(), field.id()), ("blog_post[published_on]", "blog_post_published_on"));
    let field = Form::new("post", &changeset).field(BlogPost::title);
    assert_eq!((field.name(), field.id()), ("post[title]", "post_title"));
    assert_eq!(to_form(&changeset).name(), "blog_post");
}

#[test]
fn values_come_from_the_row() {
    let changeset = Changeset::new(stored());
    let form = to_form(&changeset);
    assert_eq!(form.field(BlogPost::title).value(), "Tea");
    assert_eq!(form.field(BlogPost::views).value(), "7");
    assert_eq!(form.field(BlogPost::price).value(), "1.5");
    assert_eq!(form.field(BlogPost::published_on).value(), "");
    let new = Changeset::from(BlogPost);
    assert_eq!(
        (to_form(&new).field(BlogPost::title).value(), to_form(&new).field(BlogPost::views).value()),
        ("", "0")
    );
}

#[test]
fn changes_come_before_the_row() {
    let day = time::Date::from_ordinal_date(2026, 1).unwrap();
    let changeset =
        Changeset::new(stored()).put_change(BlogPost::views, 8).put_change(BlogPost::published_on, day);
    let form = to_form(&changeset);
    assert_eq!(form.field(BlogPost::views).value(), "8");
    assert_eq!(form.field(BlogPost::published_on).value(), "2026-01-01");
}

#[test]
fn what_was_typed_comes_first_even_if_it_is_wrong() {
    let changeset = cast(stored(), json!({"title": " ", "views": "many", "price": 2, "secret": "x"}));
    let form = to_form(&changeset);
    assert_eq!(form.field(BlogPost::title).value(), " ");
    assert_eq!(form.field(BlogPost::views).value(), "many");
    assert_eq!(form.field(BlogPost::price).value(), "2");
    let cleared = cast(stored(), json!({"title": "", "price": null}));
    assert_eq!(to_form(&cleared).field(BlogPost::title).value(), "");
    assert_eq!(to_form(&cleared).field(BlogPost::price).value(), "");
}

#[test]
fn errors_show_after_an_action() {
    let changeset = cast(BlogPost, json!({"title": "T", "views": "many"}));
    assert!(!changeset.valid());
    assert_eq!(to_form(&changeset).errors().len(), 0);
    assert_eq!(to_form(&changeset).field(BlogPost::title).errors(), [] as [&str; 0]);

    let changeset = changeset.with_action(Action::Validate);
    let form = to_form(&changeset);
    assert_eq!(form.field(BlogPost::title).errors(), ["should be at least 2 character(s)"]);
    assert_eq!(form.field(BlogPost::views).errors(), ["is invalid"]);
    assert_eq!(form.field(BlogPost::price).errors(), [] as [&str; 0]);
    assert_eq!(form.errors().len(), 2);
}

#[test]
fn what_the_program_changed_comes_before_what_was_typed() {
    let changeset = cast(BlogPost, json!({"title": "  Tea  ", "price": "1.50"}));
    let changeset = changeset.update_change(BlogPost::title, |title| title.trim().to_owned());
    let form = to_form(&changeset);
    assert_eq!(form.field(BlogPost::title).value(), "Tea");
    assert_eq!(form.field(BlogPost::price).value(), "1.5");
}

#[test]
fn stored_rows_are_put_with_their_key() {
    let (new, stored) = (Changeset::from(BlogPost), Changeset::new(stored()));
    assert_eq!((to_form(&new).method(), to_form(&stored).method()), ("post", "put"));
    assert_eq!(to_form(&new).hidden(), []);
    assert_eq!(to_form(&stored).hidden(), [("id", "3".to_owned())]);
}

#[test]
fn rows_and_parameters_make_forms_too() {
    let row = stored();
    let form = to_form(&row).with_id("edit");
    let field = form.field(BlogPost::views);
    assert_eq!((field.name(), field.id(), field.value()), ("blog_post[views]", "edit_views", "7"));

    let params = Params::from_urlencoded("q=a&tags[]=b&tags[]=c&on=true").unwrap();
    let form = to_form(&params);
    assert_eq!((form.field("q").name(), form.field("q").id(), form.field("q").value()), ("q", "q", "a"));
    assert_eq!(form.field("tags").values(), ["b", "c"]);
    assert_eq!(form.field("tags").name_of_many(), "tags[]");
    assert!(form.field("on").is_checked() && !form.field("q").is_checked());
    assert_eq!(form.field("none").value(), "");
    let form = form.with_name("search").with_errors([("q", "is too short")]);
    assert_eq!((form.field("q").name(), form.field("q").id()), ("search[q]", "search_q"));
    assert_eq!(form.field("q").errors(), ["is too short"]);
}

#[test]
fn an_action_of_the_form_shows_the_errors() {
    let changeset = cast(BlogPost, json!({"title": ""}));
    let form = to_form(&changeset);
    assert!(form.errors().is_empty());
    assert_eq!(form.with_action(Action::Validate).field(BlogPost::title).errors(), ["can't be blank"]);
}

#[test]
fn inputs_are_used_once_their_parameter_comes_without_a_mark() {
    let sent = json!({
        "title": "", "_unused_title": "", "views": "1",
        "address": {"city": "", "_unused_city": "", "street": "a"},
        "other": {"city": "", "_unused_city": ""},
        "tags": [],
    });
    let changeset = cast(BlogPost, sent);
    let form = to_form(&changeset);
    assert!(!form.field(BlogPost::title).is_used(), "it came with its mark");
    assert!(form.field(BlogPost::views).is_used());
    assert!(!form.field(BlogPost::price).is_used(), "it did not come");
    assert!(form.field("address").is_used(), "one of its inputs was used");
    assert!(!form.field("other").is_used());
    assert!(form.field("tags").is_used());
    assert!(!form.field("_unused_title").is_used());
    assert!(!to_form(&Changeset::new(stored())).field(BlogPost::title).is_used(), "nothing was sent");
}

#[test]
fn values_are_normalized_for_their_input() {
    for (kind, value, normalized) in [
        ("datetime-local", "2026-11-20T10:15:00.000000Z", "2026-11-20T10:15"),
        ("datetime-local", "2026-11-20T10:15:30", "2026-11-20T10:15:30"),
        ("datetime-local", "tomorrow morning at 10 Z", "tomorrow morning at 10 Z"),
        ("datetime-local", "ééééééééééT", "ééééééééééT"),
        ("date", "2026-11-20T10:15:00.000000Z", "2026-11-20"),
        ("date", "2026-11-20", "2026-11-20"),
        ("time", "2026-11-20T10:15:00.000000Z", "10:15"),
        ("month", "2026-11-20", "2026-11"),
        ("textarea", "\nfirst", "\n\nfirst"),
        ("number", "1.50", "1.50"),
        ("text", "", ""),
    ] {
        assert_eq!(normalize_value(kind, value), normalized, "{kind} {value}");
    }
}

#[test]
fn errors_are_shown_in_the_language_of_the_page() {
    fn polish(locale: &str, message: &str, count: Option<i64>) -> Option<&'static str> {
        if locale != "pl" || message != "should be at least %{count} character(s)" {
            return None;
        }
        Some(match count {
            Some(1) => "co najmniej %{count} znak",
            Some(2..=4) => "co najmniej %{count} znaki",
            _ => "co najmniej %{count} znaków",
        })
    }
    let shown = |context: &Context<'_>, least: usize| {
        let changeset = Changeset::from(BlogPost)
            .put_change(BlogPost::title, "")
            .validate_length(BlogPost::title, least..);
        let form = to_form(&changeset).with_action(Action::Validate);
        let errors = form.field(BlogPost::title);
        String::from_utf8(to_html(&html! { <p :for={error in errors.errors()}>{error}</p> }, context))
            .unwrap()
    };
    let page = Context::default().with_translator(&polish);
    assert_eq!(shown(&page, 2), "<p>should be at least 2 character(s)</p>");
    let page = page.with_locale("pl");
    assert_eq!(shown(&page, 1), "<p>co najmniej 1 znak</p>");
    assert_eq!(shown(&page, 3), "<p>co najmniej 3 znaki</p>");
    assert_eq!(shown(&page, 5), "<p>co najmniej 5 znaków</p>");
    assert_eq!(shown(&Context::default().with_locale("pl"), 5), "<p>should be at least 5 character(s)</p>");
}

#[test]
fn empty_texts_in_lists_stand_for_nothing() {
    bennu::schema! { struct Tagged in "tagged" { tags: Vec<String> = vec!["new".to_owned()] } }
    let cast = |text: &str| {
        let params = Params::from_urlencoded(text).unwrap();
        Changeset::from(Tagged).cast(&params, Tagged::tags).get_field(Tagged::tags)
    };
    assert_eq!(cast("tags[]=&tags[]=a&tags[]=b"), Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(cast("tags[]="), Some(vec![]));
    assert_eq!(cast("tags="), Some(vec!["new".to_owned()]));
    assert_eq!(cast(""), Some(vec!["new".to_owned()]));
}
