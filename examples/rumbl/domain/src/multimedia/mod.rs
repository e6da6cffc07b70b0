//! The multimedia context: videos, whose they are, and their categories.

mod annotation;
mod category;
mod permalink;
mod video;

use bennu::prelude::*;
use bennu::repo::OnConflict;

use crate::accounts::User;
pub use annotation::Annotation;
pub use category::Category;
pub use permalink::Permalink;
pub use video::Video;

/// All videos.
pub async fn list_videos(repo: &Repo) -> Result<Vec<Video>> {
    Ok(repo.all(Video).await?)
}

/// The video with this id; 404 where there is none.
pub async fn fetch_video(repo: &Repo, id: Permalink) -> Result<Video> {
    Ok(repo.fetch(id).await?)
}

/// The videos of a user.
pub async fn list_user_videos(repo: &Repo, user: &User) -> Result<Vec<Video>> {
    Ok(repo.all(from!(v in Video, where: v.user_id == ^user.id)).await?)
}

/// The video with this id if it is the user's; 404 otherwise.
pub async fn fetch_user_video(repo: &Repo, user: &User, id: Permalink) -> Result<Video> {
    let query = from!(v in Video, where: v.user_id == ^user.id and v.id == ^id);
    repo.one(query).await?.ok_or_else(|| Error::not_found("there is no such video"))
}

/// Stores a new video of a user.
pub async fn create_video(
    repo: &Repo,
    user: &User,
    params: &Params,
) -> Result<Result<Video, Changeset<Video>>> {
    Ok(repo.insert(video::changeset(Video, params).put_change(Video::user_id, user.id)).await?)
}

/// Changes a video.
pub async fn update_video(
    repo: &Repo,
    video: &Video,
    params: &Params,
) -> Result<Result<Video, Changeset<Video>>> {
    Ok(repo.update(video::changeset(video, params)).await?)
}

/// Removes a video.
pub async fn delete_video(repo: &Repo, video: &Video) -> Result<Result<Video, Changeset<Video>>> {
    Ok(repo.delete(video).await?)
}

/// What a video, or the form for a new one, looks like before anything is changed.
pub fn change_video(video: impl Into<Changeset<Video>>) -> Changeset<Video> {
    video::changeset(video, &Params::new())
}

/// Makes sure that there is a category of this name.
pub async fn create_category(repo: &Repo, name: &str) -> Result {
    let category = Changeset::from(Category).put_change(Category::name, name);
    repo.insert_with(category, OnConflict::nothing()).await??;
    Ok(())
}

/// All categories by their names.
pub async fn list_alphabetical_categories(repo: &Repo) -> Result<Vec<Category>> {
    Ok(repo.all(from!(c in Category, order_by: c.name)).await?)
}

/// Pins what a user says to a moment of a video.
pub async fn annotate_video(
    repo: &Repo,
    user: &User,
    video_id: Permalink,
    params: &Params,
) -> Result<Result<Annotation, Changeset<Annotation>>> {
    let changeset = annotation::changeset(Annotation, params)
        .put_change(Annotation::user_id, user.id)
        .put_change(Annotation::video_id, video_id);
    Ok(repo.insert(changeset).await?)
}

/// What was said of a video since the annotation with the id `since_id`, 0 for all of it, by the moment in the video, with who said
/// it; the first 500.
pub async fn list_annotations(repo: &Repo, video: &Video, since_id: i64) -> Result<Vec<(Annotation, User)>> {
    let query = from!(a in Annotation,
        join: u in User, on: u.id == a.user_id,
        where: a.video_id == ^video.id and a.id > ^since_id,
        order_by: [a.at, a.id],
        limit: 500,
        select: (a, u));
    Ok(repo.all(query).await?)
}
