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

/// The digits of a number, at the end of a buffer that has as much room behind them.
pub(super) struct Digits {
    buffer: [u8; 2 * MOST],
    start: usize,
}

/// The most digits of a number.
pub(super) const MOST: usize = 20;

impl Digits {
    #[inline(always)]
    pub(super) fn of(mut number: u64) -> Self {
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
