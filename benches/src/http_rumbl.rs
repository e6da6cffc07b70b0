//! Rumbl with a user who has 50 videos: a folder comes in, Bennu's endpoint and the user's cookie go out.

use std::net::SocketAddr;
use std::path::Path;

use bennu::endpoint::Config;
use bennu::prelude::*;
use bennu::{Endpoint, Repo};
use rumbl_domain::accounts::{self, User};
use rumbl_domain::multimedia;
use rumbl_domain::{MIGRATIONS, seeds};
use rumbl_web::Router;

use crate::http;

/// Rows of the list.
const ROWS: usize = 50;
const PASSWORD: &str = "supersecret";

/// Rumbl on a new database in a file.
pub(crate) async fn rumbl(file: &Path, config: Config) -> Endpoint<Router> {
    rumbl_web::endpoint(fill(file).await.expect("a new database takes the rows"), config)
}

async fn fill(file: &Path) -> Result<Repo> {
    let repo = Repo::sqlite(&file.display().to_string()).await?;
    repo.migrate(MIGRATIONS).await?;
    seeds::run(&repo).await?;
    let params = Params::from([("name", "Ann Lee"), ("username", "ann"), ("password", PASSWORD)]);
    let user: User = accounts::register_user(&repo, &params).await??;
    let categories = multimedia::list_alphabetical_categories(&repo).await?;
    for number in 0..ROWS {
        let category = &categories[number % categories.len()];
        let mut video = Params::from([
            ("url", format!("https://youtu.be/{number}")),
            ("title", format!("Video number {number} is about \"ducks\" & <geese>")),
            ("description", "What it does, and what it will do one day.".to_owned()),
        ]);
        video.insert("category_id", category.id);
        multimedia::create_video(&repo, &user, &video).await??;
    }
    Ok(repo)
}

/// The cookie of the user, who logs in by the form.
pub(crate) fn log_in(address: SocketAddr) -> String {
    let form = http::get(address, "/sessions/new", "");
    let token = http::csrf_token(&form).expect("the form has a token");
    let body = format!("_csrf_token={token}&session[username]=ann&session[password]={PASSWORD}");
    let request = format!(
        "POST /sessions HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncookie: {}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        http::cookie_of(&form),
        body.len(),
    );
    let answer = http::send(address, &request);
    assert!(answer.starts_with("HTTP/1.1 302"), "nobody is let in: {answer}");
    // The first page takes the welcome out of the session.
    let welcome = http::get(address, "/", &format!("cookie: {}\r\n", http::cookie_of(&answer)));
    http::cookie_of(&welcome)
}
