//! A form with files comes in, its parameters go out, with files that lie on the disk until the request is over.

mod file;
mod multipart;

use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;

use crate::endpoint::Reader;
use crate::params::Budget;
use crate::{Conn, Error, Params, Result};
use multipart::{Event, Head, Malformed, Parser};

pub use file::Upload;

/// Reads the body of a conn, which is `multipart/form-data`: texts as they are, files as [`Upload`]s, which the conn keeps.
pub(crate) async fn read<S: 'static>(conn: &mut Conn<S>, budget: Budget) -> Result<Params> {
    let content_type = conn.req_header(CONTENT_TYPE).unwrap_or_default();
    let mut parser = Parser::new(&multipart::boundary(content_type).map_err(refuse)?);
    let limits = conn.shared().config.limits;
    let mut reader = Reader::new(conn.take_body(), limits.multipart, limits.body_timeout)?;
    let mut form = Form { params: Params::new(), budget, left: limits.body, parts: 0, part: Part::Skipped };
    loop {
        while let Some(event) = parser.next().map_err(refuse)? {
            match event {
                Event::Part(head) => form.begin(conn, head).await?,
                Event::Data(data) => form.add(&data).await?,
                Event::End => form.end(conn).await?,
            }
        }
        match reader.next().await? {
            Some(data) => parser.feed(&data),
            None => break,
        }
    }
    parser.finish().map_err(refuse)?;
    Ok(form.params)
}

fn refuse(malformed: Malformed) -> Error {
    Error::bad_request(malformed.to_string())
}

/// What has been read of a form.
struct Form {
    params: Params,
    budget: Budget,
    /// Bytes that fields may still have.
    left: usize,
    parts: usize,
    part: Part,
}

/// The part that is being read.
enum Part {
    /// It has no name, or is a file that was not chosen.
    Skipped,
    Text(String, Vec<u8>),
    File(String, Upload, tokio::fs::File),
}

impl Form {
    async fn begin<S: 'static>(&mut self, conn: &Conn<S>, head: Head) -> Result {
        let config = &conn.shared().config;
        let limit = config.limits.multipart_parts.min(self.budget.count);
        self.parts += 1;
        if self.parts > limit {
            return Err(Error::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                format!("the form has more than {limit} parts"),
            ));
        }
        self.part = match (head.name, head.filename) {
            (Some(name), None) => Part::Text(name, Vec::new()),
            // Browsers send a file without a name where none was chosen.
            (Some(name), Some(filename)) if !filename.is_empty() => {
                let content_type = head.content_type.unwrap_or("application/octet-stream".to_owned());
                let (upload, file) = Upload::create(&config.upload_dir, &filename, content_type).await?;
                Part::File(name, upload, file)
            }
            _ => Part::Skipped,
        };
        Ok(())
    }

    async fn add(&mut self, data: &[u8]) -> Result {
        match &mut self.part {
            Part::Skipped => {}
            Part::Text(_, text) => {
                self.left = self.left.checked_sub(data.len()).ok_or_else(|| {
                    Error::new(StatusCode::PAYLOAD_TOO_LARGE, "the fields of the form are too large")
                })?;
                text.extend_from_slice(data);
            }
            Part::File(_, _, file) => file.write_all(data).await?,
        }
        Ok(())
    }

    async fn end<S: 'static>(&mut self, conn: &mut Conn<S>) -> Result {
        let (name, value) = match std::mem::replace(&mut self.part, Part::Skipped) {
            Part::Skipped => return Ok(()),
            Part::Text(name, text) => {
                let text = String::from_utf8(text).map_err(|_| refuse(Malformed::Text))?;
                (name, Value::String(text))
            }
            Part::File(name, upload, mut file) => {
                file.flush().await?;
                let value = upload.to_param();
                conn.keep_upload(upload);
                (name, value)
            }
        };
        Ok(self.params.put_nested(&name, value, self.budget)?)
    }
}
