use bennu::{Changeset, Params};

bennu::schema! { pub struct Message in "messages" { body: String } }
bennu::schema! { pub struct User in "users" { name: String } }

fn main() {
    let _ = Changeset::from(Message).cast(&Params::new(), (Message::body, User::name));
}
