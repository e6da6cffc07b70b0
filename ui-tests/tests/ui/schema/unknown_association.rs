bennu::schema! { pub struct User in "users" { name: String } }

bennu::schema! { pub struct Post in "posts" { belongs_to author: User } }

fn main() {
    let _ = Post::auther;
}
