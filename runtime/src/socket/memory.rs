//! Messages of one connection come in, each with a share of the memory that those which wait may take together.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::channel::Weight;

/// The memory that the waiting messages of one connection may take.
pub(super) struct Memory {
    free: Arc<Semaphore>,
    all: usize,
}

impl Memory {
    /// This many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        let all = bytes.clamp(1, Semaphore::MAX_PERMITS.min(u32::MAX as usize));
        Self { free: Arc::new(Semaphore::new(all)), all }
    }

    /// At most all of it, so that every message has its turn.
    fn share(&self, bytes: usize) -> u32 {
        bytes.min(self.all) as u32
    }

    /// A share of it, if that much is free.
    pub(super) fn try_take(&self, bytes: usize) -> Option<Weight> {
        Arc::clone(&self.free).try_acquire_many_owned(self.share(bytes)).ok()
    }

    /// A share of it, once that much is free.
    pub(super) async fn take(&self, bytes: usize) -> Option<Weight> {
        Arc::clone(&self.free).acquire_many_owned(self.share(bytes)).await.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[test]
    fn what_is_taken_comes_back_and_nothing_is_too_large_for_ever() {
        let memory = Memory::new(100);
        let (first, second) = (memory.try_take(60), memory.try_take(40));
        assert!(first.is_some() && second.is_some());
        assert!(memory.try_take(1).is_none());
        drop(first);
        assert!(memory.try_take(60).is_some());
        assert!(memory.take(1_000).now_or_never().is_none());
        drop(second);
        assert!(memory.take(1_000).now_or_never().is_some());
    }
}
