//! `only` and `except` come in, which actions they mean goes out; for `resources`, and for plugs in front of some actions.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;

use super::options::Options;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest;

/// Some actions, or all.
#[derive(Clone, Default)]
pub(super) struct Selection {
    only: Option<Vec<Ident>>,
    except: Option<Vec<Ident>>,
}

impl Selection {
    /// Reads both options, of which one at most is given.
    pub(super) fn read(options: &Options<'_>, diagnostics: &mut Diagnostics) -> Self {
        let mut named = |name| {
            let names = options.names(name, diagnostics);
            names.map(|names| names.into_iter().cloned().collect())
        };
        let selection = Self { only: named("only"), except: named("except") };
        if let (Some(_), Some(value)) = (&selection.only, options.get("except")) {
            let message = "`only` and `except` exclude each other";
            diagnostics.error(Diagnostic::new(value.span(), message).help("keep one of the two"));
        }
        selection
    }

    /// Whether the action is meant; routes without one are, unless some are named.
    pub(super) fn has(&self, action: Option<&str>) -> bool {
        let is_among =
            |names: &Vec<Ident>| names.iter().any(|name| action.is_some_and(|action| name == action));
        match (&self.only, &self.except) {
            (Some(only), _) => is_among(only),
            (None, Some(except)) => !is_among(except),
            (None, None) => true,
        }
    }

    /// Where the action is named as one that is meant.
    pub(super) fn span_of(&self, action: &str) -> Option<Span> {
        self.only.iter().flatten().find(|name| *name == action).map(Ident::span)
    }

    /// Reports each name that is not among the `known` actions of a `place`.
    pub(super) fn check(&self, place: &str, known: &[&str], diagnostics: &mut Diagnostics) {
        for name in self.only.iter().chain(&self.except).flatten() {
            let text = name.to_string();
            if known.contains(&text.as_str()) {
                continue;
            }
            let help = suggest::did_you_mean(&text, known.iter().copied()).unwrap_or_else(|| match known {
                [] => "there are none".to_owned(),
                known => format!("the actions are `{}`", known.join("`, `")),
            });
            diagnostics.error(Diagnostic::new(name.span(), format!("{place} no action `{name}`")).help(help));
        }
    }
}
