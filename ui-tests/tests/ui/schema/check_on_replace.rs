bennu::schema! { pub embedded struct Line { product: String } }

bennu::schema! {
    pub struct Order in "orders" {
        embeds_many lines: Line { on_replace: update },
        embeds_one first: Line { on_replace: delte },
    }
}

bennu::schema! { pub embedded struct Note in "notes" { text: String } }

fn main() {}
