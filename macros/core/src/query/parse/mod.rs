//! Tokens come in, the clauses of a query go out as they are written; knows the grammar and nothing of what names mean.

mod clause;
mod expr;
mod pin;
mod preload;
mod reader;
mod syntax;

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, Path, Token};

use crate::diagnostics::{Diagnostic, Diagnostics};

use reader::{Reader, error};
pub(super) use syntax::{
    Change, Clause, ClauseKind, Combination, Expr, ExprKind, Key, Name, Names, Order, Preload, Preloads,
    Side, Source, Syntax,
};

/// `m in Message, where: m.likes > 3`; nothing where not even the source can be read. A clause that cannot be read is told,
/// and the others go on.
pub(super) fn parse(input: TokenStream, diagnostics: &mut Diagnostics) -> Option<Syntax> {
    if input.is_empty() {
        let message = "a query has a source";
        diagnostics.error(
            Diagnostic::new(Span::call_site(), message)
                .help("write `from!(m in Message, where: m.likes > ^least)`"),
        );
        return None;
    }
    let mut segments = split(input).into_iter();
    let (names, source) = diagnostics.absorb(parse_segment(segments.next()?, parse_head))?;
    let clauses = segments.filter(|segment| !segment.is_empty());
    let clauses = clauses
        .filter_map(|segment| diagnostics.absorb(parse_segment(segment, clause::parse_clause)))
        .collect();
    let source = match within_subquery(&source) {
        Some(query) => Source::Subquery(query),
        None => Source::Query(source),
    };
    Some(Syntax { names, source, clauses })
}

/// `m in Message, m.likes > 3`
pub(super) fn parse_dynamic(input: TokenStream, diagnostics: &mut Diagnostics) -> Option<Syntax> {
    if input.is_empty() {
        let message = "a condition is on rows";
        diagnostics.error(
            Diagnostic::new(Span::call_site(), message)
                .help("write `dynamic!(m in Message, m.likes > ^least)`"),
        );
        return None;
    }
    let parse = |reader: &Reader<'_>| {
        let (names, help) = (parse_names(reader)?, "write `dynamic!(m in Message, ..)`");
        let keyword = Ident::new("dynamic", reader.span());
        parse_in(reader, help)?;
        let source = Source::Rows(reader.parse()?);
        reader.comma()?;
        let clauses = vec![Clause { keyword, kind: ClauseKind::Having(expr::parse_expr(reader)?) }];
        if reader.peek(Token![,]) {
            reader.comma()?;
        }
        Ok(Syntax { names, source, clauses })
    };
    diagnostics.absorb(parse_segment(input.into_iter().collect(), parse))
}

/// Takes the clauses apart: at each comma that a word and a colon follow.
fn split(input: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = input.into_iter().collect();
    let is_punct = |index: usize, c: char, spacing: Option<Spacing>| {
        matches!(tokens.get(index), Some(TokenTree::Punct(punct))
            if punct.as_char() == c && spacing.is_none_or(|spacing| punct.spacing() == spacing))
    };
    let mut segments = vec![Vec::new()];
    for (index, token) in tokens.iter().enumerate() {
        let begins = matches!(tokens.get(index + 1), Some(TokenTree::Ident(_)))
            && is_punct(index + 2, ':', Some(Spacing::Alone));
        let ends = index + 1 == tokens.len();
        match segments.last_mut() {
            Some(_) if is_punct(index, ',', None) && (begins || ends) => segments.push(Vec::new()),
            Some(segment) => segment.push(token.clone()),
            None => {}
        }
    }
    segments
}

/// Reads a segment to its end.
fn parse_segment<T>(
    segment: Vec<TokenTree>,
    parse: impl FnOnce(&Reader<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    let end = segment.last().map_or_else(Span::call_site, |token| match token {
        TokenTree::Group(group) if group.delimiter() != Delimiter::None => group.span_close(),
        token => token.span(),
    });
    let whole = |input: ParseStream<'_>| {
        let reader = Reader::new(input, end);
        let parsed = parse(&reader)?;
        reader.finish()?;
        Ok(parsed)
    };
    whole.parse2(segment.into_iter().collect())
}

/// `m in Message`, `[m, u] in query`
fn parse_head(reader: &Reader<'_>) -> syn::Result<(Names, syn::Expr)> {
    let names = parse_names(reader)?;
    let source = parse_source(reader, "write `from!(m in Message, ..)`")?;
    Ok((names, source))
}

/// `m`, `[m, .., u]`
fn parse_names(reader: &Reader<'_>) -> syn::Result<Names> {
    if reader.peek(syn::token::Bracket) {
        let (inner, end) = reader.bracketed()?;
        return Reader::new(&inner, end).list(parse_name).map(Names::Several);
    }
    parse_binding(reader).map(Names::One)
}

fn parse_name(reader: &Reader<'_>) -> syn::Result<Name> {
    if reader.peek(Token![..]) {
        return Ok(Name::Rest(reader.parse::<Token![..]>()?.spans[0]));
    }
    if reader.peek(Token![_]) {
        return reader.parse::<Token![_]>().map(|_| Name::Ignored);
    }
    let fork = reader.fork();
    if fork.call(Path::parse_mod_style).is_ok() && fork.peek(Token![:]) {
        let name = reader.call(Path::parse_mod_style)?;
        reader.parse::<Token![:]>()?;
        return Ok(Name::Named(name, parse_binding(reader)?));
    }
    parse_binding(reader).map(Name::Binding)
}

fn parse_binding(reader: &Reader<'_>) -> syn::Result<Ident> {
    if !reader.peek(Ident) {
        return Err(error(
            reader.span(),
            "expected a name for the row",
            "a query begins with a name and its source, as in `m in Message`",
        ));
    }
    Ident::parse_any(reader.input)
}

/// `in Message`: what stands there is Rust.
fn parse_source(reader: &Reader<'_>, help: &str) -> syn::Result<syn::Expr> {
    parse_in(reader, help)?;
    reader.parse()
}

/// What stands in `subquery(query)`.
fn within_subquery(source: &syn::Expr) -> Option<syn::Expr> {
    let syn::Expr::Call(syn::ExprCall { func, args, .. }) = source else { return None };
    let syn::Expr::Path(function) = &**func else { return None };
    match args.first() {
        Some(query) if function.path.is_ident("subquery") && args.len() == 1 => Some(query.clone()),
        _ => None,
    }
}

fn parse_in(reader: &Reader<'_>, help: &str) -> syn::Result<()> {
    if !reader.peek(Token![in]) {
        return Err(error(reader.span(), "expected `in` and a source", help));
    }
    reader.parse::<Token![in]>()?;
    if reader.is_empty() {
        return Err(error(reader.end, "expected a source behind `in`", help));
    }
    Ok(())
}
