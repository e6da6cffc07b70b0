bennu::schema! { pub struct Product in "products" { title: String } }

bennu::schema! { pub struct Line in "lines" { order_id: i64, belongs_to product: Product } }

bennu::schema! {
    pub struct Order in "orders" {
        has_many lines: Line,
        has_many products: Product { through: [line, product] },
        has_many others: Product { through: [lines, product, order] },
        has_one first: Product { through: [lines, product], where: [title: "Tea"] },
    }
}

fn main() {}
