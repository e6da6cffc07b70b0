//! Names of static files come in, the names with a digest that stand for their content go out.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{LazyLock, RwLock};

use serde::{Deserialize, Serialize};

/// The name of the file in its directory, as Phoenix calls it.
pub(super) const FILE: &str = "cache_manifest.json";

/// What a digest of a directory has made.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Manifest {
    pub(super) version: u32,
    /// `app.css` to `app-0123….css`.
    pub(super) latest: BTreeMap<String, String>,
    /// `app-0123….css` to where it comes from, older versions included.
    pub(super) digests: BTreeMap<String, Digested>,
}

/// A file with a digest in its name.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Digested {
    pub(super) logical_path: String,
    /// When it was made: seconds since 1970.
    pub(super) mtime: u64,
    pub(super) size: u64,
    pub(super) digest: String,
    /// For the attribute `integrity`, without `sha512-`.
    pub(super) sha512: String,
}

impl Default for Manifest {
    fn default() -> Self {
        Self { version: 1, latest: BTreeMap::new(), digests: BTreeMap::new() }
    }
}

impl Manifest {
    /// The manifest in `directory`; none where there is none.
    pub(super) fn read(directory: &Path) -> io::Result<Option<Self>> {
        match fs::read(directory.join(FILE)) {
            Ok(json) => Ok(Some(serde_json::from_slice(&json)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Puts it into `directory`, all at once: a server that starts meanwhile finds the old one or the new one.
    pub(super) fn write(&self, directory: &Path) -> io::Result<()> {
        let new = directory.join(format!(".{FILE}.{}", std::process::id()));
        fs::write(&new, serde_json::to_vec_pretty(self)?)?;
        fs::rename(new, directory.join(FILE))
    }

    /// Has `path!` and [`static_path`] know what is below `prefix` (`/assets`, or nothing).
    pub(super) fn publish(&self, prefix: &str) {
        let mut published = PUBLISHED.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        for (name, digested) in &self.latest {
            let file = File {
                path: format!("{prefix}/{digested}"),
                integrity: self.digests.get(digested).map(|digested| format!("sha512-{}", digested.sha512)),
            };
            published.insert(format!("{prefix}/{name}"), Box::leak(Box::new(file)));
        }
    }
}

/// What stands for a path.
struct File {
    path: String,
    integrity: Option<String>,
}

/// Paths are values that know no endpoint, so what they turn into is known to the whole process. It is leaked: a path borrows it,
/// and it is as much as the manifests that are read at start-up.
static PUBLISHED: LazyLock<RwLock<HashMap<String, &'static File>>> = LazyLock::new(RwLock::default);

fn published(path: &str) -> Option<&'static File> {
    PUBLISHED.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(path).copied()
}

/// The path that stands for the content of a static file: `/assets/app-0123….css` for `/assets/app.css`. None where no manifest
/// names the file.
pub(crate) fn digested(path: &str) -> Option<&'static str> {
    published(path).map(|file| file.path.as_str())
}

/// Whether a page that has loaded `url` has what there is now: the newest file of its name, or a name without digest. Also where nothing
/// has a digest.
pub(crate) fn is_current(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let published = PUBLISHED.read().unwrap_or_else(std::sync::PoisonError::into_inner);
    published.is_empty()
        || published.iter().any(|(name, file)| path.ends_with(name.as_str()) || path.ends_with(&file.path))
}

/// What the attribute `integrity` of a script or a style sheet holds, so that browsers refuse any other content: `sha512-…`. None
/// where no manifest names the file.
///
/// ```
/// assert_eq!(bennu::endpoint::static_integrity("/assets/app.js"), None);
/// ```
#[must_use]
pub fn static_integrity(path: &str) -> Option<&'static str> {
    published(path)?.integrity.as_deref()
}
