use bennu::Changeset;

bennu::schema! { pub struct Message in "messages" { likes: i64 } }

fn main() {
    let _ = Changeset::from(Message).validate_length(Message::likes, 1..=5);
}
