bennu::schema! {
    pub struct User in "users" {
        password: Option<String> { virtual, source: "secret" },
        token: String { virtual, primary_key },
    }
}

fn main() {}
