//! `"pages/*.html"` comes in, the files that it names go out, sorted, with what is in them.

use std::fs;
use std::path::{Path, PathBuf};

use syn::{Ident, LitStr};

use crate::diagnostics::{Diagnostic, Diagnostics};

/// A file that holds a template.
pub(super) struct File {
    /// The name of the component.
    pub(super) name: String,
    /// Where it is on this machine.
    pub(super) path: String,
    /// The path as messages show it: within the package.
    pub(super) shown: String,
    pub(super) text: String,
}

/// The files; nothing, without a report, where nobody can tell, as in editors that do not say which file they look at.
pub(super) fn find_files(pattern: &LitStr, diagnostics: &mut Diagnostics) -> Option<Vec<File>> {
    let written = pattern.value();
    let (folder, file) = written.rsplit_once('/').unwrap_or(("", &written));
    let Some((prefix, suffix)) = parts(file).filter(|_| !folder.contains('*')) else {
        let message = format!("`{written}` does not say which files are templates");
        let help = "write a folder and one `*` for the names, as in `\"pages/*.html\"`, or one file";
        diagnostics.error(Diagnostic::new(pattern.span(), message).help(help));
        return None;
    };
    let (base, is_known) = base(pattern);
    let Ok(entries) = fs::read_dir(base.join(folder)) else {
        if is_known {
            let message = format!("there is no folder `{folder}` beside this file");
            diagnostics.error(
                Diagnostic::new(pattern.span(), message)
                    .help("the path begins at the file that it stands in"),
            );
        }
        return None;
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.retain(|path| {
        let name = path.file_name().and_then(|name| name.to_str());
        path.is_file() && name.is_some_and(|name| is_named(name, prefix, suffix))
    });
    paths.sort();
    if paths.is_empty() && is_known {
        let message = format!("there is no file `{written}` beside this file");
        diagnostics
            .error(Diagnostic::new(pattern.span(), message).help("write the templates first, one file each"));
    }
    Some(paths.iter().filter_map(|path| read(path, pattern, diagnostics)).collect())
}

/// What stands before and behind the star; a name without a star is all before it.
fn parts(file: &str) -> Option<(&str, Option<&str>)> {
    match file.split_once('*') {
        Some((_, suffix)) if suffix.contains('*') => None,
        Some((prefix, suffix)) => Some((prefix, Some(suffix))),
        None => (!file.is_empty()).then_some((file, None)),
    }
}

fn is_named(name: &str, prefix: &str, suffix: Option<&str>) -> bool {
    match suffix {
        None => name == prefix,
        Some(suffix) => {
            name.len() >= prefix.len() + suffix.len()
                && name.starts_with(prefix)
                && name.ends_with(suffix)
                && !name.starts_with('.')
        }
    }
}

/// The folder of the file with the macro call, or that of the package where rustc does not say which file that is.
fn base(pattern: &LitStr) -> (PathBuf, bool) {
    match pattern.span().local_file() {
        Some(file) => (file.parent().map(Path::to_path_buf).unwrap_or_default(), true),
        None => (package(), false),
    }
}

fn package() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default()
}

fn read(path: &Path, pattern: &LitStr, diagnostics: &mut Diagnostics) -> Option<File> {
    let path = std::path::absolute(path).ok()?;
    let shown = path.strip_prefix(package()).unwrap_or(&path).display().to_string();
    let stem = path.file_name()?.to_str()?.split('.').next()?.replace('-', "_");
    if syn::parse_str::<Ident>(&stem).is_err() {
        let message = format!("the file `{shown}` cannot be a component, since `{stem}` is no name in Rust");
        diagnostics.error(Diagnostic::new(pattern.span(), message).help("give it a name like `show.html`"));
        return None;
    }
    match fs::read_to_string(&path) {
        Ok(text) => Some(File { name: stem, path: path.to_str()?.to_owned(), shown, text }),
        Err(error) => {
            let message = format!("the file `{shown}` cannot be read: {error}");
            diagnostics.error(Diagnostic::new(pattern.span(), message).help("templates are text in UTF-8"));
            None
        }
    }
}
