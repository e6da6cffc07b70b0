//! An open file comes in, its bytes go out part by part.

use std::fs::File;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};

/// Bytes of one part.
const PART: usize = 64 * 1024;

/// The bytes of a file, exactly as many as it was long when its headers were written.
pub(super) struct FileBody {
    file: tokio::fs::File,
    left: u64,
    space: Box<[u8]>,
}

impl FileBody {
    pub(super) fn new(file: File, length: u64) -> Self {
        Self { file: tokio::fs::File::from_std(file), left: length, space: vec![0; PART].into() }
    }
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let this = &mut *self;
        let length = this.space.len().min(usize::try_from(this.left).unwrap_or(usize::MAX));
        let mut buffer = ReadBuf::new(&mut this.space[..length]);
        ready!(Pin::new(&mut this.file).poll_read(cx, &mut buffer))?;
        let read = Bytes::copy_from_slice(buffer.filled());
        if read.is_empty() {
            return Poll::Ready(Some(Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the file became shorter",
            ))));
        }
        this.left -= read.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(read))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
