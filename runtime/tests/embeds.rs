//! Structs inside of rows: cast with their row, stored as JSON, read again, changed, moved, removed, and shown in forms.

use bennu::changeset::{Action, NestedOptions};
use bennu::form::{Form, to_form};
use bennu::repo::Migration;
use bennu::serde_json::{Map, Value as Json, json};
use bennu::uuid::Uuid;
use bennu::{Changeset, Params, Repo};

bennu::schema! {
    /// One line of an order.
    pub(crate) embedded struct Line { product: String, pieces: i64 = 1, timestamps }
}

bennu::schema! {
    /// Where an order goes.
    pub(crate) embedded struct Address { street: String, city: Option<String>, embeds_many notes: Note }
}

bennu::schema! {
    /// A note for the driver.
    pub(crate) embedded struct Note { text: String }
}

bennu::schema! {
    /// An order with all that belongs to it.
    pub(crate) struct Order in "orders" {
        customer: String,
        embeds_many lines: Line { on_replace: delete },
        embeds_one address: Option<Address> { on_replace: update },
    }
}

const TABLE: &str =
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, lines TEXT NOT NULL, address TEXT)";

async fn repo() -> Repo {
    let repo = Repo::sqlite(":memory:").await.unwrap();
    repo.migrate(&[Migration::new(1, "create orders", TABLE)]).await.unwrap();
    repo
}

fn change_line(line: impl Into<Changeset<Line>>, params: &Params) -> Changeset<Line> {
    line.into().cast(params, (Line::product, Line::pieces)).validate_required(Line::product)
}

fn change_note(note: impl Into<Changeset<Note>>, params: &Params) -> Changeset<Note> {
    note.into().cast(params, Note::text).validate_required(Note::text)
}

fn change_address(address: impl Into<Changeset<Address>>, params: &Params) -> Changeset<Address> {
    let address =
        address.into().cast(params, (Address::street, Address::city)).cast_embed(Address::notes, change_note);
    address.validate_required(Address::street)
}

fn change(order: impl Into<Changeset<Order>>, input: Json) -> Changeset<Order> {
    let Json::Object(map) = input else { panic!("parameters are an object") };
    let options = NestedOptions::new().sort_param("lines_sort").drop_param("lines_drop");
    order
        .into()
        .cast(&Params::from(map), Order::customer)
        .cast_embed_with(Order::lines, options, change_line)
        .cast_embed(Order::address, change_address)
}

fn products(order: &Order) -> Vec<&str> {
    order.lines.iter().map(|line| line.product.as_str()).collect()
}

async fn stored(repo: &Repo) -> Order {
    let input = json!({
        "customer": "Ann",
        "lines": {"0": {"product": "Tea", "pieces": "3"}, "10": {"product": "Milk"}, "2": {"product": "Cake"}},
        "address": {"street": "High Street 1", "notes": [{"text": "Ring twice"}]},
    });
    repo.insert(change(Order, input)).await.unwrap().unwrap()
}

#[tokio::test]
async fn what_is_embedded_is_stored_and_read_with_its_row() {
    let repo = repo().await;
    let order = stored(&repo).await;
    assert_eq!(products(&order), ["Tea", "Cake", "Milk"], "by their numbers");
    assert_eq!(order.lines.iter().map(|line| line.pieces).collect::<Vec<_>>(), [3, 1, 1]);
    assert!(order.lines.iter().all(|line| !line.id.is_nil()));
    assert_ne!(order.lines[0].id, order.lines[1].id);
    let address = order.address.as_ref().unwrap();
    assert_eq!((address.street.as_str(), address.notes[0].text.as_str()), ("High Street 1", "Ring twice"));
    assert_eq!(repo.get::<Order>(order.id).await.unwrap(), Some(order));
}

