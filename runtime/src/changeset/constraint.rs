//! Rules that only the database can check come in before, its complaints become field errors after.

use std::borrow::Cow;
use std::fmt;

use super::{Changeset, ErrorKey, FieldError, Latest};
use crate::schema::{Assoc, AssociationKind, BelongsTo, Column, Columns, One, Relation, Schema};

/// What sort of rule a database refuses a row for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConstraintKind {
    /// Two rows that must differ do not.
    Unique,
    /// What a row refers to is not there, or it is referred to itself.
    ForeignKey,
    /// A condition does not hold.
    Check,
    /// Two rows that must not overlap do.
    Exclusion,
    /// A column is null; nothing that the user of a program could help.
    NotNull,
}

impl fmt::Display for ConstraintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unique => "unique_constraint",
            Self::ForeignKey => "foreign_key_constraint",
            Self::Check => "check_constraint",
            Self::Exclusion => "exclusion_constraint",
            Self::NotNull => "not_null_constraint",
        })
    }
}

/// How a constraint's name is known: whole, which a text alone means, or its end or beginning, where the rest varies.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Match {
    /// The whole name.
    Exact(Cow<'static, str>),
    /// What it ends with, as for the partitions of a table.
    Suffix(Cow<'static, str>),
    /// What it begins with.
    Prefix(Cow<'static, str>),
}

impl Match {
    fn matches(&self, name: &str) -> bool {
        match self {
            Self::Exact(whole) => name == whole,
            Self::Suffix(end) => name.ends_with(&**end),
            Self::Prefix(beginning) => name.starts_with(&**beginning),
        }
    }
}

impl From<&'static str> for Match {
    fn from(name: &'static str) -> Self {
        Self::Exact(Cow::Borrowed(name))
    }
}

impl From<String> for Match {
    fn from(name: String) -> Self {
        Self::Exact(Cow::Owned(name))
    }
}

/// A constraint that the database may complain about, and what people are told then.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Constraint {
    kind: ConstraintKind,
    /// `constraint` in the error's metadata.
    error_type: &'static str,
    name: Match,
    key: &'static str,
    pub(super) message: Cow<'static, str>,
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Match::Exact(name) => write!(f, "`{name}` ({})", self.kind),
            Match::Suffix(end) => write!(f, "`..{end}` ({})", self.kind),
            Match::Prefix(beginning) => write!(f, "`{beginning}..` ({})", self.kind),
        }
    }
}

