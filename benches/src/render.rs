//! Pages to HTML: Bennu's templates beside those of its peers, and what no renderer can do without.

use std::hint::black_box;

use askama::Template;
use bennu::component::{Context, Render, to_html};
use bennu::html;
use hypertext::prelude::Renderable;
use sailfish::TemplateSimple;
use vy::IntoHtml;

use crate::measure::{Subject, Table, compare_calls, print};
use crate::render_data::{Numbers, Page as Shop, Teams};
use crate::render_floors::Floors;
use crate::render_macros::{in_hypertext, in_markup, in_vy, maud_numbers, maud_page, maud_teams};
use crate::render_peers::{
    AskamaNumbers, AskamaPage, AskamaTeams, SailfishNumbers, SailfishPage, SailfishTeams,
};

const ROUNDS: usize = 101;

/// The page with products.
pub(crate) fn page(page: &Shop) -> impl Render + '_ {
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

/// The subjects of the bench, in the order of the table.
const SUBJECTS: [&str; 7] = ["Bennu", "askama", "sailfish", "maud", "hypertext", "vy", "markup"];

/// A way to make one page.
type Page<'a> = Box<dyn Fn() -> Vec<u8> + 'a>;

/// A page in all languages.
struct Case<'a> {
    name: &'static str,
    calls: usize,
    subjects: [Page<'a>; SUBJECTS.len()],
    /// What writing the page cannot do without.
    floors: Floors<'a>,
}

fn shop_page(shop: &Shop) -> Case<'_> {
    Case {
        name: "page, 100 rows",
        calls: 256,
        subjects: [
            Box::new(|| to_html(&page(shop), &Context::default())),
            Box::new(|| AskamaPage { page: shop }.render().expect("askama renders").into_bytes()),
            Box::new(|| SailfishPage { page: shop }.render_once().expect("sailfish renders").into_bytes()),
            Box::new(|| maud_page(shop).into_string().into_bytes()),
            Box::new(|| in_hypertext::page(shop).render().into_inner().into_bytes()),
            Box::new(|| in_vy::page(shop).into_string().into_bytes()),
            Box::new(|| in_markup::ShopPage { page: shop }.to_string().into_bytes()),
        ],
        floors: Floors::texts(
            shop.products.iter().flat_map(|product| [&product.url, &product.name, &product.text]),
        ),
    }
}

fn big_table(table: &Numbers) -> Case<'_> {
    Case {
        name: "big table, 100 x 100",
        calls: 128,
        subjects: [
            Box::new(|| to_html(&numbers(table), &Context::default())),
            Box::new(|| AskamaNumbers { table }.render().expect("askama renders").into_bytes()),
            Box::new(|| SailfishNumbers { table }.render_once().expect("sailfish renders").into_bytes()),
            Box::new(|| maud_numbers(table).into_string().into_bytes()),
            Box::new(|| in_hypertext::numbers(table).render().into_inner().into_bytes()),
            Box::new(|| in_vy::numbers(table).into_string().into_bytes()),
            Box::new(|| in_markup::NumberTable { table }.to_string().into_bytes()),
        ],
        floors: Floors::texts([]),
    }
}

fn short_page(league: &Teams) -> Case<'_> {
    Case {
        name: "teams",
        calls: 16384,
        subjects: [
            Box::new(|| to_html(&teams(league), &Context::default())),
            Box::new(|| AskamaTeams { league }.render().expect("askama renders").into_bytes()),
            Box::new(|| SailfishTeams { league }.render_once().expect("sailfish renders").into_bytes()),
            Box::new(|| maud_teams(league).into_string().into_bytes()),
            Box::new(|| in_hypertext::teams(league).render().into_inner().into_bytes()),
            Box::new(|| in_vy::teams(league).into_string().into_bytes()),
            Box::new(|| in_markup::League { league }.to_string().into_bytes()),
        ],
        floors: Floors::texts(league.teams.iter().map(|team| &team.name)),
    }
}

/// Prints the table of the bench `render`.
pub(crate) fn run() {
    let (shop, table, league) = (Shop::new(100), Numbers::new(100), Teams::new());
    print(format_args!("one page into a fresh buffer, median of {ROUNDS} interleaved rounds"));
    let mut rows = Table::new("ns", &SUBJECTS);
    let mut floors = Vec::new();
    for case in [shop_page(&shop), big_table(&table), short_page(&league)] {
        let page = check(&case);
        let mut subjects: Vec<_> = case
            .subjects
            .iter()
            .map(|render| Subject::<()>::new(move |()| drop(black_box(render()))))
            .collect();
        subjects.push(Subject::new(|()| drop(black_box(page.clone()))));
        subjects.push(Subject::new(|()| case.floors.scan()));
        let mut times = compare_calls(&subjects, &[&()], ROUNDS, case.calls);
        let below = times.split_off(SUBJECTS.len());
        floors.push(format!("{:<28}{:>14.1}{:>14.1}{:>14.1}", case.name, times[0], below[0], below[1]));
        rows.push(case.name, times);
    }
    print(format_args!("{rows}"));
    let title = "floors: copying the page, and one look at each byte of its texts";
    print(format_args!("\n{title}\n{:<28}{:>14}{:>14}{:>14}", "case (ns)", "Bennu", "copy", "look"));
    floors.iter().for_each(|line| print(format_args!("{line}")));
}

/// All must show the same; they differ in how they spell what they escape.
fn check(case: &Case<'_>) -> Vec<u8> {
    let pages = case.subjects.each_ref().map(|render| render());
    let plain = pages.each_ref().map(|page| plain(std::str::from_utf8(page).expect("a page is UTF-8")));
    for (subject, text) in SUBJECTS.iter().zip(&plain) {
        assert_eq!(text, &plain[0], "{} of {subject}", case.name);
    }
    let [page, ..] = pages;
    page
}

/// The page with quotes as they are and the other entities spelt alike.
fn plain(page: &str) -> String {
    let spelt = [
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#38;", "&amp;"),
        ("&#60;", "&lt;"),
        ("&#62;", "&gt;"),
        ("&#39;", "'"),
        ("&#039;", "'"),
    ];
    spelt.iter().fold(page.to_owned(), |page, (from, to)| page.replace(from, to))
}
