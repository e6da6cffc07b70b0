//! Numbers come in, their decimal digits come out.

/// The digits of the numbers up to 99, two by two.
pub(super) static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut number = 0;
    while number < 100 {
        pairs[number] = [b'0' + number as u8 / 10, b'0' + number as u8 % 10];
        number += 1;
    }
    pairs
};

/// The digits of the numbers up to 999 without zeros before them, and how many there are in the last place.
#[cfg_attr(not(target_arch = "x86_64"), expect(dead_code, reason = "digits are stored as words there alone"))]
pub(super) static SMALL: [[u8; 4]; 1000] = {
    let mut small = [[0; 4]; 1000];
    let mut number = 0;
    while number < 1000 {
        let [a, b, c] = [number / 100, number / 10 % 10, number % 10];
        small[number] = match (a, b) {
            (0, 0) => [b'0' + c as u8, 0, 0, 1],
            (0, _) => [b'0' + b as u8, b'0' + c as u8, 0, 2],
            _ => [b'0' + a as u8, b'0' + b as u8, b'0' + c as u8, 3],
        };
        number += 1;
    }
    small
};

/// The digits of a number, at the end of a buffer that has as much room behind them.
pub(crate) struct Digits {
    buffer: [u8; 2 * MOST],
    start: usize,
}

/// The most digits of a number.
pub(super) const MOST: usize = 20;

impl Digits {
    #[inline(always)]
    pub(crate) fn of(mut number: u64) -> Self {
        let (mut buffer, mut start) = ([0; 2 * MOST], MOST);
        while number >= 100 {
            start -= 2;
            buffer[start..start + 2].copy_from_slice(&PAIRS[(number % 100) as usize]);
            number /= 100;
        }
        if number >= 10 {
            start -= 2;
            buffer[start..start + 2].copy_from_slice(&PAIRS[number as usize]);
        } else {
            start -= 1;
            buffer[start] = b'0' + number as u8;
        }
        Self { buffer, start }
    }

    /// The digits as text.
    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(&self.buffer[self.start..MOST]).unwrap_or_default()
    }

    /// How many there are.
    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        MOST - self.start
    }

    /// The digits, and what is behind them.
    #[inline(always)]
    pub(super) fn with_rest(&self) -> &[u8; MOST] {
        self.buffer[self.start..].first_chunk().unwrap_or(&[0; MOST])
    }
}
