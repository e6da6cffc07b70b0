bennu::schema! {
    pub struct Message in "messages" {
        body: String,
        likes: i64 = 0,
        body: Option<String>,
    }
}

fn main() {
    let _ = Message::body;
}
