//! Rows that may be there already come in, one or many, they are stored once.

use bennu::Changeset;
use bennu::repo::migration::{Change, integer, string, table, text, unique_index};
use bennu::repo::{Backend, Error, Migration, OnConflict, Repo, WriteOptions};
use time::OffsetDateTime;

use super::on_each_database;

on_each_database! {
    nothing_is_inserted_where_a_row_is_in_the_way,
    a_row_in_the_way_is_changed,
    a_row_in_the_way_is_replaced,
    only_what_has_a_value_is_inserted,
    a_row_is_read_back,
    a_changeset_is_inserted_or_updated,
    many_rows_are_inserted_at_once,
    more_rows_than_a_statement_takes_are_inserted_all_or_none,
    rows_in_the_way_of_many_are_left_or_changed,
    a_row_by_itself_is_inserted,
}

bennu::schema! {
    pub(crate) struct Item in "items" {
        cart: i64,
        product: String,
        quantity: i64 = 1,
        note: Option<String>,
        colour: Option<String>,
        timestamps,
    }
}

fn create(change: &mut Change) {
    change.create(
        table("items")
            .add("cart", integer().null(false))
            .add("product", string().null(false))
            .add("quantity", integer().null(false))
            .add("note", text())
            .add("colour", string().default("red"))
            .timestamps(),
    );
    change.create(unique_index("items", ["cart", "product"]));
}

async fn with_items(repo: Repo) -> Repo {
    repo.migrate(&[Migration::change(20261121090000, "create items", create)]).await.unwrap();
    repo
}

fn item(cart: i64, product: &str) -> Changeset<Item> {
    Changeset::from(Item).put_change(Item::cart, cart).put_change(Item::product, product)
}

const UNIQUE: (bennu::schema::Column<Item, i64>, bennu::schema::Column<Item, String>) =
    (Item::cart, Item::product);

async fn nothing_is_inserted_where_a_row_is_in_the_way(repo: Repo) {
    let repo = with_items(repo).await;
    let first = repo.insert_with(item(1, "tea"), OnConflict::nothing()).await.unwrap().unwrap();
    assert_eq!(first.id, 1);
    let second = item(1, "tea").put_change(Item::quantity, 5);
    let second = repo.insert_with(second, OnConflict::nothing()).await.unwrap().unwrap();
    assert_eq!((second.id, second.quantity), (0, 5));
    assert_eq!(repo.all(Item).await.unwrap(), [repo.fetch::<Item>(1).await.unwrap()]);
    assert_eq!(repo.fetch::<Item>(1).await.unwrap().quantity, 1);
    // Only the conflict that is meant.
    let other =
        repo.insert_with(item(1, "tea"), OnConflict::nothing().target(UNIQUE)).await.unwrap().unwrap();
    assert_eq!(other.id, 0);
    let same_key = item(2, "tea").put_change(Item::id, 1);
    let refused = repo.insert_with(same_key, OnConflict::nothing().target(UNIQUE)).await;
    assert!(matches!(refused, Err(Error::Constraint { .. })));
}

async fn a_row_in_the_way_is_changed(repo: Repo) {
    let repo = with_items(repo).await;
    let again = || {
        OnConflict::update().inc(Item::quantity, 2).set(Item::note, Some("more".to_owned())).target(UNIQUE)
    };
    repo.insert_with(item(1, "tea"), again()).await.unwrap().unwrap();
    let second = repo.insert_with(item(1, "tea"), again()).await.unwrap().unwrap();
    // What comes back is what was sent, under the key that is there; unless it is read back.
    assert_eq!((second.id, second.quantity, second.note), (1, 1, None));
    let options = WriteOptions::from(again()).returning();
    let third = repo.insert_with(item(1, "tea"), options).await.unwrap().unwrap();
    assert_eq!((third.id, third.quantity, third.note.as_deref()), (1, 5, Some("more")));
    assert_eq!(repo.fetch::<Item>(1).await.unwrap(), third);
}

async fn a_row_in_the_way_is_replaced(repo: Repo) {
    let repo = with_items(repo).await;
    let long_ago = OffsetDateTime::UNIX_EPOCH;
    let old =
        item(1, "tea").put_change(Item::inserted_at, long_ago).put_change(Item::note, Some("old".to_owned()));
    repo.insert(old).await.unwrap().unwrap();
    let new = || item(1, "tea").put_change(Item::quantity, 9).put_change(Item::note, Some("new".to_owned()));
    let stored = async || repo.fetch::<Item>(1).await.unwrap();

    let one = OnConflict::replace(Item::quantity).target(UNIQUE);
    repo.insert_with(new(), one).await.unwrap().unwrap();
    let after = stored().await;
    assert_eq!((after.quantity, after.note.as_deref(), after.inserted_at), (9, Some("old"), long_ago));

    let some = OnConflict::replace_all_except(Item::inserted_at).target(UNIQUE);
    repo.insert_with(new(), some).await.unwrap().unwrap();
    let after = stored().await;
    assert_eq!((after.id, after.note.as_deref(), after.inserted_at), (1, Some("new"), long_ago));

    repo.insert_with(new(), OnConflict::replace_all().target(UNIQUE)).await.unwrap().unwrap();
    assert!(stored().await.inserted_at > long_ago);
    assert_eq!(repo.all(Item).await.unwrap().len(), 1);
}

