//! The videos of the user who asks: nobody else gets to them here.

pub mod html;

use bennu::prelude::*;
use rumbl_domain::accounts::User;
use rumbl_domain::multimedia::{self, Category, Permalink, Video};

use crate::Conn;
use crate::router::path;

/// What the form has to choose from.
#[derive(Clone, Debug)]
struct Categories(Vec<Category>);

/// Plug: fetches the categories, for handlers that show the form.
pub async fn load_categories(conn: &mut Conn) -> Result {
    let categories = multimedia::list_alphabetical_categories(&conn.state().repo).await?;
    conn.assign(Categories(categories));
    Ok(())
}

fn categories(conn: &Conn) -> &[Category] {
    conn.assigned().map_or(&[], |Categories(categories)| categories)
}

/// `GET /manage/videos`: all of them.
pub async fn index(conn: &mut Conn, user: User) -> Result {
    let videos = multimedia::list_user_videos(&conn.state().repo, &user).await?;
    conn.put_page_title("My Videos").render(html::index(&videos))
}

/// `GET /manage/videos/new`: the form for one more.
pub async fn new(conn: &mut Conn, _user: User) -> Result {
    conn.render(html::new(&multimedia::change_video(Video), categories(conn)))
}

/// `POST /manage/videos`: stores it.
pub async fn create(conn: &mut Conn, user: User) -> Result {
    let params: Params = conn.params("video")?;
    match multimedia::create_video(&conn.state().repo, &user, &params).await? {
        Ok(video) => {
            conn.put_flash(Info, "Video created successfully.").redirect(path!("/manage/videos/{video}"))
        }
        Err(changeset) => conn.render(html::new(&changeset, categories(conn))),
    }
}

/// `GET /manage/videos/{id}`: one of them.
pub async fn show(conn: &mut Conn, user: User, id: Permalink) -> Result {
    let video = multimedia::fetch_user_video(&conn.state().repo, &user, id).await?;
    conn.put_page_title(&video.title).render(html::show(&video))
}

/// `GET /manage/videos/{id}/edit`: the form to change it.
pub async fn edit(conn: &mut Conn, user: User, id: Permalink) -> Result {
    let video = multimedia::fetch_user_video(&conn.state().repo, &user, id).await?;
    conn.render(html::edit(&video, &multimedia::change_video(&video), categories(conn)))
}

/// `PATCH /manage/videos/{id}`: changes it.
pub async fn update(conn: &mut Conn, user: User, id: Permalink) -> Result {
    let params: Params = conn.params("video")?;
    let repo = &conn.state().repo;
    let video = multimedia::fetch_user_video(repo, &user, id).await?;
    match multimedia::update_video(repo, &video, &params).await? {
        Ok(video) => {
            conn.put_flash(Info, "Video updated successfully.").redirect(path!("/manage/videos/{video}"))
        }
        Err(changeset) => conn.render(html::edit(&video, &changeset, categories(conn))),
    }
}

/// `DELETE /manage/videos/{id}`: removes it.
pub async fn delete(conn: &mut Conn, user: User, id: Permalink) -> Result {
    let repo = &conn.state().repo;
    let video = multimedia::fetch_user_video(repo, &user, id).await?;
    multimedia::delete_video(repo, &video).await??;
    conn.put_flash(Info, "Video deleted successfully.").redirect(path!("/manage/videos"))
}
