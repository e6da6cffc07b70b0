//! An address comes in, whether a browser would run a script for it goes out.

/// What stands in the place of an address that would run a script.
pub(super) const BLOCKED: &str = "about:invalid#blocked";

/// Whether the address has a scheme that runs scripts: `javascript:`, `vbscript:`, or `data:` with a document.
///
/// Browsers skip controls and spaces before the scheme, and tabs and newlines within it (URL Standard, "basic URL parser"),
/// so they are skipped here too.
#[inline]
pub(super) fn runs_script(address: &str) -> bool {
    // Most addresses are paths, and those have no scheme.
    !address.starts_with(['/', '#', '?']) && has_script_scheme(address)
}

fn has_script_scheme(address: &str) -> bool {
    let address = address.trim_start_matches(|character: char| character <= ' ');
    let mut rest = address.bytes().filter(|byte| !matches!(byte, b'\t' | b'\n' | b'\r'));
    let mut scheme = [0; LONGEST];
    let mut length = 0;
    loop {
        match rest.next() {
            Some(b':') => break,
            Some(byte) if length < LONGEST && byte.is_ascii_alphabetic() => {
                scheme[length] = byte.to_ascii_lowercase();
                length += 1;
            }
            _ => return false,
        }
    }
    match &scheme[..length] {
        b"javascript" | b"vbscript" => true,
        b"data" => !is_harmless_media(rest),
        _ => false,
    }
}

/// `javascript`.
const LONGEST: usize = 10;

/// Whether a `data:` address holds something that is shown and not run.
fn is_harmless_media(rest: impl Iterator<Item = u8>) -> bool {
    let media = rest.take_while(|byte| !matches!(byte, b',' | b';')).take(64);
    let media = String::from_utf8_lossy(&media.collect::<Vec<_>>()).trim().to_ascii_lowercase();
    let is_image = ["image/", "audio/", "video/", "font/"].iter().any(|kind| media.starts_with(kind));
    is_image
        || matches!(
            &*media,
            "" | "text/plain"
                | "text/csv"
                | "application/pdf"
                | "application/json"
                | "application/octet-stream"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_found_however_they_are_spelt() {
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "\u{1}\u{1f} javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript\r\n:alert(1)",
            "javascript\t:alert(1)",
            "vbscript:msgbox",
            "data:text/html,<script>alert(1)</script>",
            "data:text/html;base64,PHNjcmlwdD4=",
            "DATA:Text/HTML,x",
            "data: text/html,x",
            "data:application/xhtml+xml,x",
            "data:text/xml,x",
        ] {
            assert!(runs_script(address), "{address:?}");
        }
    }

    #[test]
    fn other_addresses_get_through() {
        for address in [
            "",
            "/javascript:alert(1)",
            "#javascript:",
            "?x=javascript:1",
            "https://example.org/javascript:1",
            "mailto:ann@example.org",
            "tel:+1",
            "javascript",
            "javascripts:x",
            "page/data:text/html",
            "data:image/png;base64,AAAA",
            "data:,plain",
            "data:text/csv,a",
            "./x",
        ] {
            assert!(!runs_script(address), "{address:?}");
        }
    }
}
