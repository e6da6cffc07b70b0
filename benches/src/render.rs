//! Pages to HTML: Bennu's templates beside askama, maud and sailfish.

use std::hint::black_box;

use askama::Template;
use bennu::component::{Context, Render, to_html};
use bennu::html;
use sailfish::TemplateSimple;

use crate::measure::{Subject, Table, compare_calls, print};
use crate::render_data::{Numbers, Page, Teams};
use crate::render_peers::{
    AskamaNumbers, AskamaPage, AskamaTeams, SailfishNumbers, SailfishPage, SailfishTeams, maud_numbers,
    maud_page, maud_teams,
};

const ROUNDS: usize = 101;

/// The page with products.
pub(crate) fn page(page: &Page) -> impl Render + '_ {
    html! {
        <!DOCTYPE html>
        <html>
            <head><title>{page.title}</title></head>
            <body>
                <header>
                    <h1>{page.title}</h1>
                    if let Some(user) = &page.user { <p>Hello, {user}!</p> }
                </header>
                <main>
                    <table>
                        <tbody>
                            <tr :for={product in &page.products} :key={product.id} id={product.id}>
                                <td><a href={product.url}>{product.name}</a><b :if={product.is_new}>new</b></td>
                                <td>{product.text}</td>
                                <td class="number">{product.stock} in stock</td>
                            </tr>
                        </tbody>
                    </table>
                </main>
            </body>
        </html>
    }
}

fn numbers(table: &Numbers) -> impl Render + '_ {
    html! {
        <table>
            <tr :for={row in &table.rows}>
                <td :for={number in row}>{number}</td>
            </tr>
        </table>
    }
}

fn teams(league: &Teams) -> impl Render + '_ {
    html! {
        <html>
            <head><title>{league.year}</title></head>
            <body>
                <h1>CSL {league.year}</h1>
                <ul>
                    <li :for={(place, team) in league.teams.iter().enumerate()} class={if place == 0 { "champion" } else { "" }}>
                        <b>{team.name}</b>: {team.score}
                    </li>
                </ul>
            </body>
        </html>
    }
}

/// A page in all four languages.
struct Case<'a> {
    name: &'static str,
    calls: usize,
    subjects: [Box<dyn Fn() -> Vec<u8> + 'a>; 4],
}

/// Prints the table of the bench `render`.
pub(crate) fn run() {
    let context = Context::default();
    let (shop, table, league) = (Page::new(100), Numbers::new(100), Teams::new());
    let cases = [
        Case {
            name: "page, 100 rows",
            calls: 256,
            subjects: [
                Box::new(|| to_html(&page(&shop), &context)),
                Box::new(|| AskamaPage { page: &shop }.render().expect("askama renders").into_bytes()),
                Box::new(|| maud_page(&shop).into_string().into_bytes()),
                Box::new(|| {
                    SailfishPage { page: &shop }.render_once().expect("sailfish renders").into_bytes()
                }),
            ],
        },
        Case {
            name: "big table, 100 x 100",
            calls: 128,
            subjects: [
                Box::new(|| to_html(&numbers(&table), &context)),
                Box::new(|| AskamaNumbers { table: &table }.render().expect("askama renders").into_bytes()),
                Box::new(|| maud_numbers(&table).into_string().into_bytes()),
                Box::new(|| {
                    SailfishNumbers { table: &table }.render_once().expect("sailfish renders").into_bytes()
                }),
            ],
        },
        Case {
            name: "teams",
            calls: 16384,
            subjects: [
                Box::new(|| to_html(&teams(&league), &context)),
                Box::new(|| AskamaTeams { league: &league }.render().expect("askama renders").into_bytes()),
                Box::new(|| maud_teams(&league).into_string().into_bytes()),
                Box::new(|| {
                    SailfishTeams { league: &league }.render_once().expect("sailfish renders").into_bytes()
                }),
            ],
        },
    ];
    print(format_args!("one page into a fresh buffer, median of {ROUNDS} interleaved rounds"));
    let mut rows = Table::new("ns", &["Bennu", "askama", "maud", "sailfish"]);
    for case in &cases {
        check(case);
        let subjects: Vec<_> = case
            .subjects
            .iter()
            .map(|render| Subject::<()>::new(move |()| drop(black_box(render()))))
            .collect();
        rows.push(case.name, compare_calls(&subjects, &[&()], ROUNDS, case.calls));
    }
    print(format_args!("{rows}"));
}

/// All four must show the same; they differ in how they spell what they escape.
fn check(case: &Case<'_>) {
    let texts =
        case.subjects.each_ref().map(|render| plain(&String::from_utf8(render()).expect("a page is UTF-8")));
    for text in &texts[1..] {
        assert_eq!(text, &texts[0], "{}", case.name);
    }
}

/// The page with entities spelt alike.
fn plain(page: &str) -> String {
    let spelt = [
        ("&#34;", "&quot;"),
        ("&#38;", "&amp;"),
        ("&#60;", "&lt;"),
        ("&#62;", "&gt;"),
        ("&#39;", "'"),
        ("&#039;", "'"),
    ];
    spelt.iter().fold(page.to_owned(), |page, (from, to)| page.replace(from, to))
}
