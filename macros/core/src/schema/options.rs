//! What stands in the braces behind a field comes in, options by their names, each with a value of its own grammar, go out.

use proc_macro2::TokenTree;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Expr, Ident, LitBool, LitStr, Path, Token, Type, braced, bracketed, token};

/// `{ foreign_key: author_id, on_replace: delete }`
#[derive(Default)]
pub(super) struct Options {
    pub(super) written: Vec<Choice>,
}

/// `on_replace: delete`
pub(super) struct Choice {
    pub(super) name: Ident,
    pub(super) value: Value,
}

/// What an option is set to.
pub(super) enum Value {
    /// `virtual`
    Flag,
    /// `autogenerate: false`
    Off,
    /// `on_replace: delete`
    Name(Ident),
    /// `source: "at_ms"`
    Text(LitStr),
    /// `type: String`
    Type(Box<Type>),
    /// `join_through: ProductCategory`
    Path(Path),
    /// `autogenerate: Uuid::now_v7`
    Expr(Box<Expr>),
    /// `through: [line_items, product]`
    Names(Vec<Ident>),
    /// `where: [kind: "draft"]`, `preload_order: [desc: at]`
    Pairs(Vec<(Ident, Expr)>),
    /// Of an option that there is not.
    Unknown,
}

impl Options {
    pub(super) fn parse(body: ParseStream<'_>) -> syn::Result<Self> {
        let mut written = Vec::new();
        if body.peek(token::Brace) {
            let inner;
            braced!(inner in body);
            while !inner.is_empty() {
                written.push(parse_choice(&inner)?);
                if !inner.is_empty() {
                    expect(inner.peek(Token![,]), &inner, "expected `,` between options")?;
                    inner.parse::<Token![,]>()?;
                }
            }
        }
        Ok(Self { written })
    }

    fn find(&self, name: &str) -> Option<&Value> {
        self.written.iter().find(|choice| choice.name == name).map(|choice| &choice.value)
    }

    /// The option's name where it stands.
    pub(super) fn named(&self, name: &str) -> Option<&Ident> {
        self.written.iter().map(|choice| &choice.name).find(|written| *written == name)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.named(name).is_some() && !self.is_off(name)
    }

    pub(super) fn is_off(&self, name: &str) -> bool {
        matches!(self.find(name), Some(Value::Off))
    }

    pub(super) fn name(&self, name: &str) -> Option<&Ident> {
        self.find(name).and_then(|value| if let Value::Name(name) = value { Some(name) } else { None })
    }

    pub(super) fn text(&self, name: &str) -> Option<&LitStr> {
        self.find(name).and_then(|value| if let Value::Text(text) = value { Some(text) } else { None })
    }

    pub(super) fn ty(&self, name: &str) -> Option<&Type> {
        self.find(name).and_then(|value| if let Value::Type(ty) = value { Some(&**ty) } else { None })
    }

    pub(super) fn path(&self, name: &str) -> Option<&Path> {
        self.find(name).and_then(|value| if let Value::Path(path) = value { Some(path) } else { None })
    }

    pub(super) fn expr(&self, name: &str) -> Option<&Expr> {
        self.find(name).and_then(|value| if let Value::Expr(expr) = value { Some(&**expr) } else { None })
    }

    pub(super) fn names(&self, name: &str) -> Option<&[Ident]> {
        self.find(name)
            .and_then(|value| if let Value::Names(names) = value { Some(&names[..]) } else { None })
    }

    pub(super) fn pairs(&self, name: &str) -> &[(Ident, Expr)] {
        match self.find(name) {
            Some(Value::Pairs(pairs)) => pairs,
            _ => &[],
        }
    }
}

