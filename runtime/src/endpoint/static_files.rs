//! A path comes in, the file that it means goes out, if it lies inside of its directory.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use http::header::CONTENT_ENCODING;
use http::{HeaderValue, Request, Response};

use super::conditional::{CHECKED, Content, FOR_EVER, Source, content_type, put_cache_control};
use super::encoding::{Accepted, Encoding, put_vary};
use super::manifest::{self, Manifest};
use crate::Body;
use crate::params::percent_decode;

/// Files up to this many bytes are read at once; larger ones are sent part by part.
const SMALL: u64 = 64 * 1024;

/// A directory and the path prefix under which it is served.
///
/// ```
/// use bennu::endpoint::StaticFiles;
///
/// let files = StaticFiles::new("/assets", "priv/static").cache_control("public, max-age=3600");
/// ```
#[derive(Clone, Debug)]
pub struct StaticFiles {
    /// Without a slash at its end: `/assets`, or nothing for all paths.
    pub(super) prefix: String,
    pub(super) directory: PathBuf,
    cache_control: HeaderValue,
    precompressed: bool,
    digested: Digests,
    manifest: Option<Arc<Manifest>>,
}

/// Whether names with digests are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Digests {
    Never,
    IfThere,
    Always,
}

impl StaticFiles {
    /// The files in `directory` and below it, under the path `prefix` (`/assets`; `/` for all paths).
    #[must_use]
    pub fn new(prefix: &str, directory: impl Into<PathBuf>) -> Self {
        let prefix = prefix.trim_matches('/');
        let prefix = if prefix.is_empty() { String::new() } else { format!("/{prefix}") };
        Self {
            prefix,
            directory: directory.into(),
            cache_control: CHECKED,
            precompressed: true,
            digested: if cfg!(debug_assertions) { Digests::Never } else { Digests::IfThere },
            manifest: None,
        }
    }

    /// How long files may be kept where the URL does not say `?vsn=d`; default `public, no-cache`: they are checked at every use.
    ///
    /// # Panics
    /// For a value that no header can have: a mistake in the program.
    #[must_use]
    #[track_caller]
    pub fn cache_control(mut self, value: &'static str) -> Self {
        self.cache_control = HeaderValue::from_static(value);
        self
    }

    /// Whether `app.css.br`, `app.css.zst` or `app.css.gz` is sent in place of `app.css` to clients that accept it; default `true`. One that is
    /// older than the file itself is left alone.
    #[must_use]
    pub fn precompressed(mut self, precompressed: bool) -> Self {
        self.precompressed = precompressed;
        self
    }

    /// Whether `path!` gives the names that [`digest`](Self::digest) has made, and browsers may keep those files for a year. By
    /// default, they do in release builds, if `cache_manifest.json` is there, and do not in development, where files change. With
    /// `true` the log has an error where the manifest is not there.
    #[must_use]
    pub fn digested(mut self, digested: bool) -> Self {
        self.digested = if digested { Digests::Always } else { Digests::Never };
        self
    }

    /// Reads the manifest, which counts from then on.
    pub(super) fn read_manifest(&mut self) {
        if self.digested == Digests::Never {
            return;
        }
        let path = self.directory.join(manifest::FILE);
        match Manifest::read(&self.directory) {
            Ok(Some(manifest)) => {
                manifest.publish(&self.prefix);
                self.manifest = Some(Arc::new(manifest));
            }
            Ok(None) if self.digested == Digests::Always => tracing::error!(
                target: "bennu::endpoint",
                "there is no `{}`; call `StaticFiles::digest` after building the files, or take `digested(true)` away",
                path.display()
            ),
            Ok(None) => {}
            Err(error) => {
                tracing::error!(target: "bennu::endpoint", %error, "`{}` cannot be read", path.display());
            }
        }
    }

    /// The file that a `GET` or `HEAD` asks for.
    pub(super) async fn find(&self, request: &Request<Body>) -> Option<Response<Body>> {
        let below = request.uri().path().strip_prefix(&self.prefix)?.strip_prefix('/')?;
        let (root, file) = (self.directory.clone(), relative(below)?);
        let accepted = if self.precompressed { Accepted::of(request.headers()) } else { Accepted::default() };
        let found = tokio::task::spawn_blocking(move || open_best(&root, &file, accepted)).await.ok()??;
        let (content, encoding) = found;
        let mut response = content.into_response(request.method(), request.headers());
        let is_digested = self.manifest.as_ref().is_some_and(|manifest| manifest.digests.contains_key(below));
        let cache_control = if is_digested { FOR_EVER } else { self.cache_control.clone() };
        put_cache_control(&mut response, request.uri().query(), &cache_control);
        if self.precompressed {
            put_vary(response.headers_mut());
        }
        if let Some(encoding) = encoding {
            response.headers_mut().insert(CONTENT_ENCODING, encoding.header());
        }
        Some(response)
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

/// The file, or the variant of it that the client likes best, with the name of its encoding.
fn open_best(root: &Path, file: &Path, accepted: Accepted) -> Option<(Content, Option<Encoding>)> {
    let root = root.canonicalize().ok()?;
    let plain = inside(&root, file)?;
    let modified = std::fs::metadata(&plain).ok().filter(std::fs::Metadata::is_file)?.modified().ok();
    for encoding in accepted.best_of(Encoding::ALL) {
        let mut variant = file.as_os_str().to_owned();
        variant.push(".");
        variant.push(encoding.ending());
        let Some(variant) = inside(&root, Path::new(&variant)) else { continue };
        let Ok(mut content) = open(&variant) else { continue };
        if content.modified >= modified {
            content.content_type = content_type(file);
            return Some((content, Some(encoding)));
        }
    }
    let mut content = open(&plain).ok()?;
    content.content_type = content_type(file);
    Some((content, None))
}

/// Where `file` is. Symbolic links are followed here, and only here: what they lead to has to lie inside of `root`.
fn inside(root: &Path, file: &Path) -> Option<PathBuf> {
    let path = root.join(file).canonicalize().ok()?;
    path.starts_with(root).then_some(path)
}

/// A regular file with its validators, and the content type of its name.
pub(crate) fn open(path: &Path) -> io::Result<Content> {
    // A pipe would block until somebody writes to it: look before opening.
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "not a regular file"));
    }
    let mut opened = File::open(path)?;
    let metadata = opened.metadata()?;
    let length = metadata.len();
    let modified = metadata.modified().ok();
    let source = if length <= SMALL {
        let mut bytes = Vec::with_capacity(length.try_into().unwrap_or(0));
        opened.by_ref().take(length).read_to_end(&mut bytes)?;
        Source::Memory(bytes.into())
    } else {
        Source::File(opened, length)
    };
    Ok(Content { source, etag: etag(length, modified), modified, content_type: content_type(path) })
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
