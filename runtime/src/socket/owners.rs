//! Whose a socket is comes in; who ends that person's sockets finds them all.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

/// The sockets of an endpoint, by the `live_socket_id` of their sessions.
#[derive(Debug, Default)]
pub(crate) struct Owners(Mutex<Table>);

#[derive(Debug, Default)]
struct Table {
    /// Dropping a sender tells all of its receivers.
    sockets: HashMap<String, watch::Sender<()>>,
    /// How often sockets have been disconnected.
    generation: u64,
}

impl Owners {
    /// How often sockets have been disconnected: to be asked before a session is read.
    pub(crate) fn generation(&self) -> u64 {
        self.lock().generation
    }

    /// A place for one more socket of `owner`; none where somebody was disconnected since `generation`, so that the session which was
    /// read meanwhile may have ended.
    pub(crate) fn admit(self: &Arc<Self>, owner: &str, generation: u64) -> Option<Ticket> {
        let mut table = self.lock();
        if table.generation != generation {
            return None;
        }
        let told = table.sockets.entry(owner.to_owned()).or_default().subscribe();
        Some(Ticket { owners: Arc::clone(self), owner: owner.to_owned(), told })
    }

    /// Disconnects all sockets of `owner`; returns how many there were.
    pub(crate) fn disconnect(&self, owner: &str) -> usize {
        let mut table = self.lock();
        table.generation += 1;
        table.sockets.remove(owner).map_or(0, |sockets| sockets.receiver_count())
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        // Nobody panics while holding it; were it so, the table would still be whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of one socket.
#[derive(Debug)]
pub(crate) struct Ticket {
    owners: Arc<Owners>,
    owner: String,
    told: watch::Receiver<()>,
}

impl Ticket {
    /// Returns when the socket has to go.
    pub(crate) async fn disconnected(&mut self) {
        // Nothing is ever sent.
        let _ = self.told.changed().await;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut table = self.owners.lock();
        let is_listed = self.told.has_changed().is_ok();
        let is_last = table.sockets.get(&self.owner).is_some_and(|sockets| sockets.receiver_count() == 1);
        if is_listed && is_last {
            table.sockets.remove(&self.owner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_sockets_of_one_person_are_told_and_others_stay() {
        let owners = Arc::new(Owners::default());
        let admit = |owner| owners.admit(owner, owners.generation()).unwrap();
        let (mut one, mut two, other) = (admit("ana"), admit("ana"), admit("ben"));
        assert_eq!(owners.disconnect("ana"), 2);
        one.disconnected().await;
        two.disconnected().await;
        assert!(other.told.has_changed().is_ok());
        let again = admit("ana");
        drop((one, two));
        assert_eq!(owners.disconnect("ana"), 1, "those of before do not take the new one along");
        drop((again, other));
        assert!(owners.lock().sockets.is_empty());
        assert_eq!(owners.disconnect("ana"), 0);
    }

    #[test]
    fn whose_session_may_have_ended_meanwhile_is_not_let_in() {
        let owners = Arc::new(Owners::default());
        let before = owners.generation();
        owners.disconnect("ana");
        assert!(owners.admit("ana", before).is_none());
        assert!(owners.admit("ana", owners.generation()).is_some());
        assert!(owners.lock().sockets.is_empty());
    }
}
