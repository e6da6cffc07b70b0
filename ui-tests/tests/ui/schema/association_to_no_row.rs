pub struct User;

bennu::schema! { pub struct Post in "posts" { title: String, belongs_to user: User } }

fn main() {}
