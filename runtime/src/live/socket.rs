//! What a view's callbacks know about their client, and how they act on it beyond rendering.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::LiveView;
use super::effects::Effects;
use super::navigation::{Navigation, Way};
use crate::Result;
use crate::conn::{Assigns, Flash, FlashKind};
use crate::endpoint::Shared;
use crate::token::Secret;

/// A view's side of its connection, lent to every callback.
pub struct Socket<V: LiveView> {
    shared: Arc<Shared<V::State>>,
    id: String,
    connected: bool,
    flash: Flash,
    action: Option<&'static str>,
    script_name: String,
    static_changed: bool,
    assigns: Assigns,
    locale: Cow<'static, str>,
    pub(crate) effects: Effects,
    view: PhantomData<fn() -> V>,
}

impl<V: LiveView> Socket<V> {
    pub(crate) fn new(shared: Arc<Shared<V::State>>, id: String, connected: bool, flash: Flash) -> Self {
        Self {
            shared,
            id,
            connected,
            flash,
            action: None,
            script_name: String::new(),
            static_changed: false,
            assigns: Assigns::default(),
            locale: Cow::Borrowed(""),
            effects: Effects::default(),
            view: PhantomData,
        }
    }

    /// The application's state.
    #[must_use]
    pub fn state(&self) -> &V::State {
        &self.shared.state
    }

    /// What this view shares with all others of its endpoint: the state, the settings, the secret.
    #[must_use]
    pub fn shared(&self) -> &Arc<Shared<V::State>> {
        &self.shared
    }

    /// What routers in front of the view's own have taken off the path: see [`Conn::script_name`](crate::Conn::script_name).
    #[must_use]
    pub fn script_name(&self) -> &str {
        &self.script_name
    }

    /// Keeps `value` as long as the view lives, in place of an earlier one of the same type: what the hooks of a live session
    /// ([`OnMount`](super::OnMount)) leave for the view, such as the current user.
    pub fn assign<T: Send + Sync + 'static>(&mut self, value: T) -> &mut Self {
        self.assigns.put(value);
        self
    }

    /// The value of this type that was [assigned](Self::assign).
    #[must_use]
    pub fn assigned<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.assigns.get()
    }

    /// The id of the view's element, which is the same in the page and in the connected view.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether a browser is connected: false while the page is rendered, true in the view that joins afterwards.
    #[must_use]
    pub fn connected(&self) -> bool {
        self.connected
    }

    /// The action of the route that shows the view, as in `live "/posts" => PostsLive, index;`. After a patch it is the one of
    /// the new route. None where the route has no action.
    #[must_use]
    pub fn live_action(&self) -> Option<&'static str> {
        self.action
    }

    /// Whether the page was loaded before the last deployment: it says of scripts and style sheets that it marked by `phx-track-static`
    /// which ones it has, and they are not those of the manifest any more. Such a view may ask the reader to load the page again.
    #[must_use]
    pub fn static_changed(&self) -> bool {
        self.static_changed
    }

    pub(crate) fn put_static_changed(&mut self, static_changed: bool) {
        self.static_changed = static_changed;
    }

    /// What the address says: the action of its route, and what stands before the paths of the view's router.
    pub(crate) fn put_place(&mut self, action: Option<&'static str>, script_name: String) {
        (self.action, self.script_name) = (action, script_name);
    }

    /// Sets the language in which a [`Translator`](crate::form::Translator) says errors. The session can tell it in `mount`:
    /// the connected view is another one than that of the page.
    pub fn put_locale(&mut self, locale: impl Into<Cow<'static, str>>) -> &mut Self {
        self.locale = locale.into();
        self
    }

    /// The language of the view; empty where nobody has said.
    #[must_use]
    pub fn locale(&self) -> &str {
        &self.locale
    }

    /// Sets the page's title. A layout shows it on the page itself by [`Conn::page_title`](crate::Conn::page_title); a connected
    /// browser is told.
    pub fn put_page_title(&mut self, title: impl Into<String>) -> &mut Self {
        self.effects.title = Some(title.into());
        self
    }

    /// Fires the event `phx:{name}` in the browser, for hooks and scripts.
    ///
    /// # Errors
    /// Where `payload` has no JSON form.
    pub fn push_event(&mut self, name: &str, payload: impl Serialize) -> Result<&mut Self> {
        self.effects.events.push(Value::Array(vec![name.into(), serde_json::to_value(payload)?]));
        Ok(self)
    }

    /// A message that the user sees next: on the page that a redirect or navigation leads to.
    pub fn put_flash(&mut self, kind: impl Into<FlashKind>, message: impl Into<String>) -> &mut Self {
        self.flash.put(kind, message);
        self
    }

    /// The message of this kind that came with the page or was put since, unless the user cleared it.
    #[must_use]
    pub fn flash(&self, kind: impl Into<FlashKind>) -> Option<&str> {
        self.flash.get(kind)
    }

    /// Loads the page at the path `to`, once the callback returns. This view ends.
    pub fn redirect(&mut self, to: impl AsRef<str>) -> &mut Navigation {
        self.go(Way::Redirect, to.as_ref())
    }

    /// Shows the view at the path `to` over the same connection, once the callback returns. This view ends.
    pub fn push_navigate(&mut self, to: impl AsRef<str>) -> &mut Navigation {
        self.go(Way::Navigate, to.as_ref())
    }

    /// Changes the address to the path `to`, which belongs to this same view; `handle_params` hears of it. Not in `mount`.
    pub fn push_patch(&mut self, to: impl AsRef<str>) -> &mut Navigation {
        self.go(Way::Patch, to.as_ref())
    }

    fn go(&mut self, way: Way, to: &str) -> &mut Navigation {
        self.effects.navigation.insert(Navigation::new(way, to))
    }

    pub(crate) fn flashes(&self) -> &Flash {
        &self.flash
    }

    /// Forgets the message of one kind, or all.
    pub(crate) fn clear_flash(&mut self, kind: Option<&str>) {
        let mut kept = Flash::default();
        for (name, message) in self.flash.iter().filter(|(name, _)| kind.is_some_and(|kind| kind != *name)) {
            kept.put(FlashKind::Other(name.to_owned().into()), message);
        }
        self.flash = kept;
    }
}

/// For [`token::sign`](crate::token::sign) and the like.
impl<V: LiveView> AsRef<Secret> for Socket<V> {
    fn as_ref(&self) -> &Secret {
        self.shared.secret()
    }
}

impl<V: LiveView> fmt::Debug for Socket<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket")
            .field("id", &self.id)
            .field("connected", &self.connected)
            .finish_non_exhaustive()
    }
}
