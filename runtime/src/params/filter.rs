//! Parameters come in, the same without what nobody is to read in a log goes out.

use serde_json::{Map, Value};

use super::Params;

/// What stands in the log for a value that is kept back.
const FILTERED: &str = "[FILTERED]";

/// Which parameters are kept out of logs and debug pages.
///
/// ```
/// use bennu::Params;
/// use bennu::params::FilterParameters;
///
/// let params = Params::from_urlencoded("user[name]=Ana&user[password_confirmation]=secret")?;
/// let filtered = FilterParameters::default().filter(&params);
/// assert_eq!(filtered.to_string(), r#"{"user":{"name":"Ana","password_confirmation":"[FILTERED]"}}"#);
///
/// let filtered = FilterParameters::Keep(vec!["name".into()]).filter(&params);
/// assert_eq!(filtered.to_string(), r#"{"user":{"name":"Ana","password_confirmation":"[FILTERED]"}}"#);
/// # Ok::<(), bennu::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FilterParameters {
    /// Those whose name contains one of these words are kept out, at any depth and by the case of their letters. The default has
    /// `password` alone.
    Discard(Vec<String>),
    /// All are kept out but those of exactly these names, which are shown with all that is inside of them.
    Keep(Vec<String>),
}

impl Default for FilterParameters {
    fn default() -> Self {
        Self::Discard(vec!["password".into()])
    }
}

impl FilterParameters {
    /// The parameters with `[FILTERED]` in place of each value that is kept out.
    #[must_use]
    pub fn filter(&self, params: &Params) -> Params {
        Params(self.filter_map(&params.0))
    }

    /// The same for other trees, such as a session.
    pub(crate) fn filter_map(&self, map: &Map<String, Value>) -> Map<String, Value> {
        map.iter().map(|(name, value)| (name.clone(), self.filter_named(name, value))).collect()
    }

    fn filter_named(&self, name: &str, value: &Value) -> Value {
        match self {
            Self::Discard(words) if words.iter().any(|word| name.contains(word)) => FILTERED.into(),
            Self::Keep(names) if names.iter().any(|kept| kept == name) => value.clone(),
            _ => self.filter_value(value),
        }
    }

    fn filter_value(&self, value: &Value) -> Value {
        match (self, value) {
            (_, Value::Object(map)) => self.filter_map(map).into(),
            (_, Value::Array(list)) => list.iter().map(|value| self.filter_value(value)).collect(),
            (Self::Discard(_), value) => value.clone(),
            (Self::Keep(_), _) => FILTERED.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn filtered(filter: &FilterParameters, params: Value) -> Value {
        filter.filter_map(params.as_object().unwrap()).into()
    }

    #[test]
    fn passwords_are_kept_out_wherever_they_are() {
        let filter = FilterParameters::default();
        let sent = json!({"user": {"name": "a", "password": "b", "old_password": ["c"]}, "list": [{"password": {"d": 1}}]});
        let shown = json!({
            "user": {"name": "a", "password": "[FILTERED]", "old_password": "[FILTERED]"},
            "list": [{"password": "[FILTERED]"}],
        });
        assert_eq!(filtered(&filter, sent), shown);
        assert_eq!(filtered(&filter, json!({"Password": "b"})), json!({"Password": "b"}), "as it is spelt");
        let words = FilterParameters::Discard(vec!["token".into(), "card".into()]);
        let shown = json!({"card_number": "[FILTERED]", "password": "b", "a_token": "[FILTERED]"});
        assert_eq!(filtered(&words, json!({"card_number": 1, "password": "b", "a_token": null})), shown);
    }

    #[test]
    fn only_what_is_kept_is_shown() {
        let filter = FilterParameters::Keep(vec!["id".into(), "order".into()]);
        let sent =
            json!({"id": 1, "ids": 2, "order": {"name": "a"}, "user": {"id": 3, "name": "b"}, "list": ["c"]});
        let shown = json!({
            "id": 1, "ids": "[FILTERED]", "order": {"name": "a"},
            "user": {"id": 3, "name": "[FILTERED]"}, "list": ["[FILTERED]"],
        });
        assert_eq!(filtered(&filter, sent), shown);
    }
}
