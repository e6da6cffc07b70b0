//! A path and the directories of static files come in; whether it names a file that is there goes out.

use std::fs;
use std::path::Path as FilePath;

use super::model::Path;
use super::table::Static;
use crate::suggest;

/// What became of a path among static files.
pub(super) enum Found {
    /// It is not under any prefix of theirs.
    Elsewhere,
    /// The file is there, or nobody can tell: a value is a part of its name, or the directory is not on this machine.
    File,
    /// No such file; what is wrong and what to type.
    Missing(String, Option<String>),
}

/// Looks for the file that `path` names.
pub(super) fn find(path: &Path, statics: &[Static]) -> Found {
    let mut missing = Found::Elsewhere;
    for folder in statics {
        let prefix: Vec<&str> = folder.prefix.split('/').filter(|part| !part.is_empty()).collect();
        let Some(rest) = path.segments.get(prefix.len()..) else { continue };
        let is_under = path
            .segments
            .iter()
            .zip(&prefix)
            .all(|(segment, part)| segment.hole.is_none() && segment.prefix == **part);
        if !is_under || rest.is_empty() {
            continue;
        }
        let is_known = rest.iter().all(|segment| segment.hole.is_none()) && folder.found.is_dir();
        let names: Vec<&str> = rest.iter().map(|segment| segment.prefix.as_str()).collect();
        let is_inside = names.iter().all(|name| !matches!(*name, "." | "..") && !name.contains('\\'));
        if !is_known || is_inside && folder.found.join(names.join("/")).is_file() {
            return Found::File;
        }
        let message = format!("there is no file `{}` in `{}`", names.join("/"), folder.directory);
        missing = Found::Missing(message, is_inside.then(|| nearest(&folder.found, &names)).flatten());
    }
    missing
}

/// The file beside it whose name is nearest.
fn nearest(directory: &FilePath, names: &[&str]) -> Option<String> {
    let (last, folders) = names.split_last()?;
    let folder = directory.join(folders.join("/"));
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let mut known: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    known.sort();
    suggest::did_you_mean(last, known.iter().map(String::as_str))
}
