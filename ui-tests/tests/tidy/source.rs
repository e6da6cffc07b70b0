//! Rust source comes in; the same text with comments and literals blanked, and the places of macro calls, go out.

/// `text` with every comment, string and character replaced by spaces: same lines, code alone.
pub(crate) fn code_only(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = comment_end(&chars, at).or_else(|| literal_end(&chars, at));
        match end {
            Some(end) => {
                code.extend(chars[at..end].iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
                at = end;
            }
            None => {
                code.push(chars[at]);
                at += 1;
            }
        }
    }
    code
}

fn starts_with(chars: &[char], at: usize, text: &str) -> bool {
    text.chars().enumerate().all(|(index, c)| chars.get(at + index) == Some(&c))
}

fn comment_end(chars: &[char], at: usize) -> Option<usize> {
    if starts_with(chars, at, "//") {
        return Some((at..chars.len()).find(|&end| chars[end] == '\n').unwrap_or(chars.len()));
    }
    if !starts_with(chars, at, "/*") {
        return None;
    }
    let (mut depth, mut end) = (1, at + 2);
    while end < chars.len() && depth > 0 {
        if starts_with(chars, end, "/*") {
            depth += 1;
            end += 2;
        } else if starts_with(chars, end, "*/") {
            depth -= 1;
            end += 2;
        } else {
            end += 1;
        }
    }
    Some(end.min(chars.len()))
}

fn literal_end(chars: &[char], at: usize) -> Option<usize> {
    match chars[at] {
        '"' => Some(quoted_end(chars, at, '"')),
        '\'' if is_character(chars, at) => Some(quoted_end(chars, at, '\'')),
        'r' if !is_word_before(chars, at, &['b', 'c']) => raw_string_end(chars, at),
        _ => None,
    }
}

/// `'x'` and `'\n'`, unlike the lifetime in `&'a str`.
fn is_character(chars: &[char], at: usize) -> bool {
    chars.get(at + 1) == Some(&'\\') || (chars.get(at + 2) == Some(&'\'') && chars.get(at + 1) != Some(&'\''))
}

/// Whether `at` continues an identifier, other than one of the one-letter prefixes of a literal.
fn is_word_before(chars: &[char], at: usize, prefixes: &[char]) -> bool {
    let is_word = |at: usize| chars[at].is_alphanumeric() || chars[at] == '_';
    match at.checked_sub(1) {
        Some(before) if prefixes.contains(&chars[before]) => before > 0 && is_word(before - 1),
        Some(before) => is_word(before),
        None => false,
    }
}

fn quoted_end(chars: &[char], at: usize, quote: char) -> usize {
    let mut end = at + 1;
    while end < chars.len() && chars[end] != quote {
        end += if chars[end] == '\\' { 2 } else { 1 };
    }
    (end + 1).min(chars.len())
}

fn raw_string_end(chars: &[char], at: usize) -> Option<usize> {
    let hashes = chars[at + 1..].iter().take_while(|&&c| c == '#').count();
    let open = at + 1 + hashes;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let end = (open + 1..chars.len()).find(|&end| starts_with(chars, end, &close));
    Some(end.map_or(chars.len(), |end| end + close.len()))
}

/// The calls of the macros whose names end in `name`, in code from [`code_only`]: first and last line, from 1.
pub(crate) fn macro_calls(code: &str, names: &[&str]) -> Vec<(usize, usize)> {
    let mut calls = Vec::new();
    let mut at = 0;
    while let Some(found) = code[at..].find('!') {
        let bang = at + found;
        let word = code[..bang].rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        at = bang + 1;
        if names.contains(&word)
            && let Some(length) = group_length(&code[at..])
        {
            let first = line_of(code, bang);
            at += length;
            calls.push((first, line_of(code, at - 1)));
        }
    }
    calls
}

/// How far the bracketed group goes that `code` opens with.
fn group_length(code: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, c) in code.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(index + 1);
                }
            }
            _ if depth == 0 && !c.is_whitespace() => return None,
            _ => {}
        }
    }
    None
}

/// The line, from 1, of a byte of `text`.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[test]
fn comments_and_literals_are_blanked() {
    let blanked = |text: &str| code_only(text).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(blanked("a // todo!()\nb /* x /* y */ z */ c"), "a b c");
    assert_eq!(blanked(r#"f("quote! { \" {", 'x', '\'', '{')"#), "f( , , , )");
    assert_eq!(blanked("fn f<'a>(x: &'a str) -> &'a str"), "fn f<'a>(x: &'a str) -> &'a str");
    assert_eq!(blanked("r#\"a \" b\"# + br\"c\" + var\"d\""), "+ b + var");
    assert_eq!(blanked("\"never closed"), "");
    assert_eq!(code_only("\"a\nb\"\nc").lines().count(), 3);
}

#[test]
fn macro_calls_are_found_with_their_lines() {
    let code = "let x = quote! {\n a { b }\n};\nquote!(c); other! {\n}\nquote_spanned!(s => \n d)";
    assert_eq!(macro_calls(code, &["quote", "quote_spanned"]), [(1, 3), (4, 4), (6, 7)]);
    assert_eq!(macro_calls("if quote != x { }", &["quote"]), []);
    assert_eq!(macro_calls("quote! { never closed", &["quote"]), []);
}
