use bennu::repo::migration::{Change, OnChange, references, table};

pub fn create_posts(change: &mut Change) {
    let author = references("users").on_delete(OnChange::DeletAll);
    change.create(table("posts").add("user_id", author));
}

fn main() {}
