//! Sessions come in and become rows of a table; what has expired is deleted a few rows at a time.

use time::OffsetDateTime;

use super::{Kept, SessionId, SessionStore};
use crate::from;
use crate::repo::{Error, Migration, Repo};
use crate::{Changeset, Result};

/// How many expired rows one new session deletes at most: more than one, so that a burst does not stay for ever.
const SWEEP: u64 = 4;

crate::schema! {
    /// One session.
    struct KeptSession in "sessions" {
        digest: String,
        data: String,
        owner: Option<String>,
        expires_at: OffsetDateTime,
    }
}

/// The step that makes the table of a [`RepoStore`], under a version that has its place among the application's own.
///
/// ```
/// use bennu::repo::Migration;
/// use bennu::session;
///
/// const MIGRATIONS: &[Migration] = &[session::migration(20261121090000)];
/// ```
#[must_use]
pub const fn migration(version: i64) -> Migration {
    // Without AUTOINCREMENT a new row could get the key of one that was deleted meanwhile, and a slow request would
    // overwrite another visitor's session.
    Migration::new(
        version,
        "create sessions",
        "CREATE TABLE sessions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            digest TEXT NOT NULL,
            data TEXT NOT NULL,
            owner TEXT,
            expires_at TEXT NOT NULL
        );
        CREATE UNIQUE INDEX sessions_digest_index ON sessions (digest);
        CREATE INDEX sessions_owner_index ON sessions (owner);
        CREATE INDEX sessions_expires_at_index ON sessions (expires_at);",
    )
    .on_postgres(
        "CREATE TABLE sessions (
            id bigserial PRIMARY KEY,
            digest text NOT NULL,
            data text NOT NULL,
            owner text,
            expires_at timestamp NOT NULL
        );
        CREATE UNIQUE INDEX sessions_digest_index ON sessions (digest);
        CREATE INDEX sessions_owner_index ON sessions (owner);
        CREATE INDEX sessions_expires_at_index ON sessions (expires_at);",
    )
    .down("DROP TABLE sessions")
}

/// Sessions as rows of the table `sessions`, which [`migration`] makes: they outlive the process, and an operator can end them.
///
/// ```
/// use bennu::endpoint::Config;
/// use bennu::session::{self, RepoStore};
/// use bennu::{Repo, Result};
///
/// async fn config(repo: &Repo) -> Result<Config> {
///     repo.migrate(&[session::migration(20261121090000)]).await?;
///     Ok(Config::from_env()?.with_session_store(RepoStore::new(repo.clone())))
/// }
/// ```
#[derive(Clone, Debug)]
pub struct RepoStore(Repo);

impl RepoStore {
    /// Keeps sessions in the database of `repo`.
    #[must_use]
    pub fn new(repo: Repo) -> Self {
        Self(repo)
    }

    async fn find(&self, id: &SessionId) -> Result<Option<KeptSession>, Error> {
        self.0.get_by(KeptSession::digest, id.as_str()).await
    }

    /// Rows that expired longest ago go first.
    async fn sweep(&self, now: OffsetDateTime) -> Result<(), Error> {
        let oldest = from!(s in KeptSession, order_by: s.expires_at, limit: ^SWEEP);
        for session in self.0.all(oldest).await? {
            if session.expires_at > now {
                break;
            }
            self.remove(session).await?;
        }
        Ok(())
    }

    /// A row that somebody else deleted first is gone as well.
    async fn remove(&self, session: KeptSession) -> Result<(), Error> {
        match self.0.delete(session).await {
            Err(Error::Stale { .. }) | Ok(_) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl SessionStore for RepoStore {
    async fn get(&self, id: &SessionId) -> Result<Option<String>> {
        let found = self.find(id).await?;
        Ok(found.filter(|session| session.expires_at > OffsetDateTime::now_utc()).map(|session| session.data))
    }

    async fn insert(&self, id: &SessionId, session: Kept<'_>) -> Result {
        let now = OffsetDateTime::now_utc();
        let row = Changeset::from(KeptSession).put_change(KeptSession::digest, id.as_str());
        self.0.insert(put(row, session, now)).await??;
        self.sweep(now).await?;
        Ok(())
    }

    async fn update(&self, id: &SessionId, session: Kept<'_>) -> Result<bool> {
        let now = OffsetDateTime::now_utc();
        let Some(row) = self.find(id).await?.filter(|row| row.expires_at > now) else {
            return Ok(false);
        };
        match self.0.update(put(Changeset::from(&row), session, now)).await {
            Ok(updated) => updated.map(|_| true).map_err(Into::into),
            Err(Error::Stale { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn delete(&self, id: &SessionId) -> Result {
        if let Some(session) = self.find(id).await? {
            self.remove(session).await?;
        }
        Ok(())
    }

    async fn delete_all_for(&self, owner: &str) -> Result {
        for session in self.0.all(from!(s in KeptSession, where: s.owner == ^owner)).await? {
            self.remove(session).await?;
        }
        Ok(())
    }
}

/// The row with what is kept in it from `now` on.
fn put(row: Changeset<KeptSession>, session: Kept<'_>, now: OffsetDateTime) -> Changeset<KeptSession> {
    let max_age = time::Duration::try_from(session.max_age).unwrap_or(time::Duration::MAX);
    row.put_change(KeptSession::data, session.data)
        .put_change(KeptSession::owner, session.owner.map(str::to_owned))
        .put_change(KeptSession::expires_at, now.saturating_add(max_age))
}
