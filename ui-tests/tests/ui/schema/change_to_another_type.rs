use bennu::Changeset;

bennu::schema! { pub struct Message in "messages" { likes: i64 } }

fn main() {
    let _ = Changeset::from(Message).put_change(Message::likes, "many");
}
