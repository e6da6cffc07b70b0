//! The multimedia context: videos, whose they are, and their categories.

mod annotation;
mod category;
mod permalink;
mod video;

use bennu::prelude::*;
use bennu::repo::{self, OnConflict};

use crate::accounts::User;
pub use annotation::Annotation;
pub use category::Category;
pub use permalink::Permalink;
pub use video::Video;

/// All videos.
pub async fn list_videos(repo: &Repo) -> repo::Result<Vec<Video>> {
    repo.all(Video).await
}

/// The video with this id; 404 where there is none.
pub async fn fetch_video(repo: &Repo, id: Permalink) -> repo::Result<Video> {
    repo.fetch(id).await
}

/// The videos of a user with their categories.
pub async fn list_user_videos(repo: &Repo, user: &User) -> repo::Result<Vec<Video>> {
    let videos = repo.all(from!(v in Video, where: v.user_id == ^user.id)).await?;
    repo.preload(videos, Video::category).await
}

/// The video with this id if it is the user's; 404 otherwise.
pub async fn fetch_user_video(repo: &Repo, user: &User, id: Permalink) -> repo::Result<Video> {
    repo.fetch_one(from!(v in Video, where: v.user_id == ^user.id and v.id == ^id)).await
}

/// Stores a new video of a user.
pub async fn create_video(
    repo: &Repo,
    user: &User,
    params: &Params,
) -> repo::Result<Result<Video, Changeset<Video>>> {
    repo.insert(video::changeset(Video, params).put_assoc(Video::user, user)).await
}

/// Changes a video.
pub async fn update_video(
    repo: &Repo,
    video: &Video,
    params: &Params,
) -> repo::Result<Result<Video, Changeset<Video>>> {
    repo.update(video::changeset(video, params)).await
}

/// Removes a video.
pub async fn delete_video(repo: &Repo, video: &Video) -> repo::Result<Result<Video, Changeset<Video>>> {
    repo.delete(video).await
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
pub async fn list_alphabetical_categories(repo: &Repo) -> repo::Result<Vec<Category>> {
    repo.all(from!(c in Category, order_by: c.name)).await
}

/// Pins what a user says to a moment of a video.
pub async fn annotate_video(
    repo: &Repo,
    user: &User,
    video_id: Permalink,
    params: &Params,
) -> repo::Result<Result<Annotation, Changeset<Annotation>>> {
    let changeset = annotation::changeset(Annotation, params)
        .put_change(Annotation::video_id, video_id)
        .put_assoc(Annotation::user, user);
    repo.insert(changeset).await
}

/// What was said of a video since the annotation with the id `since_id`, 0 for all of it, by the moment in the video, with who said
/// it; the first 500.
pub async fn list_annotations(repo: &Repo, video: &Video, since_id: i64) -> repo::Result<Vec<Annotation>> {
    let query = from!(a in Annotation,
        where: a.video_id == ^video.id and a.id > ^since_id,
        order_by: [a.at, a.id],
        limit: 500);
    repo.preload(repo.all(query).await?, Annotation::user).await
}
