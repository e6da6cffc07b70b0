//! A pattern of files comes in; the directory to watch and whether a file below it is meant go out.

use std::io;
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, PatternError};

const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// `content/**/*.md`, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// `content`
    directory: PathBuf,
    /// `**/*.md`
    names: glob::Pattern,
}

impl Pattern {
    pub(super) fn parse(pattern: &str) -> Result<Self, PatternError> {
        let mut directory = PathBuf::new();
        let mut components = Path::new(pattern).components().peekable();
        // The last component is the name of files, whether there is a star in it or not.
        while let Some(component) = components.next_if(|component| !has_wildcard(*component)) {
            if components.peek().is_none() {
                let name = glob::Pattern::escape(&component.as_os_str().to_string_lossy());
                return Ok(Self { directory, names: glob::Pattern::new(&name)? });
            }
            directory.push(component);
        }
        let names = components.collect::<PathBuf>();
        Ok(Self { directory, names: glob::Pattern::new(&names.to_string_lossy())? })
    }

    /// Everything in a directory and below it.
    pub(super) fn all_in(directory: &Path) -> Self {
        let names = glob::Pattern::new("**/*").expect("this is a pattern");
        Self { directory: directory.to_owned(), names }
    }

    /// The same with the directory as the system names it in what it says of changes.
    pub(super) fn located(self) -> io::Result<Self> {
        let directory = if self.directory.as_os_str().is_empty() { Path::new(".") } else { &self.directory };
        Ok(Self { directory: directory.canonicalize()?, ..self })
    }

    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Whether a file is meant; what editors put beside a file while they write it never is.
    pub(super) fn matches(&self, file: &Path) -> bool {
        let Ok(below) = file.strip_prefix(&self.directory) else { return false };
        self.names.matches_path_with(below, OPTIONS) && !below.as_os_str().as_encoded_bytes().ends_with(b"~")
    }
}

fn has_wildcard(component: Component<'_>) -> bool {
    component.as_os_str().as_encoded_bytes().iter().any(|byte| b"*?[".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_directory_is_what_stands_before_the_first_star() {
        let directory = |pattern| Pattern::parse(pattern).unwrap().directory;
        assert_eq!(directory("content/**/*.md"), Path::new("content"));
        assert_eq!(directory("/a/b/c.md"), Path::new("/a/b"));
        assert_eq!(directory("*.md"), Path::new(""));
        assert!(Pattern::parse("a***b").is_err());
    }

    #[test]
    fn files_are_meant_by_their_names_below_it() {
        let meant = |pattern: &str, file: &str| Pattern::parse(pattern).unwrap().matches(Path::new(file));
        assert!(meant("content/**/*.md", "content/a.md") && meant("content/**/*.md", "content/b/c/a.md"));
        assert!(meant("a/b.md", "a/b.md") && !meant("a/b.md", "a/c.md") && !meant("a/*.md", "a/b/c.md"));
        for file in ["content/a.html", "other/a.md", "content/.a.md", "content/.git/a.md", "a.md"] {
            assert!(!meant("content/**/*.md", file), "{file}");
        }
        let all = Pattern::all_in(Path::new("assets"));
        assert!(all.matches(Path::new("assets/app.css")) && all.matches(Path::new("assets/a/b.png")));
        assert!(!all.matches(Path::new("assets/app.css~")) && !all.matches(Path::new("assets/.app.css.swp")));
    }
}
