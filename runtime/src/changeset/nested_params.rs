//! The parameters of what is nested in a form come in, those of each part go out, in the order that is wanted.

use serde_json::{Map, Value as Json};

use super::FieldError;
use crate::Params;

/// How [`cast_embed`](super::Changeset::cast_embed) and [`cast_assoc`](super::Changeset::cast_assoc) read the parameters of
/// embedded structs or of rows that belong to this one.
///
/// A form can move several of them, add one and remove one by parameters beside theirs, without any code on the server:
///
/// - `sort_param` names a list of their indexes in the order that is wanted; an index that none of them has adds a new one
/// - `drop_param` names a list of the indexes of those that go
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct NestedOptions {
    sort_param: Option<&'static str>,
    drop_param: Option<&'static str>,
    pub(super) required: bool,
}

impl FieldError {
    /// What is nested has not the parameters that it needs, or loses something that must stay.
    pub(super) fn not_nested(validation: &'static str, is_many: bool) -> Self {
        let kind = if is_many { "array" } else { "map" };
        Self::new("is invalid").with("validation", validation).with("type", kind)
    }
}

impl NestedOptions {
    /// The parameters by themselves.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The name of the parameter with the order.
    #[must_use]
    pub fn sort_param(self, name: &'static str) -> Self {
        Self { sort_param: Some(name), ..self }
    }

    /// The name of the parameter with those that go.
    #[must_use]
    pub fn drop_param(self, name: &'static str) -> Self {
        Self { drop_param: Some(name), ..self }
    }

    /// There must be one at least, or else "can't be blank".
    #[must_use]
    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }
}

/// The parameters of each part, in order. Nothing where there are none at all; none inside where they are no such parameters.
pub(crate) fn entries(
    name: &str,
    is_many: bool,
    params: &Params,
    options: NestedOptions,
) -> Option<Option<Vec<Params>>> {
    let list = |param: Option<&str>| {
        param.filter(|_| is_many).and_then(|param| params.get(param)).and_then(Json::as_array)
    };
    let (sort, drop) = (list(options.sort_param), list(options.drop_param));
    let input = match params.get(name) {
        Some(input) => input.clone(),
        // A form that shows none any more still sends an order, or those that go: that is how the last one goes.
        None if sort.is_some() || drop.is_some() => Json::Object(Map::new()),
        None => return None,
    };
    let entries = match input {
        Json::String(text) if text.is_empty() => Vec::new(),
        Json::Null if !is_many => Vec::new(),
        one if !is_many => vec![one],
        Json::Array(list) => list,
        Json::Object(map) => sorted(map, sort, drop),
        _ => return Some(None),
    };
    let params = |entry| if let Json::Object(map) = entry { Some(Params::from(map)) } else { None };
    Some(entries.into_iter().map(params).collect())
}

/// Those that `sort` names come first, in its order and with new ones where it names none; the others come by their numbers.
fn sorted(mut map: Map<String, Json>, sort: Option<&Vec<Json>>, drop: Option<&Vec<Json>>) -> Vec<Json> {
    for dropped in drop.into_iter().flatten().filter_map(Json::as_str) {
        map.shift_remove(dropped);
    }
    let is_dropped = |index: &&Json| drop.is_some_and(|drop| drop.contains(index));
    let asked = sort.into_iter().flatten().filter(|index| !is_dropped(index)).filter_map(Json::as_str);
    let mut entries: Vec<_> =
        asked.map(|index| map.shift_remove(index).unwrap_or_else(|| Json::Object(Map::new()))).collect();
    let mut rest: Vec<_> = map.into_iter().collect();
    rest.sort_by_cached_key(|(index, _)| (index.parse::<u64>().unwrap_or(u64::MAX), index.clone()));
    entries.extend(rest.into_iter().map(|(_, entry)| entry));
    entries
}
