//! A request comes in, the name by which logs and the client know it goes out.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::token::random;

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id that a proxy gave (20 to 200 visible characters), else a new one: unique among processes, not a secret.
pub(super) fn of(headers: &HeaderMap) -> HeaderValue {
    match headers.get(REQUEST_ID) {
        Some(given)
            if (20..=200).contains(&given.len()) && given.as_bytes().iter().all(u8::is_ascii_graphic) =>
        {
            given.clone()
        }
        _ => new(),
    }
}

fn new() -> HeaderValue {
    static PROCESS: LazyLock<[u8; 8]> = LazyLock::new(random);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut id = [0; 15];
    id[..8].copy_from_slice(&*PROCESS);
    id[8..].copy_from_slice(&COUNT.fetch_add(1, Ordering::Relaxed).to_be_bytes()[1..]);
    let mut text = [0; 20];
    // Fifteen bytes are twenty letters, all of which a header may have.
    let length = URL_SAFE_NO_PAD.encode_slice(id, &mut text).unwrap_or_default();
    HeaderValue::from_bytes(&text[..length]).unwrap_or(HeaderValue::from_static("unknown"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_ids_differ_and_have_the_length_that_is_accepted() {
        let headers = HeaderMap::new();
        let (one, two) = (of(&headers), of(&headers));
        assert_ne!(one, two);
        assert_eq!(one.len(), 20);
    }

    #[test]
    fn a_given_id_is_kept_if_it_could_be_one() {
        let with = |value: &str| HeaderMap::from_iter([(REQUEST_ID, HeaderValue::from_str(value).unwrap())]);
        assert_eq!(of(&with("01234567890123456789")), "01234567890123456789");
        for value in ["short", "with spaces in between", &"x".repeat(201)] {
            assert_ne!(of(&with(value)), value);
        }
    }
}
