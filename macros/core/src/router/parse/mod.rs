//! Tokens of a router come in, declarations as written go out; knows the grammar and nothing else.

mod routes;

use proc_macro2::{Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseBuffer, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::token::{Brace, Bracket};
use syn::{Attribute, Expr, Ident, LitStr, Token, Type, Visibility, braced, bracketed};

use super::statics::parse_static;
use super::syntax::{Entry, Header, Item, PipeThrough, Pipeline, PlugItem, Scope, ScopePlug, Syntax, Verb};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest;

/// The words that a declaration may begin with, next to the verbs.
const WORDS: [&str; 10] = [
    "pipeline",
    "scope",
    "pipe_through",
    "live",
    "plug",
    "match",
    "resources",
    "live_session",
    "forward",
    "static",
];

/// Reads as much of a router as can be read; what cannot is reported and left out.
pub(super) fn parse(tokens: proc_macro2::TokenStream, diagnostics: &mut Diagnostics) -> Syntax {
    let mut syntax = Syntax { header: Header::default(), items: Vec::new() };
    let parser = |input: ParseStream<'_>| {
        match parse_header(input, diagnostics) {
            Ok(header) => syntax.header = header,
            Err(error) => {
                diagnostics.error(error);
                skip_statement(input);
            }
        }
        syntax.items = parse_items(input, Place::Router, diagnostics);
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens) {
        diagnostics.error(error);
    }
    syntax
}

/// What surrounds a declaration, since not all of them may stand everywhere.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Router,
    Scope,
}

