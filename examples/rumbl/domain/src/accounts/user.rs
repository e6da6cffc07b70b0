//! Who has an account: the schema, and what it takes for params to become a user.

use bennu::prelude::*;

use super::PASSWORDS;

schema! {
    /// Somebody who has an account. Robots have no password.
    pub struct User in "users" {
        name: String,
        username: String,
        password: Option<String> { virtual, redact },
        password_hash: Option<String> { redact },
        timestamps,
    }
}

impl User {
    /// What friends call them: the name up to the first space.
    #[must_use]
    pub fn first_name(&self) -> &str {
        self.name.split(' ').next().unwrap_or_default()
    }
}

/// What everybody says of themselves.
pub(super) fn changeset(user: impl Into<Changeset<User>>, params: &Params) -> Changeset<User> {
    user.into()
        .cast(params, (User::name, User::username))
        .validate_required((User::name, User::username))
        .validate_length(User::username, 1..=20)
        .unique_constraint(User::username)
}

/// The same with a password.
pub(super) fn registration_changeset(user: impl Into<Changeset<User>>, params: &Params) -> Changeset<User> {
    changeset(user, params)
        .cast(params, User::password)
        .validate_required(User::password)
        .validate_length(User::password, 6..=100)
}

/// Puts the hash in, if the changeset is valid and has a new password.
pub(super) async fn put_password_hash(changeset: Changeset<User>) -> Result<Changeset<User>> {
    match changeset.get_change(User::password) {
        Some(password) if changeset.valid() => {
            Ok(changeset.put_change(User::password_hash, PASSWORDS.hash(password).await?))
        }
        _ => Ok(changeset),
    }
}
