//! Where files lie: paths come in, what lies elsewhere than designed goes out.

use std::collections::HashSet;

use crate::tree::File;

const TOP_LEVEL: &[&str] =
    &["Cargo.toml", "Cargo.lock", "macros", "runtime", "ui-tests", "examples", "benches", "README.md"];
const DEPTH: usize = 3;

/// Nothing else at top level but dotfiles.
pub(crate) fn unknown_top_level(file: &File) -> Vec<String> {
    let entry = file.path.split('/').next().unwrap_or_default();
    if entry.starts_with('.') || TOP_LEVEL.contains(&entry) {
        return Vec::new();
    }
    vec![format!("{}: `{entry}` has no place at top level", file.path)]
}

/// Three levels of folders under `src` are enough to find anything.
pub(crate) fn deep_folder(file: &File) -> Vec<String> {
    let folders = file.path.split('/').skip_while(|part| *part != "src").skip(1).count();
    if folders > DEPTH + 1 {
        return vec![format!("{}: more than {DEPTH} levels of folders under src", file.path)];
    }
    Vec::new()
}

/// The macro crates have no reason for unsafe code, ever.
pub(crate) fn unsafe_allowed(file: &File) -> Vec<String> {
    let is_root = file.path.starts_with("macros/") && file.path.ends_with("src/lib.rs");
    if is_root && !file.text.contains("#![forbid(unsafe_code)]") {
        return vec![format!("{}: lacks `#![forbid(unsafe_code)]`", file.path)];
    }
    Vec::new()
}

/// One set of lints for all packages.
pub(crate) fn own_lints(file: &File) -> Vec<String> {
    let is_package = file.path.ends_with("Cargo.toml") && file.text.contains("[package]");
    if is_package && !file.text.contains("[lints]\nworkspace = true") {
        return vec![format!("{}: lacks `[lints]` with `workspace = true`", file.path)];
    }
    Vec::new()
}

/// A case is `<macro>/<case>.rs`, where the test looks for it; a rejected one has its message beside it.
pub(crate) fn incomplete_ui_cases(files: &[File]) -> Vec<String> {
    let known: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let mut breaks = Vec::new();
    for file in files.iter().filter(|file| file.is_case()) {
        let path = &file.path;
        if file.has_extension(&["rs"]) && path.split('/').count() != 5 {
            breaks.push(format!("{path}: not run; its place is a folder named after its macro"));
        }
        let partner = match path.rsplit_once('.') {
            Some((stem, "rs")) if path.starts_with("ui-tests/tests/ui/") => format!("{stem}.stderr"),
            Some((stem, "stderr")) => format!("{stem}.rs"),
            _ => continue,
        };
        if !known.contains(partner.as_str()) {
            breaks.push(format!("{path}: without `{partner}`"));
        }
    }
    breaks
}

#[test]
fn strangers_at_top_level_are_found() {
    assert!(unknown_top_level(&File::new("runtime/src/lib.rs", "")).is_empty());
    assert!(unknown_top_level(&File::new(".ci/run", "")).is_empty());
    assert_eq!(unknown_top_level(&File::new("xtask/src/main.rs", "")).len(), 1);
    assert_eq!(unknown_top_level(&File::new("notes.md", "")).len(), 1);
}

#[test]
fn deep_folders_are_found() {
    assert!(deep_folder(&File::new("runtime/src/a/b/c/d.rs", "")).is_empty());
    assert_eq!(deep_folder(&File::new("runtime/src/a/b/c/d/e.rs", "")).len(), 1);
    assert!(deep_folder(&File::new("examples/a/b/c/d/e/f.css", "")).is_empty());
}

#[test]
fn allowed_unsafe_is_found() {
    assert!(unsafe_allowed(&File::new("macros/core/src/lib.rs", "#![forbid(unsafe_code)]")).is_empty());
    assert_eq!(unsafe_allowed(&File::new("macros/src/lib.rs", "//! Words.")).len(), 1);
    assert!(unsafe_allowed(&File::new("macros/core/src/path/mod.rs", "")).is_empty());
}

#[test]
fn own_lints_are_found() {
    assert!(own_lints(&File::new("a/Cargo.toml", "[package]\n[lints]\nworkspace = true\n")).is_empty());
    assert_eq!(own_lints(&File::new("a/Cargo.toml", "[package]\nname = \"a\"\n")).len(), 1);
    assert!(own_lints(&File::new("Cargo.toml", "[workspace]\n")).is_empty());
}

#[test]
fn incomplete_ui_cases_are_found() {
    let case = |path: &str| File::new(&format!("ui-tests/tests/{path}"), "");
    let complete = [case("ui/router/a.rs"), case("ui/router/a.stderr"), case("pass/router/b.rs")];
    assert!(incomplete_ui_cases(&complete).is_empty());
    assert_eq!(incomplete_ui_cases(&[case("ui/router/a.rs")]).len(), 1);
    assert_eq!(incomplete_ui_cases(&[case("ui/router/a.stderr")]).len(), 1);
    assert_eq!(incomplete_ui_cases(&[case("pass/b.rs")]).len(), 1);
    assert_eq!(incomplete_ui_cases(&[case("pass/router/deep/b.rs")]).len(), 1);
}