/// `/// docs  pub Router for App;`
fn parse_header(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Header, Diagnostic> {
    let attrs = input.call(Attribute::parse_outer)?;
    let start = input.span();
    let wrong =
        |span| syn::Error::new(span, "a router begins with its name and its state: `pub Router for App;`");
    let visibility: Visibility = input.parse()?;
    let name: Ident = input.parse().map_err(|_| wrong(start))?;
    input
        .parse::<Token![for]>()
        .map_err(|error| wrong(if name == "Router" { error.span() } else { start }))?;
    let state: Type = input.parse().map_err(|error| wrong(error.span()))?;
    let options = routes::parse_end(input, "the router's state", diagnostics);
    Ok(Header { attrs, visibility, name, state, options })
}

fn parse_items(input: ParseStream<'_>, place: Place, diagnostics: &mut Diagnostics) -> Vec<Item> {
    let mut items = Vec::new();
    while !input.is_empty() {
        match parse_item(input, place, diagnostics) {
            Ok(item) => items.extend(item),
            Err(error) => {
                diagnostics.error(error);
                skip_statement(input);
            }
        }
    }
    items
}

fn parse_item(
    input: ParseStream<'_>,
    place: Place,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Item>, Diagnostic> {
    input.call(Attribute::parse_outer)?;
    let Ok(word) = input.call(Ident::parse_any) else {
        return Err(Diagnostic::new(
            input.span(),
            "expected a declaration such as `scope`, `pipeline` or `get`",
        ));
    };
    let text = word.to_string();
    if let Some(verb) = Verb::of_keyword(&text) {
        return routes::parse_route(input, verb, word.span(), diagnostics).map(Some);
    }
    match (text.as_str(), place) {
        ("match", _) => routes::parse_match(input, word.span(), diagnostics).map(Some),
        ("forward", _) => routes::parse_forward(input, word.span(), diagnostics).map(Some),
        ("live", _) => routes::parse_live(input, word.span(), diagnostics).map(Some),
        ("resources", _) => routes::parse_resources(input, word.span(), diagnostics).map(Some),
        ("live_session", _) => routes::parse_live_session(input, word.span(), diagnostics).map(Some),
        ("scope", _) => parse_scope(input, diagnostics).map(Some),
        ("pipe_through", Place::Scope) => parse_pipe_through(input, word.span(), diagnostics).map(Some),
        ("pipe_through", Place::Router) => {
            Err(Diagnostic::new(word.span(), "`pipe_through` stands outside of a scope")
                .help("open one around the routes: `scope \"/\" { pipe_through browser; … }`"))
        }
        ("pipeline", Place::Router) => parse_pipeline(input, diagnostics).map(Some),
        ("pipeline", Place::Scope) => {
            Err(Diagnostic::new(word.span(), "a pipeline is declared inside a scope")
                .help("move it out of the scope; scopes name it with `pipe_through`"))
        }
        ("static", Place::Router) => parse_static(input, word.span()).map(Some),
        ("static", Place::Scope) => Err(Diagnostic::new(word.span(), "`static` stands inside a scope").help(
            "move it out of the scope; its path is whole, as in `static \"/assets\" from \"assets\";`",
        )),
        ("plug", Place::Scope) => parse_scope_plug(input, word.span(), diagnostics).map(Some),
        ("plug", Place::Router) => {
            Err(Diagnostic::new(word.span(), "`plug` stands outside of a pipeline and of a scope")
                .help("put it into a pipeline, or into a scope in front of the routes that it is for"))
        }
        _ => Err(unknown_keyword(&word)),
    }
}

fn unknown_keyword(word: &Ident) -> Diagnostic {
    let known = WORDS.into_iter().chain(Verb::KEYWORDS.iter().map(|(keyword, _)| *keyword));
    let text = word.to_string();
    let help = match text.as_str() {
        "do" | "end" => "a block stands in braces: `scope \"/\" { … }`".to_owned(),
        _ => suggest::did_you_mean(&text, known).unwrap_or_else(|| {
            "a router declares `pipeline`, `scope`, `pipe_through`, `resources`, `live`, `live_session`, `forward`, `static` and routes: `get`, `post`, `put`, `patch`, `delete`, `options`, `head`, `match`".to_owned()
        }),
    };
    Diagnostic::new(word.span(), format!("a router knows no declaration `{word}`")).help(help)
}

/// `scope "/admin", module: admin { … }`
fn parse_scope(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Item, Diagnostic> {
    let path: LitStr = input.parse().map_err(|error| {
        Diagnostic::new(
            error.span(),
            "expected the path of the scope in quotes, as in `scope \"/admin\" { … }`",
        )
    })?;
    let (options, _) = routes::parse_options(input, diagnostics);
    let expected = |span| {
        Diagnostic::new(span, "expected the routes of the scope in braces")
            .help(format!("write `scope {} {{ … }}`", quoted(&path)))
    };
    let items = match open_block(input, expected, diagnostics) {
        Some(inner) => parse_items(&inner, Place::Scope, diagnostics),
        None => Vec::new(),
    };
    Ok(Item::Scope(Scope { path, options, items }))
}

/// `plug videos::load, only: [show, edit];` behind its word
fn parse_scope_plug(
    input: ParseStream<'_>,
    keyword: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Item, Diagnostic> {
    let plug = parse_plug_value(input, keyword)?;
    let options = routes::parse_end(input, "this plug", diagnostics);
    Ok(Item::Plug(ScopePlug { plug, options }))
}

/// `pipe_through browser;` or `pipe_through [browser, auth::require_user];`
fn parse_pipe_through(
    input: ParseStream<'_>,
    keyword: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Item, Diagnostic> {
    parse_pipes(input, keyword, diagnostics).map(|pipes| Item::PipeThrough(PipeThrough { pipes }))
}

fn parse_pipes(
    input: ParseStream<'_>,
    keyword: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Expr>, Diagnostic> {
    let expected = |span| {
        Diagnostic::new(span, "expected a pipeline, or several in brackets")
            .help("write `pipe_through browser;` or `pipe_through [browser, auth::require_user];`")
    };
    if starts_declaration(input) {
        return Err(expected(keyword));
    }
    let span = if input.is_empty() { keyword } else { input.span() };
    let pipes = match input.peek(Bracket) {
        true => attempt(input, |input| {
            let inner = inside_brackets(input)?;
            Punctuated::<Expr, Token![,]>::parse_terminated(&inner)
        })
        .map(|pipes| pipes.into_iter().collect()),
        false => attempt(input, Expr::parse).map(|pipe| vec![pipe]),
    };
    let pipes = pipes.map_err(|_| expected(span))?;
    parse_semicolon(input, "`pipe_through`", diagnostics);
    Ok(pipes)
}

/// `pipeline browser { plug fetch_session; plug accepts(["html"]); }`
fn parse_pipeline(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Item, Diagnostic> {
    let example = "write `pipeline browser { plug fetch_session; }`";
    let name: Ident = input
        .parse()
        .map_err(|error| Diagnostic::new(error.span(), "expected the pipeline's name").help(example))?;
    let expected = |span| Diagnostic::new(span, "expected the pipeline's plugs in braces").help(example);
    let mut plugs = Vec::new();
    if let Some(inner) = open_block(input, expected, diagnostics) {
        while !inner.is_empty() {
            match parse_plug(&inner, diagnostics) {
                Ok(plug) => plugs.extend(plug),
                Err(error) => {
                    diagnostics.error(error);
                    skip_statement(&inner);
                }
            }
        }
    }
    Ok(Item::Pipeline(Pipeline { name, plugs }))
}

fn parse_plug(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Vec<PlugItem>, Diagnostic> {
    input.call(Attribute::parse_outer)?;
    let span = input.span();
    match input.call(Ident::parse_any) {
        Ok(word) if word == "plug" => {}
        Ok(word) if word == "pipe_through" => {
            let pipes = parse_pipes(input, span, diagnostics)?;
            return Ok(pipes.into_iter().map(PlugItem::Pipe).collect());
        }
        Ok(word) => {
            let help = suggest::did_you_mean(&word.to_string(), ["plug", "pipe_through"]);
            return Err(Diagnostic::new(span, format!("a pipeline knows no declaration `{word}`"))
                .help(help.unwrap_or_else(|| "a pipeline holds plugs: `plug fetch_session;`".to_owned())));
        }
        Err(_) => return Err(Diagnostic::new(span, "a pipeline holds plugs: `plug fetch_session;`")),
    }
    let plug = parse_plug_value(input, span)?;
    if let Some(Entry { name, .. }) = routes::parse_end(input, "this plug", diagnostics).first() {
        let message =
            format!("a pipeline's plug has no option `{name}`: it is for all routes of the pipeline");
        let help = "put it into a scope or into resources: `plug videos::load, only: [show];`";
        diagnostics.error(Diagnostic::new(name.span(), message).help(help));
    }
    Ok(vec![PlugItem::Plug(plug)])
}

fn parse_plug_value(input: ParseStream<'_>, keyword: Span) -> Result<Expr, Diagnostic> {
    let span = if input.is_empty() { keyword } else { input.span() };
    let expected = |_| {
        Diagnostic::new(span, "expected the plug")
            .help("write `plug path::to::function;` or `plug accepts([\"html\"]);`")
    };
    match surely_starts_declaration(input) {
        true => Err(expected(())),
        false => attempt(input, Expr::parse).map_err(|_| expected(())),
    }
}

fn quoted(path: &LitStr) -> String {
    format!("\"{}\"", path.value())
}

/// A missing semicolon is reported, but what follows is still read as the next declaration.
fn parse_semicolon(input: ParseStream<'_>, what: &str, diagnostics: &mut Diagnostics) {
    if input.parse::<Token![;]>().is_err() {
        diagnostics.error(Diagnostic::new(input.span(), format!("expected `;` after {what}")));
        if !starts_declaration(input) {
            skip_statement(input);
        }
    }
}

fn starts_declaration(input: ParseStream<'_>) -> bool {
    let word = input.fork().call(Ident::parse_any).map(|word| word.to_string()).unwrap_or_default();
    WORDS.contains(&word.as_str()) || Verb::of_keyword(&word).is_some()
}

/// The same in the middle of something that cannot be read, where only what stands behind a word tells it from any other name.
fn surely_starts_declaration(input: ParseStream<'_>) -> bool {
    if !starts_declaration(input) {
        return false;
    }
    let ahead = input.fork();
    match ahead.call(Ident::parse_any).map(|word| word.to_string()).as_deref() {
        Ok("pipeline" | "live_session" | "plug" | "pipe_through") => {
            ahead.peek(Ident::peek_any) || ahead.peek(Bracket)
        }
        Ok("match") => ahead.peek(Bracket) || ahead.peek(Token![*]),
        _ => ahead.peek(LitStr),
    }
}

/// What stands in braces, if need be behind something that cannot be read; a missing block is reported.
fn open_block<'s>(
    input: ParseStream<'s>,
    expected: impl Fn(Span) -> Diagnostic,
    diagnostics: &mut Diagnostics,
) -> Option<ParseBuffer<'s>> {
    if !input.peek(Brace) {
        diagnostics.error(expected(input.span()));
        skip_until(input, |input| input.peek(Brace) || input.peek(Token![;]));
        input.parse::<Option<Token![;]>>().ok()?;
    }
    inside_braces(input).ok()
}

/// Reads something whose tokens are still there if it cannot be read; syn would report those that are left over once more.
fn attempt<T>(
    input: ParseStream<'_>,
    parse: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    let ahead = input.fork();
    let value = parse(&ahead)?;
    input.advance_to(&ahead);
    Ok(value)
}

fn inside_braces(input: ParseStream<'_>) -> syn::Result<ParseBuffer<'_>> {
    let inner;
    braced!(inner in input);
    Ok(inner)
}

fn inside_brackets(input: ParseStream<'_>) -> syn::Result<ParseBuffer<'_>> {
    let inner;
    bracketed!(inner in input);
    Ok(inner)
}

/// Goes on behind the next `;` or block, or at the next declaration.
fn skip_statement(input: ParseStream<'_>) {
    skip_until(input, |input| input.peek(Token![;]) || input.peek(Brace));
    if input.peek(Token![;]) || input.peek(Brace) {
        let _ = input.parse::<TokenTree>();
    }
}

/// Passes over tokens until some is wanted, or a declaration begins.
fn skip_until(input: ParseStream<'_>, is_wanted: impl Fn(ParseStream<'_>) -> bool) {
    while !input.is_empty() && !is_wanted(input) && !surely_starts_declaration(input) {
        let _ = input.parse::<TokenTree>();
    }
}
