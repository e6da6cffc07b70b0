//! Tokens come in, text as a person would write it goes out.

use quote::ToTokens;

/// Tokens without the spaces that token streams print around `::`, `(`, `.` and `,`.
pub(crate) fn spelt(tokens: &impl ToTokens) -> String {
    const TIGHT: [(&str, &str); 10] = [
        (" :: ", "::"),
        (":: ", "::"),
        (" . ", "."),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" ,", ","),
        ("[ ", "["),
        (" ]", "]"),
        ("& ", "&"),
    ];
    let text = tokens.to_token_stream().to_string();
    TIGHT.into_iter().fold(text, |text, (from, to)| text.replace(from, to))
}
