//! A file or bytes come in, a response with validators, parts and a file name goes out.

use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Conn;
use crate::endpoint::{Content, Source, content_type, open_file};
use crate::{Error, Result};

/// What [`Conn::send_download`] sends: a file or bytes, under a name.
///
/// | option | default |
/// |---|---|
/// | `filename` | the file's own name |
/// | `content_type` | that of the name's ending |
/// | `inline` | browsers save it instead of showing it |
///
/// ```
/// use bennu::conn::Download;
/// use bennu::{Conn, Result};
///
/// async fn report(conn: &mut Conn<()>) -> Result {
///     conn.send_download(Download::bytes("report.csv", "day,sum\n1,7\n")).await
/// }
///
/// async fn invoice(conn: &mut Conn<()>, id: i64) -> Result {
///     conn.send_download(Download::file(format!("invoices/{id}.pdf")).filename("invoice.pdf").inline()).await
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Download {
    what: What,
    filename: String,
    content_type: Option<String>,
    inline: bool,
}

#[derive(Clone, Debug)]
enum What {
    File(PathBuf),
    Bytes(Bytes),
}

impl Download {
    /// The file at `path`. Never take the path from a request unchecked.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let filename = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self { what: What::File(path), filename, content_type: None, inline: false }
    }

    /// These bytes under a name.
    pub fn bytes(filename: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { what: What::Bytes(bytes.into()), filename: filename.into(), content_type: None, inline: false }
    }

    /// The name that the browser proposes. Any text will do: what could end the header or lead out of a folder is replaced.
    pub fn filename(mut self, filename: impl Into<String>) -> Self {
        self.filename = filename.into();
        self
    }

    /// The content type, in place of that of the name's ending.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Lets browsers show it. Not for what users have uploaded: HTML or SVG would run as a page of this site.
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self
    }
}

impl<S: 'static> Conn<S> {
    /// Answers with a file: whole, the part that a `range` header asks for (206, 416 beyond its end), or 304 where the client has it
    /// already, by `ETag`, `Last-Modified` and `If-Range`. The content type is that of the name's ending unless one was set.
    /// Large files are sent part by part. Never take the path from a request unchecked.
    ///
    /// # Errors
    /// 404 where there is no such regular file, 500 where it cannot be read; otherwise as [`html`](Self::html).
    ///
    /// ```
    /// use bennu::{Conn, Result};
    ///
    /// async fn cover(conn: &mut Conn<()>, id: i64) -> Result {
    ///     conn.send_file(format!("covers/{id}.png")).await
    /// }
    /// ```
    pub async fn send_file(&mut self, path: impl AsRef<Path>) -> Result {
        let content = open(path.as_ref().to_owned()).await?;
        self.send_content(content)
    }

    /// Answers with something for the browser to save under a name, as [`send_file`](Self::send_file) does.
    ///
    /// # Errors
    /// As [`send_file`](Self::send_file).
    pub async fn send_download(&mut self, download: Download) -> Result {
        let mut content = match download.what {
            What::File(path) => open(path).await?,
            What::Bytes(bytes) => Content {
                source: Source::Memory(bytes),
                etag: None,
                modified: None,
                content_type: HeaderValue::from_static("application/octet-stream"),
            },
        };
        content.content_type = match download.content_type {
            Some(content_type) => HeaderValue::try_from(content_type)?,
            None => content_type(Path::new(&download.filename)),
        };
        let kind = if download.inline { "inline" } else { "attachment" };
        self.put_resp_header(CONTENT_DISPOSITION, disposition(kind, &download.filename));
        self.send_content(content)
    }

    fn send_content(&mut self, content: Content) -> Result {
        let response = content.into_response(&self.request.method, &self.request.headers);
        let (head, body) = response.into_parts();
        for (name, value) in head.headers.iter() {
            if name != CONTENT_TYPE || !self.response.headers.contains_key(CONTENT_TYPE) {
                self.response.headers.insert(name, value.clone());
            }
        }
        if !head.status.is_success() || self.response.status.is_none() || head.status.as_u16() == 206 {
            self.response.status = Some(head.status);
        }
        self.send(body)
    }
}

async fn open(path: PathBuf) -> Result<Content> {
    let opened = tokio::task::spawn_blocking(move || open_file(&path)).await;
    let opened = opened.map_err(|error| Error::internal("reading a file was given up").with_source(error))?;
    opened.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            Error::not_found("there is no such file").with_source(error)
        }
        _ => Error::internal("a file cannot be read").with_source(error),
    })
}

/// What stands in `filename*` without being encoded (RFC 8187).
const PLAIN: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `attachment; filename="…"`, and the exact name as `filename*` where the plain form cannot say it (RFC 6266).
fn disposition(kind: &str, name: &str) -> String {
    let name: String =
        name.chars().map(|char| if char.is_control() || "/\\".contains(char) { '_' } else { char }).collect();
    let plain: String =
        name.chars().map(|char| if char.is_ascii() && !"\"%".contains(char) { char } else { '_' }).collect();
    if plain == name {
        return format!("{kind}; filename=\"{plain}\"");
    }
    format!("{kind}; filename=\"{plain}\"; filename*=utf-8''{}", utf8_percent_encode(&name, &PLAIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_downloads_end_nothing_and_lead_nowhere() {
        for (name, expected) in [
            ("a b.csv", "attachment; filename=\"a b.csv\""),
            ("", "attachment; filename=\"\""),
            ("übung.pdf", "attachment; filename=\"_bung.pdf\"; filename*=utf-8''%C3%BCbung.pdf"),
            (
                "a\"; filename=\"evil.exe",
                "attachment; filename=\"a_; filename=_evil.exe\"; filename*=utf-8''a%22%3B%20filename%3D%22evil.exe",
            ),
            ("../../etc/x", "attachment; filename=\".._.._etc_x\""),
            ("..\\x", "attachment; filename=\".._x\""),
            ("a\r\nset-cookie: b=c", "attachment; filename=\"a__set-cookie: b=c\""),
            ("50%.txt", "attachment; filename=\"50_.txt\"; filename*=utf-8''50%25.txt"),
        ] {
            assert_eq!(disposition("attachment", name), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_name_is_a_header(name: String) {
            let value = disposition("inline", &name);
            proptest::prop_assert!(HeaderValue::try_from(&value).is_ok());
            proptest::prop_assert!(value.matches('"').count() == 2);
        }
    }
}
