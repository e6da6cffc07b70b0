bennu::schema! { pub struct Video in "videos" { title: String, user_id: i64 } }

bennu::schema! {
    pub struct User in "users" {
        has_many videos: Vec<Video>,
        has_many others: Option<Video>,
        has_one first: Vec<Video>,
    }
}

fn main() {}
