//! A page comes in, what tests need from its markup goes out.

/// The CSRF token of a page: of its `<meta name="csrf-token">`, else of its first form.
pub(super) fn csrf_token(html: &str) -> Option<String> {
    let of = |name, value| {
        let tag = tags(html).find(|tag| attribute(tag, "name") == Some(name))?;
        attribute(tag, value)
    };
    of("csrf-token", "content").or_else(|| of("_csrf_token", "value")).map(str::to_owned)
}

/// What stands between `<` and `>`.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).filter_map(|rest| rest.split('>').next())
}

/// The value of an attribute in double quotes, as templates write them.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once("=\"")?;
        let (value, next) = after.split_once('"')?;
        if before.rsplit(|char: char| char.is_ascii_whitespace()).next() == Some(name) {
            return Some(value);
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_found_in_head_or_form() {
        let head = r#"<head><meta charset="utf-8"><meta name="csrf-token" content="abc"></head>"#;
        let form = r#"<form action="/"><input type="hidden" name="_csrf_token" value="def"></form>"#;
        assert_eq!(csrf_token(head).as_deref(), Some("abc"));
        assert_eq!(csrf_token(form).as_deref(), Some("def"));
        assert_eq!(csrf_token(&format!("{head}{form}")).as_deref(), Some("abc"));
        assert_eq!(csrf_token("<p title=\"name=\">csrf-token</p><br"), None);
    }
}
