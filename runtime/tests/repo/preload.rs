//! Rows come in, what belongs to them is loaded in one query each.

use bennu::repo::{Backend, Migration, Repo};
use bennu::testing::Telemetry;
use bennu::uuid::{Uuid, uuid};
use bennu::{Changeset, schema};

use super::on_each_database;

schema! {
    struct User in "users" {
        name: String,
        password: Option<String> { virtual, redact },
        belongs_to mentor: Option<User>,
        has_many students: User { foreign_key: mentor_id, preload_order: [desc: name] },
        has_many videos: Video,
        has_many drafts: Video { where: [status: "draft"], preload_order: [id] },
        has_one profile: Option<Profile>,
        has_many notes: Note { through: [videos, notes] },
    }
}

schema! {
    struct Profile in "profiles" { id: Uuid, email: String { source: "mail" }, belongs_to user: User }
}

schema! {
    struct Video in "videos" {
        title: String,
        status: String = "draft",
        belongs_to user: User,
        has_many notes: Note { preload_order: [id] },
        many_to_many tags: Tag { join_through: "video_tags", preload_order: [slug] },
        many_to_many fans: User { join_through: Fan },
    }
}

schema! { struct Note in "notes" { body: String, belongs_to video: Video, belongs_to user: Option<User> } }

schema! {
    struct Tag in "tags" { slug: String { primary_key }, many_to_many videos: Video { join_through: "video_tags" } }
}

schema! {
    struct Fan in "fans" {
        belongs_to video: Video { primary_key },
        belongs_to user: User { primary_key },
    }
}

const TABLES: &str = "
    CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, mentor_id bigint);
    CREATE TABLE profiles (id UUID PRIMARY KEY, mail text NOT NULL, user_id bigint NOT NULL);
    CREATE TABLE videos (id bigint PRIMARY KEY, title text NOT NULL, status text NOT NULL, user_id bigint NOT NULL);
    CREATE TABLE notes (id bigint PRIMARY KEY, body text NOT NULL, video_id bigint NOT NULL, user_id bigint);
    CREATE TABLE tags (slug text PRIMARY KEY);
    CREATE TABLE video_tags (video_id bigint NOT NULL, tag_id text NOT NULL);
    CREATE TABLE fans (video_id bigint NOT NULL, user_id bigint NOT NULL, PRIMARY KEY (video_id, user_id));
    INSERT INTO users VALUES (1, 'Ann', NULL), (2, 'Ben', 1), (3, 'Cleo', 1);
    INSERT INTO profiles VALUES ('0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3c', 'ann@example.org', 1);
    INSERT INTO videos VALUES (1, 'Intro', 'draft', 1), (2, 'More', 'public', 2), (3, 'End', 'public', 1);
    INSERT INTO notes VALUES (1, 'Nice', 1, 2), (2, 'Thanks', 1, NULL), (3, 'Long', 3, 2);
    INSERT INTO tags VALUES ('rust'), ('web'), ('old');
    INSERT INTO video_tags VALUES (1, 'web'), (1, 'rust'), (2, 'web');
    INSERT INTO fans VALUES (1, 2), (1, 3), (3, 2);
";

on_each_database! {
    what_belongs_to_rows_is_loaded,
    one_query_for_each_association,
    nested_associations_share_their_queries,
    a_way_over_others_finds_each_row_once,
    many_rows_of_many_rows,
    what_is_loaded_is_not_asked_again,
    what_is_not_loaded_says_so,
    keys_of_several_columns_and_other_types,
    a_change_keeps_what_is_loaded,
    many_keys_come_in_few_statements,
}

async fn with_tables(repo: Repo) -> Repo {
    repo.migrate(&[Migration::new(20261121060000, "create tables", TABLES)])
        .await
        .expect("the migration runs");
    repo
}

async fn user(repo: &Repo, id: i64) -> User {
    repo.fetch(id).await.expect("the user is there")
}

async fn videos(repo: &Repo) -> Vec<Video> {
    repo.all(bennu::from!(v in Video, order_by: v.id)).await.expect("the database answers")
}

/// The queries while `work` runs.
async fn queries<T>(work: impl Future<Output = T>) -> (T, Vec<String>) {
    let telemetry = Telemetry::attach();
    let result = work.await;
    let asked = telemetry.events().into_iter().filter(|event| event.message == "QUERY OK");
    (result, asked.map(|event| event.field("sql").expect("it has text").to_owned()).collect())
}

