bennu::schema! {
    pub struct User in "users" {
        name: String { redacted },
        email: String { source: "mail", source: "e_mail" },
        has_many videos: Video { join_through: "user_videos" },
        timestamps { typ: i64 },
    }
}

bennu::schema! { pub struct Video in "videos" { belongs_to user: User { preload_order: [title] } } }

fn main() {}
