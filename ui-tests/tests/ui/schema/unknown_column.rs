use bennu::Changeset;

bennu::schema! { pub struct Message in "messages" { body: String } }

fn main() {
    let _ = Changeset::from(Message).validate_required(Message::bodi);
}
