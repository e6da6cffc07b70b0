bennu::schema! { pub embedded struct Line { id: i64, product: String } }

bennu::schema! { pub embedded struct Note { slug: String { primary_key } } }

bennu::schema! { pub struct Visit in "visits" { primary_key: false, token: String { primary_key } } }

fn main() {}
