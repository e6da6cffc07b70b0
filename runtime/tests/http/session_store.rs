//! Sessions that the server keeps: in memory, in the database, and in a store that fails.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bennu::http::Request;
use bennu::session::{Kept, MemoryStore, RepoStore, SessionId, SessionStore, migration};
use bennu::testing::Client;
use bennu::{Body, Endpoint, Error, Repo, Result};

use super::app::{App, Router, config};
use crate::repo::databases;

const NAME: &str = "_bennu_key";

/// Both stores behind one test each, with its calls counted.
enum Kind {
    Memory(MemoryStore),
    Repo(RepoStore),
}

pub(super) struct Counting {
    store: Kind,
    reads: AtomicUsize,
    writes: AtomicUsize,
}

macro_rules! either {
    ($self:ident, $store:ident => $call:expr) => {
        match &$self.store {
            Kind::Memory($store) => $call.await,
            Kind::Repo($store) => $call.await,
        }
    };
}

impl SessionStore for Counting {
    async fn get(&self, id: &SessionId) -> Result<Option<String>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        either!(self, store => store.get(id))
    }

    async fn insert(&self, id: &SessionId, session: Kept<'_>) -> Result {
        self.writes.fetch_add(1, Ordering::Relaxed);
        either!(self, store => store.insert(id, session))
    }

    async fn update(&self, id: &SessionId, session: Kept<'_>) -> Result<bool> {
        self.writes.fetch_add(1, Ordering::Relaxed);
        either!(self, store => store.update(id, session))
    }

    async fn delete(&self, id: &SessionId) -> Result {
        self.writes.fetch_add(1, Ordering::Relaxed);
        either!(self, store => store.delete(id))
    }

    async fn delete_all_for(&self, owner: &str) -> Result {
        either!(self, store => store.delete_all_for(owner))
    }
}

impl Counting {
    fn new(store: Kind) -> Arc<Self> {
        Arc::new(Self { store, reads: AtomicUsize::new(0), writes: AtomicUsize::new(0) })
    }

    fn calls(&self) -> (usize, usize) {
        (self.reads.load(Ordering::Relaxed), self.writes.load(Ordering::Relaxed))
    }
}

pub(super) async fn stores() -> [Arc<Counting>; 3] {
    let (sqlite, postgres) = (databases::sqlite().await, databases::postgres("").await);
    for repo in [&sqlite, &postgres] {
        repo.migrate(&[migration(1)]).await.unwrap();
    }
    [
        Counting::new(Kind::Memory(MemoryStore::new())),
        Counting::new(Kind::Repo(RepoStore::new(sqlite))),
        Counting::new(Kind::Repo(RepoStore::new(postgres))),
    ]
}

