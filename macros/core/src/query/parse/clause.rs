//! One clause comes in, its keyword and what it says go out.

use syn::ext::IdentExt;
use syn::{Ident, Token};

use super::expr::{parse_expr, parse_order};
use super::preload::parse_preloads;
use super::reader::{Reader, error};
use super::syntax::{Change, Clause, ClauseKind, Combination, Expr, ExprKind, Order, Side};
use super::{parse_binding, parse_source, within_subquery};
use crate::suggest;

const KEYWORDS: &[&str] = &[
    "where",
    "or_where",
    "join",
    "inner_join",
    "left_join",
    "right_join",
    "full_join",
    "cross_join",
    "inner_lateral_join",
    "left_lateral_join",
    "on",
    "as",
    "select",
    "select_merge",
    "group_by",
    "having",
    "or_having",
    "order_by",
    "distinct",
    "limit",
    "offset",
    "update",
    "union",
    "union_all",
    "intersect",
    "except",
    "lock",
    "exclude",
    "preload",
];

/// `where: m.likes > 3`
pub(super) fn parse_clause(reader: &Reader<'_>) -> syn::Result<Clause> {
    let keyword = reader.call(Ident::parse_any)?;
    reader.parse::<Token![:]>()?;
    let name = keyword.to_string();
    if reader.is_empty() && KEYWORDS.contains(&name.as_str()) {
        let message = format!("clause `{name}` says nothing");
        return Err(error(keyword.span(), message, format!("write `{}`", example(&name))));
    }
    let kind = match name.as_str() {
        "where" => ClauseKind::Where(parse_expr(reader)?),
        "or_where" => ClauseKind::OrWhere(parse_expr(reader)?),
        "having" => ClauseKind::Having(parse_expr(reader)?),
        "or_having" => ClauseKind::OrHaving(parse_expr(reader)?),
        "join" | "inner_join" => parse_join(reader, Side::Inner)?,
        "left_join" => parse_join(reader, Side::Left)?,
        "right_join" => parse_join(reader, Side::Right)?,
        "full_join" => parse_join(reader, Side::Full)?,
        "cross_join" => parse_join(reader, Side::Cross)?,
        "inner_lateral_join" => parse_join(reader, Side::InnerLateral)?,
        "left_lateral_join" => parse_join(reader, Side::LeftLateral)?,
        "on" => ClauseKind::On(parse_expr(reader)?),
        "as" => ClauseKind::As(reader.parse()?),
        "select" => ClauseKind::Select(parse_expr(reader)?),
        "select_merge" => ClauseKind::SelectMerge(parse_merge(reader)?),
        "group_by" => ClauseKind::GroupBy(parse_list(reader)?),
        "order_by" => ClauseKind::OrderBy(parse_orders(reader)?),
        "distinct" => ClauseKind::Distinct(parse_distinct(reader)?),
        "limit" => ClauseKind::Limit(parse_expr(reader)?),
        "offset" => ClauseKind::Offset(parse_expr(reader)?),
        "update" => ClauseKind::Update(parse_changes(reader)?),
        "union" => ClauseKind::Combine(Combination::Union, reader.parse()?),
        "union_all" => ClauseKind::Combine(Combination::UnionAll, reader.parse()?),
        "intersect" => ClauseKind::Combine(Combination::Intersect, reader.parse()?),
        "except" => ClauseKind::Combine(Combination::Except, reader.parse()?),
        "lock" => ClauseKind::Lock(reader.parse()?),
        "exclude" => ClauseKind::Exclude(parse_words(reader)?),
        "preload" => ClauseKind::Preload(parse_preloads(reader)?),
        _ => return Err(unknown(&keyword)),
    };
    Ok(Clause { keyword, kind })
}

fn unknown(keyword: &Ident) -> syn::Error {
    let name = keyword.to_string();
    match suggest::nearest(&name, KEYWORDS.iter().copied()) {
        Some(known) => {
            syn::Error::new(keyword.span(), format!("unknown query clause `{name}`; did you mean `{known}`?"))
        }
        None => {
            let known = KEYWORDS.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ");
            error(keyword.span(), format!("unknown query clause `{name}`"), format!("there are {known}"))
        }
    }
}

