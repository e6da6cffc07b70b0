//! A key comes in, what was made for it once goes out.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

/// How many are kept. A program has as many statements as it has `from!`s, ways to put them together and sets of fields to
/// write; where a client decides about those there may be any number, and those in use come back by themselves.
const MOST: usize = 2_000;

/// What was made for keys so far.
pub(super) struct Known<K, V> {
    known: RwLock<HashMap<K, Arc<V>>>,
}

impl<K: Eq + Hash, V> Known<K, V> {
    /// What belongs to `key`, made by `make` if it is not there.
    pub(super) fn get(&self, key: K, make: impl FnOnce(&K) -> V) -> Arc<V> {
        // A panic elsewhere leaves the map whole: entries are only ever added, or all of them taken out.
        if let Some(value) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(value);
        }
        let value = Arc::new(make(&key));
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        Arc::clone(known.entry(key).or_insert(value))
    }
}

impl<K, V> Default for Known<K, V> {
    fn default() -> Self {
        Self { known: RwLock::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clients_decide_about_is_bounded() {
        let known = Known::default();
        for key in 0..=MOST {
            assert_eq!(*known.get(key, |key| key + 1), key + 1);
        }
        assert_eq!(known.known.read().expect("no panic").len(), 1);
        assert_eq!(*known.get(MOST, |_| unreachable!()), MOST + 1);
    }
}
