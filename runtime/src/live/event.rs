//! What a browser sends when somebody clicks, types or submits: decoded into a name and parameters.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde_json::{Map, Value};

use super::LiveView;
use crate::params::FromParams;
use crate::{Error, Params, Result};

/// The name of an event that `V` handles; [`#[events]`](crate::events) declares one constant for each handler.
pub struct Event<V> {
    name: &'static str,
    view: PhantomData<fn() -> V>,
}

impl<V: LiveView> Event<V> {
    /// The event called `name`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, view: PhantomData }
    }

    /// What stands in `phx-click` and its like.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<V> Clone for Event<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Event<V> {}

impl<V> fmt::Debug for Event<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Event").field(&self.name).finish()
    }
}

/// An event as it came from the browser.
#[derive(Clone, Debug)]
pub struct Received {
    name: String,
    kind: Option<String>,
    params: Params,
}

impl Received {
    /// The event's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What happened in the browser: `click`, `form`, `keydown`, `hook` and so on; nothing for commands without a source.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }

    /// What came with it: `phx-value-*` attributes, the fields of a form with `_target` and `_unused_` marks, or the
    /// payload of a hook.
    #[must_use]
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// The value of the handler's argument `name`: `params` is all there is, any other name the parameter of that name,
    /// written with `_` or `-`. What is absent reads as null.
    ///
    /// # Errors
    /// 400 where the value is not there or does not fit.
    pub fn argument<T: FromParams>(&self, name: &str) -> Result<T> {
        if name == "params" {
            return Ok(T::from_params(name, &Value::Object(self.params.clone().into_map()))?);
        }
        let value = self.params.get(name).or_else(|| self.params.get(&name.replace('_', "-")));
        let Some(value) = value else {
            return T::from_params(name, &Value::Null).map_err(|_| {
                Error::bad_request(format!("the event `{}` came without the parameter `{name}`", self.name))
            });
        };
        T::from_params(name, value).map_err(|error| {
            Error::bad_request(format!("the event `{}` does not fit its handler: {error}", self.name))
                .with_source(error)
        })
    }

    /// The error for an event that nobody handles; `known` are the names that somebody does.
    #[must_use]
    pub fn unknown(&self, known: &[&str]) -> Error {
        let known = if known.is_empty() { "none".to_owned() } else { format!("`{}`", known.join("`, `")) };
        Error::bad_request(format!("no handler for the event `{}`; handled are: {known}", self.name))
    }

    /// `{type, event, value, meta?}` → the event. A form's `value` is urlencoded text, any other's is JSON.
    pub(crate) fn decode(payload: Map<String, Value>) -> Result<Self> {
        let mut payload = payload;
        let Some(Value::String(name)) = payload.remove("event") else {
            return Err(Error::bad_request("an event came without its name"));
        };
        let kind = match payload.remove("type") {
            Some(Value::String(kind)) => Some(kind),
            _ => None,
        };
        let mut params = match payload.remove("value") {
            Some(Value::String(form)) if kind.as_deref() == Some("form") => Params::from_urlencoded(&form)?,
            Some(Value::Object(map)) => Params::from(map),
            None | Some(Value::Null) => Params::new(),
            Some(other) => Params::from(Map::from_iter([("value".to_owned(), other)])),
        };
        if let Some(Value::Object(meta)) = payload.remove("meta") {
            params.merge(Params::from(meta));
        }
        if kind.as_deref() == Some("form")
            && let Some(target) = params.str("_target").map(target_keys)
        {
            params.insert("_target", target?);
        }
        Ok(Self { name, kind, params })
    }
}

/// `user[tags][]` → `["user", "tags"]`, the way to what changed in a form.
fn target_keys(target: &str) -> Result<Vec<String>> {
    let mut level = Params::from_urlencoded(target)?.into_map();
    let mut keys = Vec::new();
    while let Some((key, value)) = level.into_iter().next() {
        keys.push(key);
        level = match value {
            Value::Object(map) => map,
            _ => break,
        };
    }
    Ok(keys)
}

/// What an event handler answers to the hook or script that pushed the event; most answer nothing.
///
/// ```
/// use bennu::live::Reply;
///
/// let reply = Reply::new(&[("saved", true)]);
/// assert!(reply.is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply(pub(crate) Option<Value>);

