bennu::schema! {
    pub struct Message in "messages" {
        body: String,
        updated_at: i64,
        timestamps,
    }
}

fn main() {}
