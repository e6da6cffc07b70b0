//! A panic happens; where it did is remembered for the page that says so, in development alone.

use std::backtrace::Backtrace;
use std::cell::RefCell;
use std::panic::PanicHookInfo;
use std::sync::Once;

use super::source::Place;

thread_local! {
    static LAST: RefCell<Option<Panicked>> = const { RefCell::new(None) };
}

/// Where a panic happened, which its payload does not say.
pub(crate) struct Panicked {
    pub(super) place: Place,
    pub(super) backtrace: Backtrace,
}

/// From now on, panics are remembered by the thread on which they happen. What was done at a panic before is done still.
pub(crate) fn remember_panics() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            remember(info);
            previous(info);
        }));
    });
}

fn remember(info: &PanicHookInfo<'_>) {
    let Some(location) = info.location() else { return };
    let panicked = Panicked { place: location.into(), backtrace: Backtrace::force_capture() };
    // A thread that is ending has nowhere to remember it, and no request to answer.
    let _ = LAST.try_with(|last| last.replace(Some(panicked)));
}

/// The latest panic on this thread, once.
pub(crate) fn take_panic() -> Option<Panicked> {
    LAST.take()
}
