//! Options as written come in, checked values go out; what is unknown, repeated or of another form is reported.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, Path};

use super::syntax::Entry;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::{pattern, suggest};

/// The options of one declaration.
pub(super) struct Options<'s> {
    entries: &'s [Entry],
}

impl<'s> Options<'s> {
    /// Reports what is not among the `known` options of a `place`, and what is given twice.
    pub(super) fn new(
        entries: &'s [Entry],
        place: &str,
        known: &[&str],
        diagnostics: &mut Diagnostics,
    ) -> Self {
        for (index, Entry { name, .. }) in entries.iter().enumerate() {
            let text = name.to_string();
            if !known.contains(&text.as_str()) {
                let help = suggest::did_you_mean(&text, known.iter().copied());
                let help = help.unwrap_or_else(|| format!("its options are `{}`", known.join("`, `")));
                diagnostics.error(
                    Diagnostic::new(name.span(), format!("{place} has no option `{name}`")).help(help),
                );
            } else if let Some(first) = entries[..index].iter().find(|first| first.name == *name) {
                diagnostics.error(
                    Diagnostic::new(name.span(), format!("option `{name}` is given twice"))
                        .help("remove one of the two")
                        .related(first.name.span(), format!("`{name}` is first given here")),
                );
            }
        }
        Self { entries }
    }

    pub(super) fn get(&self, name: &str) -> Option<&'s Expr> {
        self.entries.iter().find(|entry| entry.name == name).map(|entry| &entry.value)
    }

    /// `name: person` or `name: "person"`
    pub(super) fn word(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        let value = self.get(name)?;
        let word = match value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => single_name(value).map(ToString::to_string),
        };
        let word = word.filter(|word| syn::parse_str::<Ident>(word).is_ok() || is_keyword(word));
        or_report(word, value, &format!("`{name}` is a name"), &format!("{name}: user"), diagnostics)
    }

    /// `param: slug` or `param: "id: i64"`: what stands in the braces of a path
    pub(super) fn param(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        let value = self.get(name)?;
        let param = match value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => single_name(value).map(ToString::to_string),
        };
        let is_param = |param: &String| {
            let parsed = pattern::parse(&format!("/{{{param}}}"));
            parsed.is_ok_and(|pattern| pattern.segments().iter().all(|segment| !segment.is_glob()))
        };
        let what = format!("`{name}` is what stands in the braces of a path");
        let example = format!("{name}: slug`, or with its type `{name}: \"id: i64\"");
        or_report(param.filter(is_param), value, &what, &example, diagnostics)
    }

    /// `module: admin::pages`
    pub(super) fn path(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<Path> {
        let value = self.get(name)?;
        let path = match value {
            Expr::Path(path) if path.qself.is_none() => Some(path.path.clone()),
            _ => None,
        };
        or_report(
            path,
            value,
            &format!("`{name}` is the path of a module"),
            &format!("{name}: admin"),
            diagnostics,
        )
    }

    /// `singleton: true`
    pub(super) fn flag(&self, name: &str, diagnostics: &mut Diagnostics) -> bool {
        let Some(value) = self.get(name) else { return false };
        let flag = match value {
            Expr::Lit(ExprLit { lit: Lit::Bool(flag), .. }) => Some(flag.value),
            _ => None,
        };
        let what = format!("`{name}` is `true` or `false`");
        or_report(flag, value, &what, &format!("{name}: true"), diagnostics).unwrap_or(false)
    }

    /// `only: [index, show]`
    pub(super) fn names(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<Vec<&'s Ident>> {
        let value = self.get(name)?;
        let names = elements(value).into_iter().map(single_name).collect();
        or_report(
            names,
            value,
            &format!("`{name}` is a list of names"),
            &format!("{name}: [index, show]"),
            diagnostics,
        )
    }

    /// `host: "api."` or `host: ["a.example", "b.example"]`, each with the expression that spells it
    pub(super) fn texts(
        &self,
        name: &str,
        example: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<(String, &'s Expr)>> {
        let value = self.get(name)?;
        let text = |value| match value {
            &Expr::Lit(ExprLit { lit: Lit::Str(ref text), .. }) => Some((text.value(), value)),
            _ => None,
        };
        let texts = elements(value).into_iter().map(text).collect();
        let what = format!("`{name}` is a text in quotes, or several in brackets");
        or_report(texts, value, &what, &format!("{name}: {example}"), diagnostics)
    }

    /// `args: [auth::current_user]`: paths of functions; nothing where the option is not given
    pub(super) fn functions(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<Vec<Path>> {
        let value = self.get(name)?;
        let path = |value: &Expr| match value {
            Expr::Path(path) if path.qself.is_none() => Some(path.path.clone()),
            _ => None,
        };
        let paths = elements(value).into_iter().map(path).collect();
        let what = format!("`{name}` is a list of functions");
        or_report(paths, value, &what, &format!("{name}: [auth::current_user]"), diagnostics)
    }

    /// `assigns: [Theme::Dark]`: any values
    pub(super) fn values(&self, name: &str) -> Vec<&'s Expr> {
        self.get(name).map(elements).unwrap_or_default()
    }
}

/// The elements of a list in brackets, or the value alone.
fn elements(value: &Expr) -> Vec<&Expr> {
    match value {
        Expr::Array(array) => array.elems.iter().collect(),
        value => vec![value],
    }
}

pub(super) fn single_name(value: &Expr) -> Option<&Ident> {
    match value {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        _ => None,
    }
}

fn is_keyword(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.chars().all(|c| c.is_ascii_alphanumeric())
}

fn or_report<T>(
    found: Option<T>,
    value: &Expr,
    what: &str,
    example: &str,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    if found.is_none() {
        let written = crate::spelling::spelt(&value.to_token_stream());
        let message = format!("{what}, not `{written}`");
        diagnostics.error(Diagnostic::new(value.span(), message).help(format!("write `{example}`")));
    }
    found
}
