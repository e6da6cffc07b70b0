bennu::schema! { pub struct Hit in "hits" { visit_id: i64 } }

bennu::schema! { pub struct Visit in "visits" { primary_key: false, has_many hits: Hit } }

bennu::schema! { pub struct Page in "pages" { slug: String, has_many hits: Hit { references: slugg } } }

fn main() {}
