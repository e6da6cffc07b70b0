//! What somebody says of a moment in a video.

use bennu::prelude::*;

use super::Video;
use crate::accounts::User;

schema! {
    /// A comment that is pinned to a moment.
    pub struct Annotation in "annotations" {
        body: String,
        /// The moment, in milliseconds of the video.
        at: i64,
        belongs_to user: User,
        belongs_to video: Video,
        timestamps,
    }
}

/// What somebody says. Who says it of which video, is not theirs to say.
pub(super) fn changeset(
    annotation: impl Into<Changeset<Annotation>>,
    params: &Params,
) -> Changeset<Annotation> {
    let columns = (Annotation::body, Annotation::at);
    annotation.into().cast(params, columns).validate_required(columns)
}
