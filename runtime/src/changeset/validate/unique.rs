//! Changed values come in, whether another row has them already goes out.

use super::super::{Changeset, FieldError};
use super::Validation;
use crate::repo::{Error, Repo};
use crate::schema::{Columns, Schema, Value};

impl<T: Schema> Changeset<T> {
    /// Adds "has already been taken" to the first of `columns` where another row has the same values in all of them.
    ///
    /// "Unsafe", since another row can get them in the next moment: only
    /// [`unique_constraint`](Self::unique_constraint), which needs a unique index, is sure. This is for people who are still
    /// filling in a form. The database is not asked where nothing of it changed, has an error already, or is null.
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
    /// # let table = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL)";
    /// # repo.migrate(&[Migration::new(1, "create users", table)]).await?;
    /// let new = || Changeset::from(User).put_change(User::email, "ann@example.org");
    /// repo.insert(new()).await??;
    /// let second = new().unsafe_validate_unique(User::email, &repo).await?;
    /// assert_eq!(second.messages(), [("email", vec!["has already been taken".to_owned()])]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unsafe_validate_unique(
        mut self,
        columns: impl Columns<T>,
        repo: &Repo,
    ) -> Result<Self, Error> {
        let columns = columns.indexes().as_ref().to_vec();
        let Some(&first) = columns.first() else { return Ok(self) };
        let names: Vec<_> = columns.iter().map(|index| T::FIELDS[*index].name()).collect();
        let texts: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        self.note(first, Validation::new("unsafe_unique", vec![("fields", texts.clone().into())]));
        let values: Vec<_> = columns.iter().map(|index| self.value(*index)).collect();
        let is_known = columns.iter().all(|index| !self.changed_at(*index))
            || names.iter().any(|name| self.state.has_error(name))
            || values.iter().any(Value::is_null);
        let is_taken = !is_known && repo.is_taken::<T>(columns, values, self.row()).await?;
        let error = FieldError::new("has already been taken")
            .with("validation", "unsafe_unique")
            .with("fields", texts);
        Ok(self.add_found(names[0], is_taken.then_some(error)))
    }
}
