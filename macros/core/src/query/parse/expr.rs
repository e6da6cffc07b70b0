//! Tokens come in, an expression of the query language goes out, its operators by their strength.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Ident, Lit, LitStr, Path, Token, braced, token};

use super::super::function::Operator;
use super::pin::parse_pinned;
use super::reader::{Reader, error};
use super::syntax::{Expr, ExprKind, Key, Order};

/// A whole expression.
pub(super) fn parse_expr(reader: &Reader<'_>) -> syn::Result<Expr> {
    parse_from(reader, 0)
}

/// `desc: m.likes`, `m.likes`, `^order`
pub(super) fn parse_order(reader: &Reader<'_>) -> syn::Result<Order> {
    let direction = match reader.peek(Ident) && reader.peek2(Token![:]) && !reader.peek2(Token![::]) {
        true => {
            let direction = reader.call(Ident::parse_any)?;
            reader.parse::<Token![:]>()?;
            Some(direction)
        }
        false => None,
    };
    Ok(Order { direction, by: parse_expr(reader)? })
}

/// Operators that bind closer than `least`.
fn parse_from(reader: &Reader<'_>, least: u8) -> syn::Result<Expr> {
    let mut left = parse_prefixed(reader)?;
    while let Some((operator, width)) = peek_operator(reader)? {
        if operator.strength() <= least {
            break;
        }
        let span = reader.span();
        for _ in 0..width {
            reader.parse::<proc_macro2::TokenTree>()?;
        }
        let right = parse_from(reader, operator.strength())?;
        if operator.is_comparison() && is_comparison(&left) {
            return Err(error(span, "comparisons cannot be chained", "write `a < b and b < c`"));
        }
        left = Expr { kind: ExprKind::Operation(operator, vec![left, right]), span };
    }
    Ok(left)
}

fn is_comparison(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Operation(operator, _) if operator.is_comparison())
}

/// The next operator between two operands, and how many tokens it is.
fn peek_operator(reader: &Reader<'_>) -> syn::Result<Option<(Operator, usize)>> {
    let symbols: [(bool, Operator, usize); 13] = [
        (reader.peek(Token![==]), Operator::Eq, 2),
        (reader.peek(Token![!=]), Operator::Ne, 2),
        (reader.peek(Token![<=]), Operator::Le, 2),
        (reader.peek(Token![>=]), Operator::Ge, 2),
        (reader.peek(Token![<]), Operator::Lt, 1),
        (reader.peek(Token![>]), Operator::Gt, 1),
        (reader.peek(Token![&&]), Operator::And, 2),
        (reader.peek(Token![||]), Operator::Or, 2),
        (reader.peek(Token![+]), Operator::Add, 1),
        (reader.peek(Token![-]), Operator::Sub, 1),
        (reader.peek(Token![*]), Operator::Mul, 1),
        (reader.peek(Token![/]), Operator::Div, 1),
        (reader.peek(Token![in]), Operator::In, 1),
    ];
    if let Some((_, operator, width)) = symbols.into_iter().find(|(found, ..)| *found) {
        return Ok(Some((operator, width)));
    }
    if reader.peek(Token![=]) {
        return Err(error(reader.span(), "`=` compares nothing", "write `==`"));
    }
    Ok(match peek_word(reader).as_deref() {
        Some("and") => Some((Operator::And, 1)),
        Some("or") => Some((Operator::Or, 1)),
        Some("not") if reader.peek2(Token![in]) => Some((Operator::NotIn, 2)),
        _ => None,
    })
}

fn peek_word(reader: &Reader<'_>) -> Option<String> {
    reader.fork().call(Ident::parse_any).ok().map(|word| word.to_string())
}

fn parse_prefixed(reader: &Reader<'_>) -> syn::Result<Expr> {
    let span = reader.span();
    if reader.is_empty() {
        return Err(error(
            span,
            "expected an expression behind this",
            "write a column as `m.title`, a value as `^title`",
        ));
    }
    if reader.peek(Token![!]) || peek_word(reader).is_some_and(|word| word == "not") {
        reader.parse::<proc_macro2::TokenTree>()?;
        let operand = parse_from(reader, Operator::Not.strength())?;
        return Ok(Expr { kind: ExprKind::Operation(Operator::Not, vec![operand]), span });
    }
    if reader.peek(Token![-]) {
        reader.parse::<Token![-]>()?;
        let operand = parse_from(reader, Operator::Neg.strength())?;
        return Ok(Expr { kind: ExprKind::Operation(Operator::Neg, vec![operand]), span });
    }
    let atom = parse_atom(reader)?;
    parse_path_of_keys(reader, atom)
}

