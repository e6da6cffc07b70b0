//! `resources` comes in, the conventional routes that it stands for go out.

use proc_macro2::{Ident, Span};
use syn::{LitStr, Path};

use super::actions::Selection;
use super::options::Options;
use super::syntax::{Resources, Verb};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::pattern;

/// The options that `resources` takes.
const OPTIONS: [&str; 10] =
    ["only", "except", "param", "name", "as", "singleton", "args", "private", "assigns", "log"];

/// What each action answers, in the order in which the routes are declared.
const ACTIONS: [(&str, Verb, Place); 8] = [
    ("index", Verb::Get, Place::Collection("")),
    ("edit", Verb::Get, Place::Member("/edit")),
    ("new", Verb::Get, Place::Collection("/new")),
    ("show", Verb::Get, Place::Member("")),
    ("create", Verb::Post, Place::Collection("")),
    ("update", Verb::Patch, Place::Member("")),
    ("update", Verb::Put, Place::Member("")),
    ("delete", Verb::Delete, Place::Member("")),
];

/// Whether a route is about all of the resources or about one of them, and what follows in its path.
#[derive(Clone, Copy)]
enum Place {
    Collection(&'static str),
    Member(&'static str),
}

/// One of the routes.
pub(super) struct Action {
    /// `show`
    pub(super) action: &'static str,
    pub(super) verb: Verb,
    pub(super) path: LitStr,
    pub(super) handler: Path,
    /// None for the second verb of one action.
    pub(super) name: Option<String>,
}

/// Everything that `resources` says.
pub(super) struct Meaning<'s> {
    pub(super) options: Options<'s>,
    pub(super) actions: Vec<Action>,
    /// What is put before the paths of nested routes: `/users/{user_id}`.
    pub(super) nested: LitStr,
    /// What is put before the names of nested routes.
    pub(super) name: String,
}

/// Reads options and lists routes; nothing where the path cannot be one, which is reported once.
pub(super) fn resolve<'s>(item: &'s Resources, diagnostics: &mut Diagnostics) -> Option<Meaning<'s>> {
    let options = Options::new(&item.options, "`resources`", &OPTIONS, diagnostics);
    let singleton = options.flag("singleton", diagnostics);
    let selection = Selection::read(&options, diagnostics);
    let place = if singleton { "a singleton has" } else { "`resources` has" };
    let known = known_actions(singleton);
    selection.check(place, &known, diagnostics);
    let param = options.param("param", diagnostics).unwrap_or_else(|| "id".to_owned());
    let module = item.module.segments.last()?.ident.to_string();
    let singular =
        options.word("name", diagnostics).unwrap_or_else(|| singular(module.trim_start_matches("r#")));
    let name = options.word("as", diagnostics).unwrap_or_else(|| singular.clone());
    if let Err(error) = pattern::parse(&item.path.value()) {
        diagnostics.error(Diagnostic::new(item.path.span(), &error).maybe_help(error.help()));
        return None;
    }
    let base = item.path.value();
    let base = base.trim_end_matches('/');
    let path = |text: String| LitStr::new(if text.is_empty() { "/" } else { &text }, item.path.span());
    let (member, nested) = match singleton {
        true => (base.to_owned(), base.to_owned()),
        false => (format!("{base}/{{{param}}}"), format!("{base}/{{{singular}_{param}}}")),
    };
    let mut actions = Vec::new();
    for (action, verb, place) in ACTIONS {
        if !known.contains(&action) || !selection.has(Some(action)) {
            continue;
        }
        let route = match place {
            Place::Collection(rest) => format!("{base}{rest}"),
            Place::Member(rest) => format!("{member}{rest}"),
        };
        let mut handler = item.module.clone();
        let span = selection.span_of(action).unwrap_or_else(|| last_span(&item.module));
        handler.segments.push(Ident::new(action, span).into());
        let name = (verb != Verb::Put).then(|| name.clone());
        actions.push(Action { action, verb, path: path(route), handler, name });
    }
    Some(Meaning { options, actions, nested: path(nested), name })
}

fn last_span(path: &Path) -> Span {
    path.segments.last().map_or_else(Span::call_site, |segment| segment.ident.span())
}

/// Every action that resources can have.
fn known_actions(singleton: bool) -> Vec<&'static str> {
    let mut known: Vec<&str> = ACTIONS.iter().map(|(action, ..)| *action).collect();
    known.dedup();
    known.retain(|action| !singleton || *action != "index");
    known
}

/// What one of several is called in English: `users` → `user`, `categories` → `category`.
fn singular(plural: &str) -> String {
    let stem = |end: &str| plural.strip_suffix(end).filter(|stem| !stem.is_empty());
    let hisses = |stem: &str| ["ss", "x", "zz", "ch", "sh"].iter().any(|end| stem.ends_with(end));
    match (stem("ies"), stem("es"), stem("s")) {
        (Some(stem), ..) if stem.len() > 1 => format!("{stem}y"),
        (_, Some(stem), _) if hisses(stem) => stem.to_owned(),
        (.., Some(stem)) if !["s", "u", "i"].iter().any(|end| stem.ends_with(end)) => stem.to_owned(),
        _ => plural.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn one_of_several_has_its_usual_name() {
        let pairs = [
            ("users", "user"),
            ("categories", "category"),
            ("boxes", "box"),
            ("classes", "class"),
            ("cases", "case"),
        ];
        for (plural, expected) in pairs {
            assert_eq!(singular(plural), expected);
        }
        for same in ["status", "address", "user", "analysis"] {
            assert_eq!(singular(same), same);
        }
    }
}
