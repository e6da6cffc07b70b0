//! What files say: a file comes in; missing openings, skipped examples, loose ends and outside names go out.

use std::collections::HashSet;

use crate::source::{code_only, macro_calls};
use crate::tree::File;

/// Every module opens with one sentence on what comes in and what goes out.
pub(crate) fn missing_opening(file: &File) -> Vec<String> {
    if !file.has_extension(&["rs"]) || file.is_case() || file.text.starts_with("//! ") {
        return Vec::new();
    }
    vec![format!("{}:1: the module opens without a `//!` sentence", file.path)]
}

/// A code block that is never compiled is wrong sooner or later: `no_run`, `compile_fail` or hidden lines do as well.
pub(crate) fn ignored_code_block(file: &File) -> Vec<String> {
    let is_rust = file.has_extension(&["rs"]);
    if !is_rust && !file.has_extension(&["md"]) {
        return Vec::new();
    }
    let mut breaks = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let line = line.trim_start();
        let line = if is_rust { line.strip_prefix("//!").or(line.strip_prefix("///")) } else { Some(line) };
        let info = line.map(str::trim_start).and_then(|line| line.strip_prefix("```"));
        if info.is_some_and(|info| info.split([',', ' ']).any(|word| word.starts_with("ignore"))) {
            breaks.push(format!("{}:{}: a code block that is never compiled", file.path, index + 1));
        }
    }
    breaks
}

/// `todo!` and `unimplemented!` stand in generated code alone, where they give an expression of any type.
pub(crate) fn unfinished(file: &File) -> Vec<String> {
    if !file.has_extension(&["rs"]) || file.is_case() {
        return Vec::new();
    }
    let code = code_only(&file.text);
    let quoted = macro_calls(&code, &["quote", "quote_spanned", "parse_quote"]);
    let is_quoted = |line| quoted.iter().any(|&(first, last)| (first..=last).contains(&line));
    macro_calls(&code, &["todo", "unimplemented"])
        .into_iter()
        .filter(|&(line, _)| !is_quoted(line))
        .map(|(line, _)| format!("{}:{line}: left undone", file.path))
        .collect()
}

/// Hosts of package registries, and folders of one machine: spelled in halves, since this file is read too.
const OUTSIDE: &[&str] = &[
    concat!("crates", ".io"),
    concat!("registry", ".npmjs"),
    concat!("registry", ".yarnpkg"),
    concat!("deb.", "debian.org"),
    concat!("pypi", ".org"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/tm", "p/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
];

/// The project builds anywhere: it names no registry's host and no folder of the machine it was written on.
pub(crate) fn outside_name(file: &File) -> Vec<String> {
    // Cargo writes the address of its registry into the lock file itself.
    if file.path == "Cargo.lock" {
        return Vec::new();
    }
    let mut breaks = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        for name in OUTSIDE.iter().filter(|name| names_it(line, name)) {
            breaks.push(format!("{}:{}: names `{name}`", file.path, index + 1));
        }
    }
    breaks
}

/// A folder counts where a path starts: `/watch/home/x` is no folder of a machine.
fn names_it(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        !name.starts_with('/') || !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-}".contains(c))
    })
}

/// Relative links between the documents lead to files of the project.
pub(crate) fn dead_links(files: &[File]) -> Vec<String> {
    let known: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let mut breaks = Vec::new();
    for file in files.iter().filter(|file| file.has_extension(&["md"])) {
        for (line, target) in links(&file.text) {
            let path = resolve(&file.path, target);
            let is_folder = || known.iter().any(|known| known.starts_with(&format!("{path}/")));
            if !known.contains(path.as_str()) && !is_folder() {
                breaks.push(format!("{}:{line}: no file at `{target}`", file.path));
            }
        }
    }
    breaks
}

/// Targets of `[text](target)` that are files: no address, no anchor, no item of the documentation.
fn links(text: &str) -> Vec<(usize, &str)> {
    let mut links = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for part in line.split("](").skip(1) {
            let target = part.split([')', '#', ' ']).next().unwrap_or_default();
            if target.contains(['/', '.']) && !target.contains(':') {
                links.push((index + 1, target));
            }
        }
    }
    links
}

fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn a_missing_opening_is_found() {
    assert!(missing_opening(&File::new("a.rs", "//! Words.\nuse b;")).is_empty());
    assert_eq!(missing_opening(&File::new("a.rs", "use b;\n//! Words.")).len(), 1);
    assert_eq!(missing_opening(&File::new("a.rs", "")).len(), 1);
    assert!(missing_opening(&File::new("ui-tests/tests/ui/router/a.rs", "use b;")).is_empty());
}

#[test]
fn an_ignored_code_block_is_found() {
    let block = |info: &str| format!("/// ```{info}\n/// x\n/// ```");
    assert!(ignored_code_block(&File::new("a.rs", &block("no_run"))).is_empty());
    assert_eq!(ignored_code_block(&File::new("a.rs", &block("ignore"))).len(), 1);
    assert_eq!(ignored_code_block(&File::new("a.rs", &block("rust,ignore"))).len(), 1);
    assert_eq!(ignored_code_block(&File::new("a.md", "text\n```rust, ignore\nx\n```")).len(), 1);
    assert!(ignored_code_block(&File::new("a.rs", "let fence = \"```ignore\";")).is_empty());
}

#[test]
fn loose_ends_are_found() {
    assert_eq!(unfinished(&File::new("a.rs", "fn f() {\n todo!()\n}")), ["a.rs:2: left undone"]);
    assert_eq!(unfinished(&File::new("a.rs", "std::unimplemented!(\"x\")")).len(), 1);
    assert!(unfinished(&File::new("a.rs", "quote! {\n ::core::unimplemented!()\n}")).is_empty());
    assert!(unfinished(&File::new("a.rs", "// todo!()\nlet x = \"todo!()\";")).is_empty());
}

#[test]
fn outside_names_are_found() {
    for name in OUTSIDE {
        assert_eq!(outside_name(&File::new("a.md", &format!("see {name}x"))).len(), 1, "{name}");
        assert!(outside_name(&File::new("Cargo.lock", name)).is_empty());
    }
    assert!(outside_name(&File::new("a.md", concat!("GET /watch/ho", "me/1"))).is_empty());
}

#[test]
fn dead_links_are_found() {
    let files = [
        File::new(
            "README.md",
            "[a](docs/a.md) [b](docs/missing.md) [c](https://x.y/z) [d](#top) [e](crate::f)",
        ),
        File::new("docs/a.md", "\n[up](../README.md#top) [folder](../docs) [gone](b.md)"),
    ];
    assert_eq!(
        dead_links(&files),
        ["README.md:1: no file at `docs/missing.md`", "docs/a.md:2: no file at `b.md`"]
    );
}
