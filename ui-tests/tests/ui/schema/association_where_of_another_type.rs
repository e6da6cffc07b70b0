bennu::schema! { pub struct Comment in "comments" { post_id: i64, likes: i64 } }

bennu::schema! { pub struct Post in "posts" { has_many comments: Comment { where: [likes: "many"] } } }

fn main() {}
