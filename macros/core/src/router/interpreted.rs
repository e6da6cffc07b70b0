//! Random routes and paths come in; what the generated lookup would answer is worked out by walking its code, and held against
//! a matcher that is too simple to be wrong.

use proptest::prelude::*;
use quote::quote;
use syn::{Block, Expr, ExprMethodCall, Lit, Pat, Stmt};

use crate::pattern::{self, Pattern, Segment};

/// A route's place and what it captured.
type Found = (usize, Vec<(usize, usize)>);

/// One lookup: what it is asked, and what it has captured or found so far.
#[derive(Clone)]
struct Lookup<'p> {
    verb: &'p str,
    path: &'p str,
    captured: Vec<(String, (usize, usize))>,
    found: Option<Found>,
}

impl Lookup<'_> {
    /// The route that the block returns; none where it is left at its end.
    fn run(&mut self, block: &Block) -> Option<Found> {
        let captured = self.captured.len();
        let found = block.stmts.iter().find_map(|statement| self.run_statement(statement));
        self.captured.truncate(captured);
        found
    }

    fn run_statement(&mut self, statement: &Stmt) -> Option<Found> {
        match statement {
            Stmt::Expr(expression, _) => self.run_expression(expression),
            Stmt::Local(local) => {
                let value = &local.init.as_ref().expect("every variable has a value").expr;
                match (&local.pat, &**value) {
                    (Pat::Ident(name), Expr::MethodCall(_)) => {
                        let segment = self.segment(value);
                        self.captured.push((name.ident.to_string(), segment));
                    }
                    (Pat::Ident(_), Expr::Call(earliest)) => self.found = self.earliest(&earliest.args[0]),
                    // The path is tidy: these tests ask for no other.
                    _ => {}
                }
                None
            }
            Stmt::Item(_) | Stmt::Macro(_) => None,
        }
    }

    fn run_expression(&mut self, expression: &Expr) -> Option<Found> {
        match expression {
            Expr::If(branch) => match self.holds(&branch.cond) {
                true => self.run(&branch.then_branch),
                false => self.run_expression(&branch.else_branch.as_ref()?.1),
            },
            Expr::Block(block) => self.run(&block.block),
            Expr::Match(choice) => {
                let arm = choice.arms.iter().find(|arm| self.meets(&choice.expr, &arm.pat))?;
                self.run_expression(&arm.body)
            }
            Expr::Return(returned) => match returned.expr.as_deref().expect("a lookup returns something") {
                Expr::Call(some) => Some(self.found(&some.args[0])),
                _ => self.found.clone(),
            },
            Expr::Path(_) => None,
            other => panic!("no part of a lookup: {}", quote!(#other)),
        }
    }

    /// `Match::new(3, [id, path.rest(id.end + 1)])`
    fn found(&self, expression: &Expr) -> Found {
        let Expr::Call(new) = expression else { panic!("no match: {}", quote!(#expression)) };
        let Expr::Array(captured) = &new.args[1] else { panic!("no captured segments") };
        (self.position(&new.args[0]), captured.elems.iter().map(|segment| self.segment(segment)).collect())
    }

    /// `[(|| { … None })(), …]`
    fn earliest(&self, branches: &Expr) -> Option<Found> {
        let Expr::Array(branches) = branches else { panic!("no branches") };
        let found = branches.elems.iter().filter_map(|branch| {
            let Expr::Call(call) = branch else { panic!("no call") };
            let Expr::Paren(inner) = &*call.func else { panic!("no closure") };
            let Expr::Closure(closure) = &*inner.expr else { panic!("no closure") };
            self.clone().run_expression(&closure.body)
        });
        found.min()
    }

    fn holds(&self, condition: &Expr) -> bool {
        match condition {
            Expr::Unary(not) => !self.holds(&not.expr),
            Expr::Binary(equal) => match (&*equal.left, &*equal.right) {
                (Expr::MethodCall(byte), Expr::Lit(expected)) => self.byte(byte) == byte_of(&expected.lit),
                (_, verb) => quote!(#verb).to_string().ends_with(&format!(":: {}", self.verb)),
            },
            Expr::MethodCall(call) => {
                let at = |index: usize| self.position(&call.args[index]);
                match call.method.to_string().as_str() {
                    "is_some" => self.found.is_some(),
                    "ends" => self.path.len() == at(0),
                    "is" => self
                        .path
                        .as_bytes()
                        .get(at(0)..)
                        .is_some_and(|rest| rest.starts_with(&text(&call.args[1]))),
                    "ends_with" => self.path.as_bytes().get(at(0)..) == Some(&text(&call.args[1])),
                    other => panic!("no condition: {other}"),
                }
            }
            other => panic!("no condition: {}", quote!(#other)),
        }
    }

    /// Whether an arm of `match path.byte(7)` or `match verb` is taken.
    fn meets(&self, value: &Expr, pattern: &Pat) -> bool {
        match (value, pattern) {
            (_, Pat::Wild(_)) => true,
            (Expr::MethodCall(byte), Pat::Lit(literal)) => self.byte(byte) == byte_of(&literal.lit),
            (_, Pat::Path(verb)) => verb.path.segments.last().is_some_and(|last| last.ident == self.verb),
            _ => panic!("no arm: {}", quote!(#pattern)),
        }
    }

    /// `path.byte(7)`
    fn byte(&self, call: &ExprMethodCall) -> u8 {
        self.path.as_bytes().get(self.position(&call.args[0])).copied().unwrap_or(0)
    }

    /// `7`, `id.end` or `id.end + 7`
    fn position(&self, expression: &Expr) -> usize {
        match expression {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Int(number) => number.base10_parse().expect("a position"),
                _ => panic!("no position"),
            },
            Expr::Binary(sum) => self.position(&sum.left) + self.position(&sum.right),
            Expr::Field(end) => self.segment(&end.base).1,
            other => panic!("no position: {}", quote!(#other)),
        }
    }

    /// `id`, `path.segment(7)`, `path.rest(7)` or `path.no_rest()`
    fn segment(&self, expression: &Expr) -> (usize, usize) {
        let Expr::MethodCall(call) = expression else {
            let name = quote!(#expression).to_string();
            let known = self.captured.iter().rev().find(|(other, _)| *other == name);
            return known.expect("a captured segment").1;
        };
        let (end, at) = (self.path.len(), call.args.first().map(|at| self.position(at)));
        match (call.method.to_string().as_str(), at) {
            ("segment", Some(at)) => {
                (at, self.path.get(at..).and_then(|rest| rest.find('/')).map_or(end, |length| at + length))
            }
            ("rest", Some(at)) => (at, end),
            _ => (end, end),
        }
    }
}

fn byte_of(literal: &Lit) -> u8 {
    match literal {
        Lit::Byte(byte) => byte.value(),
        _ => panic!("no byte"),
    }
}

fn text(expression: &Expr) -> Vec<u8> {
    match expression {
        Expr::Lit(syn::ExprLit { lit: Lit::ByteStr(text), .. }) => text.value(),
        other => panic!("no text: {}", quote!(#other)),
    }
}

/// The body of `Router::find` that `router!` writes for these routes.
fn lookup(routes: &[(&str, Pattern)]) -> Block {
    let declared: Vec<String> =
        routes.iter().map(|(verb, path)| format!("{} \"{path}\" => handler;", verb.to_lowercase())).collect();
    let input = format!("(bennu) Router for (); {}", declared.concat());
    let output = super::expand(input.parse().expect("routes are tokens"));
    let file: syn::File = syn::parse2(output).expect("an expansion is Rust");
    let functions = file.items.into_iter().filter_map(|item| match item {
        syn::Item::Impl(block) => Some(block.items),
        _ => None,
    });
    let find = functions.flatten().find_map(|item| match item {
        syn::ImplItem::Fn(function) if function.sig.ident == "find" => Some(function.block),
        _ => None,
    });
    find.expect("a router has a lookup")
}

/// The first route whose every segment fits.
fn find_naively(routes: &[(&str, Pattern)], verb: &str, path: &str) -> Option<Found> {
    let mut segments: Vec<(usize, usize)> = Vec::new();
    for text in path.split('/').filter(|text| !text.is_empty()) {
        let start = segments.last().map_or(1, |(_, end)| end + 1);
        segments.push((start, start + text.len()));
    }
    let fits = |pattern: &Pattern| {
        let mut captured = Vec::new();
        let mut rest = segments.as_slice();
        for segment in pattern.segments() {
            if segment.is_glob() {
                captured.push((rest.first().map_or(path.len(), |first| first.0), path.len()));
                return Some(captured);
            }
            let ((start, end), others) = rest.split_first()?;
            match segment {
                Segment::Static(text) => (*text == path[*start..*end]).then_some(())?,
                Segment::Param { prefix, .. } => {
                    path[*start..*end].starts_with(prefix.as_str()).then_some(())?;
                    captured.push((start + prefix.len(), *end));
                }
                Segment::Glob { .. } => {}
            }
            rest = others;
        }
        rest.is_empty().then_some(captured)
    };
    let of_verb = routes.iter().enumerate().filter(|(_, route)| route.0 == verb);
    of_verb.into_iter().find_map(|(index, route)| Some((index, fits(&route.1)?)))
}

const VERBS: [&str; 3] = ["Get", "Post", "Delete"];
const TEXTS: [&str; 9] = ["a", "ab", "abc", "b", "new", "n", "users", "user", "caf\u{e9}"];

/// Routes of few different texts, so that they share beginnings and take each other's requests.
fn routes() -> impl Strategy<Value = Vec<(&'static str, Pattern)>> {
    let segment = prop_oneof![
        4 => prop::sample::select(TEXTS.as_slice()).prop_map(str::to_owned),
        2 => Just("{}".to_owned()),
        1 => prop::sample::select(["a{}", "ab{}", "n{}"].as_slice()).prop_map(str::to_owned),
    ];
    let path = (prop::collection::vec(segment, 0..4), prop::bool::weighted(0.2));
    let path = path.prop_map(|(mut segments, has_glob)| {
        segments.extend(has_glob.then(|| "{*rest}".to_owned()));
        let named =
            segments.iter().enumerate().map(|(index, text)| text.replace("{}", &format!("{{p{index}}}")));
        pattern::parse(&format!("/{}", named.collect::<Vec<_>>().join("/"))).expect("a path of these parts")
    });
    let route = (prop::sample::select([VERBS[0], VERBS[0], VERBS[1], VERBS[2]].as_slice()), path);
    prop::collection::vec(route, 1..24).prop_map(|routes| {
        let mut reachable: Vec<(&'static str, Pattern)> = Vec::new();
        for (verb, path) in routes {
            // What is never reached is a mistake, and other tests are about those.
            if !reachable.iter().any(|(other, earlier)| *other == verb && earlier.covers(&path)) {
                reachable.push((verb, path));
            }
        }
        reachable
    })
}

fn path() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        6 => prop::sample::select(TEXTS.as_slice()).prop_map(str::to_owned),
        2 => prop::sample::select(["abcd", "newer", "nn", "x", "p1"].as_slice()).prop_map(str::to_owned),
        1 => "[a-u\u{e9}\u{1}\u{7f}]{1,3}",
    ];
    prop::collection::vec(text, 0..6).prop_map(|segments| format!("/{}", segments.join("/")))
}

#[path = "../../../../benches/routes/gitlab.rs"]
mod gitlab;

thread_local! {
    /// GitLab's routes and the lookup among them.
    static GITLAB: (Vec<(&'static str, Pattern)>, Block) = {
        let paths = gitlab::read_routes(include_str!("../../../../benches/routes/gitlab.txt"));
        let parse = |path: &String| ("Get", pattern::parse(path).expect("a path of GitLab"));
        let routes: Vec<_> = paths.iter().map(parse).collect();
        let block = lookup(&routes);
        (routes, block)
    };
}

/// A path of GitLab with texts of other routes as its parameters, a part of it replaced at times.
fn path_of_gitlab() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        3 => "[a-z0-9._-]{1,12}",
        1 => prop::sample::select(["-", "new", "edit", "api", "v4", "projects", "issues"].as_slice()).prop_map(str::to_owned),
    ];
    let change = prop::option::weighted(0.4, any::<prop::sample::Index>());
    let parts = (any::<prop::sample::Index>(), prop::collection::vec(text, 16), change);
    parts.prop_map(|(route, texts, change)| {
        GITLAB.with(|(routes, _)| {
            let (_, pattern) = &routes[route.index(routes.len())];
            let change = change.map(|change| change.index(pattern.segments().len() + 1));
            let segments = pattern.segments().iter().zip(&texts).enumerate();
            let mut segments: Vec<&str> = segments
                .map(|(place, (segment, text))| match segment {
                    Segment::Static(fixed) if change != Some(place) => fixed.as_str(),
                    _ => text,
                })
                .collect();
            if change == Some(segments.len()) {
                segments.pop();
            }
            format!("/{}", segments.join("/"))
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_routes_of_gitlab_are_found(path in path_of_gitlab()) {
        GITLAB.with(|(routes, block)| {
            let found = Lookup { verb: "Get", path: &path, captured: Vec::new(), found: None }.run(block);
            prop_assert_eq!(found, find_naively(routes, "Get", &path), "{}", path);
            Ok(())
        })?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_generated_lookup_finds_what_a_simple_one_finds(
        routes in routes(),
        asked in prop::collection::vec((prop::sample::select(VERBS.as_slice()), path()), 48),
    ) {
        let block = lookup(&routes);
        for (verb, path) in &asked {
            let found = Lookup { verb, path, captured: Vec::new(), found: None }.run(&block);
            prop_assert_eq!(found, find_naively(&routes, verb, path), "{} {}", verb, path);
        }
    }
}
