//! The pages about users.

use bennu::prelude::*;
use rumbl_domain::accounts::User;

use crate::core_components::*;
use crate::router::path;

component! {
    /// Everybody, with a link to each.
    pub fn index(users: &[User]) {
        <.header>Listing Users</.header>
        <div class="card">
            <.table id="users" rows={users}>
                <:col :let={user} label="User"><.user user={user} /></:col>
                <:action :let={user}><.link href={path!("/users/{user}")}>View</.link></:action>
            </.table>
        </div>
    }

    /// One of them.
    pub fn show(user: &User) {
        <.header>Showing User</.header>
        <div class="card"><.user user={user} /></div>
        <.back href={path!("/users")}>All users</.back>
    }

    /// Somebody by their first name.
    fn user(user: &User) {
        <span class="user"><span
            class="avatar"
            aria-hidden="true"
        >{user.name.chars().next()}</span><strong>{user.first_name()}</strong>" ("{user.id}")"</span>
    }

    /// The form for a new account.
    pub fn new(changeset: &Changeset<User>) {
        <div class="narrow card">
            <.header>New User</.header>
            <.registration_form form={&to_form(changeset)} />
            <p class="quiet">"You have an account? "<.link href={path!("/sessions/new")}>Log in</.link></p>
        </div>
    }

    /// Its inputs.
    fn registration_form(form: &Form<'_, User>) {
        <.simple_form for={form} action={path!("/users")} is_invalid={!form.errors().is_empty()}>
            <.input field={&form.field(User::name)} label="Name" placeholder="Name" autocomplete="name" />
            <.input
                field={&form.field(User::username)}
                label="Username"
                placeholder="Username"
                autocomplete="username"
            />
            <.input
                field={&form.field(User::password)}
                type="password"
                label="Password"
                placeholder="Password"
                autocomplete="new-password"
            />
            <:actions><.button>Create User</.button></:actions>
        </.simple_form>
    }
}
