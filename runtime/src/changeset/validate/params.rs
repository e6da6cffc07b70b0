//! Parameters that stand for no column come in, whether they repeat or accept what they should goes out.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::super::{Changeset, ErrorKey, FieldError};
use super::Validation;
use crate::schema::{Column, Schema, Type as _};

impl<T: Schema> Changeset<T> {
    /// Adds "does not match confirmation" to `password_confirmation` where that parameter is not the same as `password`.
    ///
    /// Both are read as they came, so that the confirmation needs no column. Without that parameter there is no error; see
    /// [`require_confirmation`](Self::require_confirmation).
    ///
    /// ```
    /// use bennu::{Changeset, Params};
    ///
    /// bennu::schema! { pub struct User in "users" { password: String } }
    ///
    /// let params = Params::from_urlencoded("password=secret&password_confirmation=secrte")?;
    /// let changeset = Changeset::from(User).cast(&params, User::password).validate_confirmation(User::password);
    /// assert_eq!(changeset.messages(), [("password_confirmation", vec!["does not match confirmation".to_owned()])]);
    /// # Ok::<(), bennu::Error>(())
    /// ```
    pub fn validate_confirmation<F>(self, column: Column<T, F>) -> Self {
        self.confirm(column, false)
    }

    /// The same, and adds "can't be blank" where the parameter is missing.
    pub fn require_confirmation<F>(self, column: Column<T, F>) -> Self {
        self.confirm(column, true)
    }

    fn confirm<F>(mut self, column: Column<T, F>, required: bool) -> Self {
        self.note(column.index(), Validation::new("confirmation", Vec::new()));
        let name = confirmation_of(column.name());
        let found = self.params().and_then(|params| match params.get(name) {
            Some(confirmation) if params.get(column.name()) == Some(confirmation) => None,
            Some(_) => {
                Some(FieldError::new("does not match confirmation").with("validation", "confirmation"))
            }
            None => required.then(FieldError::blank),
        });
        self.add_found(name, found)
    }

    /// Adds "must be accepted" where the parameter of that name is not true: a checkbox, mostly without a column.
    ///
    /// Like a confirmation it is asked only of parameters: where there was no [`cast`](Self::cast), nothing is to be accepted.
    ///
    /// ```
    /// use bennu::{Changeset, Params};
    ///
    /// bennu::schema! { pub struct User in "users" { name: String } }
    ///
    /// let changeset = Changeset::from(User).cast(&Params::new(), User::name).validate_acceptance("terms_of_service");
    /// assert_eq!(changeset.messages(), [("terms_of_service", vec!["must be accepted".to_owned()])]);
    /// ```
    pub fn validate_acceptance(self, key: impl ErrorKey<T>) -> Self {
        let name = key.key();
        let accepted =
            self.params().map(|params| params.get(name).is_some_and(|value| bool::cast(value) == Ok(true)));
        let error = FieldError::new("must be accepted").with("validation", "acceptance");
        let found = (accepted == Some(false)).then_some(error);
        self.add_found(name, found)
    }
}

/// `password_confirmation`. Names of errors live as long as the program: there is one for each field that is ever confirmed.
fn confirmation_of(field: &'static str) -> &'static str {
    static NAMES: Mutex<BTreeMap<&'static str, &'static str>> = Mutex::new(BTreeMap::new());
    // A panic elsewhere leaves the map whole: entries are only ever added.
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    names.entry(field).or_insert_with(|| format!("{field}_confirmation").leak())
}
