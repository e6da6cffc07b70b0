bennu::schema! {
    pub struct Message in "messages" {
        body: &'static str,
        likes: u64,
        note: Option<Option<String>>,
        tags: Vec<Option<u8>>,
        place: (f64, f64),
    }
}

fn main() {
    let _ = (Message::body, Message::likes);
}
