//! The accounts context: who there is, how one joins, and who somebody is.

mod user;

use bennu::auth::Passwords;
use bennu::prelude::*;
use bennu::repo;
use bennu::schema::{Column, FieldType};

pub use user::User;

static PASSWORDS: Passwords = Passwords::new();

/// Why somebody is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// There is such a user, with another password or none.
    Unauthorized,
    /// There is no such user.
    NotFound,
}

/// All users.
pub async fn list_users(repo: &Repo) -> repo::Result<Vec<User>> {
    repo.all(User).await
}

/// The users with these ids.
pub async fn list_users_with_ids(repo: &Repo, ids: &[i64]) -> repo::Result<Vec<User>> {
    repo.all(from!(u in User, where: u.id in ^ids)).await
}

/// The user with this id, or none.
pub async fn get_user(repo: &Repo, id: i64) -> repo::Result<Option<User>> {
    repo.get(id).await
}

/// The user with this id; 404 where there is none.
pub async fn fetch_user(repo: &Repo, id: i64) -> repo::Result<User> {
    repo.fetch(id).await
}

/// The user with this value in a column, or none.
pub async fn get_user_by<F: FieldType>(
    repo: &Repo,
    column: Column<User, F>,
    value: impl Into<F::Inner>,
) -> repo::Result<Option<User>> {
    repo.get_by(column, value).await
}

/// What a user looks like before anything is changed.
pub fn change_user(user: impl Into<Changeset<User>>) -> Changeset<User> {
    user::changeset(user, &Params::new())
}

/// Stores a user without a password: for seeds, imports and robots.
pub async fn create_user(repo: &Repo, params: &Params) -> repo::Result<Result<User, Changeset<User>>> {
    repo.insert(user::changeset(User, params)).await
}

/// What the form for a new account looks like.
pub fn change_registration(user: impl Into<Changeset<User>>, params: &Params) -> Changeset<User> {
    user::registration_changeset(user, params)
}

/// Stores a user with a password.
pub async fn register_user(repo: &Repo, params: &Params) -> Result<Result<User, Changeset<User>>> {
    let changeset = user::registration_changeset(User, params);
    Ok(repo.insert(user::put_password_hash(changeset).await?).await?)
}

/// The user with this name, if the password is theirs.
pub async fn authenticate_by_username_and_pass(
    repo: &Repo,
    username: &str,
    pass: &str,
) -> Result<Result<User, Denied>> {
    let user = get_user_by(repo, User::username, username).await?;
    let hash = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let is_theirs = PASSWORDS.verify(pass, hash).await?;
    Ok(match user {
        Some(user) if is_theirs => Ok(user),
        Some(_) => Err(Denied::Unauthorized),
        None => Err(Denied::NotFound),
    })
}
