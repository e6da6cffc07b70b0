//! Declarations as written come in, nested scopes are folded into flat routes with absolute paths and resolved pipelines.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, LitStr, Path};

use super::actions::Selection;
use super::model::{Host, Log, Passage, Pipe, Plug, Route, RouteName, Router};
use super::options::{Options, single_name};
use super::pipe::{resolve_hook, resolve_named, resolve_pipe, resolve_pipelines};
use super::resources::{self, Meaning};
use super::statics::resolve_statics;
use super::syntax::{Item, LiveSession, Resources, RouteItem, Scope, ScopePlug, Syntax, Target};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::pattern::{self, Pattern, Segment};
use crate::{declared, suggest};

const ROUTE_OPTIONS: [&str; 5] = ["as", "args", "private", "assigns", "log"];
const SCOPE_OPTIONS: [&str; 7] = ["module", "as", "host", "args", "private", "assigns", "log"];
const LEVELS: [(&str, Log); 5] = [
    ("error", Log::Error),
    ("warn", Log::Warn),
    ("info", Log::Info),
    ("debug", Log::Debug),
    ("trace", Log::Trace),
];

/// The router that `syntax` declares; what cannot be resolved is reported and left out.
pub(super) fn resolve(syntax: Syntax, diagnostics: &mut Diagnostics) -> Router {
    let options = Options::new(&syntax.header.options, "a router", &["method_not_allowed"], diagnostics);
    let method_not_allowed = options.flag("method_not_allowed", diagnostics);
    let pipelines = resolve_pipelines(&syntax.items, diagnostics);
    let mut router = Router {
        header: syntax.header,
        method_not_allowed,
        pipelines,
        passages: Vec::new(),
        hosts: Vec::new(),
        live_sessions: Vec::new(),
        hooks: Vec::new(),
        routes: Vec::new(),
        statics: resolve_statics(&syntax.items, diagnostics),
    };
    Folding { router: &mut router, diagnostics }.resolve_items(&syntax.items, &Surroundings::default());
    router
}

/// What the scopes around a declaration add to it.
#[derive(Clone, Default)]
struct Surroundings {
    prefix: Pattern,
    /// `admin::` in front of handlers.
    module: Option<Path>,
    /// `admin_` in front of route names.
    names: String,
    hosts: Option<usize>,
    assigns: Vec<Expr>,
    /// What requests pass, each for some actions or for all.
    steps: Vec<(Pipe, Selection)>,
    args: Vec<Path>,
    log: Option<Log>,
    live_session: Option<String>,
    hooks: Option<usize>,
}

struct Folding<'r> {
    router: &'r mut Router,
    diagnostics: &'r mut Diagnostics,
}

