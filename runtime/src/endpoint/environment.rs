//! Variables of the environment come in, their values go out, and at the end everything that is wrong with them at once.

use std::fmt;
use std::str::FromStr;

/// Reads variables of the environment and remembers what is wrong with them, so that whoever sets up a server sees all of it at
/// once: [`finish`](Self::finish) is the error.
///
/// ```
/// use bennu::endpoint::{Config, Environment};
///
/// let mut env = Environment::from_pairs([("PORT", "http"), ("POOL_SIZE", "ten")]);
/// let config = Config::read(&mut env);
/// let database: String = env.required("DATABASE_URL", "the path of a SQLite file, such as app.sqlite");
/// let pool_size: u32 = env.optional("POOL_SIZE", "a number of connections, such as 10").unwrap_or(10);
/// assert_eq!(
///     env.finish().unwrap_err().to_string(),
///     "`PORT` is `http`; set it to a number from 0 to 65535, such as 4000\n\
///      `DATABASE_URL` is not set; set it to the path of a SQLite file, such as app.sqlite\n\
///      `POOL_SIZE` is `ten`; set it to a number of connections, such as 10"
/// );
/// ```
pub struct Environment {
    lookup: Box<Lookup>,
    problems: Vec<Problem>,
}

/// The value of a variable by its name.
type Lookup = dyn Fn(&str) -> Option<String> + Send;

impl Environment {
    /// The variables of this process.
    #[must_use]
    pub fn new() -> Self {
        let lookup = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        Self { lookup: Box::new(lookup), problems: Vec::new() }
    }

    /// These variables and no others, for tests.
    #[must_use]
    pub fn from_pairs<const N: usize>(pairs: [(&'static str, &'static str); N]) -> Self {
        let lookup = move |name: &str| {
            pairs.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned())
        };
        Self { lookup: Box::new(lookup), problems: Vec::new() }
    }

    /// The variable `name`, where it is set; what it has to hold is `expected`, as in "a number, such as 10". One that is set to
    /// nothing counts as not set.
    pub fn optional<T: FromStr>(&mut self, name: &'static str, expected: &str) -> Option<T> {
        self.optional_by(name, expected, |text| text.parse().ok())
    }

    /// The variable `name`. Where it cannot be had, a default stands in until [`finish`](Self::finish) reports it.
    pub fn required<T: FromStr + Default>(&mut self, name: &'static str, expected: &str) -> T {
        if !self.has(name) {
            self.report(name, Found::Nothing, expected);
        }
        self.optional(name, expected).unwrap_or_default()
    }

    /// The same as [`optional`](Self::optional) with a function that reads the text.
    pub fn optional_by<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(name)?;
        let value = read(&text);
        if value.is_none() {
            self.report(name, Found::Text(text), expected);
        }
        value
    }

    /// Everything that is wrong.
    ///
    /// # Errors
    /// [`ConfigError`] names each variable, what it holds unless that is a secret, and what to set it to.
    pub fn finish(self) -> Result<(), ConfigError> {
        if self.problems.is_empty() { Ok(()) } else { Err(ConfigError { problems: self.problems }) }
    }

    /// Whether the variable is set to anything.
    pub(super) fn has(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        (self.lookup)(name).filter(|text| !text.is_empty())
    }

    /// Remembers that the variable is not set.
    pub(super) fn report_missing(&mut self, name: &'static str, expected: &str) {
        self.report(name, Found::Nothing, expected);
    }

    /// Remembers what is wrong with a variable of which the value is nobody's business, or says nothing by itself.
    pub(super) fn report_because(&mut self, name: &'static str, why: impl fmt::Display, expected: &str) {
        self.report(name, Found::Because(why.to_string()), expected);
    }

    fn report(&mut self, name: &'static str, found: Found, expected: &str) {
        self.problems.push(Problem { name, found, expected: expected.to_owned() });
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").field("problems", &self.problems).finish_non_exhaustive()
    }
}

/// Variables of the environment that cannot be used: a line for each, with its name and what to set it to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    problems: Vec<Problem>,
}

impl ConfigError {
    /// The names of the variables.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.problems.iter().map(|problem| problem.name)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Problem {
    name: &'static str,
    found: Found,
    expected: String,
}

/// What the variable holds instead.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    Text(String),
    Because(String),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, Problem { name, found, expected }) in self.problems.iter().enumerate() {
            let line = if index == 0 { "" } else { "\n" };
            match found {
                Found::Nothing => write!(f, "{line}`{name}` is not set; set it to {expected}")?,
                Found::Text(text) => {
                    write!(f, "{line}`{name}` is `{}`; set it to {expected}", text.escape_debug())?;
                }
                Found::Because(why) => write!(f, "{line}`{name}`: {why}; set it to {expected}")?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}
