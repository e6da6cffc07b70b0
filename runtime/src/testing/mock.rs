//! What a test expects of a service comes in; the service's answers go out, and a panic where it went otherwise.

use std::collections::VecDeque;
use std::fmt;
use std::panic::Location;
use std::sync::{Mutex, MutexGuard, PoisonError};

type Answer<A, R> = Box<dyn FnMut(A) -> R + Send>;

/// One method of a service that a test puts in place of the real one: it answers as it is told to, and the test fails where it is called
/// otherwise. A method with several arguments takes them as a tuple.
///
/// ```
/// use std::sync::Arc;
/// use bennu::testing::Mock;
///
/// /// The service, and the application that knows it by its trait.
/// trait Payments: Send + Sync {
///     fn charge(&self, cents: u32, customer: &str) -> Result<String, String>;
/// }
///
/// struct App {
///     payments: Arc<dyn Payments>,
/// }
///
/// /// The service of the tests.
/// struct MockPayments {
///     charge: Mock<(u32, String), Result<String, String>>,
/// }
///
/// impl Payments for MockPayments {
///     fn charge(&self, cents: u32, customer: &str) -> Result<String, String> {
///         self.charge.call((cents, customer.to_owned()))
///     }
/// }
///
/// let mock = Arc::new(MockPayments { charge: Mock::new("charge") });
/// mock.charge.expect(|(cents, customer)| {
///     assert_eq!((cents, customer.as_str()), (1_000, "ana"));
///     Ok("paid".into())
/// });
/// mock.charge.expect(|_| Err("declined".into()));
///
/// let app = App { payments: mock.clone() };
/// assert_eq!(app.payments.charge(1_000, "ana"), Ok("paid".into()));
/// assert_eq!(app.payments.charge(1_000, "ana"), Err("declined".into()));
/// ```
///
/// Expectations belong to the value, not to the process, so that tests run side by side.
pub struct Mock<A, R> {
    name: &'static str,
    state: Mutex<State<A, R>>,
}

struct State<A, R> {
    expected: VecDeque<Expected<A, R>>,
    stub: Option<Answer<A, R>>,
    unexpected: usize,
}

struct Expected<A, R> {
    times: usize,
    answer: Answer<A, R>,
    place: &'static Location<'static>,
}

impl<A, R> Mock<A, R> {
    /// A method that nobody is expected to call; `name` is for messages.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        let state = State { expected: VecDeque::new(), stub: None, unexpected: 0 };
        Self { name, state: Mutex::new(state) }
    }

    /// Expects one more call, and answers it so. Calls are answered in the order in which they are expected here.
    #[track_caller]
    pub fn expect(&self, answer: impl FnMut(A) -> R + Send + 'static) -> &Self {
        self.expect_times(1, answer)
    }

    /// Expects so many more calls, and answers them so.
    #[track_caller]
    pub fn expect_times(&self, times: usize, answer: impl FnMut(A) -> R + Send + 'static) -> &Self {
        let place = Location::caller();
        let expected = Expected { times, answer: Box::new(answer), place };
        self.lock().expected.extend((times > 0).then_some(expected));
        self
    }

    /// Answers all calls so that are not expected: as many as come, or none.
    pub fn stub(&self, answer: impl FnMut(A) -> R + Send + 'static) -> &Self {
        self.lock().stub = Some(Box::new(answer));
        self
    }

    /// Answers a call.
    ///
    /// # Panics
    /// Where nobody expects it. The test fails at its end as well, since a handler that panics is a 500 and nothing more.
    pub fn call(&self, arguments: A) -> R {
        let mut state = self.lock();
        let State { expected, stub, unexpected } = &mut *state;
        let Some(next) = expected.front_mut() else {
            let Some(stub) = stub else {
                *unexpected += 1;
                drop(state);
                panic!("`{}` was called, and nobody expects it", self.name);
            };
            return stub(arguments);
        };
        next.times -= 1;
        if next.times > 0 {
            return (next.answer)(arguments);
        }
        let mut last = expected.pop_front().expect("it was just there");
        // What the answer asserts may panic; the mock stays whole.
        drop(state);
        (last.answer)(arguments)
    }

    fn lock(&self) -> MutexGuard<'_, State<A, R>> {
        // An answer that panicked has been counted before.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<A, R> fmt::Debug for Mock<A, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("name", &self.name).finish_non_exhaustive()
    }
}

/// # Panics
/// Where a call that was expected did not come, or one came that was not.
impl<A, R> Drop for Mock<A, R> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let state = self.lock();
        let (unexpected, name) = (state.unexpected, self.name);
        let missing = state.expected.front().map(|expected| (expected.times, expected.place));
        drop(state);
        if let Some((times, place)) = missing {
            panic!("`{name}` was not called {times} more times, as {place} expects");
        }
        assert!(unexpected == 0, "`{name}` was called {unexpected} times more than expected");
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    /// What the panic of `work` says.
    fn panic_of<T>(work: impl FnOnce() -> T) -> String {
        let panic = catch_unwind(AssertUnwindSafe(work)).err().expect("it panics");
        panic.downcast_ref::<String>().cloned().unwrap_or_default()
    }

    #[test]
    fn calls_are_answered_in_order_and_what_is_missing_is_told() {
        let mock = Mock::new("charge");
        mock.expect(|cents: u32| cents + 1).expect_times(2, |cents| cents + 10).expect_times(0, |_| 7);
        assert_eq!((mock.call(1), mock.call(1), mock.call(1)), (2, 11, 11));
        drop(mock);

        let mock = Mock::new("charge");
        mock.expect_times(2, |cents: u32| cents);
        mock.call(1);
        let message = panic_of(|| drop(mock));
        assert!(message.starts_with("`charge` was not called 1 more times, as "), "{message}");
        assert!(message.contains("mock.rs:"), "{message}");
    }

    #[test]
    fn a_call_that_nobody_expects_fails_at_once_and_at_the_end() {
        let mock = Mock::<u32, u32>::new("charge");
        assert_eq!(panic_of(|| mock.call(1)), "`charge` was called, and nobody expects it");
        assert_eq!(panic_of(|| drop(mock)), "`charge` was called 1 times more than expected");
    }

    #[test]
    fn a_stub_answers_any_number_of_calls_after_those_that_are_expected() {
        let mock = Mock::new("charge");
        mock.stub(|cents: u32| cents * 2).expect(|_| 0);
        assert_eq!((mock.call(3), mock.call(3), mock.call(4)), (0, 6, 8));
        drop(mock);
        drop(Mock::<(), ()>::new("never"));
    }

    #[test]
    fn an_answer_that_fails_is_the_only_failure() {
        let mock = Mock::new("charge");
        mock.expect(|cents: u32| assert_eq!(cents, 2, "the wrong sum"));
        assert!(panic_of(|| mock.call(1)).contains("the wrong sum"));
        drop(mock);
    }
}