#[tokio::test]
async fn entries_are_changed_added_and_deleted_by_their_keys() {
    let repo = repo().await;
    let order = stored(&repo).await;
    let (tea, milk) = (order.lines[0].clone(), order.lines[2].clone());
    let input = json!({"lines": [
        {"id": milk.id.to_string(), "pieces": "9"},
        {"product": "Jam"},
        {"id": tea.id.to_string()},
        {"id": Uuid::from_u128(7).to_string(), "product": "Salt"},
    ]});
    let changed = repo.update(change(&order, input)).await.unwrap().unwrap();
    assert_eq!(products(&changed), ["Milk", "Jam", "Tea", "Salt"]);
    assert_eq!((changed.lines[0].id, changed.lines[0].pieces), (milk.id, 9));
    assert!(
        changed.lines[0].updated_at > milk.updated_at && changed.lines[0].inserted_at == milk.inserted_at
    );
    assert_eq!(changed.lines[2], tea, "what did not change keeps its times");
    assert_ne!(changed.lines[3].id, Uuid::from_u128(7), "nobody chooses a key");
    assert_eq!(repo.get::<Order>(order.id).await.unwrap(), Some(changed));
}

#[tokio::test]
async fn without_a_difference_there_is_no_change() {
    let order = stored(&repo().await).await;
    let lines: Vec<_> =
        order.lines.iter().map(|line| json!({"id": line.id.to_string(), "product": line.product})).collect();
    assert_eq!(change(&order, json!({"lines": lines})).changes().count(), 0);
    assert_eq!(change(&order, json!({"customer": "Ann"})).changes().count(), 0);
    assert_eq!(change(&order, json!({"lines": ""})).get_field(Order::lines), Some(vec![]));
}

#[tokio::test]
async fn forms_move_add_and_drop_by_parameters() {
    let order = stored(&repo().await).await;
    let lines: Map<_, _> = order
        .lines
        .iter()
        .enumerate()
        .map(|(index, line)| (index.to_string(), json!({"id": line.id.to_string(), "product": line.product})))
        .collect();
    let moved = json!({"lines": lines, "lines_sort": ["2", "new", "0"], "lines_drop": ["", "1"]});
    let changeset = change(&order, moved);
    assert!(!changeset.valid(), "the new one has no product");
    let shown: Vec<_> = to_form(&changeset)
        .nested(Order::lines)
        .iter()
        .map(|line| line.field(Line::product).value().to_owned())
        .collect();
    assert_eq!(shown, ["Milk", "", "Tea"]);
    let added = change(Order, json!({"lines_sort": ["new"]}));
    assert_eq!(to_form(&added).nested(Order::lines).len(), 1);
}

#[tokio::test]
async fn one_is_updated_or_taken_away() {
    let repo = repo().await;
    let order = stored(&repo).await;
    let key = order.address.as_ref().unwrap().id;
    let changed = change(&order, json!({"address": {"city": "Graz"}}));
    let changed = repo.update(changed).await.unwrap().unwrap();
    let address = changed.address.as_ref().unwrap();
    assert_eq!(
        (address.id, address.street.as_str(), address.city.as_deref()),
        (key, "High Street 1", Some("Graz"))
    );
    let without = repo.update(change(&changed, json!({"address": null}))).await.unwrap().unwrap();
    assert_eq!(without.address, None);
    assert_eq!(repo.get::<Order>(order.id).await.unwrap(), Some(without));
}

#[tokio::test]
async fn what_is_wrong_inside_keeps_the_whole_from_the_database() {
    let repo = repo().await;
    let order = stored(&repo).await;
    for input in [
        json!({"lines": [{"product": ""}]}),
        json!({"lines": "all"}),
        json!({"lines": ["Tea"]}),
        json!({"lines": 7}),
        json!({"address": {"street": " "}}),
        json!({"address": [1]}),
        json!({"address": {"notes": [{"text": "no key of the note that is there"}]}}),
    ] {
        let refused = repo.update(change(&order, input.clone())).await.unwrap();
        assert!(refused.is_err(), "{input}");
    }
    let refused = change(Order, json!({"customer": "Ann", "lines": [{"pieces": 2}]}))
        .apply_action(Action::Insert)
        .unwrap_err();
    assert!(refused.errors().is_empty(), "the order itself is right: {:?}", refused.errors());
    assert_eq!(repo.get::<Order>(order.id).await.unwrap(), Some(order));
}

