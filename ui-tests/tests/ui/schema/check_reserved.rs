bennu::schema! {
    pub struct Message in "messages" {
        id: i64,
        updated_at: String,
        timestamps,
    }
}

fn main() {
    let _ = Message::id;
}