fn example(keyword: &str) -> String {
    let rest = match keyword {
        "select" => "m.title",
        "select_merge" => "#{ likes: m.likes + 1 }",
        "as" => "COMMENTS",
        "preload" => "[:author, comments: :author]",
        "group_by" | "distinct" => "m.author",
        "order_by" => "[desc: m.likes]",
        "limit" | "offset" => "10",
        "on" => "c.message_id == m.id",
        "update" => "[set: [title: ^title], inc: [likes: 1]]",
        "lock" => "\"FOR UPDATE\"",
        "exclude" => "order_by",
        "union" | "union_all" | "intersect" | "except" => "other_query",
        join if join.ends_with("join") => "c in Comment, on: c.message_id == m.id",
        _ => "m.likes > ^least",
    };
    format!("{keyword}: {rest}")
}

/// `c in Comment`
fn parse_join(reader: &Reader<'_>, side: Side) -> syn::Result<ClauseKind> {
    let name = parse_binding(reader)?;
    let source = parse_source(reader, "write `join: c in Comment, on: c.message_id == m.id`")?;
    // A query that is joined is one within this one in any case.
    let source = within_subquery(&source).unwrap_or(source);
    Ok(ClauseKind::Join { side, name, source })
}

/// `m.author`, `[m.author, m.day]`
fn parse_list(reader: &Reader<'_>) -> syn::Result<Vec<Expr>> {
    if reader.peek(syn::token::Bracket) {
        let (inner, end) = reader.bracketed()?;
        return Reader::new(&inner, end).list(parse_expr);
    }
    parse_expr(reader).map(|expr| vec![expr])
}

/// `#{ likes: m.likes + 1 }`
fn parse_merge(reader: &Reader<'_>) -> syn::Result<Vec<(Ident, Expr)>> {
    let (span, merged) = (reader.span(), parse_expr(reader)?);
    match merged.kind {
        ExprKind::Map(fields) => Ok(fields),
        _ => {
            let help = "write `select_merge: #{ likes: m.likes + 1 }`, with fields of the result";
            Err(error(span, "`select_merge` takes fields by their names", help))
        }
    }
}

/// `true`, or columns.
fn parse_distinct(reader: &Reader<'_>) -> syn::Result<Vec<Expr>> {
    let mut list = parse_list(reader)?;
    list.retain(|expr| !matches!(&expr.kind, ExprKind::Literal(syn::Lit::Bool(value)) if value.value));
    Ok(list)
}

/// `m.likes`, `[desc: m.likes, m.id]`
fn parse_orders(reader: &Reader<'_>) -> syn::Result<Vec<Order>> {
    if reader.peek(syn::token::Bracket) {
        let (inner, end) = reader.bracketed()?;
        return Reader::new(&inner, end).list(parse_order);
    }
    parse_order(reader).map(|order| vec![order])
}

/// `[set: [title: ^title], inc: [likes: 1]]`
fn parse_changes(reader: &Reader<'_>) -> syn::Result<Vec<Change>> {
    let (inner, end) = reader.bracketed()?;
    let groups = Reader::new(&inner, end).list(|reader| {
        let how = reader.call(Ident::parse_any)?;
        reader.parse::<Token![:]>()?;
        let (inner, end) = reader.bracketed()?;
        Reader::new(&inner, end).list(|reader| {
            let field = reader.call(Ident::parse_any)?;
            reader.parse::<Token![:]>()?;
            Ok(Change { how: how.clone(), field, value: parse_expr(reader)? })
        })
    })?;
    Ok(groups.into_iter().flatten().collect())
}

/// `order_by`, `[order_by, limit]`
fn parse_words(reader: &Reader<'_>) -> syn::Result<Vec<Ident>> {
    let word = |reader: &Reader<'_>| reader.call(Ident::parse_any);
    if reader.peek(syn::token::Bracket) {
        let (inner, end) = reader.bracketed()?;
        return Reader::new(&inner, end).list(word);
    }
    word(reader).map(|word| vec![word])
}
