//! Rust source comes in, the same source with its templates laid out goes out; so do files that are templates.
//!
//! What the formatter decides: indentation, spaces, and whether a tag's attributes share a line. What it leaves to people:
//! line breaks between things, and all Rust. Comments stay where they are. A template with mistakes, and one that would mean
//! something else afterwards, stays as it is.

mod file;
mod find;
mod items;
mod layout;
mod tag;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use proc_macro2::TokenStream;

/// How long lines may become, in characters, where `format` is not told.
pub const WIDTH: usize = 110;

/// Source that is no Rust: nothing in it can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    message: String,
    line: usize,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for Error {}

/// Lays out the templates of `html!` and `component!` in a Rust file, for lines of up to `width` characters.
///
/// # Errors
///
/// If `source` does not consist of Rust's tokens.
///
/// ```
/// use bennu_macros_core::format::{WIDTH, format};
///
/// let source = "fn page() -> impl Render {\n    html! {\n      <p   class = \"a\">\n  {name}\n    </p>\n    }\n}\n";
/// let formatted = "fn page() -> impl Render {\n    html! {\n        <p class=\"a\">\n            {name}\n        </p>\n    }\n}\n";
/// assert_eq!(format(source, WIDTH).as_deref(), Ok(formatted));
/// assert_eq!(format(formatted, WIDTH).as_deref(), Ok(formatted));
/// ```
pub fn format(source: &str, width: usize) -> Result<String, Error> {
    if source.contains("\r\n") && source.matches('\n').count() == source.matches("\r\n").count() {
        let formatted = format(&source.replace("\r\n", "\n"), width)?;
        return Ok(formatted.replace('\n', "\r\n"));
    }
    let mut source = source.to_owned();
    // Where one template ends on the line in which the next one begins, the one moves the other.
    for _ in 0..MAX_DEPTH {
        let formatted = format_once(source.clone(), width)?;
        if formatted == source {
            break;
        }
        source = formatted;
    }
    Ok(source)
}

/// Lays out a file of `embed_templates!`, for lines of up to `width` characters.
///
/// The content of `<pre>`, `<textarea>`, `<script>` and `<style>` stays as it is, and so do comments of HTML. A file with
/// mistakes stays as it is altogether.
///
/// ```
/// use bennu_macros_core::format::{WIDTH, format_file};
///
/// let formatted = "<ul>\n    <li :for={name in names}>{name}</li>\n</ul>\n";
/// assert_eq!(format_file("<ul >\n<li :for = { name in names }>{name}</li>\n</ul>", WIDTH), formatted);
/// assert_eq!(format_file(formatted, WIDTH), formatted);
/// ```
#[must_use]
pub fn format_file(source: &str, width: usize) -> String {
    if source.contains("\r\n") && source.matches('\n').count() == source.matches("\r\n").count() {
        return format_file(&source.replace("\r\n", "\n"), width).replace('\n', "\r\n");
    }
    let formatted = file::items(source).map(|items| layout::layout_file(&items, source, width));
    let is_same = |text: &String| {
        let meaning = crate::component::file_meaning(source);
        meaning.is_some() && crate::component::file_meaning(text) == meaning
    };
    formatted.filter(is_same).unwrap_or_else(|| source.to_owned())
}

fn format_once(mut source: String, width: usize) -> Result<String, Error> {
    // Templates within the Rust of other templates are laid out after what is around them.
    for depth in 0..MAX_DEPTH {
        let templates = find::templates(&tokens(&source)?, depth);
        if templates.is_empty() {
            break;
        }
        // From the last to the first, so that the places of the ones before stay right.
        for template in templates.iter().rev() {
            if let Some(text) = format_template(&source, template, width) {
                source.replace_range(template.inside.clone(), &text);
            }
        }
    }
    Ok(source)
}

/// Templates that are nested deeper stay as they are.
const MAX_DEPTH: usize = 8;

fn tokens(source: &str) -> Result<TokenStream, Error> {
    TokenStream::from_str(source)
        .map_err(|error| Error { message: error.to_string(), line: error.span().start().line })
}

/// The text between the braces of a template, or nothing if it has to stay as it is.
fn format_template(source: &str, template: &find::Template, width: usize) -> Option<String> {
    let meaning = crate::component::meaning(template.markup.clone())?;
    let items = items::items(source, &template.markup, template.inside.clone())?;
    let text = layout::layout(&items, source, template.inside.clone(), width);
    let formatted = TokenStream::from_str(&format!("{{{text}}}")).ok()?.into_iter().next()?;
    let proc_macro2::TokenTree::Group(group) = formatted else { return None };
    (crate::component::meaning(group.stream())? == meaning).then_some(text)
}