/// `["author"]["name"]` behind a column.
fn parse_path_of_keys(reader: &Reader<'_>, document: Expr) -> syn::Result<Expr> {
    let mut keys = Vec::new();
    while reader.peek(token::Bracket) && matches!(document.kind, ExprKind::Field(..)) {
        let (inner, end) = reader.bracketed()?;
        keys.push(match inner.parse::<Lit>() {
            Ok(Lit::Str(name)) => Key::Name(name),
            Ok(Lit::Int(index)) => Key::Index(index),
            _ => {
                let help = "write `m.meta[\"author\"]`, or `m.tags[0]` for an element";
                return Err(error(end, "a place in a document is a string or a number", help));
            }
        });
    }
    let span = document.span;
    Ok(if keys.is_empty() {
        document
    } else {
        Expr { kind: ExprKind::Index(Box::new(document), keys), span }
    })
}

fn parse_atom(reader: &Reader<'_>) -> syn::Result<Expr> {
    let span = reader.span();
    let kind = if reader.peek(Token![^]) {
        reader.parse::<Token![^]>()?;
        let pinned = parse_pinned(reader)?;
        return Ok(Expr { span: pinned.span(), kind: ExprKind::Pin(Box::new(pinned)) });
    } else if reader.peek(Lit) {
        ExprKind::Literal(reader.parse()?)
    } else if reader.peek(token::Paren) {
        return parse_parentheses(reader, span);
    } else if reader.peek(token::Bracket) {
        let (inner, end) = reader.bracketed()?;
        ExprKind::List(Reader::new(&inner, end).list(parse_expr)?)
    } else if reader.peek(Token![#]) && reader.peek2(token::Brace) {
        reader.parse::<Token![#]>()?;
        ExprKind::Map(parse_fields(reader)?)
    } else if reader.peek(Token![:]) && reader.peek2(Ident) {
        reader.parse::<Token![:]>()?;
        ExprKind::Atom(reader.call(Ident::parse_any)?)
    } else if reader.peek(Token![if]) {
        parse_if(reader)?
    } else if reader.peek(Ident::peek_any) || reader.peek(Token![::]) {
        return parse_named(reader);
    } else {
        let help = "write a column as `m.title`, a value as `^title`";
        return Err(error(span, "expected an expression", help));
    };
    Ok(Expr { kind, span })
}

/// `(a or b)`, `(m.title, m.likes)`
fn parse_parentheses(reader: &Reader<'_>, span: Span) -> syn::Result<Expr> {
    let (inner, end) = reader.parenthesized()?;
    let inner = Reader::new(&inner, end);
    let mut items = vec![parse_expr(&inner)?];
    let is_tuple = !inner.is_empty();
    if is_tuple {
        inner.comma()?;
        items.extend(inner.list(parse_expr)?);
    }
    match items.pop() {
        Some(only) if !is_tuple => Ok(only),
        last => {
            items.extend(last);
            Ok(Expr { kind: ExprKind::Tuple(items), span })
        }
    }
}

/// What begins with a name: a column, a call, a struct.
fn parse_named(reader: &Reader<'_>) -> syn::Result<Expr> {
    let span = reader.span();
    if reader.peek2(token::Paren) && !reader.peek(Token![::]) {
        let name = reader.call(Ident::parse_any)?;
        return parse_call(reader, name);
    }
    if reader.peek2(Token![.]) {
        let binding = reader.call(Ident::parse_any)?;
        reader.parse::<Token![.]>()?;
        if !reader.peek(Ident::peek_any) {
            let help = format!("write `{binding}.id`");
            return Err(error(reader.span(), format!("expected a column behind `{binding}.`"), help));
        }
        let field = reader.call(Ident::parse_any)?;
        return Ok(Expr { span: field.span(), kind: ExprKind::Field(binding, field) });
    }
    let path = reader.call(Path::parse_mod_style)?;
    let is_type =
        path.segments.last().is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase));
    let kind = match path.get_ident() {
        _ if is_type && reader.peek(token::Brace) => ExprKind::Struct(path, parse_fields(reader)?),
        Some(name) if name == "nil" => ExprKind::Nil,
        Some(name) => ExprKind::Name(name.clone()),
        None => ExprKind::Rust(path),
    };
    Ok(Expr { kind, span })
}

