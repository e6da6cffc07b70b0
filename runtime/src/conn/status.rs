//! A number, a name or a status comes in, a status goes out.

use http::StatusCode;

use crate::{Error, Result};

/// What names a status: `422`, `StatusCode::UNPROCESSABLE_ENTITY`, or the words of it as in `"unprocessable_entity"`.
///
/// The compiler checks the constants of [`StatusCode`] only. A number that is no status, or a name that is misspelt, is a 500 that
/// says so.
///
/// ```
/// use bennu::conn::IntoStatus;
/// use bennu::http::StatusCode;
///
/// assert_eq!(422.into_status().unwrap(), StatusCode::UNPROCESSABLE_ENTITY);
/// assert_eq!("not_found".into_status().unwrap(), StatusCode::NOT_FOUND);
/// assert_eq!("im_a_teapot".into_status().unwrap(), StatusCode::IM_A_TEAPOT);
/// assert!("not_fond".into_status().is_err());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a status",
    note = "write a number such as `422`, a name such as `\"not_found\"`, or `http::StatusCode::UNPROCESSABLE_ENTITY`"
)]
pub trait IntoStatus {
    /// The status.
    ///
    /// # Errors
    /// 500 for a number below 100 or above 999, or a name that no status has.
    fn into_status(self) -> Result<StatusCode>;
}

impl IntoStatus for StatusCode {
    fn into_status(self) -> Result<StatusCode> {
        Ok(self)
    }
}

impl IntoStatus for u16 {
    #[track_caller]
    fn into_status(self) -> Result<StatusCode> {
        StatusCode::from_u16(self).map_err(|_| Error::internal(format!("`{self}` is not a status")))
    }
}

impl IntoStatus for &str {
    #[track_caller]
    fn into_status(self) -> Result<StatusCode> {
        let named = (100..600)
            .filter_map(|number| StatusCode::from_u16(number).ok())
            .find(|status| status.canonical_reason().is_some_and(|words| is_name_of(self, words)));
        named.ok_or_else(|| {
            let name = self.escape_debug();
            Error::internal(format!("`{name}` is not the name of a status, such as `not_found`"))
        })
    }
}

/// `not_found` is the name of `Not Found`, `im_a_teapot` that of `I'm a teapot`.
fn is_name_of(name: &str, words: &str) -> bool {
    let letters = words.chars().filter(|char| *char != '\'');
    let letters =
        letters.map(|char| if char.is_ascii_alphanumeric() { char.to_ascii_lowercase() } else { '_' });
    letters.eq(name.chars())
}
