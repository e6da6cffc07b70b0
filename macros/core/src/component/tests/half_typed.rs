//! Templates while they are typed: nothing panics, and what can be understood is kept.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use proptest::prelude::*;
use quote::quote;

use super::super::expand::Expander;
use super::super::{check_markup, expand, expand_html, lexer};
use super::tokens;
use crate::diagnostics::Diagnostics;
use crate::names::Names;

const TEMPLATE: &str = r#"
    <!DOCTYPE html>
    <!-- note -->
    <div class="a" id={user.id} :if={user.is_admin()} phx-click={Self::go}>
        Hello, {user.name} &amp; "friends" (<b>all</b>)
        if let Some(note) = user.note { <p>{note}</p> } else if x { y } else { z }
        for item in &items { <li :key={item.id}>{item.name}</li> }
        match kind { Kind::A(a) if a > 1 => { <i>{a}</i> } _ => none, }
        <.card title={user.title} note="x" {rest}><ui::icon name="star" /></.card>
        <.table><:col :for={col in &cols} :if={col.shown} :let={row} label={col.label}>{row.value}</:col></.table>
        <p style={[("width", width), ("color", color)]} {pairs}></p>
        <br><script>"code"</script>
    </div>
"#;

fn expand_markup(markup: TokenStream) -> String {
    let output = expand_html(quote!((bennu) #markup));
    let text = output.to_string();
    syn::parse2::<syn::Expr>(output).unwrap_or_else(|error| panic!("{error}: {text}"));
    text
}

/// All token lists that end early, within groups too.
fn prefixes(stream: TokenStream) -> Vec<TokenStream> {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut all = Vec::new();
    for end in 0..trees.len() {
        let before: TokenStream = trees[..end].iter().cloned().collect();
        if let TokenTree::Group(group) = &trees[end] {
            for inner in prefixes(group.stream()) {
                let group = Group::new(group.delimiter(), inner);
                all.push(quote!(#before #group));
            }
        }
        all.push(before);
    }
    all
}

#[test]
fn every_beginning_of_a_template_expands() {
    let all = prefixes(tokens(TEMPLATE));
    assert!(all.len() > 150, "{}", all.len());
    for markup in all {
        expand_markup(markup.clone());
        expand(quote!((bennu) pub fn card() { #markup }));
    }
}

#[test]
fn a_template_with_any_token_removed_expands() {
    let trees: Vec<TokenTree> = tokens(TEMPLATE).into_iter().collect();
    for removed in 0..trees.len() {
        let rest = trees.iter().enumerate().filter(|(at, _)| *at != removed).map(|(_, tree)| tree.clone());
        expand_markup(rest.collect());
    }
}

#[test]
fn expressions_beside_a_mistake_are_kept() {
    let text = expand_markup(tokens(
        "<div><p :if={first()}>{second.} {third()}</span> for x in fourth() { {x.fifth} } <dvi title={sixth}>",
    ));
    for name in ["first", "third", "fourth", "fifth", "sixth"] {
        assert!(text.contains(name), "`{name}` is lost in {text}");
    }
    assert!(text.contains("compile_error"));
}

#[test]
fn component_declarations_may_be_half_typed() {
    for source in [
        "",
        "pub",
        "pub fn",
        "pub fn card",
        "pub fn card(",
        "pub fn card(a",
        "fn card(a: ) {}",
        "fn card(a: &str =) {}",
        "fn a() {} fn",
    ] {
        let Ok(source) = source.replace('(', "").parse::<TokenStream>() else { continue };
        expand(quote!((bennu) #source));
    }
}

#[test]
fn a_half_typed_argument_does_not_hide_the_other_components() {
    for argument in [
        "kind: &str in",
        "kind: &str in []",
        "kind: &str in [\"a\",",
        "kind: in [\"a\"]",
        "rest: Rest include",
        "rest: Rest include [form",
        "rest: Rest include [\"form\"] =",
        "/// what",
        "/// what\nkind",
        "col: Slots<",
    ] {
        // An editor closes the brackets.
        let argument: TokenStream = match argument.parse() {
            Ok(argument) => argument,
            Err(_) => tokens(&format!("{argument}]")),
        };
        let output =
            expand(quote!((bennu) fn half(#argument) { <p>{kind}</p> } fn whole() { <p>{kept}</p> }));
        let text = output.to_string();
        syn::parse2::<syn::File>(output).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert!(text.contains("fn whole") && text.contains("kept"), "{argument}: {text}");
    }
}

#[test]
fn every_beginning_of_a_file_keeps_its_expressions() {
    let file = "<p :if={first()}>it's {second()}</p>\nif third() {\n  <b>{fourth()}</b>\n}\n<.card title={fifth()}>x";
    for end in (0..=file.len()).filter(|end| file.is_char_boundary(*end)) {
        let mut diagnostics = Diagnostics::new();
        let lexemes = lexer::lex_file(&file[..end], Span::call_site(), &mut diagnostics);
        let template = check_markup(lexemes, &mut diagnostics);
        diagnostics.finish();
        let names = Names::default();
        let text = Expander::new(&names).expand_owned(&template).to_string();
        for name in ["first", "second"] {
            // Once its tag is complete, what comes behind it does not make the expression go away.
            assert!(
                end < file.find("</p>").unwrap_or(0) || text.contains(name),
                "`{name}` is lost in {text}"
            );
        }
    }
}

/// Tokens in any order.
fn soup() -> impl Strategy<Value = TokenStream> {
    let leaf = prop::sample::select(vec![
        "<", ">", "/", "=", ":", "-", "!", ".", "&", ";", "#", ",", "|", "if", "for", "in", "match", "else",
        "div", "br", "script", "a", "class", "key", "\"text\"", "'c'", "1", "=>", "</", "/>", "--", "<!--",
        "-->", "::", "'a",
    ])
    .prop_map(tokens);
    leaf.prop_recursive(3, 40, 12, |inner| {
        let delimiter =
            prop::sample::select(vec![Delimiter::Brace, Delimiter::Parenthesis, Delimiter::Bracket]);
        (prop::collection::vec(inner, 0..12), delimiter, any::<bool>()).prop_map(
            |(trees, delimiter, grouped)| {
                let stream: TokenStream = trees.into_iter().collect();
                if grouped { TokenTree::from(Group::new(delimiter, stream)).into() } else { stream }
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_tokens_expand(markup in soup()) {
        expand_markup(markup);
    }
}