async fn only_what_has_a_value_is_inserted(repo: Repo) {
    let repo = with_items(repo).await;
    let stored = async |item: Changeset<Item>| {
        let id = repo.insert(item).await.unwrap().unwrap().id;
        repo.fetch::<Item>(id).await.unwrap().colour
    };
    assert_eq!(stored(item(1, "tea")).await.as_deref(), Some("red"));
    assert_eq!(stored(item(1, "milk").force_change(Item::colour, None)).await, None);
}

async fn a_row_is_read_back(repo: Repo) {
    let repo = with_items(repo).await;
    let sent = repo.insert(item(1, "tea")).await.unwrap().unwrap();
    assert_eq!(sent.colour, None);
    let options = || WriteOptions::new().returning();
    let read = repo.insert_with(item(1, "milk"), options()).await.unwrap().unwrap();
    assert_eq!((read.id, read.colour.as_deref()), (2, Some("red")));
    // Somebody else's change shows.
    repo.update(Changeset::from(&read).put_change(Item::quantity, 4)).await.unwrap().unwrap();
    let renamed = Changeset::from(&read).put_change(Item::product, "cream");
    let read = repo.update_with(renamed, options()).await.unwrap().unwrap();
    assert_eq!((read.product.as_str(), read.quantity), ("cream", 4));
}

async fn a_changeset_is_inserted_or_updated(repo: Repo) {
    let repo = with_items(repo).await;
    let new = repo.insert_or_update(item(1, "tea")).await.unwrap().unwrap();
    let changed = Changeset::from(&new).put_change(Item::quantity, 3);
    let changed = repo.insert_or_update(changed).await.unwrap().unwrap();
    assert_eq!((changed.id, changed.quantity), (new.id, 3));
    assert_eq!(repo.all(Item).await.unwrap(), [repo.fetch::<Item>(new.id).await.unwrap()]);
}

async fn many_rows_are_inserted_at_once(repo: Repo) {
    let repo = with_items(repo).await;
    assert_eq!(repo.insert_all(Vec::<Changeset<Item>>::new()).await.unwrap().unwrap(), 0);
    let rows = [item(1, "tea"), item(1, "milk").put_change(Item::note, Some("cold".to_owned()))];
    let (count, stored) = repo.insert_all_with(rows, WriteOptions::new().returning()).await.unwrap().unwrap();
    assert_eq!((count, stored.len(), stored[1].note.as_deref()), (2, 2, Some("cold")));
    assert_eq!(repo.all(Item).await.unwrap(), stored);
    assert_eq!(stored[0].inserted_at, stored[1].updated_at);

    let invalid = [item(1, "sugar"), Changeset::from(Item)];
    let refused = repo.insert_all(invalid).await.unwrap().unwrap_err();
    assert_eq!(refused.traverse_errors(ToString::to_string)["cart"], ["can't be blank"]);
    let twice = [item(1, "salt"), item(1, "tea")].map(|item| item.unique_constraint(UNIQUE));
    let Err(Error::Constraint { constraint, .. }) = repo.insert_all(twice).await else {
        panic!("one of them is there already")
    };
    assert_eq!(constraint.as_deref(), Some("`items_cart_product_index` (unique_constraint)"));
    assert_eq!(repo.all(Item).await.unwrap().len(), 2);
}

async fn more_rows_than_a_statement_takes_are_inserted_all_or_none(repo: Repo) {
    let repo = with_items(repo).await;
    let rows = |last: &str| {
        let mut rows: Vec<_> = (0..7000).map(|number| item(number, "tea")).collect();
        rows.push(item(0, last));
        rows
    };
    assert!(repo.insert_all(rows("tea")).await.is_err());
    assert_eq!(repo.all(bennu::from!(i in Item, limit: 1)).await.unwrap(), []);
    assert_eq!(repo.insert_all(rows("milk")).await.unwrap().unwrap(), 7001);
}

async fn rows_in_the_way_of_many_are_left_or_changed(repo: Repo) {
    let repo = with_items(repo).await;
    let rows = || [item(1, "tea"), item(1, "milk")];
    repo.insert(item(1, "tea")).await.unwrap().unwrap();
    let (count, _) = repo.insert_all_with(rows(), OnConflict::nothing()).await.unwrap().unwrap();
    assert_eq!(count, 1);
    let more = OnConflict::update().inc(Item::quantity, 1).target(UNIQUE);
    assert_eq!(repo.insert_all_with(rows(), more).await.unwrap().unwrap().0, 2);
    let stored = repo.all(Item).await.unwrap();
    assert_eq!(stored.iter().map(|item| item.quantity).collect::<Vec<_>>(), [2, 2]);
    if repo.backend() == Backend::Postgres {
        let named = OnConflict::update().inc(Item::quantity, 1).target_constraint("items_pkey");
        let again = item(2, "tea").put_change(Item::id, 1);
        repo.insert_with(again, named).await.unwrap().unwrap();
        assert_eq!(repo.fetch::<Item>(1).await.unwrap().quantity, 3);
    }
}

async fn a_row_by_itself_is_inserted(repo: Repo) {
    let repo = with_items(repo).await;
    let now = OffsetDateTime::UNIX_EPOCH;
    let tea = Item {
        id: 0,
        cart: 1,
        product: "tea".to_owned(),
        quantity: 2,
        note: None,
        colour: None,
        inserted_at: now,
        updated_at: now,
    };
    let stored = repo.insert(tea.clone()).await.unwrap().unwrap();
    assert_eq!((stored.id, stored.quantity), (1, 2));
    assert_eq!(repo.insert_all([Item { product: "milk".to_owned(), ..tea }]).await.unwrap().unwrap(), 1);
}
