//! A directory of static files comes in; out go copies with a digest of their content in the name, packed variants, a manifest.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha512};

use super::StaticFiles;
use super::manifest::{self, Digested, Manifest};

/// Ends of the names of packed files.
const PACKED: [&str; 3] = [".br", ".zst", ".gz"];

impl StaticFiles {
    /// Puts a digest of its content into the name of each file, so that browsers may keep it for ever: `app.css` gets a copy
    /// `app-0123….css`, in which `url(…)` of other files names their copies. All that becomes smaller gets packed variants (`.br`,
    /// `.zst`, `.gz`), and `cache_manifest.json` says what became of each: `path!` reads it.
    ///
    /// Run it where a release is built, after the files have been. It may run again: what has not changed keeps its name. Left alone
    /// are names that begin with a dot, and symbolic links. Modules of JavaScript that import each other by name find the plain files,
    /// which browsers check at each use.
    ///
    /// Returns how many files there are.
    ///
    /// # Errors
    /// Where the directory cannot be read or written.
    ///
    /// ```no_run
    /// use bennu::endpoint::StaticFiles;
    ///
    /// # fn main() -> std::io::Result<()> {
    /// let files = StaticFiles::new("/assets", "assets");
    /// files.digest()?;
    /// files.clean_digests(2)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn digest(&self) -> io::Result<usize> {
        let mut manifest = Manifest::read(&self.directory)?.unwrap_or_default();
        let mut names = Vec::new();
        list(&self.directory, "", &mut names)?;
        names.retain(|name| is_source(name, &manifest));
        manifest.latest.clear();
        // Style sheets last: what they name has to have its digest by then.
        names.sort_by_key(|name| name.ends_with(".css"));
        for name in &names {
            let content = fs::read(self.directory.join(name))?;
            pack(&self.directory, name, &content)?;
            let content = match name.ends_with(".css") {
                true => rewrite(&content, &self.prefix, name, &manifest.latest),
                false => content,
            };
            let digested = with_digest(name, &content);
            fs::write(self.directory.join(&digested), &content)?;
            pack(&self.directory, &digested, &content)?;
            manifest.latest.insert(name.clone(), digested.clone());
            manifest.digests.entry(digested).or_insert_with(|| describe(name, &content));
        }
        manifest.write(&self.directory)?;
        Ok(names.len())
    }

    /// Removes copies of contents that files no longer have, but for the newest `keep` of each file: pages that are still open
    /// may ask for them. Returns how many it removed.
    ///
    /// # Errors
    /// As [`digest`](Self::digest).
    pub fn clean_digests(&self, keep: usize) -> io::Result<usize> {
        let Some(mut manifest) = Manifest::read(&self.directory)? else { return Ok(0) };
        let mut old: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
        for (name, digested) in &manifest.digests {
            if manifest.latest.get(&digested.logical_path) != Some(name) {
                old.entry(digested.logical_path.clone()).or_default().push((digested.mtime, name.clone()));
            }
        }
        let mut removed = 0;
        for mut versions in old.into_values() {
            versions.sort();
            versions.truncate(versions.len().saturating_sub(keep));
            for (_, name) in versions {
                for ending in PACKED.into_iter().chain([""]) {
                    remove(&self.directory.join(format!("{name}{ending}")))?;
                }
                manifest.digests.remove(&name);
                removed += 1;
            }
        }
        manifest.write(&self.directory)?;
        Ok(removed)
    }
}

/// The files in `directory` and below, by their names from `below` on.
fn list(directory: &Path, below: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        let kind = entry.file_type()?;
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        match () {
            () if name.starts_with('.') => {}
            () if kind.is_dir() => list(&entry.path(), &path, names)?,
            () if kind.is_file() => names.push(path),
            () => {}
        }
    }
    names.sort();
    Ok(())
}

/// Whether a file is none that an earlier digest has made.
fn is_source(name: &str, manifest: &Manifest) -> bool {
    let bare = PACKED.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    name == bare && name != manifest::FILE && !manifest.digests.contains_key(name)
}

/// `css/app.css` as `css/app-0123….css`.
fn with_digest(name: &str, content: &[u8]) -> String {
    let digest = digest_of(content);
    let file = name.rfind('/').map_or(0, |slash| slash + 1);
    match name[file..].find('.').map(|dot| file + dot) {
        Some(dot) => format!("{}-{digest}{}", &name[..dot], &name[dot..]),
        None => format!("{name}-{digest}"),
    }
}

