//! Rust within markup, as an expression that can be borrowed; what does not parse was reported and is left out.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Stmt, Token};

use super::super::html;
use super::super::model::Value;
use super::super::tree::Hole;

/// The expression in braces, ready to stand behind `&`.
pub(in crate::component) fn resolve_expression(hole: &Hole) -> TokenStream {
    match syn::Block::parse_within.parse2(hole.tokens.clone()).as_deref() {
        Ok([Stmt::Expr(expression, None)]) => resolve_operand(expression),
        Ok([Stmt::Macro(call)]) if call.semi_token.is_none() => call.mac.to_token_stream(),
        Ok([_, ..]) => {
            let statements = &hole.tokens;
            quote!({ #statements })
        }
        Ok([]) | Err(_) => quote!(""),
    }
}

/// `&a + b` would be `(&a) + b`.
fn needs_parentheses(expression: &Expr) -> bool {
    matches!(
        expression,
        Expr::Assign(_)
            | Expr::Binary(_)
            | Expr::Cast(_)
            | Expr::Closure(_)
            | Expr::Let(_)
            | Expr::Range(_)
            | Expr::Return(_)
    )
}

/// What stands between a keyword and its block.
pub(super) fn resolve_head(hole: &Hole) -> Option<TokenStream> {
    Expr::parse_without_eager_brace.parse2(hole.tokens.clone()).ok()?;
    Some(hole.tokens.clone())
}

/// The value of an attribute; `phx-click={Self::save}` names the event that `save` handles.
fn resolve_event(attribute: &str, hole: &Hole) -> TokenStream {
    if html::is_event_attribute(attribute)
        && let Ok(Expr::Path(mut path)) = syn::parse2(hole.tokens.clone())
        && path.path.segments.len() > 1
        && let Some(last) = path.path.segments.last_mut()
        && last.arguments.is_none()
    {
        last.ident = format_ident!("{}_event", last.ident, span = last.ident.span());
        return quote!(#path.name());
    }
    resolve_expression(hole)
}

/// What stands before the `=>` of a `match`.
pub(in crate::component) fn parse_arm(input: ParseStream<'_>) -> syn::Result<()> {
    syn::Pat::parse_multi_with_leading_vert(input)?;
    if input.peek(Token![if]) {
        input.parse::<Token![if]>()?;
        input.parse::<Expr>()?;
    }
    Ok(())
}

/// An arm that cannot be read takes whatever comes, so that its body and the other arms stay as they are.
pub(super) fn resolve_arm(pattern: &TokenStream) -> TokenStream {
    if parse_arm.parse2(pattern.clone()).is_ok() { pattern.clone() } else { quote!(_) }
}

/// The value of an element's attribute; an array of its own is a list of texts, or of declarations.
pub(super) fn resolve_value(attribute: &str, hole: &Hole) -> Value {
    match syn::parse2::<Expr>(hole.tokens.clone()) {
        Ok(Expr::Array(array)) => resolve_array(attribute, &array),
        _ => Value::Expression(resolve_event(attribute, hole)),
    }
}

/// The value of a component's attribute, which may well be an array: only `class` and `style` are known to be lists.
pub(super) fn resolve_given(attribute: &str, hole: &Hole) -> Value {
    match attribute {
        "class" | "style" => resolve_value(attribute, hole),
        _ => Value::Expression(resolve_event(attribute, hole)),
    }
}

/// An array as the value of an attribute.
pub(in crate::component) fn resolve_array(attribute: &str, array: &syn::ExprArray) -> Value {
    if attribute == "style" { resolve_style(array) } else { resolve_list(array) }
}

fn resolve_list(array: &syn::ExprArray) -> Value {
    let values = array.elems.iter().map(|element| match element {
        Expr::Array(array) => resolve_list(array),
        element => Value::Expression(resolve_operand(element)),
    });
    Value::List(values.collect())
}

fn resolve_style(array: &syn::ExprArray) -> Value {
    let values = array.elems.iter().map(|element| match element {
        Expr::Array(array) => resolve_style(array),
        Expr::Tuple(pair) if pair.elems.len() == 2 => Value::Declaration {
            name: resolve_operand(&pair.elems[0]),
            value: resolve_operand(&pair.elems[1]),
            is_constant: pair.elems.iter().all(|part| matches!(part, Expr::Lit(_))),
        },
        element => Value::Expression(resolve_operand(element)),
    });
    Value::Style(values.collect())
}

/// An expression that is ready to stand behind `&`.
fn resolve_operand(expression: &Expr) -> TokenStream {
    if needs_parentheses(expression) { quote!((#expression)) } else { expression.to_token_stream() }
}

pub(super) fn is_pattern(pattern: &TokenStream) -> bool {
    syn::Pat::parse_multi_with_leading_vert.parse2(pattern.clone()).is_ok()
}

/// Whether a type is written as `Option<..>`.
pub(in crate::component) fn is_option(declared: &syn::Type) -> bool {
    matches!(declared, syn::Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Option"))
}
