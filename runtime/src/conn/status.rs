//! A number or a status comes in, a status goes out.

use http::StatusCode;

/// What names a status: `422` or `StatusCode::UNPROCESSABLE_ENTITY`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a status",
    note = "write a number such as `422`, or `http::StatusCode::UNPROCESSABLE_ENTITY`"
)]
pub trait IntoStatus {
    /// The status, or the number that is none: below 100 or above 999.
    ///
    /// # Errors
    /// The number itself.
    fn into_status(self) -> Result<StatusCode, u16>;
}

impl IntoStatus for StatusCode {
    fn into_status(self) -> Result<StatusCode, u16> {
        Ok(self)
    }
}

impl IntoStatus for u16 {
    fn into_status(self) -> Result<StatusCode, u16> {
        StatusCode::from_u16(self).map_err(|_| self)
    }
}
