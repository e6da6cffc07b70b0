//! Named steps come in, each database does all of them or none.

use bennu::Changeset;
use bennu::from;
use bennu::repo::{Error, Multi, Name, Operation, Repo};

use super::{Message, message, on_each_database, with_messages};

const FIRST: Name<Message> = Name::new("first");
const SECOND: Name<Message> = Name::new("second");

on_each_database! {
    steps_give_what_they_did_by_name,
    a_refusal_takes_everything_back,
    a_failure_of_the_database_takes_everything_back,
    steps_depend_on_steps,
    steps_see_the_transaction,
    many_rows_are_steps,
}

fn changeset(body: &str) -> Changeset<Message> {
    Changeset::from(Message).put_change(Message::author, "Ann").put_change(Message::body, body)
}

async fn steps_give_what_they_did_by_name(repo: Repo) {
    let repo = with_messages(repo).await;
    let (old, gone) = (message(&repo, "old").await, message(&repo, "gone").await);
    let multi = Multi::new()
        .insert(FIRST, changeset("1"))
        .update("changed", Changeset::from(&old).put_change(Message::body, "new"))
        .delete("gone", &gone)
        .put("number", 7_u8)
        .all("all", Message)
        .one("one", from!(m in Message, where: m.body == "new"));
    let expected = [
        ("first", Operation::Insert),
        ("changed", Operation::Update),
        ("gone", Operation::Delete),
        ("number", Operation::Put),
        ("all", Operation::Query),
        ("one", Operation::Query),
    ];
    assert_eq!(multi.to_list(), expected);
    let mut done = repo.multi(multi).await.unwrap().unwrap();
    assert_eq!(done.names().collect::<Vec<_>>(), expected.map(|(name, _)| name));
    assert_eq!(done[FIRST].body, "1");
    let changed: &Message = done.get("changed").unwrap();
    assert_eq!((changed.id, changed.body.as_str()), (old.id, "new"));
    assert_eq!(done.get::<u8>("number"), Some(&7));
    assert_eq!(done.get::<u16>("number"), None);
    assert_eq!(done.take::<Vec<Message>>("all").len(), 2);
    assert_eq!(done.take::<Option<Message>>("one").unwrap().id, old.id);
    assert!(done.get::<Vec<Message>>("all").is_none());
}

async fn a_refusal_takes_everything_back(repo: Repo) {
    let repo = with_messages(repo).await;
    let again = || changeset("1").unique_constraint((Message::author, Message::body));
    let multi = || {
        Multi::new()
            .insert(FIRST, changeset("1"))
            .insert(SECOND, again())
            .inspect(|_| panic!("it comes after"))
    };
    let failed = repo.multi(multi()).await.unwrap().unwrap_err();
    assert_eq!((failed.name(), failed.changes()[FIRST].body.as_str()), ("second", "1"));
    let failed = failed.changeset(FIRST).unwrap_err();
    let refused: Changeset<Message> = failed.changeset(SECOND).unwrap();
    assert_eq!(refused.traverse_errors(ToString::to_string)["author"], ["has already been taken"]);
    assert_eq!(repo.all(Message).await.unwrap(), []);

    let error = bennu::Error::from(repo.multi(multi()).await.unwrap().unwrap_err());
    assert_eq!((error.status().as_u16(), error.details().is_some()), (422, true));

    let multi = Multi::new().insert(FIRST, changeset("1")).error("stop", bennu::Error::forbidden("no"));
    let failed = repo.multi(multi).await.unwrap().unwrap_err();
    assert_eq!(failed.name(), "stop");
    let failed = failed.value::<Changeset<Message>>().unwrap_err();
    assert_eq!(failed.value::<bennu::Error>().unwrap().status().as_u16(), 403);
    assert_eq!(repo.all(Message).await.unwrap(), []);
}

async fn a_failure_of_the_database_takes_everything_back(repo: Repo) {
    let repo = with_messages(repo).await;
    let multi = Multi::new().insert(FIRST, changeset("1")).insert(SECOND, changeset("1"));
    assert!(matches!(repo.multi(multi).await, Err(Error::Constraint { .. })));
    assert_eq!(repo.all(Message).await.unwrap(), []);
}

