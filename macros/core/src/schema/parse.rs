//! Tokens come in, the schema as it is written goes out; nothing is judged but the grammar.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Expr, Ident, LitBool, LitStr, Token, Type, Visibility, braced, token};

use super::options::{Options, expect};
use crate::diagnostics::Diagnostics;

/// `/// doc  pub struct Message in "messages" { entries }`
pub(super) struct Syntax {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    /// `embedded`, for a struct that lives inside of rows.
    pub(super) embedded: Option<Ident>,
    pub(super) name: Ident,
    /// The `"shop"` of `in "shop"."orders"`.
    pub(super) prefix: Option<LitStr>,
    pub(super) table: Option<LitStr>,
    pub(super) entries: Vec<Entry>,
}

/// What stands between two commas.
pub(super) enum Entry {
    Field(Box<Field>),
    Association(Box<Association>),
    /// `timestamps { type: PrimitiveDateTime }`
    Word(Word),
}

/// `/// doc  pub body: String = "" { source: "text" }`
pub(super) struct Field {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) name: Ident,
    pub(super) ty: Type,
    pub(super) default: Option<Expr>,
    /// Of `embeds_one` and `embeds_many`: whether there may be several.
    pub(super) embeds: Option<bool>,
    pub(super) options: Options,
}

/// `belongs_to user: User { foreign_key: author_id }`
pub(super) struct Association {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) kind: AssociationKind,
    pub(super) name: Ident,
    pub(super) ty: Type,
    pub(super) options: Options,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AssociationKind {
    BelongsTo,
    HasOne,
    HasMany,
    ManyToMany,
}

/// A word without a type, or `primary_key: false`.
pub(super) struct Word {
    pub(super) name: Ident,
    pub(super) is_off: bool,
    pub(super) options: Options,
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
    let (prefix, table) = parse_table(input)?;
    expect(input.peek(token::Brace), input, "expected `{`, the schema's fields and `}`")?;
    let body;
    braced!(body in input);
    let entries = parse_entries(&body, diagnostics);
    Ok(Syntax { attributes, visibility, embedded, name, prefix, table, entries })
}

/// `in "messages"`, `in "chat"."messages"`
fn parse_table(input: ParseStream<'_>) -> syn::Result<(Option<LitStr>, Option<LitStr>)> {
    if input.parse::<Option<Token![in]>>()?.is_none() {
        return Ok((None, None));
    }
    let quoted = || {
        let message = "expected the table's name in quotes, as in `in \"messages\"`";
        expect(input.peek(LitStr), input, message)?;
        input.parse::<LitStr>()
    };
    let first = quoted()?;
    match input.parse::<Option<Token![.]>>()? {
        Some(_) => Ok((Some(first), Some(quoted()?))),
        None => Ok((None, Some(first))),
    }
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
    if let Some(relation) = peek_relation(body) {
        return parse_relation(body, attributes, visibility, relation);
    }
    let name: Ident = if body.peek(Ident) { body.parse()? } else { return Err(keyword_as_name(body)) };
    if body.is_empty() || body.peek(Token![,]) || body.peek(token::Brace) {
        return Ok(Entry::Word(Word { name, is_off: false, options: Options::parse(body)? }));
    }
    if !body.peek(Token![:]) {
        let message = format!("expected `:` and the type of `{name}`, as in `{name}: String`");
        return Err(body.error(message));
    }
    body.parse::<Token![:]>()?;
    if body.peek(LitBool) {
        let is_off = !body.parse::<LitBool>()?.value;
        return Ok(Entry::Word(Word { name, is_off, options: Options::default() }));
    }
    expect(
        !body.is_empty() && !body.peek(Token![,]),
        body,
        "expected a type, as in `String` or `Option<i64>`",
    )?;
    let ty = body.parse()?;
    let default = match body.parse::<Option<Token![=]>>()? {
        // Braces behind it are the field's options.
        Some(_) => Some(body.call(Expr::parse_without_eager_brace)?),
        None => None,
    };
    let options = Options::parse(body)?;
    Ok(Entry::Field(Box::new(Field { attributes, visibility, name, ty, default, embeds: None, options })))
}

/// What an entry that begins with a word of its own is.
#[derive(Clone, Copy)]
enum Relation {
    Embeds { many: bool },
    Association(AssociationKind),
}

/// Whether `belongs_to` or the like comes next, with a name behind it.
fn peek_relation(body: ParseStream<'_>) -> Option<Relation> {
    let ahead = body.fork();
    let word = ahead.parse::<Ident>().ok().filter(|_| ahead.peek(Ident::peek_any))?;
    Some(match word.to_string().as_str() {
        "embeds_one" => Relation::Embeds { many: false },
        "embeds_many" => Relation::Embeds { many: true },
        "belongs_to" => Relation::Association(AssociationKind::BelongsTo),
        "has_one" => Relation::Association(AssociationKind::HasOne),
        "has_many" => Relation::Association(AssociationKind::HasMany),
        "many_to_many" => Relation::Association(AssociationKind::ManyToMany),
        _ => return None,
    })
}

fn parse_relation(
    body: ParseStream<'_>,
    attributes: Vec<Attribute>,
    visibility: Visibility,
    relation: Relation,
) -> syn::Result<Entry> {
    let word: Ident = body.parse()?;
    let name: Ident = if body.peek(Ident) { body.parse()? } else { return Err(keyword_as_name(body)) };
    let (what, example) = match relation {
        Relation::Embeds { .. } => ("embedded struct", "lines: Line"),
        Relation::Association(_) => ("other schema", "user: User"),
    };
    let message = format!("expected `:` and the {what}, as in `{word} {example}`");
    expect(body.peek(Token![:]), body, &message)?;
    body.parse::<Token![:]>()?;
    let ty = body.parse()?;
    let options = Options::parse(body)?;
    Ok(match relation {
        Relation::Embeds { many } => Entry::Field(Box::new(Field {
            attributes,
            visibility,
            name,
            ty,
            default: None,
            embeds: Some(many),
            options,
        })),
        Relation::Association(kind) => {
            Entry::Association(Box::new(Association { attributes, visibility, kind, name, ty, options }))
        }
    })
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
