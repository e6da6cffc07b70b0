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

/// What people read of a page: text without tags, scripts and styles, entities decoded, white space as one space.
pub(super) fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        // Words of neighbouring elements are words apart.
        text.push(' ');
        let tag = after.split(|char: char| !char.is_ascii_alphanumeric()).next().unwrap_or_default();
        let end = match tag {
            "script" | "style" => format!("</{tag}>"),
            _ if after.starts_with("!--") => "-->".to_owned(),
            _ => ">".to_owned(),
        };
        rest = after.split_once(&*end).map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    decode(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The entities that escaping makes, those with numbers, and the space that does not break.
fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        let entity = after.split_once(';').and_then(|(name, after)| Some((named(name)?, after)));
        let (char, after) = entity.unwrap_or(('&', after));
        decoded.push(char);
        rest = after;
    }
    decoded.push_str(rest);
    decoded
}

fn named(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_people_read() {
        let page = "<!DOCTYPE html><title>A</title><style>p { }</style><p class=\"a\">can&#39;t\n be <b>blank</b></p>\
            <!-- <p>no</p> --><script>if (1 < 2) {}</script>&lt;b&gt; &amp;&amp;amp; &nosuch; &#x41; &#xFFFFFFFF;";
        assert_eq!(text(page), "A can't be blank <b> &&amp; &nosuch; A &#xFFFFFFFF;");
    }

    proptest::proptest! {
        #[test]
        fn any_page_has_a_text(page: String) {
            text(&page);
        }
    }

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
