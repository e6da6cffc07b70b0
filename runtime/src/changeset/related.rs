//! What is to become of the rows that belong to one comes in, they are written around it.

use std::any::Any;
use std::fmt;

use futures_util::future::BoxFuture;
use serde_json::{Map, Value as Json};

use super::{Action, Changeset, FieldError};
use crate::repo::{Error, Repo};
use crate::schema::{Assoc, Association, AssociationKind, Link, Relation, Schema, Value};

/// The changesets of an association of `T`, whatever the other rows' type.
pub(crate) trait Related<T: Schema>: Send + Sync {
    fn association(&self) -> &'static Association;
    fn is_valid(&self) -> bool;
    fn is_changed(&self) -> bool;
    fn require(&mut self);
    fn errors(&self, read: &mut dyn FnMut(&FieldError) -> String) -> Json;
    /// The changesets of the rows that were cast or put, those that are to be deleted among them: forms go on showing them.
    fn changesets(&self) -> Vec<&dyn Any>;
    /// The field of this row that is going to get the key of a row that it refers to.
    fn referring(&self) -> Option<usize>;
    /// What that field would get, as far as it is known.
    fn reference(&self) -> Option<(usize, Value)>;
    /// What the row's field would hold.
    fn apply(&self, row: &mut T);
    /// Writes the row that this one refers to; false where it is refused.
    fn save_before<'a>(
        &'a mut self,
        parent: &'a mut Changeset<T>,
        repo: &'a Repo,
    ) -> BoxFuture<'a, Result<bool, Error>>;
    /// Writes the rows that refer to this one; false where one of them is refused.
    fn save_after<'a>(&'a mut self, row: &'a mut T, repo: &'a Repo) -> BoxFuture<'a, Result<bool, Error>>;
    fn boxed(&self) -> Box<dyn Related<T>>;
    fn is_same(&self, other: &dyn Related<T>) -> bool;
    fn as_any(&self) -> &dyn Any;
}

impl<T: Schema> Clone for Box<dyn Related<T>> {
    fn clone(&self) -> Self {
        self.boxed()
    }
}

impl<T: Schema> PartialEq for dyn Related<T> {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other)
    }
}

impl<T: Schema> fmt::Debug for dyn Related<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Related").field(&self.association().name()).finish()
    }
}

/// The changesets of an association's rows.
pub(super) struct Rows<T: Schema, R: Relation> {
    pub(super) assoc: Assoc<T, R>,
    pub(super) members: Vec<Member<R::Row>>,
    /// Those that were written, in order.
    stored: Vec<R::Row>,
}

/// One row that an association has, gets or loses.
#[derive(Clone, PartialEq)]
pub(super) struct Member<U: Schema> {
    pub(super) changeset: Changeset<U>,
    /// Whether the association has it already.
    pub(super) is_linked: bool,
}

impl<U: Schema> Member<U> {
    /// The changeset with its action, unless its function has set one, such as to delete it.
    pub(super) fn new(changeset: Changeset<U>, action: Action, is_linked: bool) -> Self {
        let action = changeset.action().filter(|action| *action != Action::Validate).unwrap_or(action);
        Self { changeset: changeset.with_action(action), is_linked }
    }

    pub(super) fn stays(&self) -> bool {
        stays(&self.changeset)
    }

    /// Whether parameters spoke of it, be it to delete it.
    fn was_cast(&self) -> bool {
        self.changeset.params().is_some()
    }

    fn is_changed(&self) -> bool {
        self.changeset.action() != Some(Action::Update) || !self.is_linked || self.changeset.is_changed()
    }
}

/// Whether the row goes on belonging to the other.
pub(super) fn stays<U: Schema>(changeset: &Changeset<U>) -> bool {
    !matches!(changeset.action(), Some(Action::Delete | Action::Replace))
}

/// Writes a row as its changeset's action says.
async fn write<U: Schema>(repo: &Repo, changeset: Changeset<U>) -> Result<Result<U, Changeset<U>>, Error> {
    match changeset.action() {
        Some(Action::Insert) => repo.insert(changeset).await,
        Some(Action::Delete) => repo.delete(changeset).await,
        _ => repo.update(changeset).await,
    }
}

impl<T: Schema, R: Relation> Rows<T, R> {
    pub(super) fn new(assoc: Assoc<T, R>, members: Vec<Member<R::Row>>) -> Self {
        Self { assoc, members, stored: Vec::new() }
    }

    fn staying(&self) -> impl Iterator<Item = &Member<R::Row>> {
        self.members.iter().filter(|member| member.stays())
    }

    fn is_parent(&self) -> bool {
        self.association().kind() == AssociationKind::BelongsTo
    }

    /// The changeset of a row with the key by which it refers to this one, if it is the one that refers.
    fn referring_to(&self, member: &Member<R::Row>, row: &T) -> Changeset<R::Row> {
        let mut changeset = member.changeset.clone();
        if let (Link::Keys { own, other }, false) = (self.association().link(), self.is_parent()) {
            match changeset.action() {
                Some(Action::Delete) => {}
                Some(Action::Replace) => changeset.record(*other, Value::Null),
                _ => changeset.record(*other, row.dump(*own)),
            }
        }
        changeset
    }

    /// Whether there is no more to do for this row of a third table or of a `belongs_to`; what there was is done.
    async fn is_settled(&self, member: &Member<R::Row>, row: &T, repo: &Repo) -> Result<bool, Error> {
        match self.association().link() {
            Link::Join { own, other, join } if !member.stays() => {
                if let Some(child) = member.changeset.row() {
                    repo.unlink(join, row.dump(*own), child.dump(*other)).await?;
                }
                Ok(true)
            }
            // Those that stay were written before; what this row does not refer to any more may go now.
            _ => Ok(self.is_parent() && member.changeset.action() != Some(Action::Delete)),
        }
    }
}

