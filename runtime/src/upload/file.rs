//! One uploaded file: on the disk as long as somebody holds it, and in parameters by a number that nobody can guess.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::token::random;
use crate::{Error, Result};

/// A file that came with a form.
///
/// It lies in a temporary file, which goes when the request is over and no clone of the `Upload` is left: to keep it, copy it, or
/// hand a clone to the task that needs it. Read it from the parameters by its field's name; a form that only claims to have sent a
/// file, with the path of some other file, has no way to make one.
///
/// ```
/// use bennu::{Conn, Result, Upload};
///
/// async fn create(conn: &mut Conn<()>) -> Result {
///     let Some(photo) = conn.params::<Option<Upload>>("photo")? else { return conn.text("no photo") };
///     tokio::fs::copy(photo.path(), "photos/1").await?;
///     conn.text(format!("{} ({})", photo.filename(), photo.content_type()))
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Upload(Arc<File>);

#[derive(Debug)]
struct File {
    id: String,
    filename: String,
    content_type: String,
    path: PathBuf,
}

/// The files of requests that are running, by their ids.
static FILES: LazyLock<Mutex<HashMap<String, Weak<File>>>> = LazyLock::new(Mutex::default);

/// The field of a parameter that holds the id.
const ID: &str = "upload";

fn files() -> std::sync::MutexGuard<'static, HashMap<String, Weak<File>>> {
    FILES.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Upload {
    /// What the client called it: a name without folders. It is not to be trusted, and need not be unique.
    #[must_use]
    pub fn filename(&self) -> &str {
        &self.0.filename
    }

    /// What the client says it is. It is not to be trusted.
    #[must_use]
    pub fn content_type(&self) -> &str {
        &self.0.content_type
    }

    /// Where it lies as long as this `Upload` or a clone of it does.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// A new empty file, which only this user of the system can read.
    pub(super) async fn create(
        directory: &Path,
        filename: &str,
        content_type: String,
    ) -> Result<(Self, tokio::fs::File)> {
        let id = URL_SAFE_NO_PAD.encode(random::<24>());
        let path = directory.join(format!("bennu-upload-{id}"));
        // The id goes into parameters: the path has another number, so that neither tells the other.
        let id = URL_SAFE_NO_PAD.encode(random::<24>());
        let mut options = tokio::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        options.mode(0o600);
        let file = options.open(&path).await.map_err(unwritable)?;
        let kept = Arc::new(File { id: id.clone(), filename: plain(filename), content_type, path });
        files().insert(id, Arc::downgrade(&kept));
        Ok((Self(kept), file))
    }

    /// What stands for it in parameters.
    pub(super) fn to_param(&self) -> Value {
        json!({"filename": self.filename(), "content_type": self.content_type(), ID: self.0.id})
    }
}

fn unwritable(error: io::Error) -> Error {
    Error::internal("an uploaded file cannot be written").with_source(error)
}

/// A name without folders, of either kind, and without what no name has.
fn plain(filename: &str) -> String {
    let name = filename.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|char| !char.is_control()).collect();
    if name.trim_matches('.').is_empty() { "file".to_owned() } else { name }
}

impl<'de> Deserialize<'de> for Upload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Param {
            upload: String,
        }
        let missing = || D::Error::custom("expected an uploaded file");
        let param = Param::deserialize(deserializer).map_err(|_| missing())?;
        files().get(&param.upload).and_then(Weak::upgrade).map(Self).ok_or_else(missing)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        files().remove(&self.id);
        if let Err(error) = std::fs::remove_file(&self.path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(target: "bennu::endpoint", %error, "an uploaded file could not be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_lies_on_the_disk_as_long_as_somebody_holds_it() {
        let (upload, _) = Upload::create(&std::env::temp_dir(), "a.txt", "text/plain".into()).await.unwrap();
        let path = upload.path().to_owned();
        let param = upload.to_param();
        let clone: Upload = serde_json::from_value(param.clone()).unwrap();
        assert_eq!(clone.path(), path);
        drop(upload);
        assert!(path.exists());
        drop(clone);
        assert!(!path.exists());
        assert!(serde_json::from_value::<Upload>(param).is_err());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn others_cannot_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let (upload, _) = Upload::create(&std::env::temp_dir(), "a", "text/plain".into()).await.unwrap();
        assert_eq!(upload.path().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn names_lead_nowhere() {
        for (given, name) in [
            ("a b.txt", "a b.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ana\\a.txt", "a.txt"),
            ("..", "file"),
            ("a/", "file"),
            ("a\u{0}\r\nb", "ab"),
            ("ü.png", "ü.png"),
        ] {
            assert_eq!(plain(given), name, "{given:?}");
        }
    }
}
