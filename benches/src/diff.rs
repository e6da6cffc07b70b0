//! What a LiveView sends: bytes and time of a join, of one changed row and of an event, beside the same page as HTML.

use std::cell::RefCell;
use std::hint::black_box;

use bennu::component::{Context, Fingerprints, Render, write_html};
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

/// What is written again and again.
type Write<'a> = Box<dyn Fn(&mut Vec<u8>) + 'a>;

/// Prints the table of the bench `diff`.
pub(crate) fn run() {
    print(format_args!(
        "into a warm buffer, median of {ROUNDS} interleaved rounds\n{:<36}{:>10}{:>14}{:>10}",
        "message", "bytes", "ns", "of HTML"
    ));
    compare("counter", 4096, &[("the page as HTML", counter_page()), ("an event", counter_event())]);
    for rows in [100, 1000] {
        let shop = Page::new(rows);
        let title = format!("list of {rows} rows");
        let messages = [
            ("the page as HTML", straight(&shop)),
            ("join", join(&shop)),
            ("one changed row", changed_row(rows)),
        ];
        compare(&title, 25_600 / rows as usize, &messages);
    }
}

/// Prints what each message takes, and how many times as long as the first.
fn compare(title: &str, calls: usize, messages: &[(&str, Write<'_>)]) {
    let sizes = messages.iter().map(|(_, write)| {
        let mut out = Vec::new();
        write(&mut out);
        out.len()
    });
    let subjects: Vec<_> = messages
        .iter()
        .map(|(_, write)| {
            let out = RefCell::new(Vec::new());
            Subject::<()>::new(move |()| {
                let mut out = out.borrow_mut();
                out.clear();
                write(&mut out);
                black_box(&*out);
            })
        })
        .collect();
    let times = compare_calls(&subjects, &[&()], ROUNDS, calls);
    for (((name, _), size), time) in messages.iter().zip(sizes).zip(&times) {
        let name = format!("{title}: {name}");
        print(format_args!("{name:<36}{size:>10}{time:>14.1}{:>9.2}x", time / times[0]));
    }
}

fn counter_page<'a>() -> Write<'a> {
    Box::new(|out| write_html(&counter(black_box(41)), &Context::default(), out))
}

fn counter_event<'a>() -> Write<'a> {
    let state = RefCell::new((Fingerprints::new(), 41));
    state.borrow_mut().0.full(&counter(41), &Context::default(), &mut Vec::new());
    Box::new(move |out| {
        let (sent, count) = &mut *state.borrow_mut();
        *count += 1;
        sent.diff(&counter(*count), &Context::default(), out);
    })
}

fn straight(shop: &Page) -> Write<'_> {
    Box::new(|out| write_html(&page(shop), &Context::default(), out))
}

fn join(shop: &Page) -> Write<'_> {
    Box::new(|out| Fingerprints::new().full(&page(shop), &Context::default(), out))
}

fn changed_row<'a>(rows: u64) -> Write<'a> {
    let state = RefCell::new((Fingerprints::new(), Page::new(rows)));
    {
        let (sent, shop) = &mut *state.borrow_mut();
        sent.full(&page(shop), &Context::default(), &mut Vec::new());
    }
    Box::new(move |out| {
        let (sent, shop) = &mut *state.borrow_mut();
        let row = shop.products.len() / 2;
        shop.products[row].stock += 1;
        sent.diff(&page(shop), &Context::default(), out);
    })
}
