//! Changesets come in, what the inputs of a form show is checked.

use bennu::changeset::Action;
use bennu::form::{Form, to_form};
use bennu::serde_json::{Value as Json, json};
use bennu::{Changeset, Params};

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
    assert_eq!(to_form(&changeset).errors(), []);
    assert_eq!(to_form(&changeset).field(BlogPost::title).errors(), [] as [String; 0]);

    let changeset = changeset.with_action(Action::Validate);
    let form = to_form(&changeset);
    assert_eq!(form.field(BlogPost::title).errors(), ["should be at least 2 character(s)"]);
    assert_eq!(form.field(BlogPost::views).errors(), ["is invalid"]);
    assert_eq!(form.field(BlogPost::price).errors(), [] as [String; 0]);
    assert_eq!(form.errors().len(), 2);
}
