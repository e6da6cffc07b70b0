//! Whatever a view goes through, its client shows what a fresh page would show.

use proptest::prelude::*;

use super::merge::Client;
use super::{View, page};
use crate::component::{Raw, Render, Slot};
use crate::{component, html};

/// The state of a view that has something of everything.
#[derive(Clone, Debug)]
struct State {
    title: String,
    count: i64,
    kind: u8,
    note: Option<String>,
    flag: bool,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    id: u8,
    name: String,
    tags: Vec<u8>,
    open: bool,
}

component! {
    fn frame(title: &str, inner_block: Slot) {
        <section title={title}>
            {inner_block}
        </section>
    }

    fn cells(row: &Row) {
        <td class={row.open.then_some("open")}>{row.name}</td>
        <td :if={row.open}><i :for={tag in &row.tags} :key={tag}>{tag}</i></td>
    }
}

fn view(state: &State) -> impl Render + '_ {
    html! {
        <h1 id={state.count} hidden={state.flag}>{state.title}</h1>
        match state.kind {
            0 => <p>{state.count}</p>,
            1 => { <p>{state.title}</p> }
            2 => {}
            _ => {
                if state.flag { yes {state.count} } else if state.count > 2 { no } else { }
            }
        }
        <.frame title={&state.title}>
            <table>
                <tr :for={row in &state.rows} :key={row.id}>
                    <.cells row={row} />
                </tr>
            </table>
            {state.note}
            {state.note.as_deref().map(|note| html! { <b>{note}</b> })}
        </.frame>
        for row in &state.rows {
            {row.id}
            if row.open { <.frame title="x">{row.name}</.frame> }
        }
        <u :for={row in &state.rows} :if={row.open}>{row.name}{Raw::dangerously_create("<br title=\"\\\">")}</u>
        {dynamic(state)}
    }
}

/// Markup of which only the trait is known.
fn dynamic(state: &State) -> Box<dyn Render + '_> {
    match state.kind {
        0 => Box::new(&state.title),
        1 => Box::new(html! { <s>{state.count}</s> }),
        2 => Box::new(()),
        _ => Box::new(html! { <s :for={row in &state.rows}>{row.id}</s> }),
    }
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["a", "b", "<", "\"", "\\", "\n", "é", "&amp;"]), 0..4)
        .prop_map(|parts| parts.concat())
}

fn row() -> impl Strategy<Value = Row> {
    (0..6u8, text(), prop::collection::vec(0..4u8, 0..4), any::<bool>())
        .prop_map(|(id, name, tags, open)| Row { id, name, tags, open })
}

fn state() -> impl Strategy<Value = State> {
    let rows = prop::collection::vec(row(), 0..6);
    (text(), 0..5i64, 0..4u8, prop::option::of(text()), any::<bool>(), rows)
        .prop_map(|(title, count, kind, note, flag, rows)| State { title, count, kind, note, flag, rows })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_client_shows_what_a_fresh_page_shows(states in prop::collection::vec(state(), 1..8)) {
        let (mut server, mut client) = (View::new(), Client::default());
        for state in &states {
            let message = server.diff(view(state));
            client.receive(&message);
            prop_assert_eq!(client.html(), page(view(state)), "after {}", message);
            prop_assert_eq!(server.diff(view(state)), "{}");
        }
    }

    #[test]
    fn small_edits_of_a_list(edits in prop::collection::vec((0..8usize, 0..8usize, 0..4u8), 1..20)) {
        let (mut server, mut client) = (View::new(), Client::default());
        let mut rows: Vec<(u32, u32)> = (0..6).map(|id| (id, 0)).collect();
        for (step, (from, to, kind)) in edits.into_iter().enumerate() {
            let (from, to) = (from.min(rows.len()), to.min(rows.len()));
            match kind {
                0 => rows.insert(from, (step as u32 + 10, 0)),
                1 if from < rows.len() => drop(rows.remove(from)),
                2 if from < rows.len() && to < rows.len() => rows.swap(from, to),
                _ => rows.iter_mut().skip(from).take(1).for_each(|row| row.1 += 1),
            }
            let list = || {
                let rows = rows.clone();
                html! { <li :for={(id, value) in &rows} :key={id}>{id}{value}<b :if={*value > 1}>{value}</b></li> }
            };
            client.receive(&server.diff(list()));
            prop_assert_eq!(client.html(), page(list()));
        }
    }
}