impl<T: Schema, R: Relation> Related<T> for Rows<T, R> {
    fn association(&self) -> &'static Association {
        self.assoc.association()
    }

    fn is_valid(&self) -> bool {
        self.staying().all(|member| member.changeset.valid())
    }

    fn is_changed(&self) -> bool {
        self.members.iter().any(Member::is_changed)
    }

    fn require(&mut self) {
        let given = match self.association().link() {
            Link::Keys { other, .. } if !self.is_parent() => Some(*other),
            _ => None,
        };
        for member in self.members.iter_mut().filter(|member| member.stays()) {
            member.changeset.require_values_but(given);
        }
    }

    fn errors(&self, read: &mut dyn FnMut(&FieldError) -> String) -> Json {
        let mut each = self.staying().map(|member| member.changeset.errors_below(read)).map(Json::Object);
        if R::MANY { each.collect() } else { each.next().unwrap_or_else(|| Json::Object(Map::new())) }
    }

    fn changesets(&self) -> Vec<&dyn Any> {
        let shown = self.members.iter().filter(|member| member.stays() || member.was_cast());
        shown.map(|member| &member.changeset as &dyn Any).collect()
    }

    fn referring(&self) -> Option<usize> {
        let Link::Keys { own, .. } = self.association().link() else { return None };
        (self.is_parent() && self.staying().next().is_some()).then_some(*own)
    }

    fn reference(&self) -> Option<(usize, Value)> {
        let Link::Keys { own, other } = self.association().link() else { return None };
        let parent = self.staying().next().filter(|_| self.is_parent())?;
        Some((*own, parent.changeset.apply_changes().ok()?.dump(*other)))
    }

    fn apply(&self, row: &mut T) {
        let applied = self.staying().filter_map(|member| self.referring_to(member, row).apply_changes().ok());
        let applied = applied.collect();
        self.assoc.get_mut(row).put_rows(applied);
    }

    fn save_before<'a>(
        &'a mut self,
        parent: &'a mut Changeset<T>,
        repo: &'a Repo,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(async move {
            self.stored.clear();
            let Link::Keys { own, other } = self.association().link() else { return Ok(true) };
            if !self.is_parent() {
                return Ok(true);
            }
            for member in self.members.iter_mut().filter(|member| member.stays()) {
                match write(repo, member.changeset.clone()).await? {
                    Ok(row) => {
                        parent.record(*own, row.dump(*other));
                        self.stored.push(row);
                    }
                    Err(refused) => {
                        member.changeset = refused;
                        return Ok(false);
                    }
                }
            }
            Ok(true)
        })
    }

    fn save_after<'a>(&'a mut self, row: &'a mut T, repo: &'a Repo) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(async move {
            for index in 0..self.members.len() {
                let member = &self.members[index];
                if self.is_settled(member, row, repo).await? {
                    continue;
                }
                let (stays, is_linked) = (member.stays(), member.is_linked);
                let child = match write(repo, self.referring_to(member, row)).await? {
                    Ok(child) => child,
                    Err(refused) => {
                        self.members[index].changeset = refused;
                        return Ok(false);
                    }
                };
                if let (Link::Join { own, other, join }, false) = (self.association().link(), is_linked) {
                    repo.link(join, row.dump(*own), child.dump(*other)).await?;
                }
                if stays {
                    self.stored.push(child);
                }
            }
            self.assoc.get_mut(row).put_rows(std::mem::take(&mut self.stored));
            Ok(true)
        })
    }

    fn boxed(&self) -> Box<dyn Related<T>> {
        Box::new(Self::new(self.assoc, self.members.clone()))
    }

    fn is_same(&self, other: &dyn Related<T>) -> bool {
        let other = other.as_any().downcast_ref::<Self>();
        let name = self.association().name();
        other.is_some_and(|other| other.association().name() == name && other.members == self.members)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl<T: Schema> Changeset<T> {
    /// Whether a write would have something to do, here or in rows that belong to this one.
    pub(crate) fn is_changed(&self) -> bool {
        !self.state.changes.is_empty() || self.related.iter().any(|related| related.is_changed())
    }

    /// Whether rows that belong to this one would change.
    pub(crate) fn has_related_changes(&self) -> bool {
        self.related.iter().any(|related| related.is_changed())
    }

    /// The changesets of the rows of an association, where they were cast or put.
    pub(crate) fn related_in(&self, name: &str) -> Option<Vec<&dyn Any>> {
        let related = self.related.iter().find(|related| related.association().name() == name)?;
        Some(related.changesets())
    }

    /// Writes the rows that this one refers to; false where one of them is refused.
    pub(crate) async fn save_before(&mut self, repo: &Repo) -> Result<bool, Error> {
        let mut related = std::mem::take(&mut self.related);
        let mut is_saved = Ok(true);
        for related in &mut related {
            is_saved = related.save_before(self, repo).await;
            if !matches!(is_saved, Ok(true)) {
                break;
            }
        }
        self.related = related;
        is_saved
    }

    /// Writes the rows that refer to this one; false where one of them is refused.
    pub(crate) async fn save_after(&mut self, row: &mut T, repo: &Repo) -> Result<bool, Error> {
        for related in &mut self.related {
            if !related.save_after(row, repo).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
