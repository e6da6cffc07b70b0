//! Straight runs of a template: static markup and values in turns, written with one request for room.

use super::Sink;
use super::escape::Cursor;
use super::piece::Piece;
use super::sink::Mode;

/// Static markup and values in turns: `((b"<p>", text(&name)), (b"</p><p>", text(&age)))`.
pub trait Run {
    /// Writes HTML, and the static markup `end` after it.
    fn html<const N: usize>(&self, end: &'static [u8; N], sink: &mut Sink<'_>);

    /// Writes wire JSON.
    fn wire(&self, sink: &mut Sink<'_>);
}

macro_rules! run {
    ($($size:ident $piece:ident $at:tt),*) => {
        impl<$(const $size: usize, $piece: Piece),*> Run for ($((&'static [u8; $size], $piece),)*) {
            #[inline(always)]
            fn html<const N: usize>(&self, end: &'static [u8; N], sink: &mut Sink<'_>) {
                // Each value is asked for once: what is written is what the room was asked for.
                let values = ($(self.$at.1.value(),)*);
                let bound = N $(+ $size + self.$at.1.extra() + values.$at.as_ref().map_or(0, |value| value.bound()))*;
                let mut cursor = Cursor::reserve(&mut sink.out, bound);
                $(
                    // SAFETY: `bound` counts this markup once.
                    unsafe { cursor.copy(self.$at.0) };
                    match values.$at {
                        // SAFETY: `bound` counts this value and its extra bytes once.
                        Some(value) => unsafe { self.$at.1.write(value, &mut cursor) },
                        None => {
                            cursor.finish();
                            self.$at.1.render(sink);
                            cursor = Cursor::reserve(&mut sink.out, bound);
                        }
                    }
                )*
                // SAFETY: `bound` counts this markup once.
                unsafe { cursor.copy(end) };
                cursor.finish();
            }

            #[inline(never)]
            fn wire(&self, sink: &mut Sink<'_>) {
                $(match self.$at.1.value() {
                    Some(value) => sink.on_wire(|wire, out| wire.dynamic_value(out, self.$at.1.name(), value)),
                    None => {
                        sink.begin_dynamic(Mode::Wire);
                        self.$at.1.render(sink);
                        sink.end_dynamic(Mode::Wire);
                    }
                })*
            }
        }
    };
}

run!(S0 P0 0);
run!(S0 P0 0, S1 P1 1);
run!(S0 P0 0, S1 P1 1, S2 P2 2);
run!(S0 P0 0, S1 P1 1, S2 P2 2, S3 P3 3);
run!(S0 P0 0, S1 P1 1, S2 P2 2, S3 P3 3, S4 P4 4);
run!(S0 P0 0, S1 P1 1, S2 P2 2, S3 P3 3, S4 P4 4, S5 P5 5);
run!(S0 P0 0, S1 P1 1, S2 P2 2, S3 P3 3, S4 P4 4, S5 P5 5, S6 P6 6);
run!(S0 P0 0, S1 P1 1, S2 P2 2, S3 P3 3, S4 P4 4, S5 P5 5, S6 P6 6, S7 P7 7);
