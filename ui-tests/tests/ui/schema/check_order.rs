bennu::schema! { pub struct Hit in "hits" { page_id: i64, at: i64 } }

bennu::schema! { pub struct Page in "pages" { has_many hits: Hit { preload_order: [down: at] } } }

fn main() {}
