bennu::schema! {
    pub struct Message in "messages" {
        #[cfg(unix)]
        body: String,
    }
}

fn main() {
    let _ = Message::body;
}
