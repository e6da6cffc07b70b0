//! A statement on its way comes in, its line of the log, its numbers and a warning about a slow one go out.

use std::fmt;
use std::time::{Duration, Instant};

use tracing::Level;
use tracing::field::display;

use super::adapter::Statement;
use crate::schema::Value;

/// What is shown of one value at most: a log is no place for documents.
const SHOWN_BYTES: usize = 200;

/// How many values of a statement are shown: an insert of many rows has thousands.
const SHOWN_VALUES: usize = 50;

/// How long the parts of one statement take. All but `db` are measured for listeners only: asking for the time costs as much
/// as a row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Times {
    begun: Option<Instant>,
    /// Until it had a connection.
    queue: Duration,
    /// In the database.
    pub(super) db: Duration,
    /// Of values into the schema's types.
    decode: Duration,
    /// How long its connection had nothing to do before.
    idle: Option<Duration>,
}

impl Times {
    /// Whether more than `db` is measured.
    pub(super) fn is_detailed(&self) -> bool {
        self.begun.is_some()
    }

    /// It has a connection, which was idle since `idle_since`.
    pub(super) fn connected(&mut self, idle_since: Option<Instant>) {
        if let Some(begun) = self.begun {
            let now = Instant::now();
            self.queue = now - begun;
            self.idle = idle_since.map(|since| now.saturating_duration_since(since));
        }
    }

    /// Reads a row.
    #[inline]
    pub(super) fn decoding<R>(&mut self, read: impl FnOnce() -> R) -> R {
        if self.begun.is_none() {
            return read();
        }
        let start = Instant::now();
        let row = read();
        self.decode += start.elapsed();
        row
    }

    /// It is done, after `time` with what was decoded meanwhile.
    pub(super) fn ran(&mut self, time: Duration) {
        self.db = time.saturating_sub(self.decode);
    }
}

/// A statement that runs, for those who listen.
pub(super) struct Log {
    pub(super) times: Times,
    params: Option<String>,
}

impl Log {
    /// A statement begins.
    pub(super) fn begin(statement: &Statement, values: &[Value]) -> Self {
        let is_heard = Self::is_heard();
        Self { times: Self::times(is_heard), params: is_heard.then(|| params(statement, values)) }
    }

    /// A command without values begins, as `begin` and `commit`.
    pub(super) fn command() -> Self {
        Self { times: Self::times(Self::is_heard()), params: None }
    }

    fn is_heard() -> bool {
        tracing::enabled!(target: "bennu::repo", Level::DEBUG)
    }

    fn times(is_heard: bool) -> Times {
        let begun = (is_heard || cfg!(feature = "metrics")).then(Instant::now);
        Times { begun, ..Times::default() }
    }

    /// It is done. `slow` is the time from which on this is worth a warning.
    pub(super) fn end(self, source: &'static str, sql: &str, is_ok: bool, slow: Option<Duration>) {
        let Self { times, params } = self;
        let source = (!source.is_empty()).then_some(source);
        let spent = times.db + times.decode;
        if slow.is_some_and(|slow| spent >= slow) {
            let (db, params) = (display(Millis(spent)), params.as_deref().map(display));
            tracing::warn!(target: "bennu::repo", source, db, sql, params, "QUERY SLOW");
        }
        if !times.is_detailed() {
            return;
        }
        let shown = |time: Duration| (!time.is_zero()).then(|| display(Millis(time)));
        let (db, queue, decode) = (display(Millis(times.db)), shown(times.queue), shown(times.decode));
        let (idle, params) = (times.idle.map(Millis).map(display), params.as_deref().map(display));
        let sql_text = display(sql);
        let outcome = if is_ok { "OK" } else { "ERROR" };
        tracing::debug!(
            target: "bennu::repo",
            source, db, decode, queue, idle, sql = sql_text, params,
            "QUERY {outcome}"
        );
        #[cfg(feature = "metrics")]
        crate::telemetry::queried(source.unwrap_or_default(), is_ok, &times.into());
    }
}

#[cfg(feature = "metrics")]
impl From<Times> for crate::telemetry::QueryTimes {
    fn from(times: Times) -> Self {
        let Times { queue, db, decode, idle, .. } = times;
        Self { total: queue + db + decode, queue, db, decode, idle }
    }
}

/// `0.6ms`, as Ecto writes it.
struct Millis(Duration);

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}ms", self.0.as_secs_f64() * 1_000.0)
    }
}

/// `["Ann",7,null,"[REDACTED]"]`
fn params(statement: &Statement, values: &[Value]) -> String {
    let mut shown: Vec<_> = values
        .iter()
        .take(SHOWN_VALUES)
        .enumerate()
        .map(|(place, value)| match value {
            _ if statement.is_hidden(place) => "\"[REDACTED]\"".to_owned(),
            Value::Binary(bytes) => format!("<{} bytes>", bytes.len()),
            other => cut(other.to_json().to_string()),
        })
        .collect();
    if let Some(more) = values.len().checked_sub(SHOWN_VALUES).filter(|more| *more > 0) {
        shown.push(format!("… {more} more"));
    }
    format!("[{}]", shown.join(","))
}

fn cut(mut text: String) -> String {
    if text.len() > SHOWN_BYTES {
        text.truncate(text.floor_char_boundary(SHOWN_BYTES));
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_far_as_they_may_be() {
        let statement = Statement::new("users", String::new()).hiding([false, true]);
        let values = ["Ann".into(), "secret".into(), 7_i64.into(), Value::Null, Value::Binary(vec![0; 9])];
        assert_eq!(params(&statement, &values), r#"["Ann","[REDACTED]",7,null,<9 bytes>]"#);
        let long = params(&statement, &["ä".repeat(1_000).as_str().into()]);
        assert!(long.len() < 220 && long.ends_with("ä…]"), "{long}");
        let many = params(&statement, &vec![Value::from(1_i64); 60]);
        assert!(many.ends_with(",1,… 10 more]"), "{many}");
    }

    #[test]
    fn times_are_in_milliseconds() {
        assert_eq!(Millis(Duration::from_micros(612)).to_string(), "0.6ms");
        assert_eq!(Millis(Duration::from_millis(1672)).to_string(), "1672.0ms");
    }
}