async fn steps_depend_on_steps(repo: Repo) {
    let repo = with_messages(repo).await;
    let multi = Multi::new()
        .insert(FIRST, changeset("1"))
        .insert_with(SECOND, |done| changeset(&format!("after {}", done[FIRST].id)))
        .update_with("third", |done| Changeset::from(&done[SECOND]).put_change(Message::likes, 3))
        .merge(|done| {
            let bodies = [&done[FIRST], &done[SECOND]].map(|message| message.body.clone());
            Multi::new()
                .put("bodies", bodies.join(", "))
                .delete_with("gone", |done| Changeset::from(&done[FIRST]))
        })
        .inspect(|done| assert_eq!(done.names().count(), 6));
    let multi = multi.append(Multi::new().put("end", ())).prepend(Multi::new().put("start", ()));
    let done = repo.multi(multi).await.unwrap().unwrap();
    let names = ["start", "first", "second", "third", "bodies", "gone", "end"];
    assert_eq!(done.names().collect::<Vec<_>>(), names);
    let expected = format!("1, after {}", done[FIRST].id);
    assert_eq!(done.get::<String>("bodies"), Some(&expected));
    let left = repo.all(Message).await.unwrap();
    assert_eq!(left.iter().map(|message| message.likes).collect::<Vec<_>>(), [3]);
}

async fn steps_see_the_transaction(repo: Repo) {
    let repo = with_messages(repo).await;
    let multi = Multi::new().insert(FIRST, changeset("1")).run("count", |repo: Repo, done| async move {
        assert!(repo.in_transaction() && done.get(FIRST).is_some());
        let count = repo.all(Message).await?.len();
        Ok(if count == 1 { Ok(count) } else { Err(bennu::Error::internal("it is not seen")) })
    });
    // What a handler does is a future that may move between threads.
    let done = tokio::spawn(async move { repo.multi(multi).await.unwrap().unwrap() }).await.unwrap();
    assert_eq!(done.get::<usize>("count"), Some(&1));
}

#[test]
#[should_panic(expected = "`first` is a step of this multi already")]
fn names_are_unique() {
    let _ = Multi::new().put("first", 1).put("first", 2);
}

#[test]
#[should_panic(expected = "`b` is a step of this multi already")]
fn names_stay_unique() {
    let _ = Multi::new().put("a", 1).put("b", 2).append(Multi::new().put("b", 3));
}

#[tokio::test]
#[should_panic(expected = "no step `second` was done; there are `first`")]
async fn a_step_that_was_not_done_is_named() {
    let repo = super::databases::sqlite().await;
    let multi = Multi::new().put("first", 1).inspect(|done| assert_eq!(done[SECOND].id, 1));
    let _ = repo.multi(multi).await;
}

async fn many_rows_are_steps(repo: Repo) {
    let repo = with_messages(repo).await;
    let old = message(&repo, "old").await;
    let ann = || from!(m in Message, where: m.author == "Ann");
    let multi = Multi::new()
        .insert_all("new", ["1", "2", "3"].map(changeset))
        .update_all("liked", from!(m in ann(), update: [inc: [likes: 2]]))
        .exists("any", from!(m in Message, where: m.likes == 2))
        .insert_or_update("again", Changeset::from(&old).put_change(Message::body, "older"))
        .insert_or_update("last", changeset("4"))
        .insert_all_with("more", |done| {
            let new: &usize = done.get("new").expect("it is a step before");
            (0..*new).map(|number| changeset(&format!("more {number}"))).collect()
        })
        .update_all_with("marked", |done| {
            let last: &Message = done.get("last").expect("it is a step before");
            from!(m in Message, where: m.id == ^last.id, update: [set: [note: ^"last"]])
        })
        .delete_all("gone", from!(m in Message, where: m.likes == 2 and m.id != ^old.id))
        .exists_with("left", |done| {
            let gone: &usize = done.get("gone").expect("it is a step before");
            from!(m in Message, where: m.likes > ^i64::try_from(*gone).expect("a number"))
        });
    let mut done = repo.multi(multi).await.unwrap().unwrap();
    let counts = ["new", "liked", "more", "marked", "gone"].map(|name| done.take::<usize>(name));
    assert_eq!(counts, [3, 4, 3, 1, 3]);
    assert_eq!((done.take::<bool>("any"), done.take::<bool>("left")), (true, false));
    assert_eq!(done.take::<Message>("again").body, "older");
    let noted = from!(m in Message, where: m.note == "last", select: m.body);
    assert_eq!(repo.all(noted).await.unwrap(), ["4"]);
    assert_eq!(repo.count(Message).await.unwrap(), 5);

    let multi = Multi::new().delete_all("gone", Message).insert_all(
        "refused",
        [changeset("fine"), Changeset::from(Message).put_change(Message::author, "Bo")],
    );
    let failed = repo.multi(multi).await.unwrap().unwrap_err();
    assert_eq!((failed.name(), failed.changes().get("gone")), ("refused", Some(&5_usize)));
    assert_eq!(
        failed.value::<Changeset<Message>>().unwrap().traverse_errors(ToString::to_string)["body"],
        ["can't be blank"]
    );
    assert_eq!(repo.count(Message).await.unwrap(), 5, "all of it is taken back");
}
