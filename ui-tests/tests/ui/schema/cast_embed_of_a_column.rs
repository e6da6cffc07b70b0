use bennu::{Changeset, Params};

bennu::schema! { pub struct Order in "orders" { customer: String } }

fn change(order: Changeset<Order>) -> Changeset<Order> {
    order.cast_embed(Order::customer, |customer, _: &Params| customer)
}

fn main() {}
