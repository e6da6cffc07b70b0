//! Straight runs of a template: static markup and values in turns, written with one request for room.

use super::escape::Cursor;
use super::piece::Piece;
use super::wire::{item, item_bound, value_print};
use super::{Sink, Value};

/// Static markup and values in turns: `((b"<p>", text(&name)), (b"</p><p>", text(&age)))`.
pub trait Run {
    /// Writes HTML, and the static markup `end` after it.
    fn html<const N: usize>(&self, end: &'static [u8; N], sink: &mut Sink<'_>);

    /// Writes what changed as wire JSON.
    fn wire(&self, sink: &mut Sink<'_>);

    /// Writes all values as wire JSON, where the client has nothing of the template; their places begin with `FIRST`.
    fn wire_new<const FIRST: usize>(&self, sink: &mut Sink<'_>);
}

/// Whether the text of a value is known, and is escaped where it is written.
#[inline(always)]
fn is_plain(value: Option<Value<'_>>) -> bool {
    !matches!(value, None | Some(Value::Trusted(_) | Value::Display(_)))
}

macro_rules! run {
    ($($size:ident $piece:ident $at:tt),*) => {
        impl<$(const $size: usize, $piece: Piece),*> Run for ($((&'static [u8; $size], $piece),)*) {
            #[inline(always)]
            fn html<const N: usize>(&self, end: &'static [u8; N], sink: &mut Sink<'_>) {
                // Each value is asked for once: what is written is what the room was asked for.
                let values = ($(self.$at.1.value(),)*);
                let bound = N $(+ $size + self.$at.1.extra() + values.$at.unwrap_or(Value::Absent).bound())*;
                let mut cursor = Cursor::reserve(&mut sink.out, bound);
                $(
                    // SAFETY: `bound` counts this markup once.
                    unsafe { cursor.markup(self.$at.0) };
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
                unsafe { cursor.markup(end) };
                cursor.finish();
            }

            #[inline(never)]
            fn wire(&self, sink: &mut Sink<'_>) {
                let values = ($(self.$at.1.value(),)*);
                if !(true $(&& is_plain(values.$at))*) {
                    $(sink.dynamic(&self.$at.1, values.$at);)*
                    return;
                }
                let values = ($(values.$at.unwrap_or(Value::Absent),)*);
                let Some((wire, out)) = sink.wire_and_out() else { return };
                let prints = [$(value_print(wire.seed, values.$at)),*];
                if !wire.is_same(prints) {
                    wire.changed_run(out, &[$(((self.$at.1.name(), values.$at), prints[$at])),*]);
                }
            }

            #[inline(never)]
            fn wire_new<const FIRST: usize>(&self, sink: &mut Sink<'_>) {
                let values = ($(self.$at.1.value(),)*);
                if !(true $(&& is_plain(values.$at))*) {
                    $(sink.dynamic(&self.$at.1, values.$at);)*
                    return;
                }
                let values = ($(values.$at.unwrap_or(Value::Absent),)*);
                let Some((wire, out)) = sink.wire_and_out() else { return };
                wire.step_over([$(value_print(wire.seed, values.$at)),*]);
                let mut cursor = Cursor::reserve(out, 0 $(+ item_bound(self.$at.1.name(), values.$at))*);
                $(
                    // SAFETY: the bound counts this item once.
                    unsafe { item(&mut cursor, FIRST + $at > 0, FIRST + $at, self.$at.1.name(), values.$at) };
                )*
                cursor.finish();
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
