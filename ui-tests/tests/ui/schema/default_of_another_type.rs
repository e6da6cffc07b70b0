bennu::schema! {
    pub struct Message in "messages" {
        likes: i64 = "none",
        body: String = 5,
    }
}

fn main() {}
