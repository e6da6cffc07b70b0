use bennu::{Changeset, Params};

bennu::schema! { pub struct User in "users" { name: String, has_many videos: Video } }
bennu::schema! { pub struct Video in "videos" { title: String, belongs_to user: User } }

pub fn changeset(video: Changeset<Video>, params: &Params) -> Changeset<Video> {
    video.cast(params, (Video::title, Video::user))
}

pub fn named(video: Changeset<Video>) -> Changeset<Video> {
    video.validate_length(Video::user, 1..)
}

fn main() {}
