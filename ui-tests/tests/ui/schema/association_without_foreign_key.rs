bennu::schema! { pub struct Comment in "comments" { body: String } }

bennu::schema! { pub struct Post in "posts" { has_many comments: Comment } }

fn main() {}
