use std::collections::HashMap;

bennu::schema! {
    pub struct Message in "messages" {
        body: String,
        headers: HashMap<String, String>,
    }
}

fn main() {
    let _ = Message::body;
}
