bennu::schema! {
    pub struct Message in "messages" { timestamps, body: String, timestamps }
}

fn main() {
    let _ = Message::inserted_at;
}
