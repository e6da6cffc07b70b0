//! Who is asking: the session comes in, the user who logged in goes out.

use bennu::prelude::*;
use bennu::token;
use rumbl_domain::accounts::{self, User};

use crate::Conn;
use crate::router::path;

/// Who has logged in, if anybody has.
#[derive(Clone, Debug, PartialEq)]
pub struct CurrentUser(pub Option<User>);

/// What tells a socket who the user is.
#[derive(Clone, Debug, PartialEq)]
pub struct UserToken(pub String);

const SALT: &str = "user socket";

/// Plug: finds the user of the session, unless somebody has been assigned before, as tests do.
pub async fn fetch_current_user(conn: &mut Conn) -> Result {
    let user = match conn.take_assigned() {
        Some(CurrentUser(Some(user))) => Some(user),
        _ => match conn.get_session("user_id") {
            Some(id) => accounts::get_user(&conn.state().repo, id).await?,
            None => None,
        },
    };
    put_current_user(conn, user);
    Ok(())
}

fn put_current_user(conn: &mut Conn, user: Option<User>) {
    if let Some(user) = &user {
        let token = token::sign(conn, SALT, &user.id);
        conn.assign(UserToken(token));
    }
    conn.assign(CurrentUser(user));
}

/// Logs a user in, with a new session against those who know the old one.
pub fn login(conn: &mut Conn, user: User) -> &mut Conn {
    conn.put_session("user_id", user.id).renew_session();
    put_current_user(conn, Some(user));
    conn
}

/// Logs out whoever is there.
pub fn logout(conn: &mut Conn) -> &mut Conn {
    conn.drop_session()
}

/// Plug: lets nobody pass who has not logged in.
pub async fn authenticate_user(conn: &mut Conn) -> Result {
    if current(conn)?.is_none() {
        conn.put_flash("error", "You must be logged in to access that page").redirect(path!("/"))?;
        conn.halt();
    }
    Ok(())
}

/// The user, for handlers behind [`authenticate_user`].
pub fn current_user(conn: &Conn) -> Result<User> {
    current(conn)?.cloned().ok_or_else(|| Error::unauthorized("nobody has logged in"))
}

fn current(conn: &Conn) -> Result<Option<&User>> {
    let assigned = conn.assigned::<CurrentUser>();
    Ok(assigned.ok_or_else(|| Error::internal("the plug `fetch_current_user` has not run"))?.0.as_ref())
}
