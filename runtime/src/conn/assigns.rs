//! Values that plugs leave for later plugs, handlers and templates of the same request, by type.

use std::any::{Any, TypeId};

use super::Conn;

/// A few values; looking through them in order is faster than hashing.
#[derive(Default)]
pub(crate) struct Assigns(Vec<(TypeId, Box<dyn Any + Send + Sync>)>);

impl Assigns {
    /// Keeps `value` in place of an earlier one of the same type.
    pub(crate) fn put<T: Send + Sync + 'static>(&mut self, value: T) {
        let id = TypeId::of::<T>();
        let value = Box::new(value);
        match self.0.iter_mut().find(|(other, _)| *other == id) {
            Some((_, slot)) => *slot = value,
            None => self.0.push((id, value)),
        }
    }

    pub(crate) fn get<T: Send + Sync + 'static>(&self) -> Option<&T> {
        let id = TypeId::of::<T>();
        self.0.iter().find(|(other, _)| *other == id)?.1.downcast_ref()
    }
}

impl<S: 'static> Conn<S> {
    /// Keeps `value` for the rest of this request, in place of an earlier one of the same type.
    ///
    /// The type is the name, so that nobody misspells it. What is private to a module or a library has a type that is private there:
    /// nobody else can read it or put another in its place.
    ///
    /// ```
    /// use bennu::{Conn, Result};
    ///
    /// struct CurrentUser(&'static str);
    ///
    /// async fn fetch_current_user(conn: &mut Conn<()>) -> Result {
    ///     conn.assign(CurrentUser("ana"));
    ///     Ok(())
    /// }
    ///
    /// async fn home(conn: &mut Conn<()>) -> Result {
    ///     let name = conn.assigned::<CurrentUser>().map_or("guest", |user| user.0);
    ///     conn.text(name)
    /// }
    /// ```
    pub fn assign<T: Send + Sync + 'static>(&mut self, value: T) -> &mut Self {
        self.assigns.put(value);
        self
    }

    /// The value of this type that was [assigned](Self::assign).
    #[must_use]
    pub fn assigned<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.assigns.get()
    }

    /// The same, to change it where it is.
    #[must_use]
    pub fn assigned_mut<T: Send + Sync + 'static>(&mut self) -> Option<&mut T> {
        let id = TypeId::of::<T>();
        self.assigns.0.iter_mut().find(|(other, _)| *other == id)?.1.downcast_mut()
    }

    /// Takes the value of this type, which is no longer assigned.
    pub fn take_assigned<T: Send + Sync + 'static>(&mut self) -> Option<T> {
        let id = TypeId::of::<T>();
        let at = self.assigns.0.iter().position(|(other, _)| *other == id)?;
        self.assigns.0.swap_remove(at).1.downcast().ok().map(|value| *value)
    }
}