fn parse_choice(body: ParseStream<'_>) -> syn::Result<Choice> {
    expect(body.peek(Ident::peek_any), body, "expected an option, as in `on_replace: delete`")?;
    let name = body.call(Ident::parse_any)?;
    let is_set = body.peek(Token![:]);
    if is_set {
        body.parse::<Token![:]>()?;
    }
    let value = match name.to_string().as_str() {
        "virtual" | "redact" | "primary_key" if !is_set => Value::Flag,
        "virtual" | "redact" | "primary_key" => {
            let help = format!("help: write `{name}` alone, or leave it out");
            return Err(body.error(format!("`{name}` has no value\n{help}")));
        }
        "autogenerate" if !is_set => Value::Flag,
        "autogenerate" if body.peek(LitBool) => parse_off(body)?,
        "autogenerate" => Value::Expr(body.parse()?),
        _ if !is_set && takes_value(&name) => {
            return Err(syn::Error::new(name.span(), format!("`{name}` has no value\n{}", example(&name))));
        }
        "source" => Value::Text(parse_as(body, body.peek(LitStr), &name)?),
        "type" => Value::Type(Box::new(body.parse()?)),
        "inserted_at" | "updated_at" if body.peek(LitBool) => parse_off(body)?,
        "join_through" if body.peek(LitStr) => Value::Text(body.parse()?),
        "join_through" => Value::Path(parse_as(body, body.peek(Ident::peek_any), &name)?),
        "through" | "join_keys" => Value::Names(parse_names(body, &name)?),
        "where" => Value::Pairs(parse_pairs(body, &name, false)?),
        "preload_order" => Value::Pairs(parse_pairs(body, &name, true)?),
        _ if takes_value(&name) => Value::Name(parse_as(body, body.peek(Ident), &name)?),
        _ => skip_value(body),
    };
    let over = body.is_empty() || body.peek(Token![,]);
    expect(over, body, &format!("expected nothing more of `{name}`"))?;
    Ok(Choice { name, value })
}

/// What is written for each option that has a value.
const EXAMPLES: &[(&str, &str)] = &[
    ("foreign_key", "foreign_key: author_id"),
    ("references", "references: slug"),
    ("on_replace", "on_replace: delete"),
    ("writable", "writable: insert"),
    ("inserted_at", "inserted_at: created_at"),
    ("updated_at", "updated_at: false"),
    ("source", "source: \"at_ms\""),
    ("type", "type: String"),
    ("join_through", "join_through: \"product_categories\""),
    ("join_keys", "join_keys: [product_id, category_id]"),
    ("through", "through: [line_items, product]"),
    ("where", "where: [kind: \"draft\"]"),
    ("preload_order", "preload_order: [desc: inserted_at]"),
];

fn takes_value(name: &Ident) -> bool {
    EXAMPLES.iter().any(|(known, _)| name == known)
}

fn example(name: &Ident) -> String {
    let example = EXAMPLES.iter().find(|(known, _)| name == known).map_or("", |(_, example)| example);
    format!("help: write `{example}`")
}

fn parse_as<T: syn::parse::Parse>(body: ParseStream<'_>, fits: bool, name: &Ident) -> syn::Result<T> {
    expect(fits, body, &format!("this is no value of `{name}`\n{}", example(name)))?;
    body.parse()
}

/// `false`; `true` is what holds without a word.
fn parse_off(body: ParseStream<'_>) -> syn::Result<Value> {
    let word: LitBool = body.parse()?;
    if word.value {
        Err(syn::Error::new(word.span(), "expected `false`, or nothing at all"))
    } else {
        Ok(Value::Off)
    }
}

fn parse_names(body: ParseStream<'_>, option: &Ident) -> syn::Result<Vec<Ident>> {
    parse_list(body, option, |input| parse_as::<Ident>(input, input.peek(Ident), option))
}

fn parse_list<T>(
    body: ParseStream<'_>,
    option: &Ident,
    parse: impl Fn(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<Vec<T>> {
    expect(body.peek(token::Bracket), body, &format!("this is no value of `{option}`\n{}", example(option)))?;
    let inner;
    bracketed!(inner in body);
    let mut list = Vec::new();
    while !inner.is_empty() {
        list.push(parse(&inner)?);
        if !inner.is_empty() {
            inner.parse::<Token![,]>()?;
        }
    }
    Ok(list)
}

/// `[kind: "draft", at: None]`; where `bare` names may stand, these are ascending.
fn parse_pairs(body: ParseStream<'_>, option: &Ident, bare: bool) -> syn::Result<Vec<(Ident, Expr)>> {
    parse_list(body, option, |input| {
        let is_pair = input.peek(Ident) && input.peek2(Token![:]) && !input.peek2(Token![::]);
        if bare && !is_pair && input.peek(Ident) {
            let field: Ident = input.parse()?;
            return Ok((Ident::new("asc", field.span()), syn::parse_quote!(#field)));
        }
        expect(is_pair, input, &format!("this is no value of `{option}`\n{}", example(option)))?;
        let key: Ident = input.parse()?;
        input.parse::<Token![:]>()?;
        Ok((key, input.parse()?))
    })
}

/// Up to the next comma: what it means is unknown.
fn skip_value(body: ParseStream<'_>) -> Value {
    while !body.is_empty() && !body.peek(Token![,]) && body.parse::<TokenTree>().is_ok() {}
    Value::Unknown
}

/// An error at the next token, in words of ours, unless `there`.
pub(super) fn expect(there: bool, input: ParseStream<'_>, message: &str) -> syn::Result<()> {
    if there { Ok(()) } else { Err(input.error(message)) }
}
