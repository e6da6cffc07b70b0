//! Lays out the templates in Rust files, and files of HTML that are templates: `cargo run -p bennu-macros-core --example format -- FILES`.
//!
//! With `--check` in front, nothing is written: files that are laid out otherwise are named, and the program fails.

use std::process::ExitCode;

use bennu_macros_core::format::{WIDTH, format, format_file};

#[expect(clippy::print_stderr, reason = "a program says what it could not do")]
fn main() -> ExitCode {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let is_check = paths.first().is_some_and(|first| first == "--check");
    if is_check {
        paths.remove(0);
    }
    let mut is_done = true;
    for path in paths {
        match lay_out(&path, is_check) {
            Ok(true) => {}
            Ok(false) => {
                is_done = false;
                eprintln!("{path}: has templates that are laid out otherwise");
            }
            Err(error) => {
                is_done = false;
                eprintln!("{path}: {error}");
            }
        }
    }
    if is_done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether the file is laid out now.
fn lay_out(path: &str, is_check: bool) -> Result<bool, Box<dyn std::error::Error>> {
    let source = std::fs::read_to_string(path)?;
    let formatted =
        if path.ends_with(".html") { format_file(&source, WIDTH) } else { format(&source, WIDTH)? };
    if formatted == source {
        return Ok(true);
    }
    if !is_check {
        std::fs::write(path, formatted)?;
    }
    Ok(!is_check)
}
