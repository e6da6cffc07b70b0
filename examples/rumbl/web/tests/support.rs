//! A database comes in, browsers on Rumbl go out.

use bennu::endpoint::Config;
use bennu::prelude::*;
use bennu::testing::Client;
use rumbl_domain::accounts::User;
use rumbl_web::{Router, endpoint};

/// A browser of somebody who is not known.
pub(crate) fn visitor(repo: &Repo) -> Client<Router> {
    Client::new(endpoint(repo.clone(), Config::default()))
}

/// A browser of a user who has logged in.
pub(crate) fn logged_in(repo: &Repo, user: &User) -> Client<Router> {
    let mut client = visitor(repo);
    client.put_session("user_id", &user.id);
    client
}
