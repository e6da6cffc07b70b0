//! Labels and values come in, the options of a `<select>` go out.

use std::fmt::Display;

use crate::component::{Render, Sink, Value, to_html};
use crate::html;

/// What a `<select>` offers: labels with values, in groups if need be.
///
/// Arrays, slices and vectors of pairs of a label and a value become options, and so do texts that are both:
///
/// ```
/// use bennu::component::{Context, to_html};
/// use bennu::form::{Options, options_for_select};
/// use bennu::html;
///
/// let sizes = Options::from([("Small", 1), ("Large", 2)]);
/// let page = html! { <select name="size">{options_for_select(&sizes, ["2"])}</select> };
/// assert_eq!(
///     String::from_utf8_lossy(&to_html(&page, &Context::default())),
///     r#"<select name="size"><option value="1">Small</option><option value="2" selected>Large</option></select>"#
/// );
///
/// let cities = Options::from(["Anywhere"])
///     .group("Austria", [("Vienna", "vie"), ("Graz", "grz")])
///     .rule()
///     .disabled("Atlantis", "atl");
/// let page = html! { <select>{options_for_select(&cities, ["grz"])}</select> };
/// assert_eq!(
///     String::from_utf8_lossy(&to_html(&page, &Context::default())),
///     concat!(
///         r#"<select><option value="Anywhere">Anywhere</option><optgroup label="Austria">"#,
///         r#"<option value="vie">Vienna</option><option value="grz" selected>Graz</option></optgroup>"#,
///         r#"<hr><option value="atl" disabled>Atlantis</option></select>"#,
///     )
/// );
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options(Vec<Entry>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    Choice { label: String, value: String, is_disabled: bool },
    Group { label: String, options: Options },
    Rule,
}

impl Options {
    /// No options yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more option.
    #[must_use]
    pub fn option(self, label: impl Display, value: impl Display) -> Self {
        self.with(Entry::Choice { label: label.to_string(), value: value.to_string(), is_disabled: false })
    }

    /// One more option that is there and cannot be chosen.
    #[must_use]
    pub fn disabled(self, label: impl Display, value: impl Display) -> Self {
        self.with(Entry::Choice { label: label.to_string(), value: value.to_string(), is_disabled: true })
    }

    /// One more option before all others, which stands for nothing: "Choose a country".
    #[must_use]
    pub fn prompt(mut self, label: impl Display) -> Self {
        self.0
            .insert(0, Entry::Choice { label: label.to_string(), value: String::new(), is_disabled: false });
        self
    }

    /// Options under a heading.
    #[must_use]
    pub fn group(self, label: impl Display, options: impl Into<Self>) -> Self {
        self.with(Entry::Group { label: label.to_string(), options: options.into() })
    }

    /// A line between what stands before it and what comes.
    #[must_use]
    pub fn rule(self) -> Self {
        self.with(Entry::Rule)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The labels and values of all options, those in groups too: for a list of checkboxes or radio buttons.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut pairs = Vec::new();
        self.collect_into(&mut pairs);
        pairs.into_iter()
    }

    fn collect_into<'a>(&'a self, pairs: &mut Vec<(&'a str, &'a str)>) {
        for entry in &self.0 {
            match entry {
                Entry::Choice { label, value, .. } => pairs.push((label, value)),
                Entry::Group { options, .. } => options.collect_into(pairs),
                Entry::Rule => {}
            }
        }
    }

    fn with(mut self, entry: Entry) -> Self {
        self.0.push(entry);
        self
    }
}

impl<L: Display, V: Display> FromIterator<(L, V)> for Options {
    fn from_iter<I: IntoIterator<Item = (L, V)>>(pairs: I) -> Self {
        pairs.into_iter().fold(Self::new(), |options, (label, value)| options.option(label, value))
    }
}

impl<L: Display, V: Display, const N: usize> From<[(L, V); N]> for Options {
    fn from(pairs: [(L, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl<L: Display, V: Display> From<&[(L, V)]> for Options {
    fn from(pairs: &[(L, V)]) -> Self {
        pairs.iter().map(|(label, value)| (label, value)).collect()
    }
}

impl<L: Display, V: Display> From<Vec<(L, V)>> for Options {
    fn from(pairs: Vec<(L, V)>) -> Self {
        pairs.into_iter().collect()
    }
}

/// Texts that are label and value at once.
impl<const N: usize> From<[&str; N]> for Options {
    fn from(texts: [&str; N]) -> Self {
        texts.into_iter().map(|text| (text, text)).collect()
    }
}

/// A single option, whose label is its value.
impl From<&str> for Options {
    fn from(text: &str) -> Self {
        Self::from([text])
    }
}

impl From<&Self> for Options {
    fn from(options: &Self) -> Self {
        options.clone()
    }
}

/// The content of a `<select>`: the options, of which those with one of the `selected` values are marked.
///
/// `selected` is a field's [`values`](super::FormField::values), or whatever else shows as the options' values do. See [`Options`]
/// for examples.
pub fn options_for_select<S: Display>(
    options: &Options,
    selected: impl IntoIterator<Item = S>,
) -> impl Render {
    let selected = selected.into_iter().map(|value| value.to_string()).collect();
    Choices { options: options.clone(), selected }
}

/// Options with those that are selected.
struct Choices {
    options: Options,
    selected: Vec<String>,
}

/// One text on the wire, as from Phoenix: browser clients patch the options of a `<select>` together, since which one is chosen
/// is a property of the `<select>`.
impl Render for Choices {
    fn render(&self, sink: &mut Sink<'_>) {
        let html = to_html(&options_markup(&self.options, &self.selected), sink.context());
        // XSS: rendering has escaped it.
        sink.fill(Value::Trusted(&String::from_utf8_lossy(&html)));
    }
}

fn options_markup(options: &Options, selected: &[String]) -> impl Render {
    html! {
        for entry in &options.0 {
            match entry {
                Entry::Choice { label, value, is_disabled } => {
                    <option value={value} selected={selected.contains(value)} disabled={*is_disabled}>{label}</option>
                }
                Entry::Group { label, options } => {
                    <optgroup label={label}>{Group { options, selected }}</optgroup>
                }
                Entry::Rule => { <hr> }
            }
        }
    }
}

/// The options of a group; a type of its own, since markup cannot contain its own type.
struct Group<'a> {
    options: &'a Options,
    selected: &'a [String],
}

impl Render for Group<'_> {
    fn render(&self, sink: &mut Sink<'_>) {
        options_markup(self.options, self.selected).render(sink);
    }
}
