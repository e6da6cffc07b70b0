//! What people watch: the schema, and what it takes for params to become a video.

use bennu::prelude::*;

use super::{Annotation, Category, Permalink};
use crate::accounts::User;

schema! {
    /// A video that is kept elsewhere and watched here.
    #[derive(bennu::Param)]
    #[param(format = "{id}-{slug}")]
    pub struct Video in "videos" {
        id: Permalink,
        /// Where it is kept.
        url: String,
        title: String,
        description: String,
        /// What stands for the title in addresses.
        slug: String = "",
        belongs_to user: User,
        belongs_to category: Option<Category>,
        has_many annotations: Annotation,
        timestamps,
    }
}

/// What the owner says of a video. Whose it is, is not theirs to say.
pub(super) fn changeset(video: impl Into<Changeset<Video>>, params: &Params) -> Changeset<Video> {
    let changeset = video
        .into()
        .cast(params, (Video::url, Video::title, Video::description, Video::category_id))
        .validate_required((Video::url, Video::title, Video::description))
        .assoc_constraint(Video::category);
    match changeset.get_change(Video::title) {
        Some(title) => changeset.put_change(Video::slug, slugify(&title)),
        None => changeset,
    }
}

/// The title in lower case, with a hyphen for each run of what is neither a letter, a digit, `_` nor `-`.
fn slugify(title: &str) -> String {
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
    let mut slug = String::with_capacity(title.len());
    let mut in_gap = false;
    for letter in title.to_lowercase().chars() {
        if is_word(letter) {
            slug.push(letter);
        } else if !in_gap {
            slug.push('-');
        }
        in_gap = !is_word(letter);
    }
    slug
}

impl Video {
    /// What the player knows the video by: in its URL, what follows the last `youtu.be/`, `v=` or folder, up to `#`, `&` or `?`.
    #[must_use]
    pub fn player_id(&self) -> Option<&str> {
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let url = self.url.as_bytes();
        let start = (1..=url.len()).rev().find(|&end| {
            let before = &url[..end];
            before.ends_with(b"v=")
                || (before.ends_with(b"/") && before.len() > 1 && is_word(before[before.len() - 2]))
        })?;
        let rest = &self.url[start..];
        rest.split(['#', '&', '?']).next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_words() {
        for (title, slug) in [
            ("Programming Elixir", "programming-elixir"),
            ("Hello, World!", "hello-world-"),
            ("snake_case--and - more", "snake_case--and---more"),
            ("Café Größe", "café-größe"),
        ] {
            assert_eq!(slugify(title), slug);
        }
    }

    #[test]
    fn players_are_found_in_urls() {
        for (url, id) in [
            ("https://www.youtube.com/watch?v=ABC&t=1", Some("ABC")),
            ("https://www.youtube.com/watch?t=5&v=ABC#x", Some("ABC")),
            ("https://youtu.be/ABC?x", Some("ABC")),
            ("https://www.youtube.com/embed/ABC", Some("ABC")),
            ("http://example.com/", Some("")),
            ("http://example.com", None),
            ("http://youtu.be", None),
            ("http://local", None),
        ] {
            let params = Params::from([("url", url), ("title", "a"), ("description", "b")]);
            let video = changeset(Video, &params)
                .put_change(Video::user_id, 1)
                .apply_action(bennu::changeset::Action::Insert)
                .expect(url);
            assert_eq!(video.player_id(), id, "{url}");
        }
    }
}
