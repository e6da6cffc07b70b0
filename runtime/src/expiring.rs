//! Entries with an end come in; what has ended goes out of the way, and so does what would end first when there are too many.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use tokio::time::Instant;

/// How many ended entries one new entry clears away: more than one, so that a burst does not stay for ever.
const SWEEP: usize = 4;

/// A map that never holds more than so many entries.
#[derive(Debug)]
pub(crate) struct Expiring<K, V> {
    entries: HashMap<K, Entry<V>>,
    /// The keys by their end; the number tells entries of one moment apart.
    ends: BTreeMap<(Instant, u64), K>,
    capacity: usize,
    inserted: u64,
}

#[derive(Debug)]
struct Entry<V> {
    value: V,
    end: (Instant, u64),
}

impl<K: Clone + Eq + Hash, V> Expiring<K, V> {
    /// A map of at most `capacity` entries, at least one.
    pub(crate) fn new(capacity: usize) -> Self {
        Self { entries: HashMap::new(), ends: BTreeMap::new(), capacity: capacity.max(1), inserted: 0 }
    }

    /// What has not ended at `now`.
    pub(crate) fn get(&self, key: &K, now: Instant) -> Option<&V> {
        self.entries.get(key).filter(|entry| entry.end.0 > now).map(|entry| &entry.value)
    }

    /// The same to be changed, with its end.
    pub(crate) fn get_mut(&mut self, key: &K, now: Instant) -> Option<(&mut V, Instant)> {
        let entry = self.entries.get_mut(key).filter(|entry| entry.end.0 > now)?;
        Some((&mut entry.value, entry.end.0))
    }

    /// Puts an entry, in place of an earlier one of its key.
    pub(crate) fn insert(&mut self, key: K, value: V, end: Instant, now: Instant) {
        self.remove(&key);
        for _ in 0..SWEEP {
            let full = self.entries.len() >= self.capacity;
            match self.ends.first_key_value() {
                Some((first, key)) if full || first.0 <= now => {
                    let key = key.clone();
                    self.remove(&key);
                }
                _ => break,
            }
        }
        self.inserted += 1;
        let end = (end, self.inserted);
        self.ends.insert(end, key.clone());
        self.entries.insert(key, Entry { value, end });
    }

    /// Whether nothing more can be put without losing what has not ended.
    #[cfg(any(feature = "jwt", test))]
    pub(crate) fn is_full(&self, now: Instant) -> bool {
        self.entries.len() >= self.capacity
            && self.ends.first_key_value().is_some_and(|(first, _)| first.0 > now)
    }

    /// Takes an entry away; returns whether it was there, ended or not.
    pub(crate) fn remove(&mut self, key: &K) -> bool {
        let Some(entry) = self.entries.remove(key) else { return false };
        self.ends.remove(&entry.end);
        true
    }

    /// Takes all entries away that are meant, after a look at each.
    pub(crate) fn remove_if(&mut self, is_meant: impl Fn(&V) -> bool) {
        self.entries.retain(|_, entry| {
            let goes = is_meant(&entry.value);
            if goes {
                self.ends.remove(&entry.end);
            }
            !goes
        });
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn an_entry_is_there_until_its_end() {
        let now = Instant::now();
        let (soon, late) = (now + Duration::from_secs(1), now + Duration::from_secs(2));
        let mut map = Expiring::new(10);
        map.insert("a", 1, soon, now);
        map.insert("a", 2, late, now);
        assert_eq!(map.get(&"a", soon), Some(&2));
        assert_eq!(map.get(&"a", late), None);
        assert_eq!(map.get_mut(&"a", now), Some((&mut 2, late)));
        assert!(map.remove(&"a") && !map.remove(&"a"));
        assert!(map.ends.is_empty());
    }

    #[test]
    fn it_stays_within_its_capacity() {
        let now = Instant::now();
        let mut map = Expiring::new(3);
        for number in 0..100_u64 {
            map.insert(number, (), now + Duration::from_secs(100 - number), now);
            assert!(map.entries.len() <= 3 && map.entries.len() == map.ends.len());
        }
        assert!(map.is_full(now) && !map.is_full(now + Duration::from_secs(200)));
        assert!(map.get(&98, now).is_none(), "what has the shortest time left goes first");
        assert!(map.get(&0, now).is_some() && map.get(&99, now).is_some(), "and the newest is always kept");
    }

    #[test]
    fn what_has_ended_is_cleared_away_a_few_at_a_time() {
        let now = Instant::now();
        let mut map = Expiring::new(100);
        for number in 0..50 {
            map.insert(number, (), now + Duration::from_secs(1), now);
        }
        let later = now + Duration::from_secs(2);
        map.insert(50, (), later + Duration::from_secs(1), later);
        assert_eq!(map.entries.len(), 51 - SWEEP);
    }
}