fn digest_of(content: &[u8]) -> String {
    Sha256::digest(content)[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn describe(name: &str, content: &[u8]) -> Digested {
    Digested {
        logical_path: name.to_owned(),
        mtime: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs()),
        size: content.len() as u64,
        digest: digest_of(content),
        sha512: STANDARD.encode(Sha512::digest(content)),
    }
}

/// The style sheet `name` with the new names of the files that it names.
fn rewrite(css: &[u8], prefix: &str, name: &str, latest: &BTreeMap<String, String>) -> Vec<u8> {
    let Ok(css) = str::from_utf8(css) else { return css.to_vec() };
    let mut out = String::with_capacity(css.len() + 256);
    let mut rest = css;
    while let Some(start) = rest.find("url(").map(|at| at + 4) {
        let Some(end) = rest[start..].find(')').map(|length| start + length) else { break };
        let written = rest[start..end].trim_ascii();
        let bare = written.trim_matches(['"', '\'']);
        let (path, behind) = bare.split_at(bare.find(['?', '#']).unwrap_or(bare.len()));
        out.push_str(&rest[..start]);
        match resolve(path, prefix, name).and_then(|target| Some((latest.get(&target)?, target))) {
            Some((digested, target)) => {
                // Only the file's own name changes, so that the way to it stays as it was written.
                let file = |path: &str| path.rfind('/').map_or(0, |slash| slash + 1);
                out.extend(["\"", &path[..file(path)], &digested[file(&target)..], behind, "\""]);
            }
            None => out.push_str(&rest[start..end]),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out.into_bytes()
}

/// The name of the file that `path` in the style sheet `from` means; none for what lies elsewhere.
fn resolve(path: &str, prefix: &str, from: &str) -> Option<String> {
    if path.starts_with("//") || path.contains(':') {
        return None;
    }
    let (base, path) = match path.strip_prefix('/') {
        Some(_) => ("", path.strip_prefix(prefix)?.strip_prefix('/')?),
        None => (from.rsplit_once('/').map_or("", |(directory, _)| directory), path),
    };
    let mut segments: Vec<&str> = base.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." => {
                segments.pop()?;
            }
            segment => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// Writes what is packed beside the file where that is smaller.
#[cfg(feature = "compression")]
fn pack(directory: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    use super::encoding::Encoding;
    use super::packing::{self, Effort};

    for encoding in Encoding::ALL {
        let target = directory.join(format!("{name}.{}", encoding.ending()));
        let packed = packing::pack(content, encoding, Effort::Thorough)?;
        // A tenth is worth the file; pictures and fonts are packed already.
        if packed.len() + content.len() / 10 < content.len() {
            fs::write(target, packed)?;
        } else {
            remove(&target)?;
        }
    }
    Ok(())
}

#[cfg(not(feature = "compression"))]
fn pack(_: &Path, _: &str, _: &[u8]) -> io::Result<()> {
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_stands_before_the_first_dot() {
        let digest = digest_of(b"a");
        assert_eq!(digest.len(), 32);
        for (name, start, end) in
            [("app.css", "app", ".css"), ("a.b/app.min.js", "a.b/app", ".min.js"), ("a/b", "a/b", "")]
        {
            assert_eq!(with_digest(name, b"a"), format!("{start}-{digest}{end}"));
        }
        assert_ne!(with_digest("a", b"a"), with_digest("a", b"b"));
    }

    #[test]
    fn style_sheets_name_the_copies() {
        let latest = BTreeMap::from_iter(
            [("img/bg.png", "img/bg-1.png"), ("css/font.woff2", "css/font-2.woff2")]
                .map(|(name, digested)| (name.to_owned(), digested.to_owned())),
        );
        let rewritten = |css: &str| {
            String::from_utf8(rewrite(css.as_bytes(), "/assets", "css/app.css", &latest)).unwrap()
        };
        for (css, expected) in [
            ("a { b: url(../img/bg.png) }", "a { b: url(\"../img/bg-1.png\") }"),
            ("url( '/assets/img/bg.png' )", "url(\"/assets/img/bg-1.png\")"),
            (
                "url(font.woff2?#iefix) url(./font.woff2)",
                "url(\"font-2.woff2?#iefix\") url(\"./font-2.woff2\")",
            ),
        ] {
            assert_eq!(rewritten(css), expected);
        }
        for css in [
            "url(/img/bg.png)",
            "url(//assets/img/bg.png)",
            "url(https://a/assets/img/bg.png)",
            "url(data:image/png;base64,AA)",
            "url(../../img/bg.png)",
            "url(../img/other.png)",
            "url(#mask)",
            "url(",
            "",
        ] {
            assert_eq!(rewritten(css), css);
        }
        assert_eq!(rewrite(b"\xffurl(a)", "", "a.css", &latest), b"\xffurl(a)");
    }
}
