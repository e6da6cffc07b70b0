//! Rules of changesets come in, the attributes by which browsers check them are what they should be.

use bennu::changeset::{Length, Limits};
use bennu::component::{Context, to_html};
use bennu::form::to_form;
use bennu::rust_decimal::Decimal;
use bennu::schema::{Column, FieldType};
use bennu::{Changeset, html};

bennu::schema! {
    pub(crate) struct Product in "products" {
        title: String,
        code: String,
        pin: String,
        pieces: i64 = 0,
        price: Decimal = Decimal::ZERO,
        weight: Option<f64>,
        in_stock: bool = false,
        tags: Vec<String> = Vec::new(),
    }
}

fn product() -> Changeset<Product> {
    Changeset::from(Product)
        .validate_required((Product::title, Product::in_stock, Product::tags))
        .validate_length(Product::title, 2..=40)
        .validate_length(Product::code, Length::from(4..=8).bytes())
        .validate_format(Product::code, |code| code.starts_with('<'))
        .pattern("<.*")
        .validate_length(Product::pin, 4)
        .validate_number(Product::pieces, Limits::new().greater_than(0).less_than(100))
        .validate_number(
            Product::price,
            Limits::new().greater_than(0).less_than_or_equal_to(Decimal::new(9950, 2)),
        )
        .validate_number(Product::weight, 0.5..)
        .validate_length(Product::tags, 1..)
}

fn attributes<F: FieldType>(column: Column<Product, F>, kind: &str) -> String {
    let product = product();
    let field = to_form(&product).field(column);
    String::from_utf8(to_html(&html! { <input {field.validations(kind)}> }, &Context::default())).unwrap()
}

#[test]
fn rules_become_attributes() {
    for (shown, attributes) in [
        (attributes(Product::title, "text"), r#" required maxlength="40" minlength="2""#),
        (attributes(Product::code, "text"), r#" maxlength="8" pattern="&lt;.*""#),
        (attributes(Product::pin, "password"), r#" maxlength="4" minlength="4""#),
        (attributes(Product::pieces, "number"), r#" step="1" min="1" max="99""#),
        (attributes(Product::price, "number"), r#" step="any" max="99.50""#),
        (attributes(Product::weight, "range"), r#" step="any" min="0.5""#),
    ] {
        assert_eq!(shown, format!("<input{attributes}>"));
    }
}

#[test]
fn each_type_of_input_has_the_attributes_that_it_knows() {
    assert_eq!(attributes(Product::title, "textarea"), r#"<input required maxlength="40" minlength="2">"#);
    assert_eq!(
        attributes(Product::code, "textarea"),
        r#"<input maxlength="8">"#,
        "only one line has a pattern"
    );
    assert_eq!(attributes(Product::title, "select"), "<input required>");
    assert_eq!(attributes(Product::title, "hidden"), "<input>");
    assert_eq!(attributes(Product::pieces, "text"), "<input>");
    assert_eq!(attributes(Product::in_stock, "checkbox"), "<input>", "it may well be off");
    assert_eq!(attributes(Product::tags, "checkgroup"), "<input>", "one is enough");
    assert_eq!(attributes(Product::tags, "select"), "<input required>");
}

#[test]
fn without_rules_there_are_no_attributes() {
    let changeset = Changeset::from(Product);
    assert!(to_form(&changeset).field(Product::title).validations("text").is_empty());
    assert!(to_form(&product()).field("other").validations("text").is_empty());
    let unsaid = Changeset::from(Product).validate_length(Product::title, 2..).pattern("x");
    let field = to_form(&unsaid).field(Product::title);
    assert_eq!(field.validations("text").len(), 1, "a pattern belongs to a format");
}

#[test]
fn decimals_are_shown_with_all_their_digits() {
    let changeset = Changeset::from(Product).put_change(Product::price, Decimal::new(15_000_000, 6));
    assert_eq!(to_form(&changeset).field(Product::price).value(), "15.000000");
}
