//! A path comes in, the file that it means goes out, if it lies inside of its directory.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use http::{HeaderValue, Request, Response};

use super::conditional::{Content, content_type};
use super::file_body::FileBody;
use crate::Body;
use crate::params::percent_decode;

/// Files up to this many bytes are read at once; larger ones are sent part by part.
const SMALL: u64 = 64 * 1024;

/// A directory and the path prefix under which it is served.
#[derive(Clone, Debug)]
pub(super) struct StaticFiles {
    /// Without a slash at its end: `/assets`, or nothing for all paths.
    prefix: String,
    directory: PathBuf,
}

impl StaticFiles {
    pub(super) fn new(prefix: &str, directory: PathBuf) -> Self {
        let prefix = prefix.trim_matches('/');
        let prefix = if prefix.is_empty() { String::new() } else { format!("/{prefix}") };
        Self { prefix, directory }
    }

    /// The file that a `GET` or `HEAD` asks for.
    pub(super) async fn find(&self, request: &Request<Body>) -> Option<Response<Body>> {
        let below = request.uri().path().strip_prefix(&self.prefix)?.strip_prefix('/')?;
        let (root, file) = (self.directory.clone(), relative(below)?);
        let found = tokio::task::spawn_blocking(move || open(&root, &file)).await.ok()??;
        Some(found.into_response(request))
    }
}

/// The path below the directory, made of plain names alone.
fn relative(path: &str) -> Option<PathBuf> {
    let path = percent_decode(path.as_bytes()).ok()?;
    let plain = |name: &str| {
        let hidden = name.starts_with('.') && name != ".well-known";
        !name.is_empty() && !hidden && !name.contains(['\0', '\\', ':'])
    };
    path.split('/').all(plain).then(|| path.split('/').collect())
}

fn open(root: &Path, file: &Path) -> Option<Content> {
    let root = root.canonicalize().ok()?;
    // Symbolic links are followed here, and only here: what they lead to has to lie inside.
    let path = root.join(file).canonicalize().ok()?;
    if !path.starts_with(&root) {
        return None;
    }
    let mut opened = File::open(&path).ok()?;
    let metadata = opened.metadata().ok()?;
    if !metadata.is_file() {
        return None;
    }
    let length = metadata.len();
    let modified = metadata.modified().ok();
    let body = if length <= SMALL {
        let mut bytes = Vec::with_capacity(length.try_into().ok()?);
        opened.by_ref().take(length).read_to_end(&mut bytes).ok()?;
        Body::from(bytes)
    } else {
        Body::stream(FileBody::new(opened, length))
    };
    Some(Content { body, etag: etag(length, modified)?, modified, content_type: content_type(file) })
}

/// Length and time of the last change, as precise as the file system has it.
fn etag(length: u64, modified: Option<SystemTime>) -> Option<HeaderValue> {
    let time = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    HeaderValue::try_from(format!("\"{length:x}-{:x}\"", time.as_nanos())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_paths() {
        for path in ["a", "a/b.css", "a%20b", "%C3%BC.txt", ".well-known/security.txt", "a..b", "a%2Fb"] {
            assert!(relative(path).is_some(), "{path}");
        }
        let refused = [
            "",
            "/",
            "a/",
            "a//b",
            "..",
            "../a",
            "a/../b",
            "%2e%2e/a",
            "..%2fa",
            "%2e%2e%2fa",
            "/etc/passwd",
            "%2Fetc",
            ".env",
            "a/.git/config",
            "a%00",
            "..\\a",
            "a%5c..%5cb",
            "c:/a",
            "a%",
            "a%ff",
        ];
        for path in refused {
            assert!(relative(path).is_none(), "{path}");
        }
    }

    #[test]
    fn prefixes_are_whole_segments() {
        let files = |prefix: &str| StaticFiles::new(prefix, PathBuf::new()).prefix;
        assert_eq!(files("/assets"), "/assets");
        assert_eq!(files("assets/"), "/assets");
        assert_eq!(files("/"), "");
    }
}
