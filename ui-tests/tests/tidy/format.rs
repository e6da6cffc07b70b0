//! The project's examples come in, the files whose templates are laid out otherwise go out.

use bennu_macros_core::format::{Error, WIDTH, format, format_file};

use crate::tree::File;

/// Examples are read by people who learn: their templates look as the formatter has them.
pub(crate) fn unformatted_template(file: &File) -> Vec<String> {
    let path = &file.path;
    let is_shown =
        path.starts_with("examples/") || path.starts_with("runtime/src/component/tests/templates/");
    let formatted = match path.rsplit_once('.') {
        Some((_, "rs")) if is_shown => format(&file.text, WIDTH),
        Some((_, "html")) if is_shown => Ok::<_, Error>(format_file(&file.text, WIDTH)),
        _ => return Vec::new(),
    };
    match formatted {
        Ok(formatted) if formatted == file.text => Vec::new(),
        Ok(_) => vec![format!(
            "{path}: templates are laid out otherwise; run `cargo run -p bennu-macros-core --example format -- {path}`"
        )],
        Err(error) => vec![format!("{path}: {error}")],
    }
}

#[test]
fn an_unformatted_template_is_found() {
    let page = "fn page() -> impl Render {\n    html! {\n    <p>a</p>\n    }\n}\n";
    assert_eq!(unformatted_template(&File::new("examples/a/src/main.rs", page)).len(), 1);
    assert!(unformatted_template(&File::new("runtime/src/a.rs", page)).is_empty());
    assert_eq!(unformatted_template(&File::new("examples/a/pages/a.html", "<p>\n{a}\n</p>\n")).len(), 1);
    let page = page.replace("    <p>", "        <p>");
    assert!(unformatted_template(&File::new("examples/a/src/main.rs", &page)).is_empty());
}
