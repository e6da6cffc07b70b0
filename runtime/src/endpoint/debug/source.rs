//! The place of an error comes in, the lines of source around it go out, where the source is at hand.

use std::fs;
use std::panic::Location;
use std::path::{Path, PathBuf};

/// Lines that are shown before and behind the one that matters.
const AROUND: usize = 6;
/// Larger files are not read for a page.
const LARGEST: u64 = 2_000_000;

/// A place in the source, as the compiler wrote it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

impl From<&Location<'_>> for Place {
    fn from(location: &Location<'_>) -> Self {
        let (line, column) = (location.line() as usize, location.column() as usize);
        Self { file: location.file().to_owned(), line, column }
    }
}

impl Place {
    /// Whether it lies in the source of this crate, where the mistake of an application is not.
    pub(super) fn is_in_bennu(&self) -> bool {
        let source = file!().strip_suffix("endpoint/debug/source.rs");
        source.is_some_and(|source| self.file.starts_with(source))
    }
}

/// `src/web/users.rs:12:5`
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// The lines around `place` with their numbers; none where its file is not on this machine.
pub(super) fn lines_around(place: &Place) -> Vec<(usize, String)> {
    let directory = std::env::current_dir().unwrap_or_default();
    let Some(text) = find(&directory, Path::new(&place.file)).and_then(|path| read(&path)) else {
        return Vec::new();
    };
    let first = place.line.saturating_sub(AROUND).max(1);
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.to_owned()));
    lines.skip(first - 1).take_while(|(number, _)| *number <= place.line + AROUND).collect()
}

/// The compiler names files from the folder of the workspace, and the program may run in any folder below it.
fn find(directory: &Path, file: &Path) -> Option<PathBuf> {
    directory.ancestors().map(|ancestor| ancestor.join(file)).find(|path| path.is_file())
}

fn read(path: &Path) -> Option<String> {
    let is_small = fs::metadata(path).is_ok_and(|metadata| metadata.len() <= LARGEST);
    if is_small { fs::read_to_string(path).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_around_a_place_are_found_from_any_folder_below_the_workspace() {
        let (line, file) = (line!() as usize, file!().to_owned());
        let lines = lines_around(&Place { file, line, column: 1 });
        let (_, text) = lines.iter().find(|(number, _)| *number == line).expect("this line");
        assert!(text.contains("let (line, file)"), "{text}");
        assert_eq!(lines.len(), 2 * AROUND + 1);
        assert_eq!(lines[0].0, line - AROUND);
    }

    #[test]
    fn a_place_that_is_not_here_has_no_lines() {
        for (file, line) in [("no/such/file.rs", 3), (file!(), 1_000_000), ("src", 1)] {
            assert!(lines_around(&Place { file: file.into(), line, column: 1 }).is_empty(), "{file}");
        }
    }
}
