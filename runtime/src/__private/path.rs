//! What the expansions of `path!` and `#[derive(Param)]` call.

pub use crate::path::{Base, Param, Path, Segment, Writer, fill};

/// The path of a static file: the one with a digest, where a manifest has it.
pub fn static_file(path: Path) -> Path {
    path.digested()
}

/// The path behind what stands before every path of `base`.
pub fn based(base: &(impl Base + ?Sized), path: &Path) -> Path {
    base.path(path)
}

/// The whole URL of the path.
pub fn absolute(base: &(impl Base + ?Sized), path: &Path) -> String {
    base.url(path)
}

/// The path of a static file behind what stands before all of those of `base`.
pub fn based_file(base: &(impl Base + ?Sized), path: &Path) -> Path {
    base.static_path(path)
}

/// The whole URL of a static file.
pub fn absolute_file(base: &(impl Base + ?Sized), path: &Path) -> String {
    base.static_url(path)
}
