//! An amount comes in, dollars and cents go out.

use bennu::rust_decimal::{Decimal, RoundingStrategy};

/// As in `$15.00`; half a cent is rounded away from zero.
#[must_use]
pub fn currency(amount: Decimal) -> String {
    format!("${}", cents(amount))
}

/// The same without the sign: `15.00`.
#[must_use]
pub fn cents(amount: Decimal) -> String {
    format!("{:.2}", amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_two_digits_of_cents() {
        for (amount, shown) in [
            ("15", "$15.00"),
            ("15.500000", "$15.50"),
            ("0.005", "$0.01"),
            ("0.004999", "$0.00"),
            ("1234567.885", "$1234567.89"),
        ] {
            assert_eq!(currency(amount.parse().expect("a number")), shown);
        }
    }
}
