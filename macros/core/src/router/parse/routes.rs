//! Tokens behind the word of a route come in, routes as written go out: single ones, resources and LiveViews.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::token::{Brace, Bracket};
use syn::{Expr, Ident, LitStr, Path, Token};

use super::{Place, inside_braces, inside_brackets, parse_items, parse_semicolon, quoted};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::router::syntax::{Entry, Item, LiveSession, Resources, RouteItem, Target, Verb};
use crate::suggest;

/// `get "/messages/{id}" => messages::show;`
pub(super) fn parse_route(
    input: ParseStream<'_>,
    verb: Verb,
    keyword: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Item, Diagnostic> {
    let path = parse_path(input, keyword)?;
    let example = format!("write `{verb} {} => module::function;`", quoted(&path), verb = verb.keyword());
    let target = Target::Handler(parse_target(input, "handler", &example)?);
    let options = parse_options(input)?;
    parse_semicolon(input, "this route", diagnostics);
    Ok(Item::Route(RouteItem { verbs: vec![verb], path, target, options }))
}

/// `match [get, post] "/search" => pages::search;` or `match * "/echo" => pages::echo;`
pub(super) fn parse_match(
    input: ParseStream<'_>,
    keyword: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Item, Diagnostic> {
    let verbs = parse_verbs(input, keyword)?;
    let path = parse_path(input, keyword)?;
    let example = format!("write `match [get, post] {} => module::function;`", quoted(&path));
    let target = Target::Handler(parse_target(input, "handler", &example)?);
    let options = parse_options(input)?;
    parse_semicolon(input, "this route", diagnostics);
    Ok(Item::Route(RouteItem { verbs, path, target, options }))
}

/// `[get, post]`, `get` or `*`
fn parse_verbs(input: ParseStream<'_>, keyword: Span) -> Result<Vec<Verb>, Diagnostic> {
    let expected = |span| {
        Diagnostic::new(span, "expected the verbs of the route")
            .help("write `match [get, post] \"/path\" => …`, or `match * \"/path\" => …` for any verb")
    };
    if input.parse::<Token![*]>().is_ok() {
        return Ok(vec![Verb::Any]);
    }
    if !input.peek(Bracket) {
        let span = if input.is_empty() { keyword } else { input.span() };
        let word = input.call(Ident::parse_any).map_err(|_| expected(span))?;
        return Ok(vec![parse_verb(&word)?]);
    }
    let span = input.span();
    let inner = inside_brackets(input)?;
    let words = Punctuated::<Ident, Token![,]>::parse_terminated_with(&inner, Ident::parse_any);
    let words = words.map_err(|error| expected(error.span()))?;
    if words.is_empty() {
        return Err(expected(span));
    }
    words.iter().map(parse_verb).collect()
}

fn parse_verb(word: &Ident) -> Result<Verb, Diagnostic> {
    Verb::of_keyword(&word.to_string()).ok_or_else(|| {
        let known = Verb::KEYWORDS.map(|(keyword, _)| keyword);
        let help = suggest::did_you_mean(&word.to_string(), known);
        Diagnostic::new(word.span(), format!("there is no verb `{word}`")).help(
            help.unwrap_or_else(|| format!("the verbs are `{}`; `*` stands for any", known.join("`, `"))),
        )
    })
}

/// `live "/posts" => PostsLive, index;`
pub(super) fn parse_live(
    input: ParseStream<'_>,
    keyword: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Item, Diagnostic> {
    let path = parse_path(input, keyword)?;
    let view = parse_target(input, "LiveView", &format!("write `live {} => ViewLive;`", quoted(&path)))?;
    let is_action = input.peek(Token![,]) && input.peek2(Ident::peek_any) && !input.peek3(Token![:]);
    let action = if is_action {
        input.parse::<Token![,]>()?;
        Some(input.call(Ident::parse_any)?)
    } else {
        None
    };
    let options = parse_options(input)?;
    parse_semicolon(input, "this route", diagnostics);
    Ok(Item::Route(RouteItem { verbs: vec![Verb::Get], path, target: Target::Live(view, action), options }))
}

/// `forward "/jobs" => jobs_dashboard();`
pub(super) fn parse_forward(
    input: ParseStream<'_>,
    keyword: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Item, Diagnostic> {
    let path = parse_path(input, keyword)?;
    let example =
        format!("write `forward {} => service();` or `forward {0} => other::Router;`", quoted(&path));
    let expected =
        |span| Diagnostic::new(span, "expected `=>` and the service to forward to").help(example.as_str());
    input.parse::<Token![=>]>().map_err(|error| expected(error.span()))?;
    let span = if input.is_empty() { keyword } else { input.span() };
    let service = input.parse().map_err(|_| expected(span))?;
    let options = parse_options(input)?;
    parse_semicolon(input, "this route", diagnostics);
    let target = Target::Forward(Box::new(service));
    Ok(Item::Route(RouteItem { verbs: vec![Verb::Any], path, target, options }))
}

/// `live_session default, on_mount: [auth::AssignUser] { live … }`
pub(super) fn parse_live_session(
    input: ParseStream<'_>,
    keyword: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Item, Diagnostic> {
    let example = "write `live_session default { live \"/posts\" => PostsLive; }`";
    let span = if input.is_empty() { keyword } else { input.span() };
    let name = input
        .call(Ident::parse_any)
        .map_err(|_| Diagnostic::new(span, "expected the name of the live session").help(example))?;
    let options = parse_options(input)?;
    if !input.peek(Brace) {
        return Err(
            Diagnostic::new(input.span(), "expected the routes of the live session in braces").help(example)
        );
    }
    let inner = inside_braces(input)?;
    let items = parse_items(&inner, Place::Scope, diagnostics);
    Ok(Item::LiveSession(LiveSession { name, options, items }))
}

/// `resources "/users" => users, only: [index, show];`, or with nested routes in braces
pub(super) fn parse_resources(
    input: ParseStream<'_>,
    keyword: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Item, Diagnostic> {
    let path = parse_path(input, keyword)?;
    let example = format!("write `resources {} => module;`", quoted(&path));
    let module = parse_target(input, "module", &example)?;
    let options = parse_options(input)?;
    let items = if input.peek(Brace) {
        let inner = inside_braces(input)?;
        parse_items(&inner, Place::Scope, diagnostics)
    } else {
        parse_semicolon(input, "these resources", diagnostics);
        Vec::new()
    };
    Ok(Item::Resources(Resources { path, module, options, items }))
}

/// `, only: [index], name: person`; the values are read without the braces that may follow them
pub(super) fn parse_options(input: ParseStream<'_>) -> Result<Vec<Entry>, Diagnostic> {
    let mut options = Vec::new();
    while input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
        if input.peek(Brace) || input.peek(Token![;]) {
            break;
        }
        let expected =
            |span| Diagnostic::new(span, "expected an option and its value").help("write `name: value`");
        let span = input.span();
        let name = input.call(Ident::parse_any).map_err(|_| expected(span))?;
        input.parse::<Token![:]>().map_err(|error| {
            Diagnostic::new(error.span(), format!("expected `:` and the value of `{name}`"))
                .help(format!("write `{name}: value`"))
        })?;
        let span = if input.is_empty() { name.span() } else { input.span() };
        let value = input.call(Expr::parse_without_eager_brace).map_err(|_| {
            Diagnostic::new(span, format!("expected the value of `{name}`"))
                .help(format!("write `{name}: value`"))
        })?;
        options.push(Entry { name, value });
    }
    Ok(options)
}

fn parse_path(input: ParseStream<'_>, keyword: Span) -> Result<LitStr, Diagnostic> {
    let span = if input.is_empty() { keyword } else { input.span() };
    input.parse().map_err(|_| Diagnostic::new(span, "expected a path in quotes, as in `\"/messages\"`"))
}

fn parse_target(input: ParseStream<'_>, what: &str, example: &str) -> Result<Path, Diagnostic> {
    input.parse::<Token![=>]>().map_err(|error| {
        Diagnostic::new(error.span(), format!("expected `=>` and the route's {what}")).help(example)
    })?;
    input.parse().map_err(|error| {
        Diagnostic::new(error.span(), format!("expected the path of the route's {what}")).help(example)
    })
}