impl Folding<'_> {
    fn resolve_items(&mut self, items: &[Item], around: &Surroundings) {
        let mut around = around.clone();
        let mut plugs: Vec<(Selection, usize)> = Vec::new();
        for item in items {
            match item {
                Item::Pipeline(_) | Item::Static(_) => {}
                Item::PipeThrough(through) => {
                    for pipe in &through.pipes {
                        let pipe = resolve_pipe(pipe, &self.router.pipelines, self.diagnostics);
                        self.push_step(pipe, Selection::default(), &mut around);
                    }
                }
                Item::Plug(plug) => {
                    let selection = self.resolve_plug(plug, &mut around);
                    plugs.push((selection, self.router.routes.len()));
                }
                Item::Scope(scope) => self.resolve_scope(scope, &around),
                Item::LiveSession(session) => self.resolve_live_session(session, &around),
                Item::Resources(resources) => self.resolve_resources(resources, &around),
                Item::Route(route) => {
                    let options = Options::new(&route.options, "a route", &ROUTE_OPTIONS, self.diagnostics);
                    let name = options.word("as", self.diagnostics);
                    let given = options.get("as").map(Spanned::span);
                    let around = self.put_common(&options, &around);
                    self.resolve_route(route, &around, name.zip(Some(given)));
                }
            }
        }
        for (selection, start) in plugs {
            let below = &self.router.routes[start..];
            let mut actions: Vec<String> = below.iter().filter_map(|route| route.target.action()).collect();
            actions.sort();
            actions.dedup();
            let known: Vec<&str> = actions.iter().map(String::as_str).collect();
            selection.check("the routes below this plug have", &known, self.diagnostics);
        }
    }

    /// A plug for the routes below it, or for some actions among them.
    fn resolve_plug(&mut self, item: &ScopePlug, around: &mut Surroundings) -> Selection {
        let options = Options::new(&item.options, "a plug", &["only", "except"], self.diagnostics);
        let selection = Selection::read(&options, self.diagnostics);
        let pipe = resolve_named(&item.plug, &self.router.pipelines, self.diagnostics);
        self.push_step(pipe, selection.clone(), around);
        selection
    }

    fn push_step(&mut self, pipe: Option<Pipe>, selection: Selection, around: &mut Surroundings) {
        let Some(pipe) = pipe else { return };
        self.check_duplicate_pipe(&pipe, &around.steps);
        around.steps.push((pipe, selection));
    }

    fn resolve_scope(&mut self, scope: &Scope, around: &Surroundings) {
        let options = Options::new(&scope.options, "a scope", &SCOPE_OPTIONS, self.diagnostics);
        let prefix = self.resolve_path(&scope.path).unwrap_or_default();
        let mut inside = self.put_common(&options, around);
        inside.prefix = around.prefix.join(&prefix);
        if let Some(module) = options.path("module", self.diagnostics) {
            inside.module = Some(join(around.module.as_ref(), &module));
        }
        if let Some(name) = options.word("as", self.diagnostics) {
            inside.names = format!("{}{name}_", around.names);
        }
        if let Some(hosts) = self.resolve_hosts(&options) {
            inside.hosts = Some(hosts);
        }
        self.resolve_items(&scope.items, &inside);
    }

    fn resolve_live_session(&mut self, session: &LiveSession, around: &Surroundings) {
        let mut inside = around.clone();
        if let Some(outer) = &around.live_session {
            let message = format!("live session `{}` stands inside of live session `{outer}`", session.name);
            let help = "a route belongs to one live session: put the two side by side";
            self.diagnostics.error(Diagnostic::new(session.name.span(), message).help(help));
        }
        let options = Options::new(&session.options, "a live session", &["on_mount"], self.diagnostics);
        inside.live_session = Some(session.name.to_string());
        inside.hooks = self.hooks_index(options.values("on_mount"));
        self.router.live_sessions.push(session.name.clone());
        self.resolve_items(&session.items, &inside);
    }

    fn resolve_resources(&mut self, item: &Resources, around: &Surroundings) {
        let Some(Meaning { options, actions, nested, name }) = resources::resolve(item, self.diagnostics)
        else {
            return;
        };
        let around = self.put_common(&options, around);
        let mut own = around.clone();
        let mut known: Vec<&str> = actions.iter().map(|action| action.action).collect();
        known.dedup();
        for plug in &item.plugs {
            let selection = self.resolve_plug(plug, &mut own);
            selection.check("these resources have", &known, self.diagnostics);
        }
        for action in actions {
            let target = Target::Handler(action.handler);
            let route =
                RouteItem { verbs: vec![action.verb], path: action.path, target, options: Vec::new() };
            self.resolve_route(&route, &own, action.name.map(|name| (name, None)));
        }
        if item.items.is_empty() {
            return;
        }
        let mut inside = around.clone();
        if let Some(prefix) = self.resolve_path(&nested) {
            inside.prefix = around.prefix.join(&prefix);
            inside.names = format!("{}{name}_", around.names);
            self.resolve_items(&item.items, &inside);
        }
    }

    /// The options that scopes, routes and resources have in common.
    fn put_common(&mut self, options: &Options<'_>, around: &Surroundings) -> Surroundings {
        let mut inside = around.clone();
        let values = options.values("private").into_iter().chain(options.values("assigns"));
        inside.assigns.extend(values.cloned());
        if let Some(args) = options.functions("args", self.diagnostics) {
            inside.args = args;
        }
        if let Some(log) = options.get("log").and_then(|value| self.resolve_log(value)) {
            inside.log = Some(log);
        }
        inside
    }

    fn resolve_log(&mut self, value: &Expr) -> Option<Log> {
        let known = LEVELS.map(|(name, _)| name);
        let written = match value {
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Bool(flag), .. }) if !flag.value => {
                return Some(Log::Off);
            }
            value => single_name(value).map(ToString::to_string).unwrap_or_default(),
        };
        let found = LEVELS.into_iter().find(|(name, _)| *name == written);
        if found.is_none() {
            let help = suggest::did_you_mean(&written, known);
            let help = help.unwrap_or_else(|| format!("write `false` or one of `{}`", known.join("`, `")));
            let message = "`log` is `false` or a level";
            self.diagnostics.error(Diagnostic::new(value.span(), message).help(help));
        }
        found.map(|(_, log)| log)
    }

    fn resolve_hosts(&mut self, options: &Options<'_>) -> Option<usize> {
        let mut hosts = Vec::new();
        for (text, value) in options.texts("host", "\"api.example.com\"", self.diagnostics)? {
            match Host::parse(&text) {
                Ok(host) => hosts.push(host),
                Err((message, help)) => {
                    self.diagnostics.error(Diagnostic::new(value.span(), message).help(help));
                }
            }
        }
        let known = self.router.hosts.iter().position(|known| *known == hosts);
        known.or_else(|| {
            self.router.hosts.push(hosts);
            Some(self.router.hosts.len() - 1)
        })
    }

    fn resolve_route(
        &mut self,
        item: &RouteItem,
        around: &Surroundings,
        name: Option<(String, Option<Span>)>,
    ) {
        let Some(mut path) = self.resolve_path(&item.path) else { return };
        if let Target::Forward(_) = &item.target {
            self.check_forward(&item.path, &around.prefix.join(&path));
            path = path.with_rest();
        }
        let passage = self.passage_index(around, item.target.action().as_deref());
        let target_span = item.target.to_tokens().span();
        let target = match &item.target {
            Target::Handler(handler) => Target::Handler(join(around.module.as_ref(), handler)),
            forward @ Target::Forward(_) => forward.clone(),
            Target::Live(view, action) => Target::Live(join(around.module.as_ref(), view), action.clone()),
        };
        for (index, &verb) in item.verbs.iter().enumerate() {
            // The second verb of one route has no name of its own, as in Phoenix.
            let name = name
                .as_ref()
                .filter(|_| index == 0)
                .map(|(name, given)| RouteName { text: format!("{}{name}", around.names), given: *given });
            self.router.routes.push(Route {
                verb,
                pattern: around.prefix.join(&path),
                span: item.path.span(),
                target: target.clone(),
                args: around.args.clone(),
                target_span,
                passage,
                hosts: around.hosts,
                name,
                log: around.log,
                live_session: around.live_session.clone(),
                hooks: around.hooks,
            });
        }
    }

    /// What is in front of a forward is taken off the path as it is written.
    fn check_forward(&mut self, path: &LitStr, pattern: &Pattern) {
        if let Some(name) = pattern.names().next() {
            let message = format!("`forward` stands under parameter `{name}` of `{pattern}`");
            let help = "forward from a path without parameters";
            self.diagnostics.error(Diagnostic::new(path.span(), message).help(help));
        }
    }

    /// Live sessions with the same hooks share one list.
    fn hooks_index(&mut self, values: Vec<&Expr>) -> Option<usize> {
        let hooks = values.into_iter().filter_map(|value| resolve_hook(value, self.diagnostics));
        let hooks: Vec<Plug> = hooks.collect();
        if hooks.is_empty() {
            return None;
        }
        let spelt = |hooks: &[Plug]| hooks.iter().map(ToString::to_string).collect::<Vec<_>>();
        let known = self.router.hooks.iter().position(|known| spelt(known) == spelt(&hooks));
        known.or_else(|| {
            self.router.hooks.push(hooks);
            Some(self.router.hooks.len() - 1)
        })
    }

    /// Routes that pass the same share one passage, even from different scopes.
    fn passage_index(&mut self, around: &Surroundings, action: Option<&str>) -> usize {
        let assigns = around.assigns.iter().cloned().map(Pipe::Assign);
        let steps = around.steps.iter().filter(|(_, selection)| selection.has(action));
        let passage: Passage = assigns.chain(steps.map(|(pipe, _)| pipe.clone())).collect();
        let known = &self.router.passages;
        let known = known.iter().position(|known| self.router.is_same_passage(known, &passage));
        known.unwrap_or_else(|| {
            self.router.passages.push(passage);
            self.router.passages.len() - 1
        })
    }

    fn resolve_path(&mut self, path: &LitStr) -> Option<Pattern> {
        match pattern::parse(&path.value()) {
            Ok(pattern) => {
                let declared = pattern.segments().iter().filter_map(Segment::declared);
                let wrong = declared.filter_map(|declared| declared::check(declared, path.span()).err());
                wrong.for_each(|error| self.diagnostics.error(error));
                Some(pattern)
            }
            Err(error) => {
                self.diagnostics.error(Diagnostic::new(path.span(), &error).maybe_help(error.help()));
                None
            }
        }
    }

    /// No pipeline is passed twice on the way to a route; checked here, where the offending name is at hand once.
    fn check_duplicate_pipe(&mut self, pipe: &Pipe, steps: &[(Pipe, Selection)]) {
        let Pipe::Pipeline(index, span) = pipe else { return };
        if steps.iter().any(|(earlier, _)| matches!(earlier, Pipe::Pipeline(other, _) if other == index)) {
            let name = &self.router.pipelines[*index].name;
            let message = format!("requests pass through pipeline `{name}` twice");
            let help = "take it out here: this scope or one around it names it already";
            self.diagnostics.error(Diagnostic::new(*span, message).help(help));
        }
    }
}

/// `admin` and `pages::home` make `admin::pages::home`; a path that says where it begins stays as it is.
fn join(module: Option<&Path>, path: &Path) -> Path {
    let Some(module) = module else { return path.clone() };
    let first = path.segments.first().map(|segment| segment.ident.to_string()).unwrap_or_default();
    if path.leading_colon.is_some() || matches!(first.as_str(), "crate" | "self" | "super") {
        return path.clone();
    }
    let mut joined = module.clone();
    joined.segments.extend(path.segments.iter().cloned());
    joined
}
