//! What callbacks ask for besides a new rendering, collected until the turn ends.

use serde_json::{Map, Value};

use super::navigation::Navigation;

/// Everything that one turn of a view will tell the browser.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    pub(crate) events: Vec<Value>,
    pub(crate) title: Option<String>,
    pub(crate) navigation: Option<Navigation>,
}

impl Effects {
    /// Moves events, title and reply into a diff, under the keys that the client takes out again: `e`, `t` and `r`.
    pub(crate) fn extend(&mut self, diff: &mut Vec<u8>, reply: Option<Value>) {
        let mut extra = Map::new();
        if let Some(reply) = reply {
            extra.insert("r".into(), reply);
        }
        if let Some(title) = self.title.take() {
            extra.insert("t".into(), title.into());
        }
        if !self.events.is_empty() {
            extra.insert("e".into(), std::mem::take(&mut self.events).into());
        }
        if extra.is_empty() {
            return;
        }
        debug_assert_eq!(diff.last(), Some(&b'}'), "a diff is an object");
        diff.pop();
        if diff.len() > 1 {
            diff.push(b',');
        }
        let extra = Value::Object(extra).to_string();
        diff.extend_from_slice(&extra.as_bytes()[1..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn extras_follow_the_dynamics() {
        let mut effects =
            Effects { events: vec![json!(["a", {}])], title: Some("T".into()), navigation: None };
        let mut diff = br#"{"0":"1"}"#.to_vec();
        effects.extend(&mut diff, Some(json!({"x": 1})));
        assert_eq!(diff, br#"{"0":"1","r":{"x":1},"t":"T","e":[["a",{}]]}"#);
        let mut diff = b"{}".to_vec();
        effects.extend(&mut diff, None);
        assert_eq!(diff, b"{}", "each is sent once");
        effects.title = Some("U".into());
        effects.extend(&mut diff, None);
        assert_eq!(diff, br#"{"t":"U"}"#);
    }
}