async fn what_belongs_to_rows_is_loaded(repo: Repo) {
    let repo = with_tables(repo).await;
    let all = (User::mentor, User::students, User::videos, User::drafts, User::profile);
    let ann = repo.preload(user(&repo, 1).await, all).await.unwrap();
    assert!(ann.mentor.is_none() && ann.mentor.is_loaded());
    assert_eq!(ann.students.iter().map(|user| &*user.name).collect::<Vec<_>>(), ["Cleo", "Ben"]);
    assert_eq!(ann.videos.len(), 2);
    assert_eq!(ann.drafts.iter().map(|video| video.id).collect::<Vec<_>>(), [1]);
    assert_eq!(ann.profile.as_ref().map(|profile| &*profile.email), Some("ann@example.org"));
    let ben = repo.preload(Some(user(&repo, 2).await), all).await.unwrap().unwrap();
    assert_eq!(ben.mentor.as_ref().map(|user| &*user.name), Some("Ann"));
    assert!(ben.students.is_empty() && ben.drafts.is_empty() && ben.profile.is_none());
}

async fn one_query_for_each_association(repo: Repo) {
    let repo = with_tables(repo).await;
    let rows = videos(&repo).await;
    let (rows, asked) = queries(repo.preload(rows, (Video::user, Video::notes))).await;
    let names: Vec<_> =
        rows.unwrap().iter().map(|video| (video.id, video.user.name.clone(), video.notes.len())).collect();
    let expected = [(1, "Ann".to_owned(), 2), (2, "Ben".to_owned(), 0), (3, "Ann".to_owned(), 1)];
    assert_eq!(names, expected);
    let holes = |count: usize| match repo.backend() {
        Backend::Sqlite => vec!["?"; count].join(", "),
        _ => (1..=count).map(|hole| format!("${hole}")).collect::<Vec<_>>().join(", "),
    };
    let users = format!(
        r#"SELECT "u0"."id", "u0"."name", "u0"."mentor_id" FROM "users" AS "u0" WHERE "u0"."id" IN ({})"#,
        holes(2)
    );
    assert_eq!((asked.len(), &asked[0]), (2, &users));
    let none = queries(repo.preload(Vec::<Video>::new(), (Video::user, Video::tags))).await;
    assert_eq!((none.0.unwrap().len(), none.1.len()), (0, 0));
}

async fn nested_associations_share_their_queries(repo: Repo) {
    let repo = with_tables(repo).await;
    let rows = videos(&repo).await;
    let (rows, asked) =
        queries(repo.preload(rows, Video::notes.with((Note::user.with(User::mentor), Note::video)))).await;
    let rows = rows.unwrap();
    let first = &rows[0].notes;
    assert_eq!(first[0].user.as_ref().unwrap().mentor.as_ref().unwrap().name, "Ann");
    assert!(first[1].user.is_none());
    assert_eq!(rows[2].notes[0].video.title, "End");
    assert_eq!(asked.len(), 4, "{asked:?}");
}

async fn a_way_over_others_finds_each_row_once(repo: Repo) {
    let repo = with_tables(repo).await;
    let (ann, asked) = queries(repo.preload(user(&repo, 1).await, User::notes.with(Note::user))).await;
    let ann = ann.unwrap();
    let mut bodies: Vec<_> = ann.notes.iter().map(|note| &*note.body).collect();
    bodies.sort_unstable();
    assert_eq!(bodies, ["Long", "Nice", "Thanks"]);
    assert!(ann.videos.is_loaded() && ann.notes.iter().all(|note| note.user.is_loaded()));
    // The videos, their notes, and the users of the notes.
    assert_eq!(asked.len(), 3, "{asked:?}");
}

async fn many_rows_of_many_rows(repo: Repo) {
    let repo = with_tables(repo).await;
    let rows = repo.preload(videos(&repo).await, (Video::tags.with(Tag::videos), Video::fans)).await.unwrap();
    let tags = |video: &Video| video.tags.iter().map(|tag| tag.slug.clone()).collect::<Vec<_>>();
    assert_eq!(rows.iter().map(tags).collect::<Vec<_>>(), [vec!["rust", "web"], vec!["web"], vec![]]);
    assert_eq!(rows[0].tags[1].videos.len(), 2);
    assert_eq!(rows.iter().map(|video| video.fans.len()).collect::<Vec<_>>(), [2, 0, 1]);
}

async fn what_is_loaded_is_not_asked_again(repo: Repo) {
    let repo = with_tables(repo).await;
    let rows = repo.preload(videos(&repo).await, Video::user).await.unwrap();
    let (rows, asked) = queries(repo.preload(rows, Video::user.with(User::profile))).await;
    assert_eq!(asked.len(), 1, "{asked:?}");
    let (rows, asked) = queries(repo.preload(rows.unwrap(), Video::user.force())).await;
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(rows.unwrap().iter().all(|video| !video.user.profile.is_loaded()));
}

