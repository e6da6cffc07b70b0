//! What sort of video something is.

use bennu::prelude::*;

schema! {
    /// A sort of videos.
    pub struct Category in "categories" { name: String, timestamps }
}
