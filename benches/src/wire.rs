//! What a LiveView sends: bytes and time of an event, of a join, and of one changed row.

use std::hint::black_box;

use bennu::component::{Context, Fingerprints, Render, to_html};
use bennu::html;

use crate::measure::{Subject, compare_calls, print};
use crate::render::page;
use crate::render_data::Page;

const ROUNDS: usize = 101;

fn counter(count: i64) -> impl Render {
    html! {
        <div class="counter">
            <h1>Counter</h1>
            <p>Count: {count}</p>
            <button phx-click="increment">"+"</button>
        </div>
    }
}

/// A message that was measured.
struct Measured {
    name: &'static str,
    bytes: usize,
    nanoseconds: f64,
}

/// Prints the table of the bench `wire`.
pub(crate) fn run() {
    let results = [counter_event(), join(100), straight(100), changed_row(1000), straight(1000)];
    print(format_args!("median of {ROUNDS} rounds\n{:<36}{:>10}{:>14}", "message", "bytes", "ns"));
    for Measured { name, bytes, nanoseconds } in &results {
        print(format_args!("{name:<36}{bytes:>10}{nanoseconds:>14.1}"));
    }
    let [_, join, page, row, large_page] = &results;
    print(format_args!("join vs straight HTML: {:.2}x", join.nanoseconds / page.nanoseconds));
    print(format_args!("one changed row vs straight HTML: {:.2}x", row.nanoseconds / large_page.nanoseconds));
}

/// The median time of `run`, which writes one message.
fn measure(name: &'static str, calls: usize, run: impl Fn(&mut Vec<u8>)) -> Measured {
    let mut message = Vec::new();
    run(&mut message);
    let subject = Subject::<()>::new(|()| {
        let mut out = Vec::with_capacity(message.len());
        run(&mut out);
        black_box(out);
    });
    let nanoseconds = compare_calls(&[subject], &[&()], ROUNDS, calls)[0];
    Measured { name, bytes: message.len(), nanoseconds }
}

fn counter_event() -> Measured {
    let state = std::cell::RefCell::new((Fingerprints::new(), 41));
    state.borrow_mut().0.full(&counter(41), &Context::default(), &mut Vec::new());
    measure("one event of a counter", 4096, |out| {
        let (sent, count) = &mut *state.borrow_mut();
        *count += 1;
        sent.diff(&counter(*count), &Context::default(), out);
    })
}

fn join(rows: u64) -> Measured {
    let shop = Page::new(rows);
    measure("join, page with 100 rows", 256, |out| {
        Fingerprints::new().full(&page(&shop), &Context::default(), out)
    })
}

fn straight(rows: u64) -> Measured {
    let shop = Page::new(rows);
    let name = if rows == 100 { "the same page as HTML" } else { "the page with 1,000 rows as HTML" };
    measure(name, 256, |out| *out = to_html(&page(&shop), &Context::default()))
}

fn changed_row(rows: u64) -> Measured {
    let shop = std::cell::RefCell::new((Fingerprints::new(), Page::new(rows)));
    {
        let (sent, shop) = &mut *shop.borrow_mut();
        sent.full(&page(shop), &Context::default(), &mut Vec::new());
    }
    measure("one changed row of 1,000", 256, |out| {
        let (sent, shop) = &mut *shop.borrow_mut();
        shop.products[500].stock += 1;
        sent.diff(&page(shop), &Context::default(), out);
    })
}
