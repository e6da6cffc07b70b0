//! Rows that belong together come in as one changeset, they are stored together or not at all.

use bennu::changeset::{FieldError, NestedOptions, build_assoc};
use bennu::repo::migration::{Change, integer, references, string, table, unique_index};
use bennu::repo::{Migration, Repo};
use bennu::schema::Relation as _;
use bennu::serde_json::json;
use bennu::{Changeset, Params};

use super::on_each_database;

on_each_database! {
    rows_are_stored_with_the_row_they_belong_to,
    a_row_is_stored_with_the_one_it_refers_to,
    parameters_change_add_and_delete,
    what_is_wrong_in_one_keeps_all_from_the_database,
    what_the_database_refuses_of_one_takes_all_back,
    rows_that_are_replaced_stay_where_the_schema_says_so,
    rows_are_linked_and_unlinked,
    an_association_must_lead_to_a_row,
    others_keep_a_row_where_it_is,
}

bennu::schema! { pub(crate) struct User in "users" { name: String } }

bennu::schema! {
    pub(crate) struct Cart in "carts" {
        name: String,
        belongs_to user: Option<User>,
        has_many items: Item { on_replace: delete },
        has_many notes: Note { on_replace: nilify },
    }
}

bennu::schema! { pub(crate) struct Item in "items" { product: String, quantity: i64 = 1, belongs_to cart: Cart } }

bennu::schema! { pub(crate) struct Note in "notes" { text: String, belongs_to cart: Option<Cart> } }

bennu::schema! { pub(crate) struct Tag in "tags" { name: String } }

bennu::schema! {
    pub(crate) struct Product in "products" {
        title: String,
        many_to_many tags: Tag { join_through: "product_tags", on_replace: delete },
    }
}

fn create(change: &mut Change) {
    change.create(table("users").add("name", string().null(false)));
    change.create(table("carts").add("name", string().null(false)).add("user_id", references("users")));
    change.create(
        table("items")
            .add("product", string().null(false))
            .add("quantity", integer().null(false))
            .add("cart_id", references("carts").null(false)),
    );
    change.create(unique_index("items", ["cart_id", "product"]));
    change.create(table("notes").add("text", string().null(false)).add("cart_id", references("carts")));
    change.create(table("tags").add("name", string().null(false)));
    change.create(table("products").add("title", string().null(false)));
    change.create(
        table("product_tags")
            .without_id()
            .add("product_id", references("products").null(false))
            .add("tag_id", references("tags").null(false)),
    );
}

async fn with_carts(repo: Repo) -> Repo {
    repo.migrate(&[Migration::change(20261121090000, "create carts", create)]).await.unwrap();
    repo
}

fn change_item(item: Changeset<Item>, params: &Params) -> Changeset<Item> {
    item.cast(params, (Item::product, Item::quantity))
        .validate_required(Item::product)
        .unique_constraint((Item::cart_id, Item::product))
}

fn cast(cart: impl Into<Changeset<Cart>>, params: &str) -> Changeset<Cart> {
    let params = Params::from_urlencoded(params).unwrap();
    let options = NestedOptions::new().required();
    cart.into().cast(&params, Cart::name).cast_assoc_with(Cart::items, options, change_item)
}

fn products(cart: &Cart) -> Vec<(i64, &str)> {
    cart.items.rows().iter().map(|item| (item.id, item.product.as_str())).collect()
}

async fn stored(repo: &Repo) -> Vec<(i64, i64, String, i64)> {
    let items = repo.all(Item).await.unwrap();
    items.into_iter().map(|item| (item.id, item.cart_id, item.product, item.quantity)).collect()
}

async fn rows_are_stored_with_the_row_they_belong_to(repo: Repo) {
    let repo = with_carts(repo).await;
    let cart = cast(Cart, "name=Ann&items[0][product]=Tea&items[1][product]=Milk&items[1][quantity]=2");
    let cart = repo.insert(cart).await.unwrap().unwrap();
    assert_eq!(products(&cart), [(1, "Tea"), (2, "Milk")]);
    assert_eq!(cart.items[1].cart_id, cart.id);
    let expected = [(1, 1, "Tea".to_owned(), 1), (2, 1, "Milk".to_owned(), 2)];
    assert_eq!(stored(&repo).await, expected);

    let sugar = build_assoc(&cart, Cart::items).put_change(Item::product, "Sugar");
    assert_eq!(repo.insert(sugar).await.unwrap().unwrap().cart_id, cart.id);
}

