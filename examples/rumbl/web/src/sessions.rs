//! Logging in and out.

use bennu::prelude::*;
use rumbl_domain::accounts;

use crate::core_components::*;
use crate::router::path;
use crate::{Conn, auth};

/// `GET /sessions/new`: the form.
pub async fn new(conn: &mut Conn) -> Result {
    conn.put_page_title("Log in").render(login(&Params::new()))
}

/// `POST /sessions`: logs in whoever knows the password.
pub async fn create(conn: &mut Conn) -> Result {
    let session: Params = conn.params("session")?;
    let (username, password): (String, String) = (session.require("username")?, session.require("password")?);
    let repo = &conn.state().repo;
    match accounts::authenticate_by_username_and_pass(repo, &username, &password).await? {
        Ok(user) => auth::login(conn, user).put_flash(Info, "Welcome back!").redirect(path!("/")),
        Err(_) => conn
            .put_flash("error", "Invalid username/password combination")
            .put_page_title("Log in")
            .render(login(&session)),
    }
}

/// `DELETE /sessions/{id}`: logs out, whatever the id says.
pub async fn delete(conn: &mut Conn, _id: String) -> Result {
    auth::logout(conn).redirect(path!("/"))
}

component! {
    /// The form to log in.
    fn login(session: &Params) {
        <div class="narrow card">
            <.header>Login</.header>
            <.login_form form={&to_form(session).with_name("session")} />
            <p class="quiet">"New here? "<.link href={path!("/users/new")}>Create an account</.link></p>
        </div>
    }

    /// Its inputs.
    fn login_form(form: &Form<'_, Params>) {
        <.simple_form for={form} action={path!("/sessions")}>
            <.input
                field={&form.field("username")}
                label="Username"
                placeholder="Username"
                autocomplete="username"
            />
            <.input
                field={&form.field("password")}
                type="password"
                label="Password"
                placeholder="Password"
                autocomplete="current-password"
            />
            <:actions><.button>Log in</.button></:actions>
        </.simple_form>
    }
}
