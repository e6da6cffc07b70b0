//! Where a view wants its browser to go.

use http::StatusCode;
use serde_json::{Map, Value};

use crate::Error;
use crate::conn::is_local;

/// What kind of way it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// A full page load.
    Redirect,
    /// Another view over the same connection.
    Navigate,
    /// The same view under another address.
    Patch,
}

/// A redirect, navigation or patch that happens once the callback returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Navigation {
    pub(crate) way: Way,
    pub(crate) to: String,
    replace: bool,
}

impl Navigation {
    pub(crate) fn new(way: Way, to: &str) -> Self {
        Self { way, to: to.to_owned(), replace: false }
    }

    /// Replaces the present entry of the browser's history instead of adding one.
    pub fn replace(&mut self) -> &mut Self {
        self.replace = true;
        self
    }

    /// An error that ends the callback here, so that `mount` can send the browser away without having made a view.
    ///
    /// Written as `return Err(socket.redirect("/login").halt())`.
    #[must_use]
    pub fn halt(&self) -> Error {
        Error::new(StatusCode::FOUND, format!("redirected to {}", self.to))
    }

    /// Makes it a full page load.
    pub(crate) fn load(&mut self) {
        self.way = Way::Redirect;
    }

    /// The payload of the push that announces it; `flash` is the signed flash that goes along.
    pub(crate) fn payload(&self, flash: Option<String>) -> Value {
        let mut payload = Map::new();
        payload.insert("to".into(), self.to.as_str().into());
        if self.way != Way::Redirect {
            payload.insert("kind".into(), if self.replace { "replace" } else { "push" }.into());
        }
        if let Some(flash) = flash {
            payload.insert("flash".into(), flash.into());
        }
        Value::Object(payload)
    }

    /// The name of the push, which is also its key in a reply.
    pub(crate) fn event(&self) -> &'static str {
        match self.way {
            Way::Redirect => "redirect",
            Way::Navigate => "live_redirect",
            Way::Patch => "live_patch",
        }
    }

    /// # Errors
    /// 500 where the address is not a path of this site: a browser would take `//host` or `/\host` for another one.
    pub(crate) fn check(&self) -> crate::Result {
        if is_local(&self.to) {
            return Ok(());
        }
        Err(Error::internal(format!(
            "cannot go to `{}`: the address has to be a path that starts with one `/`",
            self.to
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_taken() {
        let check = |to| Navigation::new(Way::Redirect, to).check().is_ok();
        assert!(check("/") && check("/a/b?c=//d") && check("/a#b"));
        assert!(
            !check("")
                && !check("//evil")
                && !check("/\\evil")
                && !check("https://evil")
                && !check("/\t/evil")
        );
    }

    #[test]
    fn payloads_say_what_the_history_does() {
        let mut navigation = Navigation::new(Way::Patch, "/a");
        assert_eq!(navigation.payload(None).to_string(), r#"{"to":"/a","kind":"push"}"#);
        navigation.replace();
        assert_eq!(
            navigation.payload(Some("F".into())).to_string(),
            r#"{"to":"/a","kind":"replace","flash":"F"}"#
        );
        assert_eq!(Navigation::new(Way::Redirect, "/a").payload(None).to_string(), r#"{"to":"/a"}"#);
        assert_eq!(navigation.halt().status(), 302);
    }
}