async fn a_row_is_stored_with_the_one_it_refers_to(repo: Repo) {
    let repo = with_carts(repo).await;
    let ann = Changeset::from(User).put_change(User::name, "Ann");
    let cart = Changeset::from(Cart).put_change(Cart::name, "Ann's").put_assoc(Cart::user, ann);
    let cart = repo.insert(cart).await.unwrap().unwrap();
    assert_eq!((cart.user_id, cart.user.loaded().map(|user| user.name.as_str())), (Some(1), Some("Ann")));

    let bob = repo.insert(Changeset::from(User).put_change(User::name, "Bob")).await.unwrap().unwrap();
    let second = Changeset::from(Cart).put_change(Cart::name, "Bob's").put_assoc(Cart::user, &bob);
    let second = repo.insert(second).await.unwrap().unwrap();
    assert_eq!(repo.fetch::<Cart>(second.id).await.unwrap().user_id, Some(bob.id));
    // What is replaced by somebody else is a mistake, unless the schema says what becomes of it.
    let moved = Changeset::from(&cart).put_assoc(Cart::user, &bob);
    assert_eq!(moved.errors()[0].0, "user");
    assert_eq!(repo.all(User).await.unwrap().len(), 2);
}

async fn parameters_change_add_and_delete(repo: Repo) {
    let repo = with_carts(repo).await;
    let cart = cast(Cart, "name=Ann&items[0][product]=Tea&items[1][product]=Milk");
    let cart = repo.insert(cart).await.unwrap().unwrap();
    // What goes makes room for what comes.
    let changed = "items[0][id]=1&items[0][quantity]=5&items[1][product]=Milk&items[2][product]=Sugar";
    let cart = repo.update(cast(&cart, changed)).await.unwrap().unwrap();
    assert_eq!(products(&cart), [(1, "Tea"), (3, "Milk"), (4, "Sugar")]);
    let expected = [(1, 1, "Tea".to_owned(), 5), (3, 1, "Milk".to_owned(), 1), (4, 1, "Sugar".to_owned(), 1)];
    assert_eq!(stored(&repo).await, expected);
    // Without parameters nothing changes; an empty list takes all, but one must be there.
    assert_eq!(products(&repo.update(cast(&cart, "name=Bob")).await.unwrap().unwrap()).len(), 3);
    let empty = cast(&cart, "items=");
    let blank = FieldError::new("can't be blank").with("validation", "required");
    assert_eq!(empty.errors(), [("items", blank)]);
    // The key of another's row makes a new one.
    let stranger = cast(&cart, "items[0][id]=99&items[0][product]=Salt");
    assert_eq!(products(&repo.update(stranger).await.unwrap().unwrap()), [(5, "Salt")]);
}

async fn what_is_wrong_in_one_keeps_all_from_the_database(repo: Repo) {
    let repo = with_carts(repo).await;
    let refused = cast(Cart, "name=Ann&items[0][product]=Tea&items[1][product]=");
    let refused = repo.insert(refused).await.unwrap().unwrap_err();
    let errors = refused.nested_errors(ToString::to_string);
    assert_eq!(json!(errors), json!({"items": [{}, {"product": ["can't be blank"]}]}));
    assert_eq!(repo.all(Cart).await.unwrap(), []);
    let nothing = cast(Cart, "name=Ann&items[0]=x");
    let invalid = FieldError::new("is invalid").with("validation", "assoc").with("type", "array");
    assert_eq!(nothing.errors(), [("items", invalid)]);
}

async fn what_the_database_refuses_of_one_takes_all_back(repo: Repo) {
    let repo = with_carts(repo).await;
    let twice = cast(Cart, "name=Ann&items[0][product]=Tea&items[1][product]=Tea");
    let refused = repo.insert(twice).await.unwrap().unwrap_err();
    let errors = refused.nested_errors(ToString::to_string);
    assert_eq!(json!(errors), json!({"items": [{}, {"cart_id": ["has already been taken"]}]}));
    assert!(!refused.valid());
    assert_eq!((repo.all(Cart).await.unwrap(), repo.all(Item).await.unwrap()), (vec![], vec![]));
}

