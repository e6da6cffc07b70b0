bennu::schema! {
    pub struct Message in "messages" {
        body: String,
        author,
        timestamp,
    }
}

fn main() {
    let _ = Message::body;
}
