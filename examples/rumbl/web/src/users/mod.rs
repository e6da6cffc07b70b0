//! Accounts: who there is, and how one joins.

pub mod html;

use bennu::prelude::*;
use rumbl_domain::accounts::{self, User};

use crate::router::path;
use crate::{Conn, auth};

/// `GET /users`: everybody.
pub async fn index(conn: &mut Conn) -> Result {
    let users = accounts::list_users(&conn.state().repo).await?;
    conn.put_page_title("Users").render(html::index(&users))
}

/// `GET /users/{id}`: one of them.
pub async fn show(conn: &mut Conn, id: i64) -> Result {
    let user = accounts::fetch_user(&conn.state().repo, id).await?;
    conn.put_page_title(&user.name).render(html::show(&user))
}

/// `GET /users/new`: the form for an account.
pub async fn new(conn: &mut Conn) -> Result {
    let changeset = accounts::change_registration(User, &Params::new());
    conn.put_page_title("Register").render(html::new(&changeset))
}

/// `POST /users`: makes the account and logs in.
pub async fn create(conn: &mut Conn) -> Result {
    let params: Params = conn.params("user")?;
    match accounts::register_user(&conn.state().repo, &params).await? {
        Ok(user) => {
            let welcome = format!("{} created!", user.name);
            auth::login(conn, user).put_flash(Info, welcome).redirect(path!("/users"))
        }
        Err(changeset) => conn.put_page_title("Register").render(html::new(&changeset)),
    }
}