/// `{ title: m.title, m.likes }`
fn parse_fields(reader: &Reader<'_>) -> syn::Result<Vec<(Ident, Expr)>> {
    let content;
    let brace = braced!(content in reader.input);
    Reader::new(&content, brace.span.close()).list(|reader| {
        let name = reader.call(Ident::parse_any)?;
        if !reader.peek(Token![:]) {
            let help = format!("write `{name}: m.{name}`");
            return Err(error(reader.span(), format!("expected `:` behind `{name}`"), help));
        }
        reader.parse::<Token![:]>()?;
        Ok((name, parse_expr(reader)?))
    })
}

fn parse_call(reader: &Reader<'_>, name: Ident) -> syn::Result<Expr> {
    let (inner, end) = reader.parenthesized()?;
    let inner = Reader::new(&inner, end);
    let span = name.span();
    let kind = match name.to_string().as_str() {
        "fragment" => {
            let text = inner.parse::<LitStr>().map_err(|_| {
                let help = "what is not known beforehand is a hole, as in `fragment(\"lower(?)\", ^name)`";
                error(inner.span(), "the SQL of a fragment is a literal string", help)
            })?;
            if !inner.is_empty() {
                inner.comma()?;
            }
            ExprKind::Fragment(text, inner.list(parse_expr)?)
        }
        "type" => {
            let value = parse_expr(&inner)?;
            inner.comma()?;
            let ty = inner.parse()?;
            inner.finish()?;
            ExprKind::Cast(Box::new(value), Box::new(ty))
        }
        "subquery" => ExprKind::Subquery(Box::new(inner.parse()?)),
        "parent_as" => {
            let row = inner.call(Path::parse_mod_style)?;
            inner.finish()?;
            if !reader.peek(Token![.]) {
                let help = format!("write `parent_as({}).id`", crate::spelling::spelt(&row));
                return Err(error(end, "expected a column behind this", help));
            }
            reader.parse::<Token![.]>()?;
            let field = reader.call(Ident::parse_any)?;
            return Ok(Expr { span: field.span(), kind: ExprKind::Parent(row, field) });
        }
        "over" => parse_over(&inner)?,
        _ => ExprKind::Call(name, inner.list(parse_expr)?),
    };
    Ok(Expr { kind, span })
}

/// `sum(m.likes), partition_by: m.author, order_by: [desc: m.id]`
fn parse_over(reader: &Reader<'_>) -> syn::Result<ExprKind> {
    let call = Box::new(parse_expr(reader)?);
    let (mut partitions, mut orders) = (Vec::new(), Vec::new());
    while !reader.is_empty() {
        reader.comma()?;
        if reader.is_empty() {
            break;
        }
        let word = reader.call(Ident::parse_any)?;
        reader.parse::<Token![:]>()?;
        let inner = if reader.peek(token::Bracket) { Some(reader.bracketed()?) } else { None };
        let list = inner.as_ref().map(|(inner, end)| Reader::new(inner, *end));
        match (word.to_string().as_str(), list) {
            ("partition_by", Some(list)) => partitions = list.list(parse_expr)?,
            ("partition_by", None) => partitions = vec![parse_expr(reader)?],
            ("order_by", Some(list)) => orders = list.list(parse_order)?,
            ("order_by", None) => orders = vec![parse_order(reader)?],
            _ => {
                let help = "a window has `partition_by: ..` and `order_by: ..`";
                return Err(error(word.span(), format!("`{word}` says nothing of a window"), help));
            }
        }
    }
    Ok(ExprKind::Over { call, partitions, orders })
}

/// `if m.likes > 3 { "hot" } else { "cold" }`
fn parse_if(reader: &Reader<'_>) -> syn::Result<ExprKind> {
    let (mut branches, mut otherwise) = (Vec::new(), None);
    loop {
        reader.parse::<Token![if]>()?;
        let condition = parse_expr(reader)?;
        branches.push((condition, parse_block(reader)?));
        if !reader.peek(Token![else]) {
            break;
        }
        reader.parse::<Token![else]>()?;
        if !reader.peek(Token![if]) {
            otherwise = Some(Box::new(parse_block(reader)?));
            break;
        }
    }
    Ok(ExprKind::If { branches, otherwise })
}

fn parse_block(reader: &Reader<'_>) -> syn::Result<Expr> {
    if !reader.peek(token::Brace) {
        let help = "write `if m.likes > 3 { \"hot\" } else { \"cold\" }`";
        return Err(error(reader.span(), "expected a value in braces", help));
    }
    let content;
    let brace = braced!(content in reader.input);
    let inner = Reader::new(&content, brace.span.close());
    let value = parse_expr(&inner)?;
    inner.finish()?;
    Ok(value)
}