fn client_of(store: &Arc<Counting>) -> Client<Router> {
    Client::new(Endpoint::new(App::default(), config().with_session_store(Arc::clone(store))))
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_kept_in_the_store_and_the_cookie_says_nothing() {
    for store in stores().await {
        let mut client = client_of(&store);
        let response = client.get("/session/telltale").await;
        let cookie = response.header("set-cookie").unwrap();
        assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/"), "{cookie}");
        assert_eq!(client.cookie(NAME).unwrap().len(), 43);
        assert_eq!(client.get("/session").await.text_response(200), "telltale");
        assert_eq!(client.session().get::<String>("value").as_deref(), Some("telltale"));
        assert_eq!(
            client.get("/session/other").await.header("set-cookie"),
            None,
            "the cookie stays the same"
        );
        assert_eq!(client.get("/session").await.text_response(200), "other");
    }
}

#[tokio::test]
async fn who_asks_for_no_session_reads_none_and_who_changes_none_writes_none() {
    for store in stores().await {
        let mut client = client_of(&store);
        client.get("/session").await;
        client.get("/members/").await;
        assert_eq!(store.calls().0, 0, "there was no cookie");
        client.get("/session/a").await;
        let before = store.calls();
        client.get("/api/echo").await;
        assert_eq!(store.calls(), before);
        assert_eq!(client.get("/session").await.text_response(200), "a");
        let (reads, writes) = store.calls();
        assert_eq!((reads, writes), (before.0 + 1, before.1));
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_for_every_copy_of_the_cookie() {
    for path in ["/sign-out", "/session-drop"] {
        for store in stores().await {
            let mut client = client_of(&store);
            client.get("/session/a").await;
            let copy = client.cookie(NAME).unwrap().to_owned();
            client.get(path).await;
            assert_eq!(client.cookie(NAME), None, "{path}");
            client.put_cookie(NAME, &copy);
            assert_eq!(client.get("/session").await.text_response(200), "none", "{path}");
        }
    }
}

#[tokio::test]
async fn renewing_gives_a_new_id_and_ends_the_old_one() {
    for store in stores().await {
        let mut client = client_of(&store);
        client.get("/session/kept").await;
        let old = client.cookie(NAME).unwrap().to_owned();
        client.get("/session-renew").await;
        assert_ne!(client.cookie(NAME), Some(old.as_str()));
        assert_eq!(client.get("/session").await.text_response(200), "kept");
        client.put_cookie(NAME, &old);
        assert_eq!(client.get("/session").await.text_response(200), "none");
    }
}

#[tokio::test]
async fn nobody_chooses_the_id_of_a_session() {
    for store in stores().await {
        let mut client = client_of(&store);
        for planted in ["A".repeat(43), "x".into(), "A".repeat(5_000), "%00".into()] {
            client.put_cookie(NAME, &planted);
            assert_eq!(client.get("/session").await.text_response(200), "none");
            client.get("/session/victim").await;
            assert_ne!(client.cookie(NAME), Some(planted.as_str()), "the id of a new session is new");
            let mut attacker = client_of(&store);
            attacker.put_cookie(NAME, &planted);
            assert_eq!(attacker.get("/session").await.text_response(200), "none");
        }
    }
}

#[tokio::test]
async fn a_session_that_ended_meanwhile_does_not_come_back() {
    for store in stores().await {
        let mut one = client_of(&store);
        one.get("/session/a").await;
        let mut other = one.recycle();
        // One reads, the other signs out, then the first one writes.
        let mut slow = one.conn(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        bennu::plug::fetch_session(&mut slow).await.unwrap();
        slow.put_session("value", "too late").text("ok").unwrap();
        other.get("/sign-out").await;
        let copy = one.cookie(NAME).unwrap().to_owned();
        one.sent(slow).await.unwrap();
        assert_eq!(one.cookie(NAME), None);
        one.put_cookie(NAME, &copy);
        assert_eq!(one.get("/session").await.text_response(200), "none");
    }
}

#[tokio::test]
async fn a_session_that_is_too_long_is_an_error_and_the_old_one_stays() {
    for store in stores().await {
        let mut config = config();
        config.session.max_bytes = 1_000;
        let mut client = Client::<Router>::new(Endpoint::new(
            App::default(),
            config.with_session_store(Arc::clone(&store)),
        ));
        client.get("/session/kept").await;
        assert_eq!(client.get("/big-session").await.status(), 500);
        assert_eq!(client.get("/session").await.text_response(200), "kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_and_flash_work_as_with_the_cookie() {
    for store in stores().await {
        let mut client = client_of(&store);
        client.get("/").await;
        let response = client.post("/messages", &[("message[body]", "hi")]).await;
        assert_eq!(response.redirected_to(), "/");
        assert!(client.get("/").await.html_response(200).contains("Stored hi."));
        assert!(!client.get("/").await.html_response(200).contains("Stored"));
        client.put_session("value", "by the test");
        assert_eq!(client.get("/session").await.text_response(200), "by the test");
    }
}

#[tokio::test]
async fn a_session_that_no_plug_fetched_is_an_error_that_names_the_plug() {
    for store in stores().await {
        let mut client = client_of(&store);
        client.get("/session/a").await;
        let message = client.get("/raw/ignore").await.assert_error_sent(500);
        assert!(message.contains("`plug fetch_session`"), "{message}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_ends_by_itself() {
    let store = MemoryStore::new();
    let id = id().await;
    store.insert(&id, Kept::new("{}", Duration::from_secs(60))).await.unwrap();
    tokio::time::advance(Duration::from_secs(59)).await;
    assert_eq!(store.get(&id).await.unwrap().as_deref(), Some("{}"));
    assert!(
        store.update(&id, Kept::new("{}", Duration::from_secs(60))).await.unwrap(),
        "a change counts anew"
    );
    tokio::time::advance(Duration::from_secs(59)).await;
    assert!(store.get(&id).await.unwrap().is_some());
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(store.get(&id).await.unwrap(), None);
    assert!(!store.update(&id, Kept::new("{}", Duration::from_secs(60))).await.unwrap());
}

#[tokio::test]
async fn expired_rows_are_not_given_out_and_go_with_new_ones() {
    for repo in [databases::sqlite().await, databases::postgres("").await] {
        repo.migrate(&[migration(1)]).await.unwrap();
        expired_rows_go(repo).await;
    }
}

async fn expired_rows_go(repo: Repo) {
    let store = RepoStore::new(repo.clone());
    let old = id().await;
    store.insert(&old, Kept::new("{}", Duration::ZERO)).await.unwrap();
    assert_eq!(store.get(&old).await.unwrap(), None);
    assert!(!store.update(&old, Kept::new("{}", Duration::from_secs(60))).await.unwrap());
    for _ in 0..10 {
        store.insert(&id().await, Kept::new("{}", Duration::ZERO)).await.unwrap();
    }
    let living = id().await;
    store.insert(&living, Kept::new("{}", Duration::from_secs(60))).await.unwrap();
    bennu::schema! { struct Row in "sessions" { digest: String, data: String } }
    let rows: Vec<_> = repo.all(Row).await.unwrap().into_iter().map(|row| row.digest).collect();
    assert_eq!(rows, [living.as_str()], "and the row holds no cookie");
    assert_eq!(repo.rollback(&[migration(1)], 1).await.unwrap(), 1);
    assert!(store.get(&living).await.is_err(), "the table is gone");
}

#[tokio::test]
async fn the_memory_store_is_bounded() {
    let store = MemoryStore::with_capacity(2);
    let ids = [id().await, id().await, id().await];
    for (age, id) in ids.iter().enumerate() {
        store.insert(id, Kept::new("{}", Duration::from_secs(60 + age as u64))).await.unwrap();
    }
    assert_eq!(store.get(&ids[0]).await.unwrap(), None, "the one that would have expired first");
    assert!(store.get(&ids[1]).await.unwrap().is_some() && store.get(&ids[2]).await.unwrap().is_some());
}

#[tokio::test]
async fn a_store_that_fails_is_a_500_and_no_session_leaks() {
    struct Broken;

    impl SessionStore for Broken {
        async fn get(&self, _: &SessionId) -> Result<Option<String>> {
            Err(Error::internal("the cache is gone"))
        }

        async fn insert(&self, _: &SessionId, _: Kept<'_>) -> Result {
            Err(Error::internal("the cache is gone"))
        }

        async fn update(&self, _: &SessionId, _: Kept<'_>) -> Result<bool> {
            Err(Error::internal("the cache is gone"))
        }

        async fn delete(&self, _: &SessionId) -> Result {
            Err(Error::internal("the cache is gone"))
        }
    }

    let endpoint = Endpoint::<Router>::new(App::default(), config().with_session_store(Broken));
    let mut client = Client::new(endpoint);
    let response = client.get("/session/a").await;
    assert_eq!(response.assert_error_sent(500), "the cache is gone");
    assert_eq!(response.header("set-cookie"), None);
    client.put_cookie(NAME, &"A".repeat(43));
    assert_eq!(client.get("/session").await.assert_error_sent(500), "the cache is gone");
    assert_eq!(client.get("/api/echo").await.status(), 200);
}

/// An id as the endpoint makes them, caught by a store on its way.
async fn id() -> SessionId {
    #[derive(Default)]
    struct Catch(std::sync::Mutex<Option<SessionId>>);

    impl SessionStore for Catch {
        async fn get(&self, _: &SessionId) -> Result<Option<String>> {
            Ok(None)
        }

        async fn insert(&self, id: &SessionId, _: Kept<'_>) -> Result {
            *self.0.lock().unwrap() = Some(id.clone());
            Ok(())
        }

        async fn update(&self, _: &SessionId, _: Kept<'_>) -> Result<bool> {
            Ok(false)
        }

        async fn delete(&self, _: &SessionId) -> Result {
            Ok(())
        }
    }

    let catch = Arc::new(Catch::default());
    let endpoint = Endpoint::<Router>::new(App::default(), config().with_session_store(Arc::clone(&catch)));
    Client::new(endpoint).get("/session/a").await;
    let id = catch.0.lock().unwrap().take();
    id.expect("a session was put")
}
