//! Repos of copies of a database come in, one of them at a time goes out for reading.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Repo;

/// Copies of a database, which are read in turns.
pub(super) struct Replicas {
    repos: Vec<Repo>,
    turn: AtomicUsize,
}

impl Repo {
    /// The same database with copies of it that are read by [`replica`](Self::replica).
    ///
    /// ```no_run
    /// # async fn start() -> Result<(), bennu::repo::Error> {
    /// use bennu::Repo;
    ///
    /// let near = Repo::connect("postgres://replica.near/shop?sslmode=verify-full").await?;
    /// let far = Repo::connect("postgres://replica.far/shop?sslmode=verify-full").await?;
    /// let repo = Repo::connect("postgres://primary/shop?sslmode=verify-full").await?.with_replicas([near, far]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_replicas(self, replicas: impl IntoIterator<Item = Self>) -> Self {
        let repos: Vec<_> = replicas.into_iter().collect();
        let replicas = (!repos.is_empty()).then(|| Arc::new(Replicas { repos, turn: AtomicUsize::new(0) }));
        Self { replicas, ..self }
    }

    /// One of the copies, in turns: `repo.replica().all(Message)`. What was written a moment ago may not be there yet.
    ///
    /// Where there are none, as in tests, and within a transaction, which shall see what it wrote, it is this repo itself.
    /// That nobody writes to a copy, the server sees to.
    #[must_use]
    pub fn replica(&self) -> Self {
        match &self.replicas {
            Some(replicas) if !self.in_any_transaction() => {
                let turn = replicas.turn.fetch_add(1, Ordering::Relaxed) % replicas.repos.len();
                replicas.repos[turn].clone()
            }
            _ => self.clone(),
        }
    }
}
