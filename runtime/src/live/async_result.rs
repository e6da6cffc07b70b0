//! What became of work that takes a while comes in: nothing yet, a value, or a reason why there is none.

/// A value that is still on its way, is there, or could not be had: Phoenix's `AsyncResult`.
///
/// [`async_result`](fn@crate::component::async_result) shows it. Once there is a value it stays, while a newer one is loading and
/// also if that one could not be had, so that people do not lose sight of what they had.
///
/// ```
/// use bennu::live::AsyncResult;
///
/// let mut news = AsyncResult::<&str>::loading();
/// assert!(news.is_loading() && news.value().is_none());
/// news.put("rain");
/// assert_eq!((news.is_loading(), news.value()), (false, Some(&"rain")));
/// news.reload();
/// assert_eq!((news.is_loading(), news.value()), (true, Some(&"rain")));
/// news.fail("no line");
/// assert_eq!((news.value(), news.failure()), (Some(&"rain"), Some(&"no line".to_owned())));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsyncResult<T, E = String> {
    value: Option<T>,
    failure: Option<E>,
    is_loading: bool,
}

impl<T, E> AsyncResult<T, E> {
    /// Nothing yet.
    #[must_use]
    pub const fn loading() -> Self {
        Self { value: None, failure: None, is_loading: true }
    }

    /// A value from the start.
    #[must_use]
    pub const fn ok(value: T) -> Self {
        Self { value: Some(value), failure: None, is_loading: false }
    }

    /// The value has come.
    pub fn put(&mut self, value: T) {
        *self = Self::ok(value);
    }

    /// The value could not be had; one that was there stays.
    pub fn fail(&mut self, reason: impl Into<E>) {
        self.failure = Some(reason.into());
        self.is_loading = false;
    }

    /// A newer value is on its way; one that was there stays.
    pub fn reload(&mut self) {
        self.failure = None;
        self.is_loading = true;
    }

    /// The newest value that has come.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// Why the last one could not be had.
    #[must_use]
    pub const fn failure(&self) -> Option<&E> {
        self.failure.as_ref()
    }

    /// Whether one is on its way.
    #[must_use]
    pub const fn is_loading(&self) -> bool {
        self.is_loading
    }
}

/// Nothing yet.
impl<T, E> Default for AsyncResult<T, E> {
    fn default() -> Self {
        Self::loading()
    }
}
