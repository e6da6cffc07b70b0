//! House rules: the project's files come in, each break of a rule goes out as `path:line: what is wrong`.

mod format;
mod layout;
mod parity;
mod size;
mod source;
mod text;
mod tree;

use tree::File;

/// One rule over the whole project; all its breaks are reported at once.
#[track_caller]
fn holds(rule: impl Fn(&[File]) -> Vec<String>) {
    let breaks = rule(&tree::files());
    assert!(breaks.is_empty(), "\n{}\n", breaks.join("\n"));
}

/// A rule that looks at one file at a time.
#[track_caller]
fn holds_in_each(rule: impl Fn(&File) -> Vec<String>) {
    holds(|files| files.iter().flat_map(&rule).collect());
}

#[test]
fn the_project_has_files() {
    let files = tree::files();
    assert!(files.iter().any(|file| file.path == "Cargo.toml"), "no Cargo.toml among {} files", files.len());
    assert!(files.iter().any(|file| file.path == "ui-tests/tests/tidy/main.rs"));
}

#[test]
fn files_are_short() {
    holds_in_each(size::long_file);
}

#[test]
fn quoted_code_is_short() {
    holds_in_each(size::long_quote);
}

#[test]
fn modules_say_what_they_are() {
    holds_in_each(text::missing_opening);
}

#[test]
fn code_blocks_are_compiled() {
    holds_in_each(text::ignored_code_block);
}

#[test]
fn nothing_is_left_undone() {
    holds_in_each(text::unfinished);
}

#[test]
fn no_hosts_or_machine_paths() {
    holds_in_each(text::outside_name);
}

#[test]
fn links_lead_somewhere() {
    holds(text::dead_links);
}

#[test]
fn top_level_is_as_designed() {
    holds_in_each(layout::unknown_top_level);
}

#[test]
fn folders_are_shallow() {
    holds_in_each(layout::deep_folder);
}

#[test]
fn macros_forbid_unsafe() {
    holds_in_each(layout::unsafe_allowed);
}

#[test]
fn packages_share_the_lints() {
    holds_in_each(layout::own_lints);
}

#[test]
fn ui_cases_are_complete() {
    holds(layout::incomplete_ui_cases);
}

#[test]
fn parity_names_real_tests() {
    holds(parity::breaks);
}

#[test]
fn examples_are_formatted() {
    holds_in_each(format::unformatted_template);
}
