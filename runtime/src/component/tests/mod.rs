//! Templates as pages and as diffs.

mod diff;
mod embed;
mod language;
mod library;
mod markup;
mod merge;
mod property;
mod rest;
mod slots;
mod xss;

use super::{Context, Fingerprints, Render, to_html};

/// The template as a page.
fn page(template: impl Render) -> String {
    String::from_utf8(to_html(&template, &Context::default())).expect("HTML is UTF-8")
}

/// What a view hears.
struct View {
    sent: Fingerprints,
}

impl View {
    fn new() -> Self {
        Self { sent: Fingerprints::new() }
    }

    /// The next diff, as text.
    fn diff(&mut self, template: impl Render) -> String {
        let mut out = b"before".to_vec();
        self.sent.diff(&template, &Context::default(), &mut out);
        let text = String::from_utf8(out).expect("JSON is UTF-8");
        text.strip_prefix("before").expect("what was there stays there").to_owned()
    }
}
