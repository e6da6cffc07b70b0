bennu::schema! {
    pub enum Message in "messages" { body: String }
}

bennu::schema! {
    pub struct Page<T> in "pages" { body: T }
}

bennu::schema! {
    pub struct Post in posts { body: String }
}

bennu::schema! {
    pub struct Tag in "tags" (String);
}

fn main() {}
