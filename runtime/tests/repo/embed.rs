//! Structs inside of rows come in, each database keeps them as documents and in arrays of documents.

use bennu::repo::Repo;
use bennu::repo::migration::{Change, Migration, array, json, string, table};
use bennu::rust_decimal::Decimal;
use bennu::serde_json::{Value as Json, json};
use bennu::time::macros::datetime;
use bennu::{Changeset, Params, schema};

use super::on_each_database;

schema! {
    embedded struct Line { product: String, price: Decimal, pieces: i64 = 1, timestamps }
}

schema! {
    embedded struct Address { street: String, city: Option<String>, embeds_many notes: Note }
}

schema! { embedded struct Note { text: String } }

schema! {
    struct Order in "orders" {
        customer: String,
        /// In an array of documents where there are arrays.
        embeds_many lines: Line { on_replace: delete },
        /// In one document.
        embeds_many extras: Line { on_replace: delete },
        embeds_one address: Option<Address> { on_replace: update },
        tags: Vec<String>,
    }
}

on_each_database! {
    documents_and_arrays_of_them_come_back,
    parts_are_changed_in_place,
}

fn create_orders(change: &mut Change) {
    change.create(
        table("orders")
            .add("customer", string().null(false))
            .add("lines", array(json()).null(false))
            .add("extras", json().null(false))
            .add("address", json())
            .add("tags", json().null(false)),
    );
}

fn change_line(line: impl Into<Changeset<Line>>, params: &Params) -> Changeset<Line> {
    line.into().cast(params, (Line::product, Line::price, Line::pieces)).validate_required(Line::product)
}

fn change_note(note: impl Into<Changeset<Note>>, params: &Params) -> Changeset<Note> {
    note.into().cast(params, Note::text).validate_required(Note::text)
}

fn change_address(address: impl Into<Changeset<Address>>, params: &Params) -> Changeset<Address> {
    address.into().cast(params, (Address::street, Address::city)).cast_embed(Address::notes, change_note)
}

fn change(order: impl Into<Changeset<Order>>, params: &Params) -> Changeset<Order> {
    order
        .into()
        .cast(params, (Order::customer, Order::tags))
        .cast_embed(Order::lines, change_line)
        .cast_embed(Order::extras, change_line)
        .cast_embed(Order::address, change_address)
}

async fn order(repo: &Repo) -> Order {
    repo.migrate(&[Migration::change(1, "create orders", create_orders)]).await.expect("the migration runs");
    let params = Params::from([
        ("customer", json!("Ann")),
        (
            "lines",
            json!([{"product": "it's \"tea\", {2}", "price": "1.50"}, {"product": "\\cup", "price": "3", "pieces": "2"}]),
        ),
        ("extras", json!([{"product": "bag", "price": "0.10"}])),
        ("address", json!({"street": "Main", "notes": [{"text": "ring"}]})),
        ("tags", json!(["a\"b", "{c,d}"])),
    ]);
    repo.insert(change(Order, &params)).await.expect("the database answers").expect("the order is valid")
}

async fn documents_and_arrays_of_them_come_back(repo: Repo) {
    let stored = order(&repo).await;
    assert_eq!(repo.fetch::<Order>(stored.id).await.unwrap(), stored);
    assert_eq!((stored.lines.len(), stored.lines[0].product.as_str()), (2, "it's \"tea\", {2}"));
    assert_eq!((stored.lines[1].product.as_str(), stored.extras[0].price), ("\\cup", Decimal::new(10, 2)));
    assert!(
        stored.lines[0].id != stored.lines[1].id
            && stored.lines[0].inserted_at > datetime!(2026-01-01 0:00 UTC)
    );
    assert_eq!(stored.tags, ["a\"b", "{c,d}"]);
}

async fn parts_are_changed_in_place(repo: Repo) {
    let stored = order(&repo).await;
    let (first, second) = (stored.lines[0].clone(), stored.lines[1].clone());
    let params = Params::from([
        ("lines", json!([{"id": second.id.to_string(), "pieces": 7}, {"product": "milk", "price": 1}])),
        ("extras", json!([])),
        ("address", json!({"city": "Bern"})),
    ]);
    let changed = repo.update(change(&stored, &params)).await.unwrap().unwrap();
    let read: Order = repo.fetch(stored.id).await.unwrap();
    assert_eq!(read, changed);
    assert_eq!(
        (read.lines[0].id, read.lines[0].pieces, read.lines[1].product.as_str()),
        (second.id, 7, "milk")
    );
    assert!(read.lines.iter().all(|line| line.id != first.id) && read.extras.is_empty());
    let address = read.address.as_ref().expect("it is there");
    assert_eq!(
        (address.street.as_str(), address.city.as_deref(), address.notes[0].text.as_str()),
        ("Main", Some("Bern"), "ring")
    );

    let wrong = Params::from([("lines", json!([{"product": "", "price": "cheap"}]))]);
    let refused = repo.update(change(&read, &wrong)).await.unwrap().unwrap_err();
    assert_eq!(
        Json::Object(refused.nested_errors(ToString::to_string)),
        json!({"lines": [{"price": ["is invalid"], "product": ["can't be blank"]}]})
    );
    assert_eq!(repo.fetch::<Order>(stored.id).await.unwrap(), read);
}