impl Reply {
    /// Answers `payload`.
    ///
    /// # Errors
    /// Where `payload` has no JSON form.
    pub fn new(payload: &(impl Serialize + ?Sized)) -> Result<Self> {
        Ok(Self(Some(serde_json::to_value(payload)?)))
    }
}

/// What an event handler may return.
#[diagnostic::on_unimplemented(
    message = "an event handler returns `bennu::Result`, not `{Self}`",
    note = "write `-> bennu::Result`, or `-> bennu::Result<bennu::live::Reply>` to answer a hook"
)]
pub trait Outcome {
    /// As the one type that a view's task deals with.
    ///
    /// # Errors
    /// The handler's own.
    fn into_reply(self) -> Result<Reply>;
}

impl Outcome for Result<()> {
    fn into_reply(self) -> Result<Reply> {
        self.map(|()| Reply(None))
    }
}

impl Outcome for Result<Reply> {
    fn into_reply(self) -> Result<Reply> {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn decode(payload: Value) -> Received {
        match payload {
            Value::Object(map) => Received::decode(map).unwrap(),
            _ => unreachable!(),
        }
    }

    #[test]
    fn a_click_brings_its_values() {
        let event = decode(json!({
            "type": "click", "event": "pick", "value": {"product-id": "7", "value": "", "on": true, "n": 3},
        }));
        assert_eq!((event.name(), event.kind()), ("pick", Some("click")));
        assert_eq!(event.argument::<i64>("product_id").unwrap(), 7);
        assert_eq!(event.argument::<u8>("n").unwrap(), 3);
        assert!(event.argument::<bool>("on").unwrap());
        assert_eq!(event.argument::<Option<i64>>("none").unwrap(), None);
        assert_eq!(
            event.argument::<i64>("none").unwrap_err().to_string(),
            "the event `pick` came without the parameter `none`"
        );
        assert_eq!(event.argument::<u8>("on").unwrap_err().status(), 400);
    }

    #[test]
    fn a_form_is_decoded_with_its_target_and_unused_marks() {
        let event = decode(json!({
            "type": "form", "event": "validate",
            "value": "user[name]=Ana+B&user[_unused_email]=&user[email]=&user[tags][]=a&user[tags][]=%C3%BC",
            "meta": {"_target": "user[tags][]", "row": "7"},
        }));
        let params: Params = event.argument("params").unwrap();
        assert_eq!(
            params.get("user"),
            Some(&json!({
                "name": "Ana B", "_unused_email": "", "email": "", "tags": ["a", "ü"],
            }))
        );
        assert_eq!(event.argument::<Vec<String>>("_target").unwrap(), ["user", "tags"]);
        assert_eq!(event.argument::<i64>("row").unwrap(), 7);
        let user: Params = event.argument("user").unwrap();
        assert_eq!(user.str("name"), Some("Ana B"));
    }

    #[test]
    fn a_target_without_a_name_stays_as_it_is() {
        let event =
            decode(json!({"type": "form", "event": "v", "value": "", "meta": {"_target": "undefined"}}));
        assert_eq!(event.params().get("_target"), Some(&json!(["undefined"])));
    }

    #[test]
    fn an_unknown_event_names_the_known_ones() {
        let event = decode(json!({"type": null, "event": "save", "value": [1]}));
        assert_eq!(event.params().get("value"), Some(&json!([1])));
        assert_eq!(
            event.unknown(&["pick", "drop"]).to_string(),
            "no handler for the event `save`; handled are: `pick`, `drop`"
        );
        assert_eq!(event.unknown(&[]).to_string(), "no handler for the event `save`; handled are: none");
    }

    #[test]
    fn what_is_no_event_is_refused() {
        assert!(Received::decode(Map::new()).is_err());
        let broken = json!({"type": "form", "event": "v", "value": "%zz"});
        assert_eq!(Received::decode(broken.as_object().unwrap().clone()).unwrap_err().status(), 400);
    }

    proptest::proptest! {
        #[test]
        fn decoding_never_panics(kind in "form|click", value in "\\PC{0,40}", target in "\\PC{0,20}") {
            let payload = json!({"type": kind, "event": "e", "value": value, "meta": {"_target": target}});
            if let Ok(event) = Received::decode(payload.as_object().unwrap().clone()) {
                let _ = (event.argument::<i64>("value"), event.argument::<Params>("params"));
            }
        }
    }
}
