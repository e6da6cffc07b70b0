//! What the log says about requests.

use std::cell::RefCell;
use std::fmt::{Debug, Write as _};
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use super::app::client;

thread_local! {
    /// The lines of this test: each runs on a thread of its own.
    static LINES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Keeps the endpoint's events as lines. One subscriber counts for all tests: a scoped one would come and go under the others.
struct Log;

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // How long it took is another time each run.
        match field.name() {
            "duration" => self.0.push_str(" duration"),
            name => write!(self.0, " {name}={value:?}").unwrap(),
        }
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "bennu::endpoint" && *metadata.level() <= Level::INFO
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        LINES.with_borrow_mut(|lines| lines.push(line.0));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

async fn logged(path: &str) -> Vec<String> {
    static SET: Once = Once::new();
    SET.call_once(|| tracing::subscriber::set_global_default(Log).expect("no other test sets one"));
    LINES.take();
    client().get(path).await;
    LINES.take()
}

#[tokio::test]
async fn a_request_is_one_line() {
    assert_eq!(
        logged("/raw/peer?secret=1").await,
        [r#"INFO message=sent method=GET path="/raw/peer" status=200 duration"#]
    );
    assert_eq!(
        logged("/nowhere").await,
        [r#"INFO message=sent method=GET path="/nowhere" status=404 duration"#]
    );
}

#[tokio::test]
async fn a_failure_is_logged_with_its_cause() {
    let lines = logged("/fail").await;
    assert_eq!(
        lines[0],
        r#"ERROR message=invalid digit found in string method=GET path="/fail" status=500 cause="invalid digit found in string""#
    );
    assert_eq!(lines[1], r#"INFO message=sent method=GET path="/fail" status=500 duration"#);
    assert!(logged("/panic").await[0].contains("message=panicked: on purpose"));
}

#[tokio::test]
async fn files_are_not_logged() {
    assert_eq!(logged("/bennu/live.js").await, [""; 0]);
}
