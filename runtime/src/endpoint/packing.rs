//! Bytes come in piece by piece, the same bytes packed by one of the encodings go out.

use std::io::{self, Write};

use brotli::CompressorWriter as Brotli;
use brotli::enc::BrotliEncoderParams;
use bytes::Bytes;
use flate2::Compression as Level;
use flate2::write::GzEncoder as Gzip;
use zstd::stream::write::Encoder as Zstd;

use super::encoding::Encoding;

/// How much work is put into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// For what is sent once.
    Quick,
    /// For what is packed once and sent many times.
    Thorough,
}

/// Something that packs.
pub(super) enum Packer {
    Brotli(Box<Brotli<Vec<u8>>>),
    Zstd(Zstd<'static, Vec<u8>>),
    Gzip(Gzip<Vec<u8>>),
}

impl Packer {
    pub(super) fn new(encoding: Encoding, effort: Effort) -> io::Result<Self> {
        let quick = effort == Effort::Quick;
        Ok(match encoding {
            Encoding::Brotli => {
                let quality = if quick { 4 } else { 11 };
                // A window of 512 KiB: what one response needs, and no more memory than that.
                let params = BrotliEncoderParams { quality, lgwin: 19, ..BrotliEncoderParams::default() };
                Self::Brotli(Box::new(Brotli::with_params(Vec::new(), 4096, &params)))
            }
            Encoding::Zstd => Self::Zstd(Zstd::new(Vec::new(), if quick { 3 } else { 19 })?),
            Encoding::Gzip => {
                let level = if quick { Level::default() } else { Level::best() };
                Self::Gzip(Gzip::new(Vec::new(), level))
            }
        })
    }

    /// Takes bytes; what can go out already goes out. Where the client waits for these very bytes, all of them do, by `flush`.
    pub(super) fn pack(&mut self, bytes: &[u8], flush: bool) -> io::Result<Bytes> {
        fn write(to: &mut dyn Write, bytes: &[u8], flush: bool) -> io::Result<()> {
            to.write_all(bytes)?;
            if flush { to.flush() } else { Ok(()) }
        }
        let out = match self {
            Self::Brotli(brotli) => {
                write(brotli, bytes, flush)?;
                brotli.get_mut()
            }
            Self::Zstd(zstd) => {
                write(zstd, bytes, flush)?;
                zstd.get_mut()
            }
            Self::Gzip(gzip) => {
                write(gzip, bytes, flush)?;
                gzip.get_mut()
            }
        };
        Ok(std::mem::take(out).into())
    }

    /// The end.
    pub(super) fn finish(self) -> io::Result<Bytes> {
        Ok(match self {
            Self::Brotli(brotli) => brotli.into_inner(),
            Self::Zstd(zstd) => zstd.finish()?,
            Self::Gzip(gzip) => gzip.finish()?,
        }
        .into())
    }
}

/// All of `bytes`, packed.
pub(super) fn pack(bytes: &[u8], encoding: Encoding, effort: Effort) -> io::Result<Bytes> {
    let mut packer = Packer::new(encoding, effort)?;
    let start = packer.pack(bytes, false)?;
    let end = packer.finish()?;
    Ok(if start.is_empty() { end } else { [start, end].concat().into() })
}
