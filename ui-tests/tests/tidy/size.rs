//! Limits on size: a file comes in, what is too long goes out.

use crate::source::{code_only, macro_calls};
use crate::tree::File;

const FILE: usize = 400;
const QUOTE: usize = 40;

/// Code is split by what it produces before it grows past one sitting's reading.
pub(crate) fn long_file(file: &File) -> Vec<String> {
    let lines = file.text.lines().count();
    if file.has_extension(&["rs", "js", "mjs", "css", "html", "md", "sh"]) && lines > FILE {
        vec![format!("{}: {lines} lines, the limit is {FILE}; split it by what it produces", file.path)]
    } else {
        Vec::new()
    }
}

/// Generated code calls functions; a long `quote!` is a sign of an algorithm in it.
pub(crate) fn long_quote(file: &File) -> Vec<String> {
    if !file.has_extension(&["rs"]) {
        return Vec::new();
    }
    macro_calls(&code_only(&file.text), &["quote", "quote_spanned", "parse_quote"])
        .into_iter()
        .filter(|(first, last)| last - first + 1 > QUOTE)
        .map(|(first, last)| {
            format!("{}:{first}: {} quoted lines, the limit is {QUOTE}", file.path, last - first + 1)
        })
        .collect()
}

#[test]
fn a_long_file_is_found() {
    assert!(long_file(&File::new("a.rs", &"x\n".repeat(400))).is_empty());
    assert_eq!(long_file(&File::new("a.rs", &"x\n".repeat(401))).len(), 1);
    assert_eq!(long_file(&File::new("a.mjs", &"x\n".repeat(401))).len(), 1);
    assert!(long_file(&File::new("a.snap", &"x\n".repeat(401))).is_empty());
}

#[test]
fn a_long_quote_is_found() {
    let quote = |lines: usize| format!("\nlet x = quote! {{\n{}}};", "a\n".repeat(lines - 2));
    assert!(long_quote(&File::new("a.rs", &quote(40))).is_empty());
    assert_eq!(long_quote(&File::new("a.rs", &quote(41))), ["a.rs:2: 41 quoted lines, the limit is 40"]);
}
