//! Tokens behind the word of a route come in, routes as written go out: single ones, resources and LiveViews.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::token::{Brace, Bracket};
use syn::{Expr, Ident, LitStr, Path, Token};

use super::{
    Place, attempt, inside_braces, inside_brackets, open_block, parse_items, parse_semicolon, quoted,
    skip_until, surely_starts_declaration,
};
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
    let options = parse_end(input, "this route", diagnostics);
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
    let options = parse_end(input, "this route", diagnostics);
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
    let options = parse_end(input, "this route", diagnostics);
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
    let service = match surely_starts_declaration(input) {
        true => return Err(expected(keyword)),
        false => attempt(input, Expr::parse).map_err(|_| expected(span))?,
    };
    let options = parse_end(input, "this route", diagnostics);
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
    let (options, _) = parse_options(input, diagnostics);
    let expected =
        |span| Diagnostic::new(span, "expected the routes of the live session in braces").help(example);
    let items = match open_block(input, expected, diagnostics) {
        Some(inner) => parse_items(&inner, Place::Scope, diagnostics),
        None => Vec::new(),
    };
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
    let (options, is_whole) = parse_options(input, diagnostics);
    let items = if input.peek(Brace) {
        let inner = inside_braces(input)?;
        parse_items(&inner, Place::Scope, diagnostics)
    } else {
        if is_whole {
            parse_semicolon(input, "these resources", diagnostics);
        }
        Vec::new()
    };
    let (mut plugs, mut nested) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            Item::Plug(plug) => plugs.push(plug),
            item => nested.push(item),
        }
    }
    Ok(Item::Resources(Resources { path, module, options, plugs, items: nested }))
}

/// The options of a declaration and the semicolon behind them.
pub(super) fn parse_end(input: ParseStream<'_>, what: &str, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let (options, is_whole) = parse_options(input, diagnostics);
    if is_whole {
        parse_semicolon(input, what, diagnostics);
    }
    options
}

/// `, only: [index], name: person`; the values are read without the braces that may follow them. What cannot be read is reported;
/// whether the declaration goes on behind it, too.
pub(super) fn parse_options(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> (Vec<Entry>, bool) {
    let mut options = Vec::new();
    while let Ok(Some(comma)) = input.parse::<Option<Token![,]>>() {
        if input.peek(Brace) || input.peek(Token![;]) {
            break;
        }
        match parse_option(input, comma.span) {
            Ok(option) => options.push(option),
            Err(error) => {
                diagnostics.error(error);
                skip_until(input, |input| ends(input) || input.peek(Token![,]));
                if !ends(input) && !input.peek(Token![,]) {
                    return (options, false);
                }
            }
        }
    }
    (options, true)
}

fn ends(input: ParseStream<'_>) -> bool {
    input.peek(Token![;]) || input.peek(Brace)
}

/// `only: [index]`
fn parse_option(input: ParseStream<'_>, comma: Span) -> Result<Entry, Diagnostic> {
    let span = if input.is_empty() { comma } else { input.span() };
    let name = input
        .call(Ident::parse_any)
        .map_err(|_| Diagnostic::new(span, "expected an option and its value").help("write `name: value`"))?;
    input.parse::<Token![:]>().map_err(|error| {
        Diagnostic::new(error.span(), format!("expected `:` and the value of `{name}`"))
            .help(format!("write `{name}: value`"))
    })?;
    let span = if input.is_empty() { name.span() } else { input.span() };
    let expected = |_| {
        Diagnostic::new(span, format!("expected the value of `{name}`"))
            .help(format!("write `{name}: value`"))
    };
    let value = match input.peek(Brace) || surely_starts_declaration(input) {
        true => return Err(expected(())),
        false => attempt(input, Expr::parse_without_eager_brace).map_err(|_| expected(()))?,
    };
    Ok(Entry { name, value })
}

fn parse_path(input: ParseStream<'_>, keyword: Span) -> Result<LitStr, Diagnostic> {
    let span = if input.is_empty() { keyword } else { input.span() };
    input.parse().map_err(|_| Diagnostic::new(span, "expected a path in quotes, as in `\"/messages\"`"))
}

fn parse_target(input: ParseStream<'_>, what: &str, example: &str) -> Result<Path, Diagnostic> {
    input.parse::<Token![=>]>().map_err(|error| {
        Diagnostic::new(error.span(), format!("expected `=>` and the route's {what}")).help(example)
    })?;
    let span = input.span();
    let expected =
        |_| Diagnostic::new(span, format!("expected the path of the route's {what}")).help(example);
    match surely_starts_declaration(input) {
        true => Err(expected(())),
        false => attempt(input, Path::parse).map_err(|_| expected(())),
    }
}
