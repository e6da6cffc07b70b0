//! `embed_templates!`: the files of a folder come in, a component for each of them goes out.

mod files;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token, Visibility, parse_quote};

use super::declare::{self, Declaration, Declarations, SlotAttributes};
use super::expand::Expander;
use super::model::Template;
use super::{check, check_markup, lexer};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::names::Names;
use crate::suggest;
use files::File;

/// `pub "pages/*.html"; fn show(video: &Video);`.
struct Embed {
    visibility: Visibility,
    pattern: LitStr,
    declarations: TokenStream,
}

impl Parse for Embed {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let visibility = input.parse()?;
        let pattern = input.parse().map_err(|error: syn::Error| {
            let message = "expected the files of the templates in quotes\nhelp: write `embed_templates!(\"pages/*.html\")`";
            syn::Error::new(error.span(), message)
        })?;
        input.parse::<Option<Token![;]>>()?;
        Ok(Self { visibility, pattern, declarations: input.parse()? })
    }
}

/// Expands `embed_templates!`.
pub(super) fn expand_embed(names: &Names, input: TokenStream, diagnostics: &mut Diagnostics) -> TokenStream {
    let Some(embed) = diagnostics.absorb(syn::parse2::<Embed>(input)) else { return TokenStream::new() };
    let Declarations { components, slot_attributes } =
        declare::parse_declarations(embed.declarations.clone(), diagnostics);
    let mut items: TokenStream =
        slot_attributes.iter().map(|slot| Expander::new(names).expand_slot_attributes(slot)).collect();
    slot_attributes.iter().for_each(|slot| check::check_slot_attributes(slot, diagnostics));
    let files = files::find_files(&embed.pattern, diagnostics);
    let mut undeclared: Vec<&File> = files.iter().flatten().collect();
    for mut declaration in components {
        bad_body(&mut declaration, diagnostics);
        let file = undeclared.iter().position(|file| declaration.name == file.name);
        let file = file.map(|at| undeclared.remove(at));
        if let (None, Some(files)) = (file, &files) {
            missing_file(&declaration, &embed.pattern, files, diagnostics);
        }
        items.extend(expand_component(declaration, file, &slot_attributes, names, diagnostics));
    }
    for file in undeclared {
        let declaration = declaration_of(file, &embed);
        items.extend(expand_component(declaration, Some(file), &slot_attributes, names, diagnostics));
    }
    items
}

/// The component, and a mention of the file so that it is compiled again when the file changes.
fn expand_component(
    mut declaration: Declaration,
    file: Option<&File>,
    slot_attributes: &[SlotAttributes],
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> TokenStream {
    declare::duplicate_declaration(&mut declaration, diagnostics);
    check::check_declaration(&declaration, slot_attributes, diagnostics);
    let expander = Expander::new(names);
    let Some(file) = file else {
        return expander.expand_component_items(&declaration, &Template::default(), slot_attributes);
    };
    let span = declaration.name.span();
    let template = diagnostics.within(&file.shown, |diagnostics| {
        let lexemes = lexer::lex_file(&file.text, span, diagnostics);
        check_markup(lexemes, diagnostics)
    });
    let component =
        expander.within(&file.shown).expand_component_items(&declaration, &template, slot_attributes);
    let path = &file.path;
    quote! {
        #component
        const _: &[u8] = ::core::include_bytes!(#path);
    }
}

/// A component without attributes.
fn declaration_of(file: &File, embed: &Embed) -> Declaration {
    let doc = format!(" The template `{}`.", file.shown);
    Declaration {
        attributes: vec![parse_quote!(#[doc = #doc])],
        visibility: embed.visibility.clone(),
        name: Ident::new(&file.name, embed.pattern.span()),
        generics: syn::Generics::default(),
        arguments: Vec::new(),
        body: None,
    }
}

/// `fn show() { .. }`, whose markup is in a file.
fn bad_body(declaration: &mut Declaration, diagnostics: &mut Diagnostics) {
    if declaration.body.take().is_some() {
        let name = &declaration.name;
        let message = format!("the markup of `{name}` stands in its file");
        let help = "end the declaration with `;`, or write the component in a `component!`";
        diagnostics.error(Diagnostic::new(name.span(), message).help(help));
    }
}

/// `fn shwo();` beside `show.html`.
fn missing_file(declaration: &Declaration, pattern: &LitStr, files: &[File], diagnostics: &mut Diagnostics) {
    let name = declaration.name.to_string();
    let message = format!("no file of `{}` is called `{name}`", pattern.value());
    let known = files.iter().map(|file| file.name.as_str());
    let help = suggest::did_you_mean(&name, known.clone()).unwrap_or_else(|| {
        let known: Vec<_> = known.map(|name| format!("`{name}`")).collect();
        if known.is_empty() {
            "there are no files".to_owned()
        } else {
            format!("there are {}", known.join(", "))
        }
    });
    diagnostics.error(Diagnostic::new(declaration.name.span(), message).help(help));
}
