//! Fields and files come in, the body of a form with files goes out.

use std::fmt::Write as _;

/// What stands between the parts; a test's own content does not have it.
const BOUNDARY: &str = "bennu-testing-6f1d8a3c90b7";

/// A form with files, for [`Client::post_multipart`](super::Client::post_multipart).
///
/// ```
/// use bennu::testing::Multipart;
///
/// let form = Multipart::new().text("title", "Chess").file("cover", "chess.png", "image/png", [137, 80, 78, 71]);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Multipart {
    body: Vec<u8>,
    has_token: bool,
}

impl Multipart {
    /// A form without anything in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field.
    pub fn text(mut self, name: &str, value: &str) -> Self {
        self.has_token |= name == "_csrf_token";
        self.part(name, "", value.as_bytes())
    }

    /// Adds a file under the name that it has on the client, as browsers do.
    pub fn file(self, name: &str, filename: &str, content_type: &str, content: impl AsRef<[u8]>) -> Self {
        let filename = quoted(filename);
        self.part(
            name,
            &format!("; filename=\"{filename}\"\r\ncontent-type: {content_type}"),
            content.as_ref(),
        )
    }

    fn part(mut self, name: &str, more: &str, content: &[u8]) -> Self {
        let mut head = String::new();
        let name = quoted(name);
        // Writing into a text does not fail.
        let _ = write!(head, "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"{more}\r\n\r\n");
        self.body.extend_from_slice(head.as_bytes());
        self.body.extend_from_slice(content);
        self.body.extend_from_slice(b"\r\n");
        self
    }

    pub(super) fn with_token(self, token: Option<&str>) -> Self {
        match token {
            Some(token) if !self.has_token => self.text("_csrf_token", token),
            _ => self,
        }
    }

    /// Content type and body.
    pub(super) fn finish(mut self) -> (String, Vec<u8>) {
        self.body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        (format!("multipart/form-data; boundary={BOUNDARY}"), self.body)
    }
}

/// Quotes and line breaks as browsers write them.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
