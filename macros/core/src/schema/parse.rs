//! Tokens come in, the schema as it is written goes out; nothing is judged but the grammar.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Expr, Ident, LitStr, Token, Type, Visibility, braced, token};

use crate::diagnostics::Diagnostics;

/// `/// doc  pub struct Message in "messages" { entries }`
pub(super) struct Syntax {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    /// `embedded`, for a struct that lives inside of rows.
    pub(super) embedded: Option<Ident>,
    pub(super) name: Ident,
    pub(super) table: Option<LitStr>,
    pub(super) entries: Vec<Entry>,
}

/// What stands between two commas.
pub(super) enum Entry {
    Field(Box<Field>),
    /// `timestamps`
    Word(Ident),
}

/// `/// doc  pub body: String = ""`
pub(super) struct Field {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) name: Ident,
    pub(super) ty: Type,
    pub(super) default: Option<Expr>,
    pub(super) embeds: Option<Embeds>,
}

/// `embeds_many lines: Line { on_replace: delete }`
pub(super) struct Embeds {
    pub(super) many: bool,
    pub(super) on_replace: Option<Ident>,
}

/// None where even the struct's name cannot be made out.
pub(super) fn parse(input: TokenStream, diagnostics: &mut Diagnostics) -> Option<Syntax> {
    let parsed = (|input: ParseStream<'_>| {
        let syntax = parse_schema(input, diagnostics)?;
        match input.is_empty() {
            true => Ok(syntax),
            false => Err(input.error("expected nothing after the schema's `}`")),
        }
    })
    .parse2(input);
    diagnostics.absorb(parsed)
}

fn parse_schema(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> syn::Result<Syntax> {
    let attributes = input.call(Attribute::parse_outer)?;
    let visibility = input.parse()?;
    let embedded = if input.peek(Ident) { Some(input.parse::<Ident>()?) } else { None };
    if let Some(word) = embedded.as_ref().filter(|word| *word != "embedded") {
        return Err(syn::Error::new(
            word.span(),
            "expected `struct`, or `embedded struct` for one without a table",
        ));
    }
    expect(
        input.peek(Token![struct]),
        input,
        "expected `struct`, as in `pub struct Message in \"messages\" { .. }`",
    )?;
    input.parse::<Token![struct]>()?;
    let name: Ident = input.parse()?;
    expect(
        !input.peek(Token![<]),
        input,
        "a schema has no type parameters: its columns are those of one table",
    )?;
    let table = match input.parse::<Option<Token![in]>>()? {
        Some(_) => {
            expect(
                input.peek(LitStr),
                input,
                "expected the table's name in quotes, as in `in \"messages\"`",
            )?;
            Some(input.parse()?)
        }
        None => None,
    };
    expect(input.peek(token::Brace), input, "expected `{`, the schema's fields and `}`")?;
    let body;
    braced!(body in input);
    Ok(Syntax { attributes, visibility, embedded, name, table, entries: parse_entries(&body, diagnostics) })
}

/// All entries that can be read; a broken one is reported, and reading goes on after the next comma.
fn parse_entries(body: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let mut entries = Vec::new();
    while !body.is_empty() {
        match parse_entry(body).and_then(|entry| parse_comma(body).map(|()| entry)) {
            Ok(entry) => entries.push(entry),
            Err(error) => {
                diagnostics.error(error);
                skip_to_comma(body);
            }
        }
    }
    entries
}

fn parse_entry(body: ParseStream<'_>) -> syn::Result<Entry> {
    let attributes = body.call(Attribute::parse_outer)?;
    let visibility = body.parse()?;
    expect(body.peek(Ident::peek_any), body, "expected a field, as in `body: String`, or `timestamps`")?;
    if let Some(many) = peek_embeds(body) {
        return parse_embeds(body, attributes, visibility, many);
    }
    let name: Ident = if body.peek(Ident) { body.parse()? } else { return Err(keyword_as_name(body)) };
    if body.is_empty() || body.peek(Token![,]) {
        return Ok(Entry::Word(name));
    }
    if !body.peek(Token![:]) {
        let message = format!("expected `:` and the type of `{name}`, as in `{name}: String`");
        return Err(body.error(message));
    }
    body.parse::<Token![:]>()?;
    expect(
        !body.is_empty() && !body.peek(Token![,]),
        body,
        "expected a type, as in `String` or `Option<i64>`",
    )?;
    let ty = body.parse()?;
    let default = match body.parse::<Option<Token![=]>>()? {
        Some(_) => Some(body.parse()?),
        None => None,
    };
    Ok(Entry::Field(Box::new(Field { attributes, visibility, name, ty, default, embeds: None })))
}

/// Whether `embeds_one` or `embeds_many` comes next, with a name behind it.
fn peek_embeds(body: ParseStream<'_>) -> Option<bool> {
    let ahead = body.fork();
    let word = ahead.parse::<Ident>().ok().filter(|_| ahead.peek(Ident))?;
    match word.to_string().as_str() {
        "embeds_one" => Some(false),
        "embeds_many" => Some(true),
        _ => None,
    }
}

fn parse_embeds(
    body: ParseStream<'_>,
    attributes: Vec<Attribute>,
    visibility: Visibility,
    many: bool,
) -> syn::Result<Entry> {
    body.parse::<Ident>()?;
    let name: Ident = body.parse()?;
    expect(
        body.peek(Token![:]),
        body,
        "expected `:` and the embedded struct, as in `embeds_many lines: Line`",
    )?;
    body.parse::<Token![:]>()?;
    let ty = body.parse()?;
    let mut on_replace = None;
    if body.peek(token::Brace) {
        let options;
        braced!(options in body);
        let key: Ident = options.parse()?;
        if key != "on_replace" {
            options.parse::<TokenStream>()?;
            return Err(syn::Error::new(
                key.span(),
                format!("`{key}` is no option of what is embedded\nhelp: write `on_replace: delete`"),
            ));
        }
        options.parse::<Token![:]>()?;
        on_replace = Some(options.parse()?);
        options.parse::<Option<Token![,]>>()?;
        expect(options.is_empty(), &options, "expected nothing after `on_replace`")?;
    }
    let embeds = Some(Embeds { many, on_replace });
    Ok(Entry::Field(Box::new(Field { attributes, visibility, name, ty, default: None, embeds })))
}

fn keyword_as_name(body: ParseStream<'_>) -> syn::Error {
    let word = match body.call(Ident::parse_any) {
        Ok(word) => word,
        Err(error) => return error,
    };
    let message = match word.to_string().as_str() {
        // The few that not even `r#` makes a name.
        "self" | "Self" | "super" | "crate" | "_" => {
            format!("`{word}` cannot be a field's name\nhelp: choose another name")
        }
        _ => format!("`{word}` is a keyword of Rust\nhelp: write `r#{word}`"),
    };
    syn::Error::new(word.span(), message)
}

fn parse_comma(body: ParseStream<'_>) -> syn::Result<()> {
    if !body.is_empty() {
        expect(body.peek(Token![,]), body, "expected `,` between fields")?;
        body.parse::<Token![,]>()?;
    }
    Ok(())
}

fn skip_to_comma(body: ParseStream<'_>) {
    while let Ok(token) = body.parse::<TokenTree>() {
        if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',') {
            break;
        }
    }
}

/// An error at the next token, in words of ours, unless `there`.
fn expect(there: bool, input: ParseStream<'_>, message: &str) -> syn::Result<()> {
    if there { Ok(()) } else { Err(input.error(message)) }
}
