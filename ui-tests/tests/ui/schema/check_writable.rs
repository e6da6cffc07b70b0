bennu::schema! {
    pub struct Product in "products" {
        title: String { writable: inserts },
    }
}

fn main() {}
