//! A client in small: merges diffs as section 5 of the protocol says, and shows the page.

use serde_json::{Map, Value};

/// The page as a client knows it.
#[derive(Default)]
pub(super) struct Client {
    tree: Value,
}

impl Client {
    /// Takes one message.
    pub(super) fn receive(&mut self, message: &str) {
        let message: Value =
            serde_json::from_str(message).unwrap_or_else(|error| panic!("{error} in {message}"));
        let Value::Object(mut message) = message else { panic!("a diff is an object: {message}") };
        let templates = message.remove("p").unwrap_or_default();
        assert!(!message.contains_key("r"), "at the top `r` is a reply");
        merge(&mut self.tree, Value::Object(message), &templates);
    }

    pub(super) fn html(&self) -> String {
        show(&self.tree)
    }
}

fn merge(target: &mut Value, source: Value, templates: &Value) {
    let Value::Object(source) = source else {
        *target = source;
        return;
    };
    // Statics mean that all of it is new.
    if source.contains_key("s") || !target.is_object() {
        assert!(source.contains_key("s"), "a new template must bring its statics");
        *target = Value::Object(Map::new());
    }
    let target = target.as_object_mut().expect("an object by now");
    for (name, value) in source {
        match name.as_str() {
            "s" => {
                let statics = value.as_u64().map(|at| templates[at.to_string()].clone());
                target.insert(name, statics.unwrap_or(value));
            }
            "k" => merge_entries(target, value, templates),
            "r" => assert_eq!(value, 1),
            place => {
                place.parse::<usize>().expect("a place is a number");
                merge(target.entry(place).or_insert(Value::Null), value, templates);
            }
        }
    }
    assert!(target["s"].is_array(), "statics are known");
}

fn merge_entries(target: &mut Map<String, Value>, diff: Value, templates: &Value) {
    let Value::Object(mut diff) = diff else { panic!("`k` is an object") };
    let before = match target.get("k") {
        Some(Value::Array(entries)) => entries.clone(),
        _ => Vec::new(),
    };
    let count = diff.remove("kc").and_then(|count| count.as_u64()).expect("`kc` is always there") as usize;
    let moved = diff.remove("km").is_some();
    let mut entries = before.clone();
    entries.resize(entries.len().max(count), Value::Null);
    for (at, change) in diff {
        let at: usize = at.parse().expect("an entry's number");
        match change {
            Value::Number(old) => {
                assert!(moved, "`km` must be set when something moved");
                entries[at] = before[old.as_u64().unwrap() as usize].clone();
            }
            Value::Array(change) => {
                assert!(moved, "`km` must be set when something moved");
                let mut entry = before[change[0].as_u64().unwrap() as usize].clone();
                merge_entry(&mut entry, change[1].clone(), templates);
                entries[at] = entry;
            }
            change => merge_entry(&mut entries[at], change, templates),
        }
    }
    entries.truncate(count);
    assert!(entries.iter().all(Value::is_object), "every entry was sent");
    target.insert("k".to_owned(), Value::Array(entries));
}

fn merge_entry(entry: &mut Value, change: Value, templates: &Value) {
    let Value::Object(change) = change else { panic!("an entry is an object") };
    if !entry.is_object() {
        *entry = Value::Object(Map::new());
    }
    let entry = entry.as_object_mut().expect("an object by now");
    for (place, value) in change {
        merge(entry.entry(place).or_insert(Value::Null), value, templates);
    }
}

fn show(tree: &Value) -> String {
    match tree {
        Value::String(text) => text.clone(),
        Value::Object(node) => match node.get("k") {
            Some(Value::Array(entries)) => entries.iter().map(|entry| zip(&node["s"], entry)).collect(),
            _ => zip(&node["s"], tree),
        },
        other => panic!("nothing to show: {other}"),
    }
}

fn zip(statics: &Value, places: &Value) -> String {
    let statics = statics.as_array().expect("statics are an array");
    let mut html = String::new();
    for (at, text) in statics.iter().enumerate() {
        if at > 0 {
            html.push_str(&show(&places[(at - 1).to_string()]));
        }
        html.push_str(text.as_str().expect("a static is a text"));
    }
    html
}
