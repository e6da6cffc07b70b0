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

/// `BlogPost` → `blog_post`, `HTTPLog` → `http_log`.
pub(crate) fn underscore(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut words = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let after_small = index > 0 && !letters[index - 1].is_uppercase() && letters[index - 1] != '_';
        let before_small = letters.get(index + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && index > 0 && letters[index - 1] != '_' && (after_small || before_small) {
            words.push('_');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
