use bennu::Changeset;

bennu::schema! { pub struct User in "users" { name: String, has_many videos: Video } }
bennu::schema! { pub struct Video in "videos" { title: String, belongs_to user: User } }

pub fn changeset(user: Changeset<User>) -> Changeset<User> {
    user.assoc_constraint(User::videos)
}

fn main() {}