async fn rows_that_are_replaced_stay_where_the_schema_says_so(repo: Repo) {
    let repo = with_carts(repo).await;
    let note = |text: &str| Changeset::from(Note).put_change(Note::text, text);
    let cart =
        Changeset::from(Cart).put_change(Cart::name, "Ann").put_assoc(Cart::notes, [note("a"), note("b")]);
    let cart = repo.insert(cart).await.unwrap().unwrap();
    let kept = cart.notes[1].clone();
    let cart = repo.update(Changeset::from(&cart).put_assoc(Cart::notes, [kept])).await.unwrap().unwrap();
    assert_eq!(cart.notes.len(), 1);
    let mut notes = repo.all(Note).await.unwrap();
    notes.sort_by_key(|note| note.id);
    assert_eq!(notes.iter().map(|note| note.cart_id).collect::<Vec<_>>(), [None, Some(cart.id)]);
}

async fn rows_are_linked_and_unlinked(repo: Repo) {
    let repo = with_carts(repo).await;
    let tag = |name: &str| Changeset::from(Tag).put_change(Tag::name, name);
    let red = repo.insert(tag("red")).await.unwrap().unwrap();
    let product = Changeset::from(Product)
        .put_change(Product::title, "Tea")
        .put_assoc(Product::tags, vec![Changeset::from(&red), tag("hot")]);
    let product = repo.insert(product).await.unwrap().unwrap();
    let names = |product: &Product| product.tags.iter().map(|tag| tag.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&product), ["red", "hot"]);
    let links = async || {
        let rows =
            repo.query("SELECT product_id, tag_id FROM product_tags ORDER BY tag_id", ()).await.unwrap();
        rows.rows().len()
    };
    assert_eq!(links().await, 2);
    let hot = product.tags[1].clone();
    let product =
        repo.update(Changeset::from(&product).put_assoc(Product::tags, [hot])).await.unwrap().unwrap();
    assert_eq!((names(&product), links().await), (vec!["hot".to_owned()], 1));
    // The tag itself stays, and nothing is linked twice.
    assert_eq!(repo.all(Tag).await.unwrap().len(), 2);
    let same = Changeset::from(&product).put_assoc(Product::tags, product.tags.to_vec());
    repo.update(same).await.unwrap().unwrap();
    assert_eq!(links().await, 1);
}

async fn an_association_must_lead_to_a_row(repo: Repo) {
    let repo = with_carts(repo).await;
    let lost = Changeset::from(Cart).put_change(Cart::name, "x").put_change(Cart::user_id, Some(77));
    let refused = repo.insert(lost.assoc_constraint(Cart::user)).await.unwrap().unwrap_err();
    let expected = FieldError::new("does not exist")
        .with("constraint", "assoc")
        .with("constraint_name", "carts_user_id_fkey");
    assert_eq!(refused.errors(), [("user", expected)]);
}

async fn others_keep_a_row_where_it_is(repo: Repo) {
    let repo = with_carts(repo).await;
    let cart = repo.insert(cast(Cart, "name=Ann&items[0][product]=Tea")).await.unwrap().unwrap();
    let refused = Changeset::from(&cart).no_assoc_constraint(Cart::items);
    let refused = repo.delete(refused).await.unwrap().unwrap_err();
    let expected = FieldError::new("are still associated with this entry")
        .with("constraint", "no_assoc")
        .with("constraint_name", "items_cart_id_fkey");
    assert_eq!(refused.errors(), [("items", expected)]);
}

#[test]
#[should_panic(
    expected = "association `items` of `Cart` is not loaded: load it with `repo.preload(.., Cart::items)` before it is changed"
)]
fn an_association_that_is_not_loaded_is_not_changed() {
    let row = Changeset::from(Cart).put_change(Cart::name, "Ann").apply_changes().unwrap();
    let _ = Changeset::from(row).put_assoc(Cart::items, Vec::<Item>::new());
}
