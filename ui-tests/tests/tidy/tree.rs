//! The project's files: what git knows of, or what lies in the folder, comes in; paths and texts go out.

use std::path::Path;
use std::process::Command;

/// A file of the project.
pub(crate) struct File {
    /// From the root, with forward slashes.
    pub(crate) path: String,
    /// Empty for what is not UTF-8.
    pub(crate) text: String,
}

impl File {
    /// For the unit tests of the rules.
    #[cfg(test)]
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    pub(crate) fn has_extension(&self, extensions: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
    }

    /// Input of the ui tests: written like a user's code, with mistakes on purpose.
    pub(crate) fn is_case(&self) -> bool {
        ["ui-tests/tests/ui/", "ui-tests/tests/pass/"].iter().any(|folder| self.path.starts_with(folder))
    }
}

/// Every file that is in the repository or would be added to it.
pub(crate) fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut paths = listed_by_git(&root).unwrap_or_else(|| {
        let mut paths = Vec::new();
        walk(&root, &root, &mut paths);
        paths
    });
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| {
            // What git lists may have been deleted since.
            let bytes = std::fs::read(root.join(&path)).ok()?;
            Some(File { path, text: String::from_utf8(bytes).unwrap_or_default() })
        })
        .collect()
}

fn listed_by_git(root: &Path) -> Option<Vec<String>> {
    let output = Command::new("git")
        .current_dir(root)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .ok()?;
    let text =
        String::from_utf8(output.stdout).ok().filter(|text| output.status.success() && !text.is_empty())?;
    Some(text.split_terminator('\0').map(str::to_owned).collect())
}

/// For a copy of the project without git; leaves out what `.gitignore` leaves out.
fn walk(root: &Path, folder: &Path, paths: &mut Vec<String>) {
    let entries = std::fs::read_dir(folder).expect("a folder of the project can be read");
    for entry in entries.map(|entry| entry.expect("an entry can be read").path()) {
        if entry.is_dir() {
            if !is_left_out(&entry) {
                walk(root, &entry, paths);
            }
        } else if !entry.to_string_lossy().contains(".sqlite") {
            let relative = entry.strip_prefix(root).expect("entries lie under the root");
            paths.push(relative.to_string_lossy().replace('\\', "/"));
        }
    }
}

fn is_left_out(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name == "target" || name == "node_modules" || name == ".git")
}

#[test]
fn walking_finds_what_git_finds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut walked = Vec::new();
    walk(&root, &root, &mut walked);
    assert!(walked.iter().any(|path| path == "ui-tests/tests/tidy/tree.rs"));
    assert!(!walked.iter().any(|path| path.starts_with("target/") || path.starts_with(".git/")));
    for path in listed_by_git(&root).unwrap_or_default() {
        assert!(walked.contains(&path) || !root.join(&path).exists(), "{path}");
    }
}
