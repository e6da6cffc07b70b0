//! The `authorization` header comes in, its bearer token goes out.

use http::HeaderMap;
use http::header::AUTHORIZATION;

use super::AuthError;

/// The token of `authorization: Bearer …` (RFC 6750, 2.1).
///
/// # Errors
/// `MissingToken` without the header or with another scheme, `InvalidToken` for more than one header and for what is no token.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<&str, AuthError> {
    let mut all = headers.get_all(AUTHORIZATION).iter();
    let value = all.next().ok_or(AuthError::MissingToken)?;
    if all.next().is_some() {
        return Err(AuthError::InvalidToken);
    }
    let value = value.to_str().map_err(|_| AuthError::InvalidToken)?.trim_ascii();
    let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(AuthError::MissingToken);
    }
    let token = token.trim_ascii_start();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    let bare = token.trim_end_matches('=');
    if bare.is_empty() || !bare.bytes().all(is_part) {
        return Err(AuthError::InvalidToken);
    }
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[&str]) -> Result<String, AuthError> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, value.parse().unwrap());
        }
        bearer(&headers).map(str::to_owned)
    }

    #[test]
    fn the_scheme_is_read_in_any_case() {
        for value in ["Bearer a.b-c_d~e+f/g==", "bearer a.b-c_d~e+f/g==", " BEARER   a.b-c_d~e+f/g== "] {
            assert_eq!(read(&[value]).as_deref(), Ok("a.b-c_d~e+f/g=="), "{value}");
        }
    }

    #[test]
    fn what_is_no_token_is_told_apart_from_none() {
        for values in [&[][..], &["Basic YTpi"], &["Bearer2 abc"], &[""], &["abc"]] {
            assert_eq!(read(values), Err(AuthError::MissingToken), "{values:?}");
        }
        for values in [
            &["Bearer"][..],
            &["Bearer "],
            &["Bearer a b"],
            &["Bearer a,b"],
            &["Bearer ="],
            &["Bearer a", "Bearer a"],
        ] {
            assert_eq!(read(values), Err(AuthError::InvalidToken), "{values:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_header_gives_a_token_of_its_own_or_none(bytes in proptest::collection::vec(32_u8..127, 0..60)) {
            let value = http::HeaderValue::from_bytes(&bytes).unwrap();
            let headers = HeaderMap::from_iter([(AUTHORIZATION, value.clone())]);
            if let Ok(token) = bearer(&headers) {
                proptest::prop_assert!(!token.is_empty() && !token.contains(' '));
                proptest::prop_assert!(value.to_str().unwrap().trim_end().ends_with(token));
            }
        }

        #[test]
        fn every_token_comes_back(token in "[A-Za-z0-9._~+/-]{1,40}={0,2}") {
            let value = http::HeaderValue::try_from(format!("Bearer {token}")).unwrap();
            let headers = HeaderMap::from_iter([(AUTHORIZATION, value)]);
            proptest::prop_assert_eq!(bearer(&headers), Ok(token.as_str()));
        }
    }
}
