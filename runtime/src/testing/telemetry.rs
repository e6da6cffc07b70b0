//! What a test does comes in as events of `tracing`; they can be looked at once it is done.

use std::cell::RefCell;
use std::fmt::{self, Write as _};
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Level, Metadata, Subscriber};
use tracing_core::span::Current;

thread_local! {
    /// What is recorded on this thread; nothing where no test asked for it.
    static RECORDING: RefCell<Option<Recording>> = const { RefCell::new(None) };
}

/// Keeps what happens on this thread from here on, until it is dropped: the events that
/// [`bennu::telemetry`](mod@crate::telemetry) lists, and those of the application.
///
/// Tests run on a thread each, and see only what happens there: with `#[tokio::test]`, everything that their requests do.
///
/// ```
/// use bennu::endpoint::Config;
/// use bennu::testing::{Client, Telemetry};
/// use bennu::{Conn, Endpoint, Result};
///
/// async fn show(conn: &mut Conn<()>, id: i64) -> Result {
///     conn.text(format!("message {id}"))
/// }
///
/// bennu::router! {
///     Router for ();
///
///     get "/messages/{id}" => show;
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let mut client = Client::new(Endpoint::<Router>::new((), Config::default()));
/// let telemetry = Telemetry::attach();
/// client.get("/messages/7?password=secret").await;
///
/// let sent = telemetry.event("bennu::endpoint", "sent");
/// assert_eq!((sent.field("status"), sent.field("path")), (Some("200"), Some("/messages/7")));
/// let dispatch = telemetry.event("bennu::router", "processing");
/// assert_eq!(dispatch.field("handler"), Some("show"));
/// assert_eq!(dispatch.field("params"), Some(r#"{"password":"[FILTERED]","id":"7"}"#));
/// # }
/// ```
#[derive(Debug)]
#[must_use = "it records until it is dropped"]
pub struct Telemetry {
    /// It belongs to its thread.
    _thread: std::marker::PhantomData<*const ()>,
}

impl Telemetry {
    /// Begins to record.
    ///
    /// # Panics
    /// Where this thread records already, or the program has a subscriber of its own: `tracing` has one for all threads.
    #[track_caller]
    pub fn attach() -> Self {
        static SET: Once = Once::new();
        SET.call_once(|| {
            let set = tracing::subscriber::set_global_default(Recorder);
            assert!(
                set.is_ok(),
                "these tests set a subscriber of `tracing` themselves; leave that to `Telemetry`"
            );
        });
        let before = RECORDING.replace(Some(Recording::default()));
        assert!(before.is_none(), "this test records already");
        Self { _thread: std::marker::PhantomData }
    }

    /// All events so far.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        RECORDING.with_borrow(|recording| recording.as_ref().map(|it| it.events.clone()).unwrap_or_default())
    }

    /// The first event of a target with this message.
    ///
    /// # Panics
    /// Where there was none; the panic lists those that there were.
    #[must_use]
    #[track_caller]
    pub fn event(&self, target: &str, message: &str) -> Event {
        let mut events = self.events();
        match events.iter().position(|event| event.target == target && event.message == message) {
            Some(at) => events.swap_remove(at),
            None => {
                let mut list = String::new();
                for event in events {
                    let _ = write!(list, "\n{event}");
                }
                panic!("expected `{message}` of `{target}`, got{list}")
            }
        }
    }

    /// Asserts that no event of this target has this message.
    #[track_caller]
    pub fn refute(&self, target: &str, message: &str) {
        let event =
            self.events().into_iter().find(|event| event.target == target && event.message == message);
        assert!(event.is_none(), "expected no `{message}` of `{target}`, got\n{}", event.unwrap_or_default());
    }
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        RECORDING.take();
    }
}

/// An event that was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// Whose it is, such as `bennu::endpoint`.
    pub target: &'static str,
    /// How loud it is.
    pub level: Level,
    /// What it says.
    pub message: String,
    /// Its fields, then those of the spans around it, the innermost first.
    pub fields: Vec<(&'static str, String)>,
}

impl Default for Event {
    fn default() -> Self {
        Self { target: "", level: Level::INFO, message: String::new(), fields: Vec::new() }
    }
}

impl Event {
    /// The value of a field of this event or of a span around it.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str())
    }
}

/// `INFO bennu::endpoint: sent method=GET path=/`
impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.level, self.target, self.message)?;
        self.fields.iter().try_for_each(|(name, value)| write!(f, " {name}={value}"))
    }
}

#[derive(Default)]
struct Recording {
    events: Vec<Event>,
    /// By their ids, which are places in this list counted from 1.
    spans: Vec<Span>,
    entered: Vec<u64>,
}

struct Span {
    metadata: &'static Metadata<'static>,
    fields: Vec<(&'static str, String)>,
}

impl Recording {
    fn span(&mut self, id: &Id) -> Option<&mut Span> {
        self.spans.get_mut(usize::try_from(id.into_u64()).ok()?.checked_sub(1)?)
    }
}

/// Fields as text, a message apart.
#[derive(Default)]
struct Fields {
    message: String,
    fields: Vec<(&'static str, String)>,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let text = format!("{value:?}");
        match field.name() {
            "message" => self.message = text,
            name => self.fields.push((name, text)),
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "message" => value.clone_into(&mut self.message),
            name => self.fields.push((name, value.to_owned())),
        }
    }
}

/// The one subscriber of the program: it hands everything to the recording of the thread.
struct Recorder;

fn recording<T>(act: impl FnOnce(&mut Recording) -> T) -> Option<T> {
    // What happens while a thread ends, or while a recording is looked at, is not recorded.
    RECORDING.try_with(|recording| recording.try_borrow_mut().ok()?.as_mut().map(act)).ok().flatten()
}

impl Subscriber for Recorder {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        // Another thread may be of another mind.
        Interest::sometimes()
    }

    fn enabled(&self, _: &Metadata<'_>) -> bool {
        recording(|_| ()).is_some()
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let id = recording(|recording| {
            recording.spans.push(Span { metadata: attributes.metadata(), fields: fields.fields });
            recording.spans.len() as u64
        });
        Id::from_u64(id.unwrap_or(u64::MAX))
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        recording(|recording| {
            if let Some(span) = recording.span(span) {
                span.fields.extend(fields.fields);
            }
        });
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let metadata = event.metadata();
        recording(|recording| {
            for id in recording.entered.clone().into_iter().rev() {
                let span = recording.span(&Id::from_u64(id));
                fields.fields.extend(span.map(|span| span.fields.clone()).unwrap_or_default());
            }
            let (target, level) = (metadata.target(), *metadata.level());
            recording.events.push(Event { target, level, message: fields.message, fields: fields.fields });
        });
    }

    fn enter(&self, span: &Id) {
        recording(|recording| recording.entered.push(span.into_u64()));
    }

    fn exit(&self, span: &Id) {
        recording(|recording| {
            let at = recording.entered.iter().rposition(|entered| *entered == span.into_u64());
            at.map(|at| recording.entered.remove(at))
        });
    }

    fn current_span(&self) -> Current {
        let current = recording(|recording| {
            let id = Id::from_u64(*recording.entered.last()?);
            let metadata = recording.span(&id)?.metadata;
            Some(Current::new(id, metadata))
        });
        current.flatten().unwrap_or_else(Current::none)
    }
}
