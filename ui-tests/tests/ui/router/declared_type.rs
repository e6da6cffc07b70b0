//! What a route declares for a parameter is not a type, or not one that has the same name everywhere.

bennu::router! {
    pub Router for ();

    get "/a/{id: PostId}" => show;
    get "/b/{id: i46}" => show;
    get "/c/{id: &str}" => show;
    get "/d/{id: i64 i64}" => show;
    get "/e/{id:}" => show;
    get "/f/{*rest: String}" => show;
    resources "/g" => g, param: "id: crate::Id<Post>";
    resources "/h" => h, param: "*id";
}

fn main() {}
