bennu::schema! {
    pub struct BlogPost { title: String }
}

bennu::schema! {
    pub struct Nothing in "" { title: String }
}

bennu::schema! {
    pub struct Sequence in "sqlite_sequence" { name: String }
}

fn main() {
    let _ = BlogPost::title;
}
