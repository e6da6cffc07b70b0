//! A path comes in, the verbs that a router answers it for go out.

use super::{Router, Verb};

/// What a request can be of, as far as a route can be declared for it.
const VERBS: [Verb; 9] = [
    Verb::Get,
    Verb::Head,
    Verb::Post,
    Verb::Put,
    Verb::Patch,
    Verb::Delete,
    Verb::Options,
    Verb::Trace,
    Verb::Connect,
];

/// The verbs that `path` has routes for on `host`, as the header `allow` lists them; nothing where it has none. `HEAD` is among
/// them where `GET` is, and `OPTIONS` always.
pub(crate) fn allowed<R: Router>(host: &str, path: &str) -> Option<String> {
    let find = |verb| R::find_on(host, verb, path).is_some();
    let answered = |verb: &Verb| find(*verb) || *verb == Verb::Head && find(Verb::Get);
    let mut verbs: Vec<Verb> = VERBS.into_iter().filter(answered).collect();
    if verbs.is_empty() {
        return None;
    }
    if !verbs.contains(&Verb::Options) {
        verbs.push(Verb::Options);
    }
    Some(verbs.into_iter().map(Verb::as_str).collect::<Vec<_>>().join(", "))
}