async fn what_is_not_loaded_says_so(repo: Repo) {
    let repo = with_tables(repo).await;
    let video = videos(&repo).await.remove(0);
    assert!(!video.user.is_loaded() && video.user.loaded().is_none() && video.notes.loaded().is_none());
    assert!(format!("{video:?}").contains("user: NotLoaded"));
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| video.user.name.len())).unwrap_err();
    let message = panic.downcast_ref::<String>().expect("a message");
    assert_eq!(
        message,
        "association `user` of `Video` is not loaded: load it with `repo.preload(.., Video::user)`, or ask `is_loaded()`"
    );
}

async fn keys_of_several_columns_and_other_types(repo: Repo) {
    let repo = with_tables(repo).await;
    let fan = repo.fetch::<Fan>((1, 3)).await.unwrap();
    assert_eq!((fan.video_id, fan.user_id), (1, 3));
    assert!(repo.get::<Fan>((2, 3)).await.unwrap().is_none());
    repo.delete(fan).await.unwrap().unwrap();
    assert!(repo.get::<Fan>((1, 3)).await.unwrap().is_none());
    let tag = repo.insert(Changeset::from(Tag).put_change(Tag::slug, "new")).await.unwrap().unwrap();
    assert_eq!(repo.fetch::<Tag>("new".to_owned()).await.unwrap(), tag);
    let profile = Changeset::from(Profile)
        .put_change(Profile::email, "ben@example.org")
        .put_change(Profile::user_id, 2);
    let profile = repo.insert(profile).await.unwrap().unwrap();
    assert!(!profile.id.is_nil());
    assert_eq!(repo.fetch::<Profile>(profile.id).await.unwrap().email, "ben@example.org");
    let own = uuid!("0191d9a8-7e3b-7c1e-8f59-0d6f2f1b2a3d");
    let profile = Changeset::from(&profile).put_change(Profile::id, own);
    assert_eq!(repo.insert(profile).await.unwrap().unwrap().id, own);
}

async fn a_change_keeps_what_is_loaded(repo: Repo) {
    let repo = with_tables(repo).await;
    let video = repo.preload(videos(&repo).await.remove(0), (Video::user, Video::notes)).await.unwrap();
    let renamed = Changeset::from(&video).put_change(Video::title, "Start");
    let renamed = repo.update(renamed).await.unwrap().unwrap();
    assert_eq!((&*renamed.title, &*renamed.user.name, renamed.notes.len()), ("Start", "Ann", 2));
    let moved = repo.update(Changeset::from(renamed).put_change(Video::user_id, 2)).await.unwrap().unwrap();
    assert!(!moved.user.is_loaded() && moved.notes.is_loaded());
    let user = Changeset::from(user(&repo, 1).await).put_change(User::password, Some("secret".to_owned()));
    let (user, asked) = queries(repo.update(user)).await;
    let user = user.unwrap().unwrap();
    assert_eq!((user.password.as_deref(), asked.len()), (Some("secret"), 0));
    assert!(!format!("{user:?}").contains("secret"));
}

async fn many_keys_come_in_few_statements(repo: Repo) {
    let repo = with_tables(repo).await;
    let mentored = |id: i64| User { mentor_id: Some(id), ..blank() };
    let users: Vec<_> = (0..20_000).map(mentored).collect();
    let (users, asked) = queries(repo.preload(users, User::mentor)).await;
    let found: Vec<_> =
        users.unwrap().iter().filter_map(|user| user.mentor.as_ref().map(|user| user.id)).collect();
    assert_eq!((found, asked.len()), (vec![1, 2, 3], 2));
}

fn blank() -> User {
    User {
        id: 0,
        name: String::new(),
        password: None,
        mentor_id: None,
        mentor: Default::default(),
        students: Default::default(),
        videos: Default::default(),
        drafts: Default::default(),
        profile: Default::default(),
        notes: Default::default(),
    }
}

/// A table for each name, each of which belongs to the next and has rows of the one after that.
macro_rules! chain {
    ($first:ident $second:ident $third:ident $($more:ident)*) => {
        bennu::schema! {
            struct $first in "chained" { belongs_to next: $second, has_many others: $third { foreign_key: next_id } }
        }
        chain! { $second $third $($more)* }
    };
    ($first:ident $second:ident) => {
        bennu::schema! { struct $first in "chained" { belongs_to next: $second } }
        bennu::schema! { struct $second in "chained" { next_id: i64 } }
    };
}

/// The compiler does not walk through all of them to find out that a row may go to another thread.
#[test]
fn any_number_of_tables_refer_to_each_other() {
    chain! {
        A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 B0 B1 B2 B3 B4 B5 B6 B7 B8 B9 C0 C1 C2 C3 C4 C5 C6 C7 C8 C9
        D0 D1 D2 D3 D4 D5 D6 D7 D8 D9 E0 E1 E2 E3 E4 E5 E6 E7 E8 E9 F0 F1 F2 F3 F4 F5 F6 F7 F8 F9
    }
    const fn goes_to_threads<T: Send + Sync>() {}
    goes_to_threads::<A0>();
}
