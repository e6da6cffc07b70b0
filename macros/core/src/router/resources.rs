//! `resources` comes in, the conventional routes that it stands for go out.

use proc_macro2::{Ident, Span};
use syn::{LitStr, Path};

use super::options::Options;
use super::syntax::{Resources, Verb};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::{pattern, suggest};

/// The options that `resources` takes.
const OPTIONS: [&str; 9] =
    ["only", "except", "param", "name", "as", "singleton", "private", "assigns", "log"];

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
    let chosen = choose(&options, singleton, diagnostics);
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
        let Some(span) = chosen(action) else { continue };
        let route = match place {
            Place::Collection(rest) => format!("{base}{rest}"),
            Place::Member(rest) => format!("{member}{rest}"),
        };
        let mut handler = item.module.clone();
        let span = span.unwrap_or_else(|| last_span(&item.module));
        handler.segments.push(Ident::new(action, span).into());
        let name = (verb != Verb::Put).then(|| name.clone());
        actions.push(Action { verb, path: path(route), handler, name });
    }
    Some(Meaning { options, actions, nested: path(nested), name })
}

fn last_span(path: &Path) -> Span {
    path.segments.last().map_or_else(Span::call_site, |segment| segment.ident.span())
}

/// Which actions have routes, and where they were named.
fn choose(
    options: &Options<'_>,
    singleton: bool,
    diagnostics: &mut Diagnostics,
) -> impl Fn(&str) -> Option<Option<Span>> + use<> {
    let named = |list: Option<Vec<&Ident>>| -> Option<Vec<(String, Span)>> {
        list.map(|list| list.into_iter().map(|name| (name.to_string(), name.span())).collect())
    };
    let only = named(options.names("only", diagnostics));
    let except = named(options.names("except", diagnostics));
    if let (Some(_), Some(value)) = (&only, options.get("except")) {
        let message = "`only` and `except` exclude each other";
        let help = "keep one of the two";
        diagnostics.error(Diagnostic::new(syn::spanned::Spanned::span(value), message).help(help));
    }
    for (name, span) in only.iter().chain(&except).flatten() {
        check_action(name, *span, singleton, diagnostics);
    }
    move |action| {
        let place =
            |list: &[(String, Span)]| list.iter().find(|(name, _)| name == action).map(|(_, span)| *span);
        match (&only, &except) {
            _ if singleton && action == "index" => None,
            (Some(only), _) => place(only).map(Some),
            (None, Some(except)) if place(except).is_some() => None,
            _ => Some(None),
        }
    }
}

fn check_action(name: &str, span: Span, singleton: bool, diagnostics: &mut Diagnostics) {
    let mut known: Vec<&str> = ACTIONS.iter().map(|(action, ..)| *action).collect();
    known.dedup();
    if singleton {
        known.retain(|action| *action != "index");
    }
    if known.contains(&name) {
        return;
    }
    let message = match (singleton, name) {
        (true, "index") => "a singleton has no action `index`".to_owned(),
        _ => format!("`resources` knows no action `{name}`"),
    };
    let help = suggest::did_you_mean(name, known.iter().copied());
    let help = help.unwrap_or_else(|| format!("its actions are `{}`", known.join("`, `")));
    diagnostics.error(Diagnostic::new(span, message).help(help));
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
