//! All that a schema may say.

#![deny(warnings, missing_docs)]

use bennu::schema::Schema;

bennu::schema! {
    /// Something that was said.
    #[derive(PartialOrd)]
    pub struct Message in "messages" {
        author: String = "nobody",
        /// What was said.
        body: String,
        pub(crate) likes: i64 = 2 + 3,
        r#type: Option<u16> = Some(1),
        share: f64 = -0.5,
        picture: Option<Vec<u8>>,
        day: Option<bennu::time::Date>,
        timestamps,
    }
}

bennu::schema! {
    #[derive(bennu::Param)]
    #[param(key = slug)]
    struct Page in "pages" { slug: String, }
}

bennu::schema! {
    pub struct User in "users" {
        name: String,
        password: Option<String> { virtual, redact },
        has_many videos: Video { preload_order: [desc: at, id], where: [title: "Intro"] },
        has_one profile: Option<Profile> { on_replace: update },
        has_many annotations: Annotation { through: [videos, annotations] },
        belongs_to invited_by: Option<User> { foreign_key: inviter_id },
        has_many invited: User { foreign_key: inviter_id, on_replace: nilify },
    }
}

bennu::schema! {
    struct Profile in "accounts"."profiles" {
        id: bennu::uuid::Uuid,
        belongs_to user: User,
        timestamps { type: bennu::time::PrimitiveDateTime, inserted_at: created_at, updated_at: false },
    }
}

bennu::schema! {
    pub struct Video in "videos" {
        title: String { writable: insert },
        at: i64 = 0 { source: "at_ms" },
        token: String { autogenerate: new_token },
        belongs_to user: User,
        has_many annotations: Annotation,
        many_to_many tags: Tag { join_through: "video_tags", on_replace: delete },
        many_to_many fans: User { join_through: Fan },
    }
}

fn new_token() -> String {
    "secret".to_owned()
}

bennu::schema! {
    pub struct Annotation in "annotations" { body: String, belongs_to video: Video }
}

bennu::schema! {
    struct Fan in "fans" {
        belongs_to video: Video { primary_key },
        belongs_to user: User { primary_key },
    }
}

bennu::schema! {
    pub struct Tag in "tags" { slug: String { primary_key }, many_to_many videos: Video { join_through: "video_tags" } }
}

bennu::schema! { struct Visit in "visits" { primary_key: false, path: String } }

fn associations() {
    let names: Vec<_> = User::ASSOCIATIONS.iter().map(|association| association.name()).collect();
    assert_eq!(names, ["videos", "profile", "annotations", "invited_by", "invited"]);
    assert_eq!(Video::tags.name(), "tags");
    assert_eq!(Profile::PREFIX, Some("accounts"));
    assert_eq!(Video::at.field().source(), "at_ms");
    let fan: <Fan as Schema>::Key = (1, 2);
    assert_eq!((fan, Fan::KEY, Visit::KEY.len(), Tag::KEY), ((1, 2), &[0, 1][..], 0, &[0][..]));
    let user = User {
        id: 1,
        name: "Ann".to_owned(),
        password: Some("secret".to_owned()),
        videos: vec![].into(),
        profile: Default::default(),
        annotations: Default::default(),
        invited_by: Default::default(),
        inviter_id: None,
        invited: Default::default(),
    };
    assert!(user.videos.is_empty() && !user.profile.is_loaded());
    assert!(format!("{user:?}").contains("password: **redacted**, inviter_id: None, videos: [], profile: NotLoaded"));
    let _ = (Profile, Fan, Visit, Fan { video_id: 1, user_id: 2, video: Default::default(), user: Default::default() });
}

fn main() {
    associations();
    assert_eq!(Message::r#type.name(), "type");
    assert_eq!(Message::NAME, "message");
    let page = Page { id: 1, slug: "about".to_owned() };
    assert_eq!(bennu::path::Path::from_static("/").join(&page), "/about");
    let _ = Page;
}