impl<T: Schema> Changeset<T> {
    /// Turns the database's refusal of a second row with the same value into the error "has already been taken".
    ///
    /// Nothing is checked here: only the database can decide without a race. With several columns, the error is the first
    /// one's, or that of [`error_key`](Self::error_key). The unique index is expected to have the name that migrations give
    /// it by convention, the table, the columns in their order and `index` joined with `_`; [`named`](Self::named) takes any
    /// other.
    ///
    /// A violation that no changeset speaks of is an [`Error::Constraint`](crate::repo::Error::Constraint): a mistake of the
    /// program, not of its user.
    ///
    /// ```
    /// # use bennu::repo::{Migration, Repo};
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct User in "users" { email: String } }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> bennu::Result {
    /// # let repo = Repo::sqlite(":memory:").await?;
    /// # let table = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL); CREATE UNIQUE INDEX users_email_index ON users (email)";
    /// # repo.migrate(&[Migration::new(1, "create users", table)]).await?;
    /// let ann = || Changeset::from(User).put_change(User::email, "ann@example.org").unique_constraint(User::email);
    /// repo.insert(ann()).await??;
    /// let refused = repo.insert(ann()).await?.unwrap_err();
    /// assert_eq!(refused.messages(), [("email", vec!["has already been taken".to_owned()])]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn unique_constraint(self, columns: impl Columns<T>) -> Self {
        let names: Vec<_> = columns.indexes().as_ref().iter().map(|index| T::FIELDS[*index].name()).collect();
        let name = format!("{}_{}_index", T::TABLE, names.join("_"));
        let key = names.first().copied().unwrap_or_default();
        self.constraint(ConstraintKind::Unique, "unique", name, key, "has already been taken")
    }

    /// Turns the database's refusal of a row that refers to none into the error "does not exist".
    ///
    /// The foreign key is expected to have the name that migrations give it, `videos_category_id_fkey`. Seen from the other
    /// side, where a row cannot go since others refer to it, the name has to be said:
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Category in "categories" { name: String } }
    ///
    /// fn delete(category: &Category) -> Changeset<Category> {
    ///     Changeset::from(category)
    ///         .foreign_key_constraint("videos")
    ///         .named("videos_category_id_fkey")
    ///         .message("still exist")
    /// }
    /// ```
    pub fn foreign_key_constraint(self, key: impl ErrorKey<T> + Copy) -> Self {
        self.constraint(ConstraintKind::ForeignKey, "foreign", key.foreign_key(), key.key(), "does not exist")
    }

    /// The same for a row that an association must lead to: the error "does not exist" is the association's.
    ///
    /// ```
    /// use bennu::Changeset;
    ///
    /// bennu::schema! { pub struct Category in "categories" { name: String } }
    /// bennu::schema! { pub struct Video in "videos" { title: String, belongs_to category: Option<Category> } }
    ///
    /// fn change(video: Changeset<Video>) -> Changeset<Video> {
    ///     video.assoc_constraint(Video::category)
    /// }
    /// ```
    pub fn assoc_constraint<O: One>(self, assoc: Assoc<T, BelongsTo<O>>) -> Self {
        let name = assoc.foreign_key();
        self.constraint(ConstraintKind::ForeignKey, "assoc", name, assoc.name(), "does not exist")
    }

    /// Seen from the other side: a row that others belong to does not go, and the error is "are still associated with this
    /// entry", or "is" for a `has_one`.
    pub fn no_assoc_constraint<R: Relation>(self, assoc: Assoc<T, R>) -> Self {
        let message = match assoc.association().kind() {
            AssociationKind::HasOne => "is still associated with this entry",
            _ => "are still associated with this entry",
        };
        self.constraint(ConstraintKind::ForeignKey, "no_assoc", assoc.foreign_key(), assoc.name(), message)
    }

    /// Turns the database's refusal by a `CHECK` of that name into the error "is invalid".
    pub fn check_constraint(self, key: impl ErrorKey<T>, name: impl Into<Match>) -> Self {
        self.constraint(ConstraintKind::Check, "check", name, key.key(), "is invalid")
    }

    /// Turns the database's refusal by an exclusion, as of times that overlap, into the error "violates an exclusion
    /// constraint". PostgreSQL has them; by convention they are called `rooms_during_exclusion`.
    pub fn exclusion_constraint<F>(self, column: Column<T, F>) -> Self {
        let name = format!("{}_{}_exclusion", T::TABLE, column.name());
        let message = "violates an exclusion constraint";
        self.constraint(ConstraintKind::Exclusion, "exclusion", name, column.name(), message)
    }

    /// Says what the constraint of the call before is called in the database.
    ///
    /// ```
    /// use bennu::Changeset;
    /// use bennu::changeset::Match;
    ///
    /// bennu::schema! { pub struct User in "users" { name: String, email: String } }
    ///
    /// let changeset = Changeset::from(User)
    ///     .unique_constraint(User::name)
    ///     .named("users_by_any_case")
    ///     .unique_constraint(User::email)
    ///     .named(Match::Suffix("_email_key".into()));
    /// ```
    pub fn named(mut self, name: impl Into<Match>) -> Self {
        if let Some(constraint) = self.latest_constraint() {
            constraint.name = name.into();
        }
        self
    }

    /// Says what the error of the constraint of the call before is about, where that is not its first column.
    pub fn error_key(mut self, key: impl ErrorKey<T>) -> Self {
        if let Some(constraint) = self.latest_constraint() {
            constraint.key = key.key();
        }
        self
    }

    /// The constraint that the call before told of.
    pub(super) fn latest_constraint(&mut self) -> Option<&mut Constraint> {
        let is_latest = self.state.latest == Latest::Constraint;
        self.state.constraints.last_mut().filter(|_| is_latest)
    }

    fn constraint(
        mut self,
        kind: ConstraintKind,
        error_type: &'static str,
        name: impl Into<Match>,
        key: &'static str,
        message: &'static str,
    ) -> Self {
        let (name, message) = (name.into(), Cow::Borrowed(message));
        self.state.constraints.push(Constraint { kind, error_type, name, key, message });
        self.state.latest = Latest::Constraint;
        self
    }

    pub(crate) fn constraints(&self) -> &[Constraint] {
        &self.state.constraints
    }

    /// The changeset with the error of the constraint that has one of `names`; of several that speak of it, the last one's.
    pub(crate) fn violated(mut self, kind: ConstraintKind, names: &[String]) -> Result<Self, Self> {
        let speaks = |name: &String, known: &Constraint| known.kind == kind && known.name.matches(name);
        let broken = self.state.constraints.iter().rev().find_map(|known| {
            let name = names.iter().find(|name| speaks(name, known))?;
            let error = FieldError::new(known.message.clone())
                .with("constraint", known.error_type)
                .with("constraint_name", name.clone());
            Some((known.key, error))
        });
        match broken {
            Some(error) => {
                self.state.add_errors(vec![error]);
                Ok(self)
            }
            None => Err(self),
        }
    }
}
