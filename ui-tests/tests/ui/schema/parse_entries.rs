bennu::schema! {
    pub struct Message in "messages" {
        author: ,
        body String,
        type: String,
        self: String,
        _: String,
        likes: i64 0,
        note: Option<String>
        42,
    }
}

fn main() {}