#[test]
fn structs_are_put_as_they_are() {
    let line = |product: &str| Changeset::from(Line).put_change(Line::product, product);
    let order = Changeset::from(Order)
        .put_change(Order::customer, "Ann")
        .put_embed(Order::lines, [line("Tea"), line("Milk")]);
    let order = order.apply_action(Action::Insert).unwrap();
    assert_eq!(products(&order), ["Tea", "Milk"]);
    let fewer = Changeset::new(order.clone()).put_embed(Order::lines, [order.lines[1].clone()]);
    let fewer = fewer.apply_action(Action::Update).unwrap();
    assert_eq!((products(&fewer), fewer.lines[0].id), (vec!["Milk"], order.lines[1].id));
    let deleted = Changeset::new(order.clone()).put_embed(
        Order::lines,
        [
            Changeset::new(order.lines[0].clone()).with_action(Action::Delete),
            Changeset::new(order.lines[1].clone()),
        ],
    );
    assert_eq!(products(&deleted.apply_action(Action::Update).unwrap()), ["Milk"]);
}

fn names<T>(forms: &[Form<'_, T>]) -> Vec<(String, String)> {
    forms.iter().map(|form| (form.name().to_owned(), form.id().to_owned())).collect()
}

#[tokio::test]
async fn nested_forms_are_named_by_their_place_and_known_by_their_number() {
    let order = stored(&repo().await).await;
    let form = to_form(&order);
    let lines = form.nested(Order::lines);
    let expected =
        (0..3).map(|at| (format!("order[lines][{at}]"), format!("order_lines_{at}"))).collect::<Vec<_>>();
    assert_eq!(names(&lines), expected);
    assert_eq!(
        lines[1].hidden(),
        [("_persistent_id", "1".to_owned()), ("id", order.lines[1].id.to_string())]
    );
    assert_eq!(lines[1].field(Line::product).name(), "order[lines][1][product]");
    assert_eq!(lines[1].field(Line::product).value(), "Cake");
    let address = form.nested(Order::address);
    assert_eq!(names(&address), [("order[address]".to_owned(), "order_address_0".to_owned())]);
    assert_eq!(
        address[0].nested(Address::notes)[0].field(Note::text).name(),
        "order[address][notes][0][text]"
    );
    assert_eq!(to_form(&Changeset::from(Order)).nested(Order::address)[0].field(Address::street).value(), "");

    let sent = change(
        Order,
        json!({"lines": {
            "0": {"product": "Tea", "_persistent_id": "2"},
            "1": {"product": "Milk", "_persistent_id": "2"},
            "2": {"product": "Jam", "_persistent_id": "<x>"},
        }}),
    );
    let ids: Vec<_> = to_form(&sent).nested(Order::lines).iter().map(|line| line.id().to_owned()).collect();
    assert_eq!(ids, ["order_lines_2", "order_lines_1", "order_lines_3"], "numbers are taken once");
}

#[test]
fn errors_of_a_part_show_once_the_whole_has_an_action() {
    let changeset =
        change(Order, json!({"lines": [{"product": "", "_unused_product": ""}, {"product": ""}]}));
    let errors = |changeset: &Changeset<Order>| -> Vec<usize> {
        to_form(changeset)
            .nested(Order::lines)
            .iter()
            .map(|line| line.field(Line::product).errors().len())
            .collect()
    };
    assert_eq!(errors(&changeset), [0, 0]);
    let changeset = changeset.with_action(Action::Validate);
    assert_eq!(errors(&changeset), [1, 1]);
    let used: Vec<_> = to_form(&changeset)
        .nested(Order::lines)
        .iter()
        .map(|line| line.field(Line::product).is_used())
        .collect();
    assert_eq!(used, [false, true]);
}
