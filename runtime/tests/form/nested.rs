//! Forms within forms come in, how a call wants them is how they are called and shown.

use bennu::component::{Context, Render, inputs_for, to_html};
use bennu::form::{Form, to_form};
use bennu::{Changeset, Params, html};

bennu::schema! { pub(crate) embedded struct Line { product: String, pieces: i64 = 1 } }

bennu::schema! {
    pub(crate) struct Order in "orders" { embeds_many lines: Line { on_replace: delete }, embeds_one gift: Option<Line> }
}

fn sent(text: &str) -> Changeset<Order> {
    let line = |line: Changeset<Line>, params: &Params| line.cast(params, (Line::product, Line::pieces));
    let params = Params::from_urlencoded(text).unwrap();
    Changeset::from(Order).cast(&params, ()).cast_embed(Order::lines, line).cast_embed(Order::gift, line)
}

fn tea() -> Changeset<Line> {
    Changeset::from(Line).put_change(Line::product, "Tea")
}

fn products(forms: &[Form<'_, Line>]) -> Vec<String> {
    let product = |line: &Form<'_, Line>| format!("{}={}", line.name(), line.field(Line::product).value());
    forms.iter().map(product).collect()
}

fn shown(page: &impl Render) -> String {
    String::from_utf8(to_html(page, &Context::default())).unwrap()
}

#[test]
fn more_forms_stand_around_the_others_until_something_was_sent() {
    let order = Changeset::from(Order).put_embed(Order::lines, [tea()]);
    let form = to_form(&order);
    let lines =
        form.nested(Order::lines).append([Line]).prepend(vec![tea().put_change(Line::product, "Milk")]);
    assert_eq!(products(&lines), ["order[lines][0]=Milk", "order[lines][1]=Tea", "order[lines][2]="]);
    let ids: Vec<_> = lines.iter().map(Form::id).collect();
    assert_eq!(ids, ["order_lines_0", "order_lines_1", "order_lines_2"]);
    assert_eq!(lines[2].field(Line::pieces).value(), "1", "a new one has its defaults");

    let order = sent("lines[0][product]=Cake");
    assert_eq!(products(&to_form(&order).nested(Order::lines).append([Line])), ["order[lines][0]=Cake"]);
    // A field of one has its form anyway.
    assert_eq!(to_form(&order).nested(Order::gift).append([Line]).len(), 1);
}

#[test]
fn names_and_ids_are_given_by_the_call() {
    let order = sent("lines[0][product]=Tea&lines[0][_persistent_id]=4&gift[product]=Cake");
    let form = to_form(&order);
    let lines = form.nested(Order::lines).with_name("goods").with_id("left");
    let product = lines[0].field(Line::product);
    assert_eq!((product.name(), product.id()), ("goods[0][product]", "left_lines_4_product"));
    assert_eq!(lines[0].hidden(), [("_persistent_id", "4".to_owned())]);
    assert_eq!(lines.without_persistent_ids()[0].hidden(), []);
    assert_eq!(form.nested(Order::gift).with_name("gift")[0].field(Line::product).name(), "gift[product]");
}

#[test]
fn a_template_says_how_nested_forms_are_shown() {
    let order = Changeset::from(Order).put_embed(Order::lines, [tea()]);
    let form = &to_form(&order);
    let page = html! {
        <.inputs_for :let={line} field={form.nested(Order::lines)} as="goods" id="left" append={[Line]}>
            <i>{line.field(Line::product).name()}" "{line.field(Line::product).id()}</i>
        </.inputs_for>
    };
    assert_eq!(
        shown(&page),
        concat!(
            r#"<input type="hidden" name="goods[0][_persistent_id]" value="0"><i>goods[0][product] left_lines_0_product</i>"#,
            r#"<input type="hidden" name="goods[1][_persistent_id]" value="1"><i>goods[1][product] left_lines_1_product</i>"#,
        )
    );
    let page = html! {
        <.inputs_for :let={line} field={form.nested(Order::lines)} skip_persistent_id prepend={[tea()]}><b>{line.name()}</b></.inputs_for>
        <.inputs_for :let={line} field={form.nested(Order::lines)} skip_hidden><u>{line.id()}</u></.inputs_for>
    };
    assert_eq!(
        shown(&page).replace(' ', ""),
        "<b>order[lines][0]</b><b>order[lines][1]</b><u>order_lines_0</u>"
    );
}

#[test]
fn an_empty_row_makes_a_form() {
    let form = to_form(&Order);
    assert_eq!((form.name(), form.method(), form.nested(Order::lines).len()), ("order", "post", 0));
    assert_eq!(to_form(&Line).field(Line::pieces).value(), "1");
}

#[test]
fn parameters_have_forms_within_them() {
    let params =
        Params::from_urlencoded("lines[10][p]=c&lines[2][p]=b&lines[0]=no&tags[]=x&city[name]=Graz").unwrap();
    let form = to_form(&params).with_name("f");
    assert!(form.nested("lines[]").is_empty(), "what is no set of parameters is none at all");
    assert!(form.nested("tags[]").is_empty());
    assert!(form.nested("none[]").is_empty());
    assert_eq!(form.nested("city")[0].field("name").value(), "Graz");
    assert_eq!(form.nested("none")[0].field("name").name(), "f[none][name]");
    let more = form.nested("none[]").append([Params::from([("p", "z")])]);
    assert_eq!((more[0].field("p").name(), more[0].field("p").value()), ("f[none][0][p]", "z"));

    let params = Params::from_urlencoded("lines[10][p]=c&lines[2][p]=b&lines[2][_persistent_id]=9").unwrap();
    let form = to_form(&params);
    let lines = form.nested("lines[]");
    assert_eq!((lines[0].field("p").value(), lines[0].id()), ("b", "lines_9"));
    assert_eq!(lines[1].field("p").name(), "lines[1][p]");
}
