//! The parity table: its rows and the names of all tests come in, rows that promise what is not tested go out.

use std::collections::HashSet;

use crate::source::code_only;
use crate::tree::File;

const HEADER: [&str; 4] = ["identifier", "feature", "Bennu's form", "test"];

/// A row of the table; the feature's words are for people.
struct Row<'a> {
    place: String,
    identifier: &'a str,
    form: &'a str,
    test: &'a str,
}

/// Everything wrong in `runtime/docs/parity.md` and the files under `runtime/docs/parity/`.
pub(crate) fn breaks(files: &[File]) -> Vec<String> {
    let tests = Tests::of(files);
    let mut seen = HashSet::new();
    let mut breaks = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("runtime/docs/parity")) {
        for row in rows(file) {
            if !seen.insert(row.identifier.to_owned()) {
                breaks.push(format!("{}: `{}` has a row already", row.place, row.identifier));
            }
            breaks.extend(row.breaks(&tests));
        }
    }
    breaks
}

/// The rows of the tables with this header; a document may have other tables.
fn rows(file: &File) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut in_table = false;
    for (index, line) in file.text.lines().enumerate() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split(" | ").map(str::trim).collect();
        if cells == HEADER {
            in_table = true;
        } else if !line.starts_with('|') {
            in_table = false;
        } else if in_table && !line.chars().all(|c| "|-: ".contains(c)) {
            let place = format!("{}:{}", file.path, index + 1);
            let [form, test] = if let [_, _, form, test] = cells[..] { [form, test] } else { [""; 2] };
            rows.push(Row { place, identifier: cells[0], form, test });
        }
    }
    rows
}

impl Row<'_> {
    fn breaks(&self, tests: &Tests) -> Vec<String> {
        let Row { place, identifier, form, test } = self;
        let unbuilt = form.starts_with("not yet") || form.starts_with("does not apply");
        let names: Vec<&str> = test.split('`').skip(1).step_by(2).collect();
        if form.is_empty() {
            return vec![format!("{place}: `{identifier}` needs four cells, the third not empty")];
        }
        match (unbuilt, names.is_empty()) {
            (true, true) if *test == "-" => Vec::new(),
            (true, _) => vec![format!("{place}: `{identifier}` is not built, its test is `-`")],
            (false, true) => vec![format!("{place}: `{identifier}` has a form but names no test")],
            (false, false) => names
                .into_iter()
                .filter(|name| !tests.has(name))
                .map(|name| format!("{place}: no test `{name}`"))
                .collect(),
        }
    }
}

/// Every test of the project by name: functions, ui cases, and the titles of the browser's tests.
struct Tests {
    names: HashSet<String>,
}

impl Tests {
    fn of(files: &[File]) -> Self {
        let mut names = HashSet::new();
        for file in files {
            if file.is_case() {
                names.extend(file.path.strip_prefix("ui-tests/tests/").map(str::to_owned));
            } else if file.has_extension(&["rs"]) {
                names.extend(test_functions(&file.text));
            } else if file.has_extension(&["mjs", "js"]) {
                names.extend(test_titles(&file.text));
            }
        }
        Self { names }
    }

    /// `module::name` is looked up by its last part, `ui/router/case.rs` as a file, anything else as it stands.
    fn has(&self, name: &str) -> bool {
        self.names.contains(name.rsplit("::").next().unwrap_or(name))
    }
}

/// Names of the functions under an attribute whose path ends in `test`, and of those in a list `on_each_…! { a, b }`.
fn test_functions(text: &str) -> Vec<String> {
    let (mut is_test, mut is_list) = (false, false);
    let mut names = Vec::new();
    for line in code_only(text).lines().map(str::trim) {
        is_list = if is_list {
            !line.starts_with('}')
        } else {
            line.starts_with("on_each_") && line.ends_with('{')
        };
        if is_list {
            names.extend(line.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()));
            continue;
        }
        if let Some(attribute) = line.strip_prefix("#[") {
            let path = attribute.split(['(', ']']).next().unwrap_or_default();
            is_test |= path.rsplit("::").next() == Some("test");
            continue;
        }
        let name = line.split_once("fn ").map(|(_, rest)| rest.split(['(', '<']).next().unwrap_or_default());
        if let (true, Some(name)) = (is_test, name) {
            names.push(name.trim().to_owned());
        }
        is_test &= line.is_empty();
    }
    names
}

/// Titles in `test("title", …)` and `it("title", …)`.
fn test_titles(text: &str) -> Vec<String> {
    ["test(\"", "it(\"", "test('", "it('", "test(`", "it(`"]
        .iter()
        .flat_map(|call| text.split(call).skip(1))
        .filter_map(|rest| rest.split(['"', '\'', '`']).next())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
fn checked(row: &str) -> Vec<String> {
    breaks(&[
        File::new("runtime/docs/parity.md", &format!("| {} |\n|---|---|---|---|\n{row}", HEADER.join(" | "))),
        File::new(
            "runtime/tests/a.rs",
            "#[tokio::test]\n/// Words.\nasync fn glob_rest() {}\n\non_each_database! {\n    twice,\n}\nfn helping() {}",
        ),
        File::new("ui-tests/tests/ui/router/dup.rs", ""),
        File::new("examples/a.mjs", "test(\"counts up\", async () => {});"),
    ])
}

#[test]
fn good_rows_pass() {
    assert_eq!(checked("| RT-01 | a | not yet | - |"), [""; 0]);
    assert_eq!(checked("| RT-01 | a | does not apply: no aliases | - |"), [""; 0]);
    assert_eq!(checked("| RT-01 | a | `{*rest}` | `router::glob_rest`, `ui/router/dup.rs` |"), [""; 0]);
    assert_eq!(checked("| RT-01 | a | `phx-click` | `counts up` |"), [""; 0]);
    assert_eq!(checked("| RT-01 | a | `Repo` | `twice` |"), [""; 0]);
    assert_eq!(checked("\n| page | what |\n|---|---|\n| [a](b) | c |"), [""; 0], "another table");
}

#[test]
fn promises_without_tests_are_found() {
    let bad = |row: &str, what: &str| {
        let breaks = checked(row);
        assert!(breaks.len() == 1 && breaks[0].contains(what), "{row}: {breaks:?}");
    };
    bad("| RT-01 | a | `{*rest}` | - |", "names no test");
    bad("| RT-01 | a | `{*rest}` | `glob_missing` |", "no test `glob_missing`");
    bad("| RT-01 | a | `{*rest}` | `helping` |", "no test `helping`");
    bad("| RT-01 | a | `{*rest}` | `ui/router/gone.rs` |", "no test `ui/router/gone.rs`");
    bad("| RT-01 | a | `{*rest}` | `counts down` |", "no test `counts down`");
    bad("| RT-01 | a | not yet | `glob_rest` |", "its test is `-`");
    bad("| RT-01 | a |  | - |", "the third not empty");
    bad("| RT-01 | a | b | c | d |", "needs four cells");
    bad("| RT-01 | a |", "needs four cells");
    bad("| RT-01 | a | not yet | - |\n| RT-01 | b | not yet | - |", "has a row already");
}
