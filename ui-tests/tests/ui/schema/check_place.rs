bennu::schema! { pub struct Product in "products" { title: String } }

bennu::schema! { pub embedded struct Line { belongs_to product: Product } }

fn main() {}
