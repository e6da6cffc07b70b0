bennu::schema! { pub struct Category in "categories" { title: String } }

bennu::schema! {
    pub struct Product in "products" {
        many_to_many categories: Category,
        many_to_many others: Category { join_through: "product_categories", join_keys: [product_id] },
    }
}

fn main() {}
