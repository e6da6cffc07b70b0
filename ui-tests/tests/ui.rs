//! What must not compile and the words rustc says then, and what must compile: one case a file.

use std::path::Path;
use std::process::Command;

/// The wording of rustc's own messages belongs to one release: the one that `rust-version` names.
fn pinned_toolchain() -> bool {
    let pinned = env!("CARGO_PKG_RUST_VERSION");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().expect("rustc runs");
    let version = String::from_utf8_lossy(&output.stdout);
    version.split_whitespace().nth(1).is_some_and(|version| version.starts_with(&format!("{pinned}.")))
}

/// trybuild builds the dependencies before it looks for cases, so it is not asked when there are none.
fn has_cases(folder: &str) -> bool {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).is_dir()
}

#[test]
#[expect(clippy::print_stdout, reason = "a test that did not look must say so")]
fn rejected() {
    if !pinned_toolchain() {
        println!("skipped: the expected messages are those of rustc {}", env!("CARGO_PKG_RUST_VERSION"));
    } else if has_cases("tests/ui") {
        trybuild::TestCases::new().compile_fail("tests/ui/*/*.rs");
    }
}

// Apart from the rejected cases: trybuild checks those all at once, but only when no case has to be run.
#[test]
fn accepted() {
    if has_cases("tests/pass") {
        trybuild::TestCases::new().pass("tests/pass/*/*.rs");
    }
}
